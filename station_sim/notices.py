"""Notices: messages that follow one another and must not be lost, only late.

What an update, an upload or a publication has reached is told in order; what is reached without a
connection is told when there is one again, over reboots too (2.0.1 Part 2, L01, L03, N01).
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ocppj.frames import CallResult
from ocppj.problems import CallEnd, CallFailed

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemas.base import JsonObject
    from station_sim.station import Station


@dataclass(slots=True)
class Notice:
    """One message; `tried` is set when it was delivered, or cannot be for now."""

    action: str
    payload: JsonObject
    on_answer: Callable[[JsonObject], None] | None = None
    tried: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True)
class Outbox:
    """The notices that wait; they survive a reboot."""

    waiting: deque[Notice] = field(default_factory=deque)
    filled: asyncio.Event = field(default_factory=asyncio.Event)

    def push(self, notice: Notice) -> None:
        self.waiting.append(notice)
        self.filled.set()

    def put_off(self) -> None:
        """Let nobody wait for what cannot be delivered now."""
        for notice in self.waiting:
            notice.tried.set()


async def deliver(station: Station) -> None:
    """Send notices in order for as long as the station has power; any answer ends one."""
    outbox = station.memory.notices
    while True:
        if not outbox.waiting:
            outbox.filled.clear()
            await outbox.filled.wait()
        await station.online()
        await _deliver(station, outbox)


async def _deliver(station: Station, outbox: Outbox) -> None:
    notice = outbox.waiting[0]
    try:
        answer = await station.call(notice.action, notice.payload)
    except CallFailed as failed:
        if failed.reason is CallEnd.CLOSED:
            await asyncio.sleep(0)  # let the loss of the line sink in
            return
        answer = None
    outbox.waiting.popleft()
    notice.tried.set()
    if notice.on_answer is not None and isinstance(answer, CallResult):
        notice.on_answer(answer.payload)
