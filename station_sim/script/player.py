"""Runs a script: line after line, for one station or for each of a fleet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from websockets.exceptions import ConnectionClosed

from ocppj.problems import CallFailed
from station_sim.hardware import NotPossible
from station_sim.script.steps import Stuck, Unmet

if TYPE_CHECKING:
    from station_sim.script.grammar import Script
    from station_sim.script.source import Line
    from station_sim.script.stage import Stage

_ENDS = (Stuck, NotPossible, CallFailed, ConnectionClosed, ValueError)


class Report(Protocol):
    """Who wants to know how a script goes."""

    def begins(self, identity: str, line: Line) -> None: ...

    def fails(self, identity: str, line: Line, reason: str) -> None: ...


async def play(script: Script, stage: Stage, report: Report) -> int:
    """Run a script and give the number of lines that failed; only `expect` lets it go on."""
    identity = stage.station.settings.identity
    failures = 0
    for line, step in script.lines:
        report.begins(identity, line)
        try:
            await step.run(stage)
        except Unmet as unmet:
            failures += 1
            report.fails(identity, line, str(unmet))
        except _ENDS as end:
            report.fails(identity, line, f"{end}; the script ends here")
            return failures + 1
    return failures
