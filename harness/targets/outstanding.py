"""Commands to a CSMS that run on after `perform`: it answers only when the station did."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Coroutine


class Outstanding:
    """Owns the tasks of commands that are under way, and keeps their faults until asked.

    A command is a coroutine that ends quietly for every OCPP outcome and raises Unsupported or
    DriverFailed otherwise. A fault is raised once, at the first occasion: in `begin` when it comes
    within the grace, else from the next `begin`, `raise_fault`, `settled` or `close`.
    """

    def __init__(self, grace_s: float) -> None:
        self._grace_s = grace_s
        self._tasks: set[asyncio.Task[None]] = set()

    async def begin(self, name: str, command: Coroutine[None, None, None]) -> None:
        """Start a command and give it a moment to be refused. Raises an earlier fault first."""
        try:
            self.raise_fault()
        except BaseException:
            command.close()
            raise
        task = asyncio.create_task(command, name=f"command {name}")
        self._tasks.add(task)
        await asyncio.wait((task,), timeout=self._grace_s)
        self.raise_fault()

    def raise_fault(self) -> None:
        """Raise the fault of a command that has ended, if there is one."""
        done = {task for task in self._tasks if task.done()}
        self._tasks -= done
        faults = [task.exception() for task in done if not task.cancelled()]
        for fault in faults:
            if fault is not None:
                raise fault

    async def settled(self, timeout: float | None = None) -> None:
        """Wait until nothing is under way, or for `timeout` seconds, and raise the first fault."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=timeout, return_when=asyncio.FIRST_EXCEPTION)
        self.raise_fault()

    async def close(self) -> None:
        """End what is still under way, and raise a fault that nobody has heard of yet."""
        under_way = [task for task in self._tasks if not task.done()]
        for task in under_way:
            task.cancel()
        if under_way:
            await asyncio.wait(under_way)
        self.raise_fault()
