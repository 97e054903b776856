"""The harness's own answers, put before a system's route table.

Every CALL of the system under test is answered after a short delay, because some faults (a second
CALL before the first is answered) show only while an answer is outstanding. What the scenario
answers itself is held until it does; all else goes on to the table behind.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ocppj.dispatch import PassOn, Reply
from schemas import tunnel

if TYPE_CHECKING:
    from ocppj.dispatch import Handled, Handler, Revision
    from ocppj.problems import CallRefused
    from schemas.catalogue import Version


@dataclass(frozen=True, slots=True)
class Answer:
    """A scripted answer: a change to the payload of the table behind, an error, or silence.

    Neither `revise` nor `error` is silence; `delay_s` comes on top of the usual delay.
    """

    revise: Revision | None = None
    error: CallRefused | None = None
    delay_s: float = 0.0


@dataclass(slots=True)
class Held:
    """A CALL whose answer the scenario still owes."""

    action: str
    answer: asyncio.Future[Answer | None] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class Script:
    """A route table that answers for the scenario; `delay_s` is the usual time to an answer."""

    def __init__(self, delay_s: float, version: Version | None = None) -> None:
        self.delay_s = delay_s
        self._version = version
        self.held: deque[Held] = deque()
        self._to_hold: Counter[str] = Counter()
        self._prepared: dict[str, deque[Answer]] = {}
        self._always: dict[str, Answer] = {}

    def hold(self, action: str) -> None:
        """Keep the next CALL of this action unanswered until the scenario answers it."""
        self._to_hold[action] += 1

    def prepare(self, action: str, answer: Answer, *, always: bool = False) -> None:
        """Answer the next CALL of this action, or all of them, in a given way."""
        if always:
            self._always[action] = answer
        else:
            self._prepared.setdefault(action, deque()).append(answer)

    def answer(self, action: str, answer: Answer) -> bool:
        """Answer the oldest CALL that is held, or is about to be; False when there is none."""
        for held in self.held:
            if held.action == action:
                self.held.remove(held)
                held.answer.set_result(answer)
                return True
        if not self._to_hold[action]:
            return False
        self._to_hold[action] -= 1
        self.prepare(action, answer)
        return True

    def release(self) -> None:
        """Let the table behind answer whatever is still held, and hold nothing more."""
        self._to_hold.clear()
        for held in self.held:
            if not held.answer.done():
                held.answer.set_result(None)
        self.held.clear()

    def get(self, action: str, /) -> Handler[Any] | None:
        async def answer(context: Any, request: Any) -> Handled:
            await asyncio.sleep(self.delay_s)
            chosen = await self._choose(self._name(action, request))
            if chosen is None:
                return PassOn()
            if chosen.delay_s:
                await asyncio.sleep(chosen.delay_s)
            if chosen.error is not None:
                raise chosen.error
            return Reply(None) if chosen.revise is None else PassOn(chosen.revise)

        return answer

    def _name(self, action: str, request: Any) -> str:
        """Name a message that travels inside DataTransfer, unless the carrier is scripted."""
        if action != tunnel.CARRIER or self._version is None or self._prepared.get(action):
            return action
        return tunnel.name_of(self._version, action, request.source)

    async def _choose(self, action: str) -> Answer | None:
        prepared = self._prepared.get(action)
        if prepared:
            return prepared.popleft()
        if action in self._always:
            return self._always[action]
        if not self._to_hold[action]:
            return None
        self._to_hold[action] -= 1
        held = Held(action)
        self.held.append(held)
        return await held.answer
