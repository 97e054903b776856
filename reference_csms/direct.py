"""The websocket of a station, which gives each text to its link in the turn that brought it.

It stands on hooks that websockets has for its own subclasses, from version 15 on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from websockets.asyncio.server import ServerConnection
from websockets.frames import DATA_OPCODES, Frame, Opcode
from websockets.protocol import State

from ocppj.transport import Direct

if TYPE_CHECKING:
    from collections.abc import Callable

    from websockets.protocol import Event


class DirectConnection(ServerConnection, Direct):
    """A websocket that a link may use without waiting.

    `recv` and `send` work as ever. A text comes out of `recv` when nobody listens or the listener
    refuses it, when it came in pieces, and when an earlier message still waits there.
    """

    _take: Callable[[str], bool] | None = None
    _queued = 0  # whole messages that wait for `recv`

    @property
    def ready(self) -> bool:
        return self.protocol.state is State.OPEN and not self.paused

    def put(self, message: str) -> None:
        self.protocol.send_text(message.encode())
        self.send_data()

    def listen(self, take: Callable[[str], bool] | None) -> None:
        self._take = take

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
