"""The tap: sits between a system's session and its socket, and changes one frame on the way out."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from websockets.exceptions import ConnectionClosed

from harness.mutation.change import Changed, Moment, NotApplicable, Sent, change
from harness.mutation.mutant import FrameKind, Mutant, Spot
from ocppj import frames
from ocppj.frames import Call, CallError, CallResult
from schemas import tunnel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ocppj.dialect import Dialect
    from ocppj.frames import Frame
    from ocppj.link import Transport


@dataclass(slots=True)
class Wire:
    """What the system under test sends in one run of a case, over all its connections.

    `late_s` is the delay in seconds, by kind of frame, that misses the harness's deadline.
    Without a mutant it only writes down what was sent, and at which `moment` of the scenario.
    """

    dialect: Dialect
    late_s: Mapping[FrameKind, float]
    mutant: Mutant | None = None
    seed: int = 0
    moment: Callable[[], Moment] = lambda: Moment(0, preparing=True)
    sent: list[Sent] = field(default_factory=list)
    applied: Changed | None = None
    fault: NotApplicable | None = None
    message_id: str = ""
    prepared: bool = False
    _counts: Counter[tuple[FrameKind, str]] = field(default_factory=Counter)
    _calls: dict[str, str] = field(default_factory=dict)

    def tap(self, transport: Transport) -> Transport:
        """Wrap one websocket of the system."""
        return Tap(transport, self)

    def incoming(self, text: str | bytes) -> None:
        """Note the CALLs of the harness: they say what an answer belongs to."""
        frame = frames.parse(text, self.dialect)
        if isinstance(frame, Call):
            self._calls[frame.message_id] = self._name(frame)

    def outgoing(self, text: str) -> tuple[list[str], float]:
        """Give what is put on the wire in place of a text, and after how many seconds."""
        frame = frames.parse(text, self.dialect)
        if not isinstance(frame, Call | CallResult | CallError):
            return [text], 0.0
        spot = self._spot(frame)
        payload: dict[str, Any] = frame.details if isinstance(frame, CallError) else frame.payload
        self.sent.append(Sent(spot, payload, self.moment()))
        if self.mutant is None or spot != self.mutant.spot:
            return [text], 0.0
        return self._apply(self.mutant, frame, text)

    def _spot(self, frame: Frame) -> Spot:
        match frame:
            case Call():
                kind, action = FrameKind.REQUEST, self._name(frame)
            case CallResult(message_id):
                kind, action = FrameKind.RESPONSE, self._calls.get(message_id, "unknown")
            case CallError(message_id):
                kind, action = FrameKind.ERROR, self._calls.get(message_id, "unknown")
        self._counts[kind, action] += 1
        return Spot(kind, action, self._counts[kind, action])

    def _name(self, call: Call) -> str:
        return tunnel.name_of(self.dialect.version, call.action, call.payload)

    def _apply(self, mutant: Mutant, frame: Frame, text: str) -> tuple[list[str], float]:
        self.message_id = frame.message_id
        self.prepared = self.moment().preparing
        match mutant.operator:
            case "drop":
                self.applied = Changed("", "sent", "lost")
                return [], 0.0
            case "twice":
                self.applied = Changed(text, "once", "twice")
                return [text, text], 0.0
            case "late":
                delay = self.late_s[mutant.spot.kind]
                self.applied = Changed(text, "in time", f"{delay:g} s later")
                return [text], delay
        try:
            self.applied = change(self.dialect.version, mutant, frame, self.seed)
        except NotApplicable as fault:
            self.fault = fault
            return [text], 0.0
        return [self.applied.text], 0.0


class Tap:
    """One websocket as a link sees it; a frame that is late is overtaken by those that follow."""

    def __init__(self, inner: Transport, wire: Wire) -> None:
        self._inner = inner
        self._wire = wire
        self._sending: set[asyncio.Task[None]] = set()

    async def send(self, message: str) -> None:
        texts, delay = self._wire.outgoing(message)
        for text in texts:
            if delay:
                # A timer, and no task that sleeps: a scenario may end before the frame is due.
                asyncio.get_running_loop().call_later(delay, self._send_late, text)
            else:
                await self._inner.send(text)

    async def recv(self) -> str | bytes:
        text = await self._inner.recv()
        self._wire.incoming(text)
        return text

    async def close(self, code: int = 1000, reason: str = "") -> None:
        await self._inner.close(code, reason)

    def _send_late(self, text: str) -> None:
        task = asyncio.ensure_future(self._send_quietly(text))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _send_quietly(self, text: str) -> None:
        with contextlib.suppress(ConnectionClosed):  # the connection may be gone by then
            await self._inner.send(text)
