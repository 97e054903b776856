"""Who handles the CALLs of a link: one after the other, where possible without a task switch."""

from __future__ import annotations

import asyncio
from asyncio.tasks import _enter_task, _leave_task
from collections import deque
from contextvars import copy_context
from typing import TYPE_CHECKING, Any

from ocppj.begun import Begun, rest

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from ocppj.frames import Call


MAX_WAITING = 64
"""CALLs that may wait for their turn; a peer that sends more is not read until one is answered."""


class Worker:
    """Handles `calls` one after the other in its task, whose next step may be taken beforehand.

    A step taken by `begin` runs in the context of the task and as its current task, where the
    rest follows: whatever asks for its task (`asyncio.timeout`, a task group) sees one and the
    same from begin to end.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        handle: Callable[[Call], Coroutine[Any, Any, None]],
    ) -> None:
        self.calls: deque[Call] = deque()
        self.context = copy_context()
        self.task: asyncio.Task[None] | None = None
        self._loop = loop
        self._handle = handle
        self._idle: asyncio.Future[None] | None = None
        self._full: asyncio.Future[None] | None = None
        self._begun: Begun | None = None

    @property
    def full(self) -> bool:
        return len(self.calls) >= MAX_WAITING

    async def room(self) -> None:
        """Wait until another CALL may be added."""
        if self.full:
            self._full = self._loop.create_future()
            await self._full

    def rouse(self) -> None:
        """Have the task look for CALLs."""
        if self._idle is not None and not self._idle.done():
            self._idle.set_result(None)

    def begin(self) -> None:
        """Handle the CALLs here as far as nothing waits; the task goes on where something does.

        For callbacks of the loop: raises RuntimeError inside a task.
        """
        while self.calls and self._idle is not None and not self._idle.done():
            work = self._handle(self.calls.popleft())
            assert self.task is not None
            _enter_task(self._loop, self.task)
            try:
                awaited = self.context.run(work.send, None)
            except StopIteration:
                continue
            finally:
                _leave_task(self._loop, self.task)
            self._begun = Begun(work, awaited)
            self.rouse()

    async def run(self) -> None:
        while True:
            await self._work()
            while self.calls:
                call = self.calls.popleft()
                if self._full is not None and not self._full.done():
                    self._full.set_result(None)
                await self._handle(call)

    async def _work(self) -> None:
        """Wait to be roused, and end what was begun."""
        cancelled: asyncio.CancelledError | None = None
        self._idle = self._loop.create_future()
        try:
            if not self.calls:
                await self._idle
        except asyncio.CancelledError as stop:
            if self._begun is None:
                raise
            cancelled = stop
        finally:
            self._idle = None
        begun, self._begun = self._begun, None
        if begun is not None:
            await rest(begun, cancelled)
