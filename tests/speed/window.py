"""Start-up: from the process to the painted sign-in card, beside a bare PySide6 window in the same run.

    python -m tests.speed.window [ROUNDS]

Both are whole processes, taken in turn so that the machine's drift meets both. Limit: 1.5 times the bare window.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

LIMIT = 1.5
BARE = """
import os, sys
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv[:1])
window = QMainWindow()
window.resize(880, 672)
window.show()
app.processEvents()
os._exit(0)
"""
# up to the first paint of the card; what loads behind it comes afterwards
CARD = """
import os
from desktop.__main__ import make_program
make_program()
os._exit(0)
"""
SIGNED_IN = "import desktop.shell.main_window"


def seconds(script: str, environment: dict[str, str]) -> float:
    """Return how long one process takes."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", script], check=True, env=environment, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begin


def main() -> int:
    """Print medians and their ratio."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
            "XDG_CONFIG_HOME": folder,
            "XDG_DATA_HOME": folder,
        }
        scripts = {"bare window": BARE, "sign-in card": CARD, "all imports of the main window": SIGNED_IN}
        times: dict[str, list[float]] = {name: [] for name in scripts}
        for turn in range(rounds + 1):
            for name, script in scripts.items():
                taken = seconds(script, environment)
                if turn:  # the first turn warms the disk
                    times[name].append(taken)
    floor = statistics.median(times["bare window"])
    for name, taken in times.items():
        middle = statistics.median(taken)
        print(f"{name:32s} {middle * 1000:7.0f} ms  x {middle / floor:4.2f}   (best {min(taken) * 1000:.0f})")
    # other work on the machine only ever adds time, so the verdict is taken between the best of each
    ratio = min(times["sign-in card"]) / min(times["bare window"])
    verdict = "held" if ratio <= LIMIT else "missed"
    print(f"sign-in card against bare window, best of {rounds}: x {ratio:.2f}, limit x {LIMIT}: {verdict}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
