"""What a script waits for or expects: a state of the station, or a message."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from station_sim.messenger import Registration
from station_sim.script.patterns import differences

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemas.base import JsonObject
    from station_sim.script.journal import Message
    from station_sim.script.stage import Stage

# A state has many causes and none of them tells of it; looking costs next to nothing.
_LOOK_S: Final = 0.05
_SHOWN: Final = 300


class Condition(Protocol):
    """Something that is so sooner or later, or is not."""

    async def holds(self, stage: Stage, seconds: float) -> str | None:
        """Wait for it up to so many seconds; None when it is so, else what is so instead."""
        ...


@dataclass(frozen=True, slots=True)
class State:
    """A state; `look` gives None when it is there, else the state instead."""

    look: Callable[[Stage], str | None]

    async def holds(self, stage: Stage, seconds: float) -> str | None:
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while (instead := self.look(stage)) is not None and loop.time() < end:  # noqa: ASYNC110
            await asyncio.sleep(min(_LOOK_S, end - loop.time()))
        return instead


def station_is(word: str) -> State:
    def look(stage: Stage) -> str | None:
        connected = stage.station.link is not None
        if (word == "connected" and connected) or (word == "disconnected" and not connected):
            return None
        if not connected:
            why = stage.journal.refused
            return "the station is not connected" + (f": {why}" if why else "")
        answered = stage.station.registration
        if answered.value.lower() == word:
            return None
        if answered is Registration.NONE:
            return "the station is connected, and BootNotification is not answered"
        return f"the station is connected and {answered.value.lower()}"

    return State(look)


STATION_WORDS: Final = ("connected", "disconnected", "accepted", "pending", "rejected")


def connector_is(evse: int, connector: int | None, status: str) -> State:
    def look(stage: Stage) -> str | None:
        there = [
            stage.station.kit.status(stage.station, (evse, each.id))
            for each in stage.station.hardware.evse(evse).connectors
            if connector in (None, each.id)
        ]
        return None if status in there else f"EVSE {evse} is {' and '.join(there)}"

    return State(look)


def takes_energy(evse: int, takes: bool) -> State:
    def look(stage: Stage) -> str | None:
        power = stage.station.hardware.evse(evse).meter.power
        return None if (power > 0) is takes else f"the power at EVSE {evse} is {power:g} W"

    return State(look)


def has_transaction(evse: int, has: bool) -> State:
    def look(stage: Stage) -> str | None:
        runs = stage.station.point(evse).transaction is not None
        state = f"EVSE {evse} has {'a' if runs else 'no'} transaction"
        return None if runs is has else state

    return State(look)


@dataclass(frozen=True, slots=True)
class Said:
    """A message after the one that the script found last; `payload` names what it must have."""

    sender: str
    says: str
    action: str
    payload: JsonObject

    def fits(self, message: Message, stage: Stage) -> bool:
        return self._same_kind(message) and not self._differences(message, stage)

    async def holds(self, stage: Stage, seconds: float) -> str | None:
        if await stage.journal.find(lambda message: self.fits(message, stage), seconds):
            return None
        return self._instead(stage.journal.since(), stage)

    def _same_kind(self, message: Message) -> bool:
        mine = (self.sender, self.says, self.action)
        return (message.sender, message.says, message.action) == mine

    def _differences(self, message: Message, stage: Stage) -> list[str]:
        return differences(stage.own(self.payload), message.payload)

    def _instead(self, messages: list[Message], stage: Stage) -> str:
        near = [message for message in messages if self._same_kind(message)]
        if near:
            found = "; ".join(self._differences(near[-1], stage))
            return f"{near[-1]}, but {found} in {shown(near[-1])}"
        if not messages:
            offline = stage.station.link is None
            return "nothing was said" + (", for the station is not connected" if offline else "")
        counted = Counter(str(message) for message in messages)
        return "there was only: " + ", ".join(_times(text, n) for text, n in counted.items())


def shown(message: Message) -> str:
    """Give the payload as text, a long one shortened."""
    text = json.dumps(message.payload)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def _times(text: str, count: int) -> str:
    return text if count == 1 else f"{text} ({count} times)"
