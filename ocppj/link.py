"""A link: one websocket driven through one session.

The link is the only place where texts enter and leave, so it stamps and records every one of them.
It does not care which side opened the websocket.

Where the transport offers it, nothing waits and no task is switched: a CALL whose handling does not
suspend is answered in the turn of the loop that brought it.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from websockets.exceptions import ConnectionClosed

from ocppj.outbox import Outbox
from ocppj.problems import CallEnd, CallFailed
from ocppj.session import Answered, CallReceived, Session, Unanswered
from ocppj.trace import Direction, Kind
from ocppj.transport import Direct
from ocppj.transport import Transport as Transport
from ocppj.worker import MAX_WAITING as MAX_WAITING
from ocppj.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine
    from contextvars import Context

    from ocppj.dispatch import FollowUp, Outcome
    from ocppj.frames import Answer, Call
    from ocppj.problems import BugLog
    from ocppj.session import Event
    from ocppj.trace import Recorder


@dataclass(frozen=True, slots=True)
class Closed:
    """How a websocket ended; code 1006 when it was cut."""

    code: int
    reason: str


class Link:
    """Runs one connection until it closes.

    `answer` turns a received CALL into its outcome; CALLs are handled one after the other, in
    order of arrival. `observe` sees every event of the session, for whoever judges the peer.
    What `spawn` runs, follow-ups included, is cancelled when the connection ends: work that
    outlives it (a reboot) belongs to the owner's own tasks.
    """

    def __init__(
        self,
        transport: Transport,
        session: Session,
        recorder: Recorder,
        answer: Callable[[Call], Awaitable[Outcome]],
        *,
        bugs: BugLog,
        observe: Callable[[Event], None] | None = None,
    ) -> None:
        self.session = session
        self.closed: asyncio.Future[Closed] = asyncio.get_running_loop().create_future()
        self._transport = transport
        self._recorder = recorder
        self._answer = answer
        self._bugs = bugs
        self._observe = observe
        self._loop = asyncio.get_running_loop()
        self._direct = transport if isinstance(transport, Direct) else None
        self._outbox = Outbox(transport, session, recorder, bugs)
        self._receiving = False
        self._waiting: dict[str, asyncio.Future[Answer]] = {}
        self._worker = Worker(self._loop, self._handle)
        self._timer: asyncio.TimerHandle | None = None
        self._armed: float | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def connection(self) -> int:
        return self.session.connection

    async def run(self) -> Closed:
        """Pump texts until the websocket closes, then end everything that still waits."""
        self._worker.task = self._spawn(self._worker.run(), "handler", self._worker.context)
        if self._direct is not None:
            self._direct.listen(self._take)
        ended = Closed(1006, "")
        try:
            ended = await self._read()
        finally:
            self._end(ended)
        return ended

    async def call(
        self, action: str, payload: dict[str, Any], timeout: float | None = None
    ) -> Answer:
        """Send a CALL, in turn, and wait for its answer, a CALLRESULT or CALLERROR.

        Raises CallFailed when there is none within `timeout` seconds (default: the session's), the
        connection is lost, or the answer is no valid frame.
        """
        if self.closed.done():
            raise CallFailed(action, CallEnd.CLOSED)
        call = self.session.call(action, payload, self._loop.time(), timeout)
        future: asyncio.Future[Answer] = self._loop.create_future()
        self._waiting[call.message_id] = future
        try:
            await self._flush()
            return await future
        finally:
            self._waiting.pop(call.message_id, None)

    async def send_raw(self, text: str) -> None:
        """Put a text on the wire past the session, for what a script wants to be odd."""
        await self._outbox.raw(text)

    async def close(self, code: int = 1000, reason: str = "") -> None:
        await self._transport.close(code, reason)

    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Run something that lives no longer than this connection."""
        if self.closed.done():
            work.close()
        else:
            self._spawn(work, name)

    async def _read(self) -> Closed:
        while True:
            await self._worker.room()
            self._receiving = True
            try:
                data = await self._transport.recv()
            except ConnectionClosed as gone:
                return _how(gone)
            finally:
                self._receiving = False
            self._receive(data)
            self._worker.rouse()
            await self._flush()

    def _take(self, text: str) -> bool:
        """Deal with a text as it arrives; False where it has to wait for `_read`."""
        if not self._receiving or self._worker.full or not self._outbox.ready:
            return False
        try:
            self._receive(text)
            self._send_due()
            self._worker.begin()
        except Exception as bug:  # noqa: BLE001 - raised here, it would end up in the event loop
            self._bugs.add(bug)
            self._spawn(self._transport.close(1011), "close")
        return True

    def _receive(self, data: str | bytes) -> None:
        receipt = self.session.receive(data, self._loop.time())
        text = data if isinstance(data, str) else data.decode("utf-8", "backslashreplace")
        self._recorder.text(self.connection, Direction.IN, text, receipt.parsed)
        for event in receipt.events:
            self._on_event(event)

    def _on_event(self, event: Event) -> None:
        match event:
            case CallReceived(call):
                self._worker.calls.append(call)
            case Answered(request, answer):
                self._settle(request, answer)
            case Unanswered(request, reason, detail):
                self._fail(request, CallFailed(request.action, reason, detail))
            case _:
                pass
        if self._observe is None:
            return
        try:
            self._observe(event)
        except Exception as bug:  # noqa: BLE001 - no fault of the peer, whose exchange goes on
            self._bugs.add(bug)

    def _settle(self, request: Call, answer: Answer) -> None:
        future = self._waiting.get(request.message_id)
        if future is not None and not future.done():
            future.set_result(answer)

    def _fail(self, request: Call, failure: CallFailed) -> None:
        future = self._waiting.get(request.message_id)
        if future is not None and not future.done():
            future.set_exception(failure)

    async def _handle(self, call: Call) -> None:
        try:
            outcome = await self._answer(call)
            if outcome.answer is None:
                self.session.drop(call.message_id)
            else:
                self.session.answer(outcome.answer, self._loop.time())
                if self._outbox.ready:
                    self._send_due()
                else:
                    await self._flush()
            if outcome.then:
                self._spawn(_in_order(outcome.then), f"after {call.action}")
        except Exception as bug:  # noqa: BLE001 - the next CALL wants its answer all the same
            self._bugs.add(bug)

    async def _flush(self) -> None:
        await self._outbox.flush()
        self._arm()

    def _send_due(self) -> None:
        self._outbox.put()
        self._arm()

    def _arm(self) -> None:
        deadline = self.session.deadline
        if deadline == self._armed:
            return
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._armed = deadline
        if deadline is not None:
            self._timer = self._loop.call_at(deadline, self._tick, deadline)

    def _tick(self, deadline: float) -> None:
        self._timer = self._armed = None
        # A timer may fire a hair early.
        for event in self.session.tick(max(deadline, self._loop.time())):
            self._on_event(event)
        self._spawn(self._flush(), "flush")

    def _end(self, ended: Closed) -> None:
        if self._direct is not None:
            self._direct.listen(None)
        if self._timer is not None:
            self._timer.cancel()
        for event in self.session.close():
            self._on_event(event)
        for task in self._tasks:
            task.cancel()
        self._recorder.event(Kind.CLOSED, self.connection, code=ended.code, reason=ended.reason)
        self.closed.set_result(ended)

    def _spawn(
        self, work: Coroutine[Any, Any, None], name: str, context: Context | None = None
    ) -> asyncio.Task[None]:
        name = f"{name}, connection {self.connection}"
        task = self._loop.create_task(work, name=name, context=context)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        bug = task.exception()
        # A follow-up whose own CALL fails because the peer is gone or silent is no bug of ours.
        if bug is not None and not isinstance(bug, CallFailed):
            self._bugs.add(bug)


def _how(gone: ConnectionClosed) -> Closed:
    if gone.rcvd is None:
        return Closed(1006, "")
    return Closed(gone.rcvd.code, gone.rcvd.reason)


async def _in_order(follow_ups: tuple[FollowUp, ...]) -> None:
    for follow_up in follow_ups:
        await follow_up()
