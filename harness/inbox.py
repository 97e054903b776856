"""The CALLs that the system under test has sent, and which of them a step has accounted for."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from ocppj.frames import Call
from ocppj.trace import Direction
from schemas import tunnel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ocppj.frames import Answer
    from ocppj.problems import CallFailed
    from ocppj.trace import TraceRecord
    from schemas.catalogue import Version


T = TypeVar("T")


@dataclass(slots=True, eq=False)
class Incoming:
    """A CALL of the system under test; `at` is POSIX time in seconds."""

    seq: int
    at: float
    connection: int
    call: Call
    claimed: bool = False
    carried: str = ""
    """The message inside a DataTransfer, such as DataTransfer/Authorize; empty: none."""
    inner: dict[str, Any] = field(default_factory=dict)

    @property
    def action(self) -> str:
        return self.carried or self.call.action

    @property
    def payload(self) -> dict[str, Any]:
        return self.inner if self.carried else self.call.payload


@dataclass(slots=True, eq=False)
class Outgoing:
    """A CALL of the harness and the answer of the system under test, once there is one.

    `source` is the trace record of the message from which the CALL has a kept value, if any.
    """

    action: str
    payload: dict[str, Any]
    ended: asyncio.Future[Answer | CallFailed]
    source: int | None = None
    looked_at: bool = False


@dataclass(slots=True)
class Inbox:
    """Fed by the trace; whoever waits is woken by every record."""

    calls: list[Incoming] = field(default_factory=list)
    floor: int = 0
    version: Version | None = None
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def take(self, record: TraceRecord) -> None:
        """Listen to the trace."""
        if record.direction is Direction.IN and isinstance(record.frame, Call):
            self.calls.append(self._opened(record, record.frame))
        self._news.set()

    def _opened(self, record: TraceRecord, call: Call) -> Incoming:
        incoming = Incoming(record.seq, record.at, record.connection, call)
        if self.version is not None:
            name = tunnel.name_of(self.version, call.action, call.payload)
            if name != call.action:
                incoming.carried = name
                incoming.inner = tunnel.unwrap(call.payload) or {}
        return incoming

    def unclaimed(self, action: str | None = None) -> Iterator[Incoming]:
        """Give the CALLs above the floor that no step has accounted for, oldest first."""
        for incoming in self.calls:
            if incoming.claimed or incoming.seq <= self.floor:
                continue
            if action is None or incoming.action == action:
                yield incoming

    def clear(self, after: int = 0) -> None:
        """Account for everything so far, above a trace record: it is of no interest to the case."""
        for incoming in self.calls:
            incoming.claimed = incoming.claimed or incoming.seq > after

    def wake(self) -> None:
        self._news.set()

    async def until(self, find: Callable[[], T | None], timeout_s: float) -> T | None:
        """Wait until `find` gives something, asked anew after every record; None after the time."""
        try:
            async with asyncio.timeout(timeout_s):
                while True:
                    found = find()
                    if found is not None:
                        return found
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            return find()
