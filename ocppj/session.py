"""The RPC session of one connection, without I/O: frames and time in, events and texts out.

The session does not know whether it serves a station or a CSMS, so no rule can be bent for one of
them. Rules kept here (1.6-J and Part 4, sections 4.1.1, 4.1.4, 4.2):

- an own CALL waits in a queue until every earlier own CALL was answered or timed out;
- CALLs of the peer are taken while an own CALL is out, since both may cross;
- an answer belongs to the own CALL with its message id, or it is late, repeated or unsolicited;
- a message id is used once per sender and station identifier, over all connections.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ocppj import frames
from ocppj.frames import Call, CallError
from ocppj.ids import IdHistory as IdHistory
from ocppj.problems import CallEnd, Fault, FrameProblem

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocppj.dialect import Dialect
    from ocppj.frames import Answer, Frame, Parsed


class Breach(StrEnum):
    """An RPC rule that the peer's frame breaks although the frame itself is well formed."""

    OVERLAPPING_CALL = "a CALL before its earlier CALL was answered"
    MESSAGE_ID_IN_USE = "a CALL with the message id of a CALL that is still being handled"
    MESSAGE_ID_REUSED = "a CALL with a message id that it used before"
    UNSOLICITED_ANSWER = "an answer to no CALL"
    REPEATED_ANSWER = "a second answer to one CALL"
    LATE_ANSWER = "an answer after the deadline"
    UNKNOWN_ERROR_CODE = "a CALLERROR with a code that this version does not have"


@dataclass(frozen=True, slots=True)
class CallReceived:
    call: Call


@dataclass(frozen=True, slots=True)
class Answered:
    """An own CALL was answered, `took` seconds after it was sent."""

    request: Call
    answer: Answer
    took: float


@dataclass(frozen=True, slots=True)
class Unanswered:
    """An own CALL ended without an answer."""

    request: Call
    reason: CallEnd
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Breached:
    breach: Breach
    frame: Frame
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    problem: FrameProblem


Event = CallReceived | Answered | Unanswered | Breached | Unreadable


@dataclass(slots=True)  # not frozen: made for each text, in a quarter of the time
class Receipt:
    """What one received text was, and what follows from it."""

    parsed: Parsed
    events: tuple[Event, ...]


@dataclass(slots=True)
class _Pending:
    call: Call
    timeout: float
    sent_at: float = 0.0
    deadline: float = 0.0


@dataclass(slots=True)
class _Received:
    call: Call
    at: float


