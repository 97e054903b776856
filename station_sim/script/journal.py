"""What was said on a station's line: every message, with the action that an answer is about."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ocppj.frames import Call, CallError, CallResult
from ocppj.trace import Direction, Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocppj.frames import Parsed
    from schemas.base import JsonObject

STATION: Final = "the station"
CSMS: Final = "the CSMS"

_KEPT: Final = 10_000


@dataclass(frozen=True, slots=True)
class Message:
    """Who `says` what about an action: `sends` the request, `answers` it, or `refuses` it.

    The payload of a refusal is `{"code", "description", "details"}`.
    """

    number: int
    sender: str
    says: str
    action: str
    payload: JsonObject

    def __str__(self) -> str:
        return f"{self.sender} {self.says} {self.action}"


class Journal:
    """A recorder that keeps the last messages, and finds one after the other in them."""

    def __init__(self) -> None:
        self.refused: str | None = None
        """Why the last attempt to connect failed, None once one did not."""
        self._messages: deque[Message] = deque(maxlen=_KEPT)
        self._count = 0
        self._found = 0
        self._asked: dict[tuple[int, Direction, str], str] = {}
        self._news = asyncio.Event()

    def text(self, connection: int, direction: Direction, text: str, parsed: Parsed) -> None:
        sender, peer = (
            (STATION, Direction.IN) if direction is Direction.OUT else (CSMS, Direction.OUT)
        )
        match parsed:
            case Call(message_id, action, payload):
                self._asked[connection, direction, message_id] = action
                self._add(sender, "sends", action, payload)
            case CallResult(message_id, payload):
                action = self._asked.pop((connection, peer, message_id), "nothing")
                self._add(sender, "answers", action, payload)
            case CallError(message_id, code, description, details):
                action = self._asked.pop((connection, peer, message_id), "nothing")
                error = {"code": code, "description": description, "details": details}
                self._add(sender, "refuses", action, error)
            case _:
                pass

    def event(self, kind: Kind, connection: int = 0, **data: Any) -> None:
        if kind is Kind.OPENED:
            self.refused = None
        elif kind is Kind.REFUSED:
            self.refused = str(data["reason"])
        elif kind is Kind.CLOSED:
            self._asked = {key: a for key, a in self._asked.items() if key[0] != connection}

    async def find(self, wanted: Callable[[Message], bool], seconds: float) -> bool:
        """Wait for a message after the one found last; one found counts as that from now on."""
        looked = self._found
        try:
            async with asyncio.timeout(seconds):
                while True:
                    for message in self.since(looked):
                        if wanted(message):
                            self._found = message.number
                            return True
                        looked = message.number
                    await self._more()
        except TimeoutError:
            return False

    def forget(self) -> None:
        """Look only for what is said from now on."""
        self._found = self._count

    def since(self, number: int | None = None) -> list[Message]:
        """Give the messages after that number, or after the one found last."""
        after = self._found if number is None else number
        return [message for message in self._messages if message.number > after]

    @property
    def last(self) -> int:
        """The number of the last message."""
        return self._count

    async def _more(self) -> None:
        self._news.clear()
        await self._news.wait()

    def _add(self, sender: str, says: str, action: str, payload: JsonObject) -> None:
        self._count += 1
        self._messages.append(Message(self._count, sender, says, action, payload))
        self._news.set()
