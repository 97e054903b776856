"""`survivors.csv`: mutants that are right to survive, each with the reason.

An entry has a case id or a pattern of them (`*_CS`; with `@preparation` behind it the entry holds
for frames of the preparation only), an action, the kind of frame, a path in which `[*]` stands for
any element, one operator or several, and the reason: the rule of the document that lets the value
be, or that there is none.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from harness import cases
from harness.mutation.mutant import field_name
from harness.mutation.verdict import Fate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from harness.mutation.campaign import Outcome

COLUMNS: Final = ("case", "action", "kind", "path", "operator", "reason")
FILE: Final = "survivors.csv"
_PREPARATION: Final = "@preparation"


class SurvivorsError(ValueError):
    """A table that cannot be used; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table, for one operator."""

    version: str
    case: str
    action: str
    kind: str
    path: str
    operator: str
    reason: str
    line: int

    def covers(self, outcome: Outcome, version: str) -> bool:
        """Tell whether the entry speaks of a mutant of this version."""
        mutant, spot = outcome.mutant, outcome.mutant.spot
        return (
            self.version == version
            and self.operator == mutant.operator
            and self.action == spot.action
            and self.kind == spot.kind
            and self.path == re.sub(r"\[\d+\]", "[*]", field_name(mutant.path))
            and self.speaks_of(mutant.case)
            and (outcome.prepared or not self.case.endswith(_PREPARATION))
        )

    def speaks_of(self, case_id: str) -> bool:
        return fnmatchcase(case_id, self.case.removesuffix(_PREPARATION))

    def __str__(self) -> str:
        place = f"{self.path} " if self.path else ""
        what = f"{self.case} {self.action} {self.kind} {place}{self.operator}"
        return f"features/{cases.FOLDERS[self.version]}/{FILE}, line {self.line}: {what}"


def load() -> list[Entry]:
    """Read the tables of all versions; raises SurvivorsError naming the line that is wrong."""
    root = files("features")
    found: list[Entry] = []
    for version, folder in cases.FOLDERS.items():
        table = root / folder / FILE
        if table.is_file():
            found.extend(read(str(table), table.read_text(encoding="utf-8"), version))
    return found


def read(name: str | Path, text: str, version: str) -> Iterator[Entry]:
    """Read one table."""
    lines = csv.reader(text.splitlines(), strict=True)
    if tuple(next(lines, ())) != COLUMNS:
        raise SurvivorsError(f"{name}, line 1: the columns are {', '.join(COLUMNS)}")
    for row in lines:
        if len(row) != len(COLUMNS) or not all(row[:3]) or not all(row[4:]):
            raise SurvivorsError(f"{name}, line {lines.line_num}: a column is missing or empty")
        cells = dict(zip(COLUMNS, row, strict=True))
        for operator in cells.pop("operator").split():
            yield Entry(version, **cells, operator=operator, line=lines.line_num)


def reason_for(entries: Sequence[Entry], outcome: Outcome, version: str) -> str | None:
    """Give the reason why a mutant may survive, None where none is listed."""
    return next((e.reason for e in entries if e.covers(outcome, version)), None)


def stale(
    entries: Iterable[Entry], outcomes: Sequence[Outcome], versions: Mapping[str, str]
) -> list[Entry]:
    """Give the entries that no surviving mutant needs.

    `versions` names the version of every case of which all mutants were run. An entry is judged
    when none of the cases that it speaks of is missing there.
    """
    written = {case.id: case.version for case in cases.load() if _is_written(case.id)}
    survived = [o for o in outcomes if o.fate is Fate.SURVIVED]
    return [
        entry
        for entry in entries
        if not any(entry.covers(o, versions.get(o.mutant.case, "")) for o in survived)
        and all(
            case_id in versions
            for case_id, version in written.items()
            if version == entry.version and entry.speaks_of(case_id)
        )
    ]


def _is_written(case_id: str) -> bool:
    from harness.scenarios import written_ids

    return case_id in written_ids()
