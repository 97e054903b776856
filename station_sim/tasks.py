"""Background tasks that somebody owns: named, ended together, a crash never silent."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from ocppj.problems import CallFailed

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from ocppj.problems import BugLog


class Tasks:
    """The running tasks of one owner."""

    def __init__(self, owner: str, bugs: BugLog) -> None:
        self._owner = owner
        self._bugs = bugs
        self._tasks: set[asyncio.Task[None]] = set()

    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work, name=f"{name}, {self._owner}")
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    async def end(self) -> None:
        """Cancel all tasks, but for the one that asks, and wait until they are gone."""
        tasks = self._tasks - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        bug = task.exception()
        # A message that got no answer is the CSMS's or the network's doing, not a bug of ours.
        if bug is not None and not isinstance(bug, CallFailed):
            self._bugs.add(bug)
