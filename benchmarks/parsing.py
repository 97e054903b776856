"""How long the schemas take to load, and one TransactionEvent to validate and parse.

    python benchmarks/parsing.py [REPEATS]

Bars: all 206 schemas within 50 ms, in a process that has none yet; one request validated and parsed
into its model within 15 us. Medians.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.messages import transaction_event
from schemas.catalogue import Kind, message
from schemas.validation import is_valid

ROOT = Path(__file__).resolve().parent.parent
ONE_TURN = 10_000
LOAD = """
import time
from schemas.catalogue import VERSIONS, Kind, messages
from schemas.validation import schema
began = time.perf_counter()
loaded = [schema(version, action, kind)
          for version in VERSIONS for action in messages(version) for kind in Kind]
print(len(loaded), time.perf_counter() - began)
"""


def loading() -> tuple[int, float]:
    """Load all schemas in a fresh process; gives their number and the seconds."""
    printed = subprocess.run(
        [sys.executable, "-c", LOAD], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    count, seconds = printed.split()
    return int(count), float(seconds)


def per_call_us(act) -> float:
    """Call it many times; gives microseconds for one."""
    began = time.perf_counter()
    for _ in range(ONE_TURN):
        act()
    return (time.perf_counter() - began) / ONE_TURN * 1e6


def main(repeats: int) -> None:
    payload = transaction_event(1)
    model = message("2.0.1", "TransactionEvent").model(Kind.REQUEST)
    loads = [loading() for _ in range(repeats)]
    count, took = loads[0][0], median(seconds for _, seconds in loads)
    print(f"{count} schemas loaded  {took * 1e3:5.1f} ms  (bar: 50 ms)")
    validate = median(
        per_call_us(lambda: is_valid("2.0.1", "TransactionEvent", Kind.REQUEST, payload))
        for _ in range(repeats)
    )
    parse = median(per_call_us(lambda: model.parse(payload)) for _ in range(repeats))
    print(f"TransactionEvent     validate {validate:.1f} us + parse {parse:.1f} us  (bar: 15 us)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
