"""Classifier: microseconds an item against the whole loaded edition, beside a plain predicate over the same facts.

The floor is one generated Python function with every numeric comparison of the edition in it, two-valued, without
units, kinds of thing or traces: what "just compare the numbers" would cost in the same run.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from desktop.annex import engine, explain, ruleset
from desktop.annex.conditions import Compare, leaves
from desktop.annex.edition import Edition
from desktop.annex.quantities import Interval
from desktop.annex.reading.item import read_item
from desktop.annex.reading.parameters import Row

LIMIT_MS = 2.0
ITEMS = [
    (
        "Fibre-optic gyroscopes FOG-220, spares for a regional turboprop fleet",
        [("drift rate stability", "0.2", "deg/h")],
    ),
    ("Sounding-rocket system NR-7", [("payload", "420", "kg"), ("range", "280", "km")]),
    (
        "Small turbojet engine for target drones",
        [
            ("thrust", "2.8", "kN"),
            ("SFC", "0.12", "kg/N/h"),
            ("dry weight", "62", "kg"),
            ("rotor diameter", "0.28", "m"),
        ],
    ),
    ("Planetary batch mixer, off-centre shaft, vacuum, heated jacket", [("total volume", "300", "l")]),
    ("Linear accelerometers", [("scale factor repeatability", "600", "ppm"), ("bias repeatability", "400", "µg")]),
    ("Autonomous UAV with spray tank", [("spray tank", "30", "L"), ("range", "60", "km")]),
    ("Inspection UAV, no dispensing gear", [("range", "25", "km"), ("payload", "5", "kg")]),
    ("Hexogen, CAS 121-82-4, 25 kg drum", [("purity", "98", "%")]),
    ("Nozzle actuator control software of a satellite launcher", [("launcher payload", "900", "kg")]),
    (
        "Integrated casting, curing and inspection plant specially designed for solid motors of 1.4 MN·s total impulse",
        [],
    ),
]


def _floor(edition: Edition) -> Callable[[dict[str, float]], int]:
    tests = [
        f"(f.get({leaf.parameter!r}, -1.0) {leaf.operator} {float(leaf.threshold)!r})"
        for entry in edition.entries.values()
        if entry.condition is not None
        for leaf in leaves(entry.condition)
        if isinstance(leaf, Compare)
    ]
    found: dict[str, Any] = {}
    exec(f"def floor(f):\n    return {' + '.join(tests)}\n", found)  # noqa: S102 - the floor is generated, not typed
    return found["floor"]  # type: ignore[no-any-return]


def _microseconds(work: Callable[[], object], times: int) -> float:
    rounds = []
    for _ in range(5):
        start = time.perf_counter()
        for _ in range(times):
            work()
        rounds.append((time.perf_counter() - start) / times * 1e6)
    return statistics.median(rounds)


def main() -> int:
    """Print the figures; 0 always: a slow figure is printed, not failed."""
    start = time.perf_counter()
    edition = ruleset.load()
    engine.rules_of(edition)
    loaded = (time.perf_counter() - start) * 1e3
    rows = [(text, [Row(*row) for row in table]) for text, table in ITEMS]
    start = time.perf_counter()
    items = [read_item(edition, "", text, table) for text, table in rows]
    first = (time.perf_counter() - start) * 1e3
    facts = [
        {name: float(fact.value.low or 0) for name, fact in item.facts.items() if isinstance(fact.value, Interval)}
        for item in items
    ]
    floor = _floor(edition)
    times = 200
    floor_us = _microseconds(lambda: [floor(one) for one in facts], times) / len(items)
    fast_us = _microseconds(lambda: [engine.results(edition, item) for item in items], times) / len(items)
    traced_us = _microseconds(lambda: [engine.classify(edition, item) for item in items], times) / len(items)
    read_us = _microseconds(lambda: [read_item(edition, "", *row) for row in rows], 20) / len(items)
    plain_us = _microseconds(
        lambda: [explain.to_plain(edition, engine.classify(edition, item)) for item in items], 50
    ) / len(items)
    print(f"entries {len(edition.entries)}, load and compile {loaded:.0f} ms, word indexes made {first:.0f} ms")
    print(f"floor, all comparisons as plain Python   {floor_us:9.1f} us an item    x 1.0")
    for words, figure in (
        ("fast form, every entry, three values", fast_us),
        ("classify: verdict, traces, questions", traced_us),
        ("classify and freeze as plain data", plain_us),
        ("read description and table", read_us),
    ):
        print(f"{words:40} {figure:9.1f} us an item    x {figure / floor_us:.1f}")
    whole = (read_us + plain_us) / 1e3
    held = "held" if whole <= LIMIT_MS else "MISSED"
    print(f"whole, read to frozen verdict: {whole:.2f} ms an item, limit {LIMIT_MS} ms: {held}")
    print(json.dumps({"classifier_ms": round(whole, 3), "items_per_second": round(1e3 / whole)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