class Session:
    """One connection's RPC state; `connection` is its number in the traces.

    Times are in seconds of any one clock. `call_timeout` bounds the wait for an answer to an own
    CALL; a CALL of the peer that waits for as long may have timed out over there, so that a next
    CALL is no breach.
    """

    def __init__(
        self,
        dialect: Dialect,
        *,
        new_id: Callable[[], str],
        call_timeout: float = 30.0,
        history: IdHistory | None = None,
        connection: int = 0,
    ) -> None:
        self.dialect = dialect
        self.connection = connection
        self._new_id = new_id
        self._call_timeout = call_timeout
        self._history = history if history is not None else IdHistory()
        self._queue: deque[_Pending] = deque()
        self._outstanding: _Pending | None = None
        self._ended: OrderedDict[str, bool] = OrderedDict()  # own id -> was it answered
        self._handling: dict[str, _Received] = {}
        self._outgoing: list[Frame] = []

    # what the owner asks for

    def call(
        self, action: str, payload: dict[str, Any], now: float, timeout: float | None = None
    ) -> Call:
        """Queue an own CALL; it leaves as soon as no other own CALL is out."""
        call = Call(self._new_id(), action, payload)
        self._queue.append(_Pending(call, self._call_timeout if timeout is None else timeout))
        self._advance(now)
        return call

    def answer(self, answer: Answer, now: float | None = None) -> None:
        """Send the answer to a received CALL; without `now` it counts as given in time.

        Raises KeyError when no such CALL is being handled.
        """
        received = self._handling.pop(answer.message_id)
        if now is None or not self._may_have_timed_out(received, now):
            self._history.note_answer(answer.message_id)
        self._outgoing.append(answer)

    def drop(self, message_id: str) -> None:
        """Leave a received CALL unanswered, as a scripted silence does.

        Raises KeyError when no such CALL is being handled.
        """
        del self._handling[message_id]

    def take_outgoing(self) -> list[Frame]:
        """Hand over the frames that are due on the wire, in order."""
        outgoing, self._outgoing = self._outgoing, []
        return outgoing

    @property
    def handling(self) -> tuple[Call, ...]:
        """The peer's CALLs that are not answered yet."""
        return tuple(received.call for received in self._handling.values())

    @property
    def deadline(self) -> float | None:
        """The time at which `tick` has something to do."""
        return self._outstanding.deadline if self._outstanding else None

    # what happens to it

    def tick(self, now: float) -> tuple[Event, ...]:
        """Note the passing of time: an own CALL may have waited for its answer for too long."""
        pending = self._outstanding
        if pending is None or now < pending.deadline:
            return ()
        self._end(pending.call.message_id, answered=False)
        self._advance(now)
        return (Unanswered(pending.call, CallEnd.TIMEOUT, f"{pending.timeout:g} s"),)

    def close(self) -> tuple[Event, ...]:
        """Note that the connection is gone: every own CALL ends unanswered."""
        waiting = [self._outstanding] if self._outstanding else []
        waiting += self._queue
        self._queue.clear()
        self._outstanding = None
        self._handling.clear()
        self._outgoing.clear()
        return tuple(Unanswered(pending.call, CallEnd.CLOSED) for pending in waiting)

    def receive(self, data: str | bytes, now: float) -> Receipt:
        """Take one websocket message; never raises."""
        parsed = frames.parse(data, self.dialect)
        match parsed:
            case FrameProblem():
                events = self._on_problem(parsed, now)
            case Call():
                events = self._on_call(parsed, now)
            case _:
                events = self._on_answer(parsed, now)
        return Receipt(parsed, tuple(events))

    def _on_problem(self, problem: FrameProblem, now: float) -> list[Event]:
        events: list[Event] = [Unreadable(problem)]
        reply = self.dialect.reply_to(problem)
        if reply is not None:
            self._outgoing.append(CallError(reply.message_id, reply.codes[0], problem.detail[:255]))
        elif self._belongs_to_own_call(problem):
            assert self._outstanding is not None
            request = self._outstanding.call
            self._end(request.message_id, answered=True)
            self._advance(now)
            events.append(Unanswered(request, CallEnd.MALFORMED, problem.detail))
        return events

    def _belongs_to_own_call(self, problem: FrameProblem) -> bool:
        return (
            problem.message_type in (frames.CALL_RESULT, frames.CALL_ERROR)
            and self._outstanding is not None
            and problem.message_id == self._outstanding.call.message_id
        )

    def _on_call(self, call: Call, now: float) -> list[Event]:
        if call.message_id in self._handling:
            return self._refuse_twin(call, now)
        events: list[Event] = []
        if self._history.note_call(call, self.connection):
            events.append(Breached(Breach.MESSAGE_ID_REUSED, call))
        for earlier in self._handling.values():
            if not self._may_have_timed_out(earlier, now):
                events.append(self._breached(Breach.OVERLAPPING_CALL, call, earlier, now))
                break
        self._handling[call.message_id] = _Received(call, now)
        return [*events, CallReceived(call)]

    def _refuse_twin(self, call: Call, now: float) -> list[Event]:
        # Part 4 and 1.6-J 4.2.3 name this as a reason for a CALLERROR, for a retry too; the CALL
        # that is already being handled keeps its own answer.
        earlier = self._handling[call.message_id]
        code = self.dialect.spell(self.dialect.frame_codes[Fault.MESSAGE_ID_IN_USE][0])
        twice = "a CALL with this message id is being handled already"
        self._outgoing.append(CallError(call.message_id, code, twice))
        if call.action == earlier.call.action and self._may_have_timed_out(earlier, now):
            return []
        return [self._breached(Breach.MESSAGE_ID_IN_USE, call, earlier, now)]

    def _breached(self, breach: Breach, call: Call, earlier: _Received, now: float) -> Breached:
        detail = f"{earlier.call.action} {earlier.call.message_id}, {now - earlier.at:.3f} s before"
        return Breached(breach, call, detail)

    def _may_have_timed_out(self, received: _Received, now: float) -> bool:
        return now - received.at >= self._call_timeout

    def _on_answer(self, answer: Answer, now: float) -> list[Event]:
        pending = self._outstanding
        if pending is None or answer.message_id != pending.call.message_id:
            return [Breached(self._stray(answer), answer)]
        events: list[Event] = []
        if isinstance(answer, CallError) and answer.code not in self.dialect.error_codes:
            events.append(Breached(Breach.UNKNOWN_ERROR_CODE, answer, answer.code))
        self._end(answer.message_id, answered=True)
        self._advance(now)
        return [*events, Answered(pending.call, answer, now - pending.sent_at)]

    def _stray(self, answer: Answer) -> Breach:
        answered = self._ended.get(answer.message_id)
        if answered is None:
            return Breach.UNSOLICITED_ANSWER
        return Breach.REPEATED_ANSWER if answered else Breach.LATE_ANSWER

    def _end(self, message_id: str, *, answered: bool) -> None:
        self._outstanding = None
        self._ended[message_id] = answered
        if len(self._ended) > self._history.limit:
            self._ended.popitem(last=False)

    def _advance(self, now: float) -> None:
        if self._outstanding is None and self._queue:
            pending = self._queue.popleft()
            pending.sent_at = now
            pending.deadline = now + pending.timeout
            self._outstanding = pending
            self._outgoing.append(pending.call)
