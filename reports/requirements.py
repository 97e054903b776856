"""The status of every requirement: covered, cited, failed or uncovered.

A requirement is counted per version and role. Its universe is what the case catalogue names for
that side, and what the checks of the run name (1.6 rules without an id are named by document and
section there).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from harness.cases import BLOCKS, ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.cases import Case
    from reports.facts import CaseFacts


class Coverage(StrEnum):
    """`failed` before `covered` before `cited`: the first that applies.

    failed: a check that names it did not hold; covered: one that names it held; cited: only a
    passed case names it, no check does; uncovered: none of these.
    """

    FAILED = "failed"
    COVERED = "covered"
    CITED = "cited"
    UNCOVERED = "uncovered"


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """A row of `requirements` in audit.json; `cases` name it, themselves or by a check."""

    version: str
    role: str
    id: str
    status: Coverage
    cases: tuple[str, ...]


@dataclass(slots=True)
class _Seen:
    """What was seen of one requirement; `cases` is used as an ordered set."""

    cases: dict[str, None] = field(default_factory=dict)
    held: bool = False
    broken: bool = False
    cited: bool = False

    def status(self) -> Coverage:
        if self.broken:
            return Coverage.FAILED
        if self.held:
            return Coverage.COVERED
        return Coverage.CITED if self.cited else Coverage.UNCOVERED


def rows(catalogue: Iterable[Case], facts: Iterable[CaseFacts]) -> list[RequirementRow]:
    """Judge every requirement, ordered by version, role and id."""
    seen: dict[tuple[str, str, str], _Seen] = defaultdict(_Seen)
    for case in catalogue:
        for requirement in case.requirements:
            seen[case.version, case.role, requirement].cases[case.id] = None
    for fact in facts:
        _note(fact, seen)
    versions, roles = list(BLOCKS), list(ROLES)
    ordered = sorted(seen, key=lambda key: (versions.index(key[0]), roles.index(key[1]), key[2]))
    return [RequirementRow(*key, seen[key].status(), tuple(seen[key].cases)) for key in ordered]


def _note(fact: CaseFacts, seen: dict[tuple[str, str, str], _Seen]) -> None:
    side = (fact.result.version, fact.result.role)
    for check in fact.result.checks:
        if check.requirement:
            entry = seen[*side, check.requirement]
            entry.cases[fact.result.id] = None
            if check.held:
                entry.held = True
            else:
                entry.broken = True
    if fact.passed and fact.case is not None:
        for requirement in fact.case.requirements:
            seen[*side, requirement].cited = True
