"""How long the command line takes: `--help`, and the written cases with start-up and reports.

python benchmarks/startup.py [REPEATS]      medians of wall time; the bar for --help is 150 ms
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def median_s(repeats: int, *arguments: str) -> float:
    """Call the command line several times; gives the median in seconds."""
    taken = []
    for _ in range(repeats):
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "ocpp_conformance", *arguments],
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def main(arguments: list[str]) -> int:
    repeats = int(arguments[0]) if arguments else 7
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "report")
        help_s = median_s(repeats, "--help")
        print(f"--help          {help_s * 1000:7.0f} ms  (bar: 150 ms)")
        print(f"cases list      {median_s(repeats, 'cases', 'list') * 1000:7.0f} ms")
        print(f"run, one worker {median_s(repeats, 'run', '--out', out, '-n', '1'):7.2f} s")
    return 0 if help_s < 0.15 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
