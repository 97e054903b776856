"""`survivors.csv`: mutants that are right to survive, each with the reason.

An entry has a case id or a pattern of them (`*_CS`; with `@preparation` behind it the entry holds
for frames of the preparation only), an action (`TransactionEvent:4` for its fourth frame alone),
the kind of frame, a path in which `[*]` stands for any element, one operator or several, and the
reason: the rule of the document that lets the value be, or that there is none. Where only some
values are free, they stand behind the operator: `enum=EVConnected|Charging`; behind `remove` stands
what may be left out: `remove=false`.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from harness import cases
from harness.checks import text_of
from harness.mutation.mutant import field_name
from harness.mutation.verdict import Fate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from harness.mutation.campaign import Outcome

COLUMNS: Final = ("case", "action", "kind", "path", "operator", "reason")
FILE: Final = "survivors.csv"
_PREPARATION: Final = "@preparation"
_ELEMENT: Final = re.compile(r"\[\d+\]")
_OR: Final = "|"
_REMOVE: Final = "remove"


class SurvivorsError(ValueError):
    """A table that cannot be used; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table, for one operator; without `values` any new value is free."""

    version: str
    case: str
    action: str
    kind: str
    path: str
    operator: str
    values: tuple[str, ...]
    reason: str
    line: int

    def covers(self, outcome: Outcome, version: str) -> bool:
        """Tell whether the entry speaks of a mutant of this version."""
        mutant, spot = outcome.mutant, outcome.mutant.spot
        place = field_name(mutant.path)
        return (
            self.version == version
            and self.operator == mutant.operator
            and self.action in (spot.action, f"{spot.action}:{spot.frame}")
            and self.kind == spot.kind
            and self.path in (place, _ELEMENT.sub("[*]", place))
            and self.speaks_of(mutant.case)
            and (not self.values or self._value(outcome) in self.values)
            and (outcome.prepared or not self.case.endswith(_PREPARATION))
        )

    def _value(self, outcome: Outcome) -> str:
        return text_of(outcome.before if self.operator == _REMOVE else outcome.after)

    def speaks_of(self, case_id: str) -> bool:
        return fnmatchcase(case_id, self.case.removesuffix(_PREPARATION))

    def __str__(self) -> str:
        place = f"{self.path} " if self.path else ""
        only = f"={_OR.join(self.values)}" if self.values else ""
        what = f"{self.case} {self.action} {self.kind} {place}{self.operator}{only}"
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
        for word in cells.pop("operator").split():
            operator, _, only = word.partition("=")
            values = tuple(only.split(_OR)) if only else ()
            yield Entry(version, **cells, operator=operator, values=values, line=lines.line_num)


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
