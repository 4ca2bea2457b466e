"""Run every speed benchmark, each in a process of its own, and let them print their figures."""

import subprocess
import sys

BENCHMARKS = ("window", "case_list", "classifier", "letter", "verify")


def main() -> int:
    """Return 1 when a benchmark itself broke; a slow figure is printed, not failed."""
    broken = 0
    for name in sys.argv[1:] or BENCHMARKS:
        print(f"-- {name}", flush=True)
        broken |= subprocess.run([sys.executable, "-m", f"tests.speed.{name}"], check=False).returncode
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
