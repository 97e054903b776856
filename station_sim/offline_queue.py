"""Transaction messages: delivered in order, kept while offline and over reboots, tried again.

Sources: 1.6 edition 2, 3.7.1; 2.0.1 Part 2, E12 and E13.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ocppj.frames import CallResult
from ocppj.problems import CallEnd, CallFailed

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocppj.frames import Answer
    from schemas.base import JsonObject
    from station_sim.policy import Retry


@dataclass(slots=True)
class QueuedMessage:
    """A message to deliver; `build` runs at each sending, since ids may become known late.

    `transaction` is the id of the transaction that it is about, where that is known; `offline` is
    set once it had to wait for a connection.
    """

    action: str
    build: Callable[[], JsonObject]
    on_answer: Callable[[JsonObject], None]
    attempts: int = 0
    transaction: str | None = None
    offline: bool = False


class Sender(Protocol):
    """What the queue needs of the station."""

    async def online(self) -> None: ...

    async def call(
        self, action: str, payload: JsonObject, timeout: float | None = None
    ) -> Answer: ...

    @property
    def retry(self) -> Retry: ...


class OfflineQueue:
    """First in, first out."""

    def __init__(self) -> None:
        self._messages: deque[QueuedMessage] = deque()
        self._under_way: QueuedMessage | None = None
        self._filled = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    def __len__(self) -> int:
        return len(self._messages)

    def holds(self, transaction: str | None = None) -> bool:
        """Tell whether messages of a transaction, or any at all, wait; not the one under way."""
        waiting = (message for message in self._messages if message is not self._under_way)
        return any(transaction in (None, message.transaction) for message in waiting)

    def push(self, message: QueuedMessage) -> None:
        self._messages.append(message)
        self._filled.set()
        self._idle.clear()

    def went_offline(self) -> None:
        """Mark what is not delivered when the connection is lost (2.0.1, E11.FR.07)."""
        for message in self._messages:
            message.offline = True

    async def drained(self) -> None:
        """Wait until nothing is left to deliver."""
        await self._idle.wait()

    async def run(self, sender: Sender) -> None:
        """Deliver messages for as long as the station has power."""
        while True:
            await self._filled.wait()
            await sender.online()
            message = self._messages[0]
            await self._deliver(message, sender)

    async def _deliver(self, message: QueuedMessage, sender: Sender) -> None:
        self._under_way = message
        try:
            answer = await sender.call(message.action, message.build())
        except CallFailed as failed:
            if failed.reason is CallEnd.CLOSED:
                await asyncio.sleep(0)  # no failed attempt; let the loss of the line sink in
            else:
                await self._failed(message, sender.retry)
            return
        finally:
            self._under_way = None
        if not isinstance(answer, CallResult):
            await self._failed(message, sender.retry)
            return
        self._done()
        message.on_answer(answer.payload)

    async def _failed(self, message: QueuedMessage, retry: Retry) -> None:
        message.attempts += 1
        if message.attempts >= retry.attempts:
            self._done()
        else:
            await asyncio.sleep(retry.interval * message.attempts)

    def _done(self) -> None:
        self._messages.popleft()
        if not self._messages:
            self._filled.clear()
            self._idle.set()
