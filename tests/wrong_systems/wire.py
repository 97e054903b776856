"""Changes between session and socket, and in the answers of a route table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ocppj.dispatch import PassOn
from ocppj.frames import CALL, CALL_ERROR, CALL_RESULT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ocppj.dispatch import Handler, Revision
    from ocppj.link import Transport

    Frame = list[Any]
    Change = Callable[[Frame], Iterable[Frame]]
    Wrap = Callable[[Transport], Transport]


class Tap:
    """A transport that sends what `change` makes of each outgoing frame."""

    def __init__(self, inner: Transport, change: Change) -> None:
        self._inner = inner
        self._change = change

    async def send(self, message: str) -> None:
        for frame in self._change(json.loads(message)):
            await self._inner.send(json.dumps(frame))

    async def recv(self) -> str | bytes:
        return await self._inner.recv()

    async def close(self, code: int = 1000, reason: str = "") -> None:
        await self._inner.close(code, reason)


def tap(change: Change) -> Wrap:
    return lambda transport: Tap(transport, change)


def in_calls(action: str, edit: Callable[[dict[str, Any]], None]) -> Wrap:
    """Edit the payload of each outgoing CALL of an action."""

    def change(frame: Frame) -> Iterable[Frame]:
        if frame[0] == CALL and frame[2] == action:
            edit(frame[3])
        yield frame

    return tap(change)


def calls_twice(frame: Frame) -> Iterable[Frame]:
    """Follow each CALL up with another one, not waiting for the answer."""
    yield frame
    if frame[0] == CALL:
        yield [CALL, f"again-{frame[1][:20]}", *frame[2:]]


def answers_under_another_id(frame: Frame) -> Iterable[Frame]:
    if frame[0] == CALL_RESULT:
        frame[1] = frame[1][::-1]
    yield frame


def answers_twice(frame: Frame) -> Iterable[Frame]:
    yield frame
    if frame[0] == CALL_RESULT:
        yield frame


def respells(codes: dict[str, str]) -> Wrap:
    """Replace error codes."""

    def change(frame: Frame) -> Iterable[Frame]:
        if frame[0] == CALL_ERROR:
            frame[2] = codes.get(frame[2], frame[2])
        yield frame

    return tap(change)


def revises(revise: Revision) -> Handler[Any]:
    """Make a handler that changes the answer of the system's own table."""
    return lambda context, request: PassOn(revise)
