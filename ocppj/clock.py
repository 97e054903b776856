"""Time: the one source of it for all packages, real or virtual.

In a virtual run both ends of every connection live in one event loop. Its selector polls real I/O
and, when nothing is ready, moves time forward to the next deadline instead of waiting for it.
"""

from __future__ import annotations

import asyncio
import re
import selectors
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from asyncio import Future
    from collections.abc import Callable

_DATE_TIME = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d):(\d\d)((?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?)", re.ASCII
)
POLL_S = 0.0005
WATCHDOG_S = 10.0


class Clock(Protocol):
    """`time` is POSIX time in seconds, `now` the same moment as an aware UTC datetime."""

    def time(self) -> float: ...

    def now(self) -> datetime: ...


class LoopClock:
    """Wall-clock time that runs with an event loop, so that a virtual loop carries it along.

    OpenSSL looks at the real clock, hence `start` is the real present unless a test says otherwise.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, start: datetime | None = None) -> None:
        self._loop = loop
        begin = datetime.now(UTC) if start is None else start
        self._offset = begin.timestamp() - loop.time()

    def time(self) -> float:
        return self._loop.time() + self._offset

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.time(), UTC)


class SystemClock:
    """The machine's own clock."""

    def time(self) -> float:
        return time.time()

    def now(self) -> datetime:
        return datetime.now(UTC)


class Deadlock(RuntimeError):
    """Nothing can ever happen again in a virtual loop: no I/O, no deadline, only waiting tasks."""


class _VirtualSelector(selectors.DefaultSelector):
    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.threads = 0
        self.watchdog_s = WATCHDOG_S
        self.on_deadlock: Callable[[], None] = lambda: None

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            return self._select_forever()
        if timeout <= 0:
            return super().select(0)
        events = super().select(POLL_S)
        while self.threads and not events:
            # A thread lives in real time: virtual time stands until it is done.
            events = super().select(self.watchdog_s)
        if not events:
            self.now += timeout
        return events

    def _select_forever(self) -> list[tuple[selectors.SelectorKey, int]]:
        events = super().select(self.watchdog_s)
        if not events and not self.threads:
            self.on_deadlock()
        return events


class VirtualClockLoop(asyncio.SelectorEventLoop):
    """An event loop whose time jumps to the next deadline when there is nothing else to do.

    Sound only where both ends of every connection live in this loop: no subprocess, no external
    peer, no prompt. `run_in_executor` is counted, and time stands while such a call is pending.
    A deadlock cancels the waiting tasks with their names after `watchdog_s` real seconds.
    """

    def __init__(self, watchdog_s: float = WATCHDOG_S) -> None:
        self._virtual = _VirtualSelector()
        super().__init__(self._virtual)
        self._virtual.watchdog_s = watchdog_s
        self._virtual.on_deadlock = self._end_deadlock
        self.deadlock: Deadlock | None = None

    def time(self) -> float:
        return self._virtual.now

    def run_in_executor(self, executor: Any, func: Any, *args: Any) -> Future[Any]:  # type: ignore[override]
        future = super().run_in_executor(executor, func, *args)
        self._virtual.threads += 1
        future.add_done_callback(self._thread_done)
        return future

    async def shutdown_default_executor(self, *args: Any) -> None:
        # Python 3.12 gives it a deadline, which virtual time would jump to.
        self._virtual.threads += 1
        try:
            await super().shutdown_default_executor(*args)
        finally:
            self._virtual.threads -= 1

    def _thread_done(self, _: Future[Any]) -> None:
        self._virtual.threads -= 1

    def _end_deadlock(self) -> None:
        tasks = [task for task in asyncio.all_tasks(self) if not task.done()]
        names = "; ".join(sorted(_describe(task) for task in tasks)) or "no task"
        self.deadlock = Deadlock(f"deadlock, these tasks wait for ever: {names}")
        for task in tasks:
            task.cancel(str(self.deadlock))
        # Wake the loop: cancellation only marks the tasks.
        self.call_soon_threadsafe(lambda: None)


def _describe(task: asyncio.Task[Any]) -> str:
    frames = task.get_stack(limit=1)
    if not frames:
        return task.get_name()
    frame = frames[0]
    return f"{task.get_name()} at {frame.f_code.co_qualname}:{frame.f_lineno}"


def new_loop(*, virtual: bool) -> asyncio.AbstractEventLoop:
    """Make the event loop of a run."""
    return VirtualClockLoop() if virtual else asyncio.new_event_loop()


def parse_datetime(text: str) -> datetime:
    """Read an RFC 3339 date-time as OCPP sends it; a text without an offset counts as UTC.

    A leap second becomes the second after it, fractions beyond microseconds are cut off. Raises
    ValueError when the text is no date-time.
    """
    match = _DATE_TIME.fullmatch(text.upper())
    if match is None:
        raise ValueError(f"{text!r} is no RFC 3339 date-time")
    minute, second, rest = match.groups()
    moment = datetime.fromisoformat(f"{minute}:{'59' if second == '60' else second}{rest}")
    if second == "60":
        moment += timedelta(seconds=1)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def format_datetime(moment: datetime) -> str:
    """Write a moment as OCPP wants it: UTC, milliseconds, `Z`."""
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
