"""A coroutine whose first step was taken before its task runs."""

from __future__ import annotations

import types
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Coroutine, Generator


@dataclass(frozen=True, slots=True)
class Begun:
    """A coroutine after its first step; `awaited` is the future that it gave out, or None."""

    work: Coroutine[Any, Any, None]
    awaited: Any


@types.coroutine
def rest(begun: Begun, thrown: BaseException | None = None) -> Generator[Any, Any, None]:
    """Take the other steps, as the task would whose coroutine it is.

    `thrown` is a cancellation that came in between; like a task's it cancels what is awaited.
    """
    awaited = begun.awaited
    if thrown is not None and awaited is not None and awaited.cancel():
        thrown = None  # it comes back out of what was awaited
    while True:
        if thrown is None:
            try:
                yield awaited
            except BaseException as error:  # noqa: BLE001 - handed on
                thrown = error
        try:
            awaited = begun.work.send(None) if thrown is None else begun.work.throw(thrown)
        except StopIteration:
            return
        thrown = None
