"""Functional blocks: how many of their messages a system has, and how many cases passed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.cases import BLOCKS, ROLES
from harness.verdicts import Verdict
from reports.messages import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reports.entries import CaseEntry
    from reports.messages import MessageRow


@dataclass(frozen=True, slots=True)
class BlockRow:
    """A row of `blocks` in audit.json.

    `coverage` is implemented / messages_total, 0 to 1; `cases_total` counts the whole catalogue.
    """

    version: str
    role: str
    block: str
    name: str
    messages_total: int
    implemented: int
    partial: int
    missing: int
    untested: int
    cases_total: int
    cases_passed: int
    coverage: float


def rows(messages: Iterable[MessageRow], cases: Iterable[CaseEntry]) -> list[BlockRow]:
    """Sum up every block of every version for both roles."""
    statuses = Counter((m.version, m.role, m.block, m.status) for m in messages)
    verdicts = Counter((c.version, c.role, c.block, c.verdict) for c in cases)
    return [
        _row(
            (version, role, block, name),
            [statuses[version, role, block, status] for status in Status],
            [verdicts[version, role, block, verdict] for verdict in Verdict],
        )
        for version, names in BLOCKS.items()
        for role in ROLES
        for block, name in names.items()
    ]


def _row(
    side: tuple[str, str, str, str], messages: Sequence[int], verdicts: Sequence[int]
) -> BlockRow:
    implemented, partial, missing, untested = messages
    total = sum(messages)
    coverage = round(implemented / total, 4) if total else 0.0
    passed = verdicts[list(Verdict).index(Verdict.PASSED)]
    counts = (total, implemented, partial, missing, untested, sum(verdicts), passed)
    return BlockRow(*side, *counts, coverage)
