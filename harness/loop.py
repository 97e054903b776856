"""The event loop of a scenario, and the reaper of what a scenario leaves behind."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from ocppj.clock import new_loop

if TYPE_CHECKING:
    from collections.abc import Coroutine

T = TypeVar("T")


class Leftovers(Exception):
    """Tasks that crashed or were still running when a scenario had been cleared away."""


class ScenarioLoop:
    """Runs coroutines for synchronous steps, and notices what background work gets wrong."""

    def __init__(self, *, virtual: bool) -> None:
        self._runner = asyncio.Runner(loop_factory=lambda: new_loop(virtual=virtual))
        self._crashes: list[str] = []
        loop = self._runner.get_loop()
        loop.set_exception_handler(self._on_crash)

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        return self._runner.get_loop()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run to the end; a deadlock of a virtual loop is raised with the waiting tasks' names."""
        try:
            return self._runner.run(work)
        except asyncio.CancelledError:
            deadlock = getattr(self.loop, "deadlock", None)
            if deadlock is not None:
                raise deadlock from None
            raise

    def _on_crash(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        self._crashes.append(f"{context.get('message')}: {error!r}")

    def reap(self) -> None:
        """End what is still running; raises Leftovers naming it, and what crashed."""
        names = self.run(_cancel_others())
        found = [*(f"still running: {name}" for name in names), *self._crashes]
        self._crashes.clear()
        if found:
            raise Leftovers("; ".join(found))

    def close(self) -> None:
        self._runner.close()


async def _cancel_others() -> list[str]:
    # Tasks that were cancelled a moment ago need a turn of the loop to end.
    for _ in range(3):
        await asyncio.sleep(0)
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    return sorted(task.get_name() for task in others)
