"""Scripts that somebody sends while the stations run: one at a time for each of them."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from station_sim.hardware import NotPossible
from station_sim.script.grammar import parse
from station_sim.script.player import play

if TYPE_CHECKING:
    from station_sim.script.source import Line
    from station_sim.script.stage import Stage

FILE = "script"
"""What stands for the name of the file where a script is wrong."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A line that failed, and why."""

    line: int
    text: str
    reason: str


@dataclass(slots=True)
class Course:
    """How a script goes."""

    lines: int = 0
    failures: list[Failure] = field(default_factory=list)

    def begins(self, _: str, __: Line) -> None:
        self.lines += 1

    def fails(self, _: str, line: Line, reason: str) -> None:
        self.failures.append(Failure(line.number, line.text, reason))


class Player:
    """Plays scripts at one station."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._playing: asyncio.Task[int] | None = None

    async def play(self, text: str) -> dict[str, Any]:
        """Play a script to its end; only what is said from now on counts as said.

        Gives how many lines began, those that failed, and whether it was stopped. Raises
        ScriptError for a script that cannot be right, NotPossible while another one runs.
        """
        script = parse(FILE, text, self._stage.station.settings)
        if self._playing is not None:
            raise NotPossible("another script runs at this station")
        self._stage.journal.forget()
        course = Course()
        self._playing = asyncio.ensure_future(play(script, self._stage, course))
        try:
            # Shielded by `wait`: whoever stops the script does not stop the one who waits for it.
            await asyncio.wait([self._playing])
            stopped = self._playing.cancelled()
            if not stopped:
                self._playing.result()
        finally:
            self._playing.cancel()
            self._playing = None
        failures = [asdict(failure) for failure in course.failures]
        return {"lines": course.lines, "failed": failures, "stopped": stopped}

    def stop(self) -> bool:
        """End the script that runs; false where none does."""
        return self._playing is not None and self._playing.cancel()
