"""A station of almost no cost: frames encoded beforehand, bytes on a bare stream.

For benchmarks only: it believes the server, and reads no more of an answer than its length.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import struct

DEFLATE = (
    "permessage-deflate; server_no_context_takeover; client_no_context_takeover; "
    "client_max_window_bits"
)


def frame(text: str) -> bytes:
    """Encode a masked text frame; the mask is zero, so that the payload needs no work."""
    data = text.encode()
    size = len(data)
    if size < 126:
        head = struct.pack("!BB", 0x81, 0x80 | size)
    else:
        head = struct.pack("!BBH", 0x81, 0x80 | 126, size)
    return head + b"\0\0\0\0" + data


def call(message_id: str, action: str, payload: dict) -> bytes:
    return frame(json.dumps([2, message_id, action, payload], separators=(",", ":")))


async def connect(port: int, identity: str, subprotocol: str, *, compression: bool):
    """Open a websocket; gives the streams."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [
        f"GET /ocpp/{identity} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Protocol: {subprotocol}",
    ]
    if compression:
        lines.append(f"Sec-WebSocket-Extensions: {DEFLATE}")
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    if not head.startswith("HTTP/1.1 101"):
        raise ConnectionError(head)
    if compression and "permessage-deflate" not in head:
        raise ConnectionError("compression was not negotiated")
    return reader, writer


class Exchange(asyncio.BufferedProtocol):
    """Sends frame after frame, each when the one before was answered by a CALLRESULT.

    A few microseconds a CALL, so that a fast server is not kept waiting for its client.
    """

    def __init__(self, transport: asyncio.Transport, frames: list[bytes]) -> None:
        self.done = asyncio.get_running_loop().create_future()
        self._transport = transport
        self._frames = iter(frames)
        self._buffer = bytearray(2**16)
        self._filled = 0

    def begin(self) -> None:
        self._transport.set_protocol(self)
        self._next()

    def _next(self) -> None:
        frame = next(self._frames, None)
        if frame is None:
            self.done.set_result(None)
        else:
            self._transport.write(frame)

    def get_buffer(self, sizehint: int) -> memoryview:
        return memoryview(self._buffer)[self._filled :]

    def buffer_updated(self, nbytes: int) -> None:
        self._filled += nbytes
        answer = payload(self._buffer, self._filled)
        if answer is None:
            return
        self._filled = 0
        if not answer.startswith(b"[3,"):
            self.done.set_exception(RuntimeError(answer.decode()))
        else:
            self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("the server hung up"))


def payload(data: bytearray, filled: int) -> bytes | None:
    """Give the payload of an unmasked frame; None while it is not complete."""
    if filled < 4:
        return None
    begin, size = (4, data[2] << 8 | data[3]) if data[1] == 126 else (2, data[1])
    return bytes(data[begin:filled]) if filled >= begin + size else None


async def receive(reader: asyncio.StreamReader) -> bytes:
    """Read one unmasked frame and give its payload."""
    _, size = await reader.readexactly(2)
    if size == 126:
        (size,) = struct.unpack("!H", await reader.readexactly(2))
    return await reader.readexactly(size)
