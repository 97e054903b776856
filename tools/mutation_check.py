"""Run the mutation oracle as CI does: the 16 cases of the foundation, then a sample of the rest.

    python -m tools.mutation_check OUT [--budget SECONDS]

The commit decides the order in which the other cases are taken, so that one commit always meets the
same ones and the next commit others; they are taken until the budget is spent. Cases of which it is
known that something is left to mend stand in features/unproven.csv and are left out. Exit code 1
when a bar is missed or anything else is left to mend.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from harness.mutation import survivors
from harness.mutation.mutant import Group
from harness.mutation.operators import group_of
from harness.mutation.report import Report
from harness.plan import Plan, full_hour
from harness.scenarios import feature_root, written_ids
from ocpp_conformance.folder import prepare
from ocpp_conformance.mutate import conclude, is_sound, survey

if TYPE_CHECKING:
    from harness.mutation.campaign import CaseCampaign

FOUNDATION: Final = (
    "TC_001_CS",
    "TC_003_CS",
    "TC_013_CS",
    "TC_019_CS",
    "TC_001_CSMS",
    "TC_003_CSMS",
    "TC_010_CSMS",
    "TC_023_1_CSMS",
    "TC_B_01_CS",
    "TC_B_06_CS",
    "TC_E_03_CS",
    "TC_J_09_CS",
    "TC_B_01_CSMS",
    "TC_B_06_CSMS",
    "TC_C_02_CSMS",
    "TC_E_03_CSMS",
)
LEAST_MUTANTS: Final = 400
MOST_LISTED: Final = 0.25
BUDGET_S: Final = 120.0
_BATCH: Final = 4


def commit() -> str:
    """Name the commit that is tested; empty where there is none."""
    named = os.environ.get("GITHUB_SHA") or os.environ.get("CI_COMMIT_SHA")
    if named:
        return named
    try:
        found = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True)
    except OSError:
        return ""
    return found.stdout.strip()


def unproven() -> frozenset[str]:
    """Name the cases that still have mutants to mend, by features/unproven.csv."""
    text = (feature_root() / "unproven.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return frozenset(row["case"] for row in csv.DictReader(lines))


def others(of_commit: str) -> list[str]:
    """Give the cases beyond the foundation in the order of a commit."""
    rest = written_ids() - set(FOUNDATION) - unproven()
    return sorted(rest, key=lambda case: hashlib.sha256(f"{of_commit} {case}".encode()).digest())


def missed(foundation: Report) -> list[str]:
    """Name the bars that the foundation's cases miss."""
    totals = foundation.totals()
    schema = [o for o in foundation.outcomes() if group_of(o.mutant.operator) is Group.SCHEMA]
    broken = foundation.totals(schema)
    found: list[str] = []
    if totals["mutants"] < LEAST_MUTANTS:
        found.append(f"{totals['mutants']} mutants, at least {LEAST_MUTANTS} are wanted")
    if totals["listed"] > MOST_LISTED * totals["mutants"]:
        found.append(f"{totals['listed']} of {totals['mutants']} mutants are listed, too many")
    if broken["killed"] < broken["mutants"]:
        found.append(f"{broken['mutants'] - broken['killed']} schema-breaking mutants not killed")
    return found


def check(out: Path, budget_s: float) -> int:
    """Run the oracle for at most about that long; gives the exit code."""
    began = time.monotonic()
    directory = prepare(out).resolve()
    plan = Plan(directory, FOUNDATION, starts_at=full_hour())
    foundation = survey(plan, None, verbose=False)
    sample: list[CaseCampaign] = []
    rest = others(commit())
    longest = 0.0
    while rest and (start := time.monotonic()) - began + longest < budget_s:
        batch, rest = rest[:_BATCH], rest[_BATCH:]
        sample += survey(replace(plan, cases=tuple(batch)), None, verbose=False)
        longest = max(longest, time.monotonic() - start)
    done = conclude(plan, [*foundation, *sample], survivors.load())
    bars = missed(Report(foundation, done.versions, done.entries, done.seed))
    for bar in bars:
        print(f"bar missed: {bar}")
    took = time.monotonic() - began
    print(f"{len(foundation)} + {len(sample)} cases in {took:.0f} s, {len(rest)} left out")
    print(f"{len(unproven())} cases wait in features/unproven.csv")
    return 1 if bars or not is_sound(done) else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("out", type=Path, help="where mutation.json goes")
    parser.add_argument("--budget", type=float, default=BUDGET_S, metavar="S")
    arguments = parser.parse_args()
    return check(arguments.out, arguments.budget)


if __name__ == "__main__":
    sys.exit(main())
