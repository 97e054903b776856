"""Answers that somebody prepared for the station's next CALLs, in front of its own."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ocppj.dispatch import PassOn, Reply
from ocppj.problems import CallRefused, ErrorCode
from schemas import catalogue
from schemas.catalogue import Sender
from station_sim.fields import Field, filled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocppj.dialect import Version
    from ocppj.dispatch import Handled, Handler
    from schemas.base import JsonObject


@dataclass(frozen=True, slots=True)
class Prepared:
    """A payload, an error or silence instead of the station's own answer, `delay_s` later.

    With none of the three the station answers itself, only later. Whatever stands in for its
    answer also keeps it from doing what was asked.
    """

    payload: JsonObject | None = None
    error: ErrorCode | None = None
    silent: bool = False
    delay_s: float = 0.0

    async def handle(self) -> Handled:
        if self.delay_s:
            await asyncio.sleep(self.delay_s)
        if self.error is not None:
            raise CallRefused(self.error, "an answer prepared by hand")
        if self.silent:
            return Reply(None)
        return PassOn() if self.payload is None else Reply(self.payload)


@dataclass(slots=True)
class Answers:
    """A route table that knows the actions for which something is prepared."""

    _next: dict[str, deque[Prepared]] = field(default_factory=dict)
    _every: dict[str, Prepared] = field(default_factory=dict)

    def prepare(self, action: str, answer: Prepared, *, every: bool = False) -> None:
        """Answer the next CALL that nothing is prepared for yet, or every one after those."""
        if every:
            self._every[action] = answer
        else:
            self._next.setdefault(action, deque()).append(answer)

    def clear(self, action: str) -> None:
        """Let the station answer this action itself again."""
        self._next.pop(action, None)
        self._every.pop(action, None)

    def get(self, action: str, /) -> Handler[Any] | None:
        waiting = self._next.get(action)
        answer = waiting[0] if waiting else self._every.get(action)
        if answer is None:
            return None

        async def handle(context: object, request: object) -> Handled:
            if waiting:
                waiting.popleft()
            return await answer.handle()

        return handle


_FIELDS: Final[Mapping[str, Field]] = {
    "payload": Field((dict, type(None)), None),
    "error": Field((str, type(None)), None),
    "silent": Field((bool,), False),
    "delay_s": Field((int, float), 0),
    "every": Field((bool,), False),
}


def prepare(answers: Answers, version: Version, action: str, given: Mapping[str, Any]) -> None:
    """Prepare the answer that JSON fields describe.

    Raises KeyError for an action that a CSMS does not send, ValueError for wrong fields.
    """
    if action not in actions(version):
        raise KeyError(action)
    fields = filled(_FIELDS, given, what=f"the answer to {action}")
    error = None if fields["error"] is None else error_code(fields["error"])
    if sum((fields["payload"] is not None, error is not None, fields["silent"])) > 1:
        raise ValueError(f"the answer to {action}: give one of payload, error and silent")
    if not 0 <= fields["delay_s"] < float("inf"):
        raise ValueError(f"the answer to {action}: delay_s is {fields['delay_s']}, below 0 s")
    answer = Prepared(fields["payload"], error, fields["silent"], fields["delay_s"])
    answers.prepare(action, answer, every=fields["every"])


def actions(version: Version) -> tuple[str, ...]:
    """Name the requests that a CSMS sends."""
    all_of_them = catalogue.messages(version).values()
    return tuple(m.action for m in all_of_them if m.sender is not Sender.STATION)


def error_code(name: str) -> ErrorCode:
    """Raise ValueError for what is no error code."""
    try:
        return ErrorCode(name)
    except ValueError:
        raise ValueError(f"{name!r} is no error code; there are {', '.join(ErrorCode)}") from None
