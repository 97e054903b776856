"""The websocket of a station, which gives each text to its link in the turn that brought it.

It stands on hooks that websockets has for its own subclasses, from version 15 on.
"""

from __future__ import annotations

import asyncio
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from websockets.asyncio.server import ServerConnection
from websockets.frames import DATA_OPCODES, Frame, Opcode
from websockets.protocol import State

from ocppj.transport import Direct

if TYPE_CHECKING:
    from collections.abc import Callable

    from websockets.protocol import Event


MAX_UNSENT = 16
"""Texts that may be put in one turn of the loop: only after it shows whether the peer reads."""


class DirectConnection(ServerConnection, asyncio.BufferedProtocol, Direct):
    """A websocket that a link may use without waiting.

    As a buffered protocol it spares asyncio a fresh 256 KiB for each read.

    `recv` and `send` work as ever. A text comes out of `recv` when nobody listens or the listener
    refuses it, when it came in pieces, and when an earlier message still waits there.
    """

    _take: Callable[[str], bool] | None = None
    _queued = 0  # whole messages that wait for `recv`
    _unsent = 0

    @property
    def ready(self) -> bool:
        open_ = self.protocol.state is State.OPEN
        return open_ and not self.paused and self._unsent < MAX_UNSENT

    def put(self, message: str) -> None:
        self.protocol.send_text(message.encode())
        if not self._unsent:
            self._common.send_later(self)
        self._unsent += 1

    def send_put(self) -> None:
        """Hand over to the system what was put."""
        self._unsent = 0
        try:
            self.send_data()
        except Exception:
            # As websockets does: whoever receives learns that the connection is lost.
            self.logger.exception("sending failed")
            self.transport.abort()

    def listen(self, take: Callable[[str], bool] | None) -> None:
        self._take = take

    @cached_property
    def _common(self) -> _Common:
        common = _commons.get(self.loop)
        if common is None:
            common = _commons[self.loop] = _Common()
        return common

    def get_buffer(self, sizehint: int) -> memoryview:
        return self._common.buffer

    def buffer_updated(self, nbytes: int) -> None:
        self.data_received(bytes(self._common.buffer[:nbytes]))

    async def recv(self, decode: bool | None = None) -> str | bytes:  # type: ignore[override]
        data = await super().recv(decode)
        self._queued -= 1
        return data

    def process_event(self, event: Event) -> None:
        if isinstance(event, Frame) and event.opcode in DATA_OPCODES and event.fin:
            if self._taken(event):
                return
            self._queued += 1
        super().process_event(event)

    def _taken(self, frame: Frame) -> bool:
        if self._take is None or self._queued or frame.opcode is not Opcode.TEXT:
            return False
        try:
            text = str(frame.data, "utf-8")
        except UnicodeDecodeError:
            return False  # `recv` closes the connection for it
        return self._take(text)


class _Common:
    """What the connections of one loop share: a buffer to read into, and the turn to send in.

    What was read is copied out of the buffer at once. What was put is sent after the turn of the
    loop, all together: to send may wake the reader where it runs on this machine, and many sends
    in a row wake it once.
    """

    def __init__(self) -> None:
        self.buffer = memoryview(bytearray(2**16))
        self._waiting: list[DirectConnection] = []

    def send_later(self, connection: DirectConnection) -> None:
        if not self._waiting:
            connection.loop.call_soon(self._send)
        self._waiting.append(connection)

    def _send(self) -> None:
        waiting, self._waiting = self._waiting, []
        for connection in waiting:
            connection.send_put()


_commons: WeakKeyDictionary[asyncio.AbstractEventLoop, _Common] = WeakKeyDictionary()
