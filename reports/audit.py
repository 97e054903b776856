"""The audit: what a run proves of the systems under test, as one value and as audit.json."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from harness import cases
from reports import blocks, entries, messages, requirements
from reports.facts import gather

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.results import Run
    from reports.blocks import BlockRow
    from reports.entries import CaseEntry
    from reports.load import RunData
    from reports.messages import MessageRow
    from reports.requirements import RequirementRow

FORMAT: Final = 1
TOOL: Final = "ocpp-conformance"


@dataclass(frozen=True, slots=True)
class Audit:
    """The judged run; `problems` are files that could not be read whole."""

    run: Run
    summary: Mapping[str, int]
    cases: tuple[CaseEntry, ...]
    messages: tuple[MessageRow, ...]
    blocks: tuple[BlockRow, ...]
    requirements: tuple[RequirementRow, ...]
    problems: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Give audit.json, format 1."""
        run = self.run
        return {
            "format": FORMAT,
            "tool": {"name": TOOL, "version": run.tool_version},
            "suts": [sut.to_json() for sut in run.suts],
            "started_at": run.started_at,
            "duration_s": round(run.duration_s, 3),
            "clock": run.clock,
            "seed": run.seed,
            "interrupted": run.interrupted,
            "problems": list(self.problems),
            "summary": dict(self.summary),
            "cases": [_plain(entry) for entry in self.cases],
            "messages": [_plain(row) for row in self.messages],
            "blocks": [_plain(row) for row in self.blocks],
            "requirements": [_plain(row) for row in self.requirements],
        }


def _plain(row: CaseEntry | MessageRow | BlockRow | RequirementRow) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in dataclasses.asdict(row).items()
    }


def judge(data: RunData) -> Audit:
    """Decide the status of every case, message, block and requirement."""
    facts, unreadable = gather(data)
    catalogue = cases.load()
    listed = entries.entries(catalogue, facts, data.run)
    judged = messages.rows(facts)
    return Audit(
        run=data.run,
        summary=entries.summary(listed),
        cases=tuple(listed),
        messages=tuple(judged),
        blocks=tuple(blocks.rows(judged, listed)),
        requirements=tuple(requirements.rows(catalogue, facts)),
        problems=(*data.problems, *unreadable),
    )


def build(data: RunData) -> dict[str, Any]:
    """Give audit.json of a run."""
    return judge(data).to_json()
