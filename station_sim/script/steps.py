"""What a line of a script does."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from station_sim import actions, by_hand
from station_sim.script.conditions import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemas.base import JsonObject
    from station_sim.answers import Prepared
    from station_sim.script.conditions import Condition, Said
    from station_sim.script.stage import Stage


class Unmet(Exception):
    """An expectation that was not met, with what was so instead; the script goes on."""


class Stuck(Exception):
    """What was waited for did not come; the script ends."""


class Step(Protocol):
    """One line of a script."""

    async def run(self, stage: Stage) -> None:
        """Raise Unmet or Stuck, NotPossible or CallFailed where it cannot be done."""
        ...


@dataclass(frozen=True, slots=True)
class Act:
    """A physical act, as the HTTP API knows it."""

    name: str
    fields: Mapping[str, Any] = field(default_factory=dict)

    async def run(self, stage: Stage) -> None:
        await actions.act(stage.station, self.name, stage.own(self.fields))


@dataclass(frozen=True, slots=True)
class Answer:
    """Prepare the answer to the next CALL of an action, or to every one; None: none any more."""

    action: str
    prepared: Prepared | None
    every: bool = False

    async def run(self, stage: Stage) -> None:
        if self.prepared is None:
            stage.station.answers.clear(self.action)
        else:
            prepared = replace(self.prepared, payload=stage.own(self.prepared.payload))
            stage.station.answers.prepare(self.action, prepared, every=self.every)


@dataclass(frozen=True, slots=True)
class Send:
    """Send a request as the station would now, with some members changed."""

    action: str
    changes: JsonObject

    async def run(self, stage: Stage) -> None:
        await by_hand.send(stage.station, self.action, stage.own(self.changes))


@dataclass(frozen=True, slots=True)
class SendRaw:
    """Put a text on the wire."""

    text: str

    async def run(self, stage: Stage) -> None:
        await by_hand.send_raw(stage.station, stage.own(self.text))


@dataclass(frozen=True, slots=True)
class Pause:
    """Let time pass; None: until the program is interrupted."""

    seconds: float | None

    async def run(self, stage: Stage) -> None:
        if self.seconds is None:
            await asyncio.Event().wait()
        else:
            await asyncio.sleep(self.seconds)


@dataclass(frozen=True, slots=True)
class Wait:
    """Go on when something is so."""

    condition: Condition
    seconds: float

    async def run(self, stage: Stage) -> None:
        instead = await self.condition.holds(stage, self.seconds)
        if instead is not None:
            raise Stuck(f"not within {self.seconds:g} s: {instead}")


@dataclass(frozen=True, slots=True)
class Expect:
    """Check that something is so, and go on in any case."""

    condition: Condition
    seconds: float

    async def run(self, stage: Stage) -> None:
        instead = await self.condition.holds(stage, self.seconds)
        if instead is not None:
            raise Unmet(f"not within {self.seconds:g} s: {instead}")


@dataclass(frozen=True, slots=True)
class ExpectNot:
    """Check that something is not said from now on, for so many seconds."""

    unwanted: Said
    seconds: float

    async def run(self, stage: Stage) -> None:
        begun = stage.journal.last
        await asyncio.sleep(self.seconds)
        for message in stage.journal.since(begun):
            if self.unwanted.fits(message, stage):
                raise Unmet(f"{message}: {shown(message)}")
