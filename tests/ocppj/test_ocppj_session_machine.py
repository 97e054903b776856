"""Two sessions that talk over a bad wire: whatever happens, the RPC rules hold."""

from __future__ import annotations

import itertools
from collections import Counter, deque

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ocppj import frames
from ocppj.dialect import DIALECTS
from ocppj.frames import Call, CallError, CallResult
from ocppj.problems import FrameProblem
from ocppj.session import Answered, Breached, CallReceived, IdHistory, Session, Unanswered

SIDES = st.sampled_from([0, 1])
PICKS = st.integers(0, 5)
TIMEOUT = 10.0
GARBAGE = st.sampled_from(
    ["", "[]", "[2]", '[2,"x","Heartbeat",[]]', '[7,"x"]', '[3,"OUT"]', '[4,"OUT",1,"",{}]', "{}"]
)


class Side:
    """A session with its wire to the other side and the books that are kept on it."""

    def __init__(self, number, dialect):
        self.number = number
        self.dialect = dialect
        self.ids = itertools.count(1)
        self.peer_ids = IdHistory()  # of the peer
        self.connection = 0
        self.wire = deque()  # texts on the way to the other side
        self.asked = []
        self.ends = Counter()
        self.out = None  # the own CALL on the wire
        self.received = Counter()
        self.sent_answers = Counter()
        self.breaches = []
        self.connect()

    def connect(self):
        self.connection += 1
        self.wire.clear()
        self.session = Session(
            self.dialect,
            new_id=lambda: f"{self.number}-{next(self.ids)}",
            call_timeout=TIMEOUT,
            history=self.peer_ids,
            connection=self.connection,
        )

    def note(self, events):
        for event in events:
            match event:
                case Answered(request, answer) if answer.message_id != request.message_id:
                    raise AssertionError(event)
                case Answered(request) | Unanswered(request):
                    self.ends[request.message_id] += 1
                    if self.out == request.message_id:
                        self.out = None
                case CallReceived():
                    pass
                case Breached():
                    self.breaches.append(event)

    def flush(self):
        for frame in self.session.take_outgoing():
            if isinstance(frame, Call):
                assert self.out is None, "two own CALLs on the wire"
                self.out = frame.message_id
            else:
                self.sent_answers[frame.message_id] += 1
            self.wire.append(frames.encode(frame))


def something_travels(machine):
    return any(side.wire for side in machine.sides)


def something_waits(machine):
    return any(side.session.handling for side in machine.sides)


def choose(pick, things):
    return things[pick % len(things)]


class Machine(RuleBasedStateMachine):
    faulty = True

    @initialize(dialect=st.sampled_from(list(DIALECTS.values())))
    def begin(self, dialect):
        self.now = 0.0
        self.sides = (Side(0, dialect), Side(1, dialect))

    def after(self, side, events=()):
        side.note(events)
        side.flush()

    def deliver_to(self, receiver, text):
        receipt = receiver.session.receive(text, self.now)
        if isinstance(receipt.parsed, Call):
            receiver.received[receipt.parsed.message_id] += 1
        elif isinstance(receipt.parsed, FrameProblem):
            receiver.received[receipt.parsed.message_id or "-1"] += 1
        self.after(receiver, receipt.events)

    @rule(who=SIDES)
    def ask(self, who):
        side = self.sides[who]
        side.asked.append(side.session.call("Heartbeat", {}, self.now).message_id)
        self.after(side)

    @precondition(something_travels)
    @rule(pick=PICKS)
    def deliver(self, pick):
        side = choose(pick, [side for side in self.sides if side.wire])
        self.deliver_to(self.sides[1 - side.number], side.wire.popleft())

    @precondition(something_waits)
    @rule(pick=PICKS, refused=st.booleans())
    def answer(self, pick, refused):
        side, call = choose(pick, self.waiting())
        message_id = call.message_id
        answer = CallError(message_id, "InternalError") if refused else CallResult(message_id, {})
        side.session.answer(answer, self.now)
        self.after(side)

    @rule(pick=PICKS, asks=st.lists(SIDES, max_size=4), steps=st.integers(1, 12))
    def work_for_a_while(self, pick, asks, steps):
        for who in asks:
            self.ask(who)
        for _ in range(steps):
            if something_travels(self):
                self.deliver(pick)
            elif something_waits(self):
                self.answer(pick, refused=False)

    def waiting(self):
        return [(side, call) for side in self.sides for call in side.session.handling]

    @rule(seconds=st.sampled_from([0.0, 0.1, 0.2]))
    def moment(self, seconds):
        self.pass_time(seconds)

    def pass_time(self, seconds):
        self.now += seconds
        for side in self.sides:
            self.after(side, side.session.tick(self.now))

    @precondition(lambda self: self.faulty)
    @rule(seconds=st.sampled_from([5.0, 9.9, 30.0]))
    def long_wait(self, seconds):
        self.pass_time(seconds)

    @precondition(lambda self: self.faulty and something_waits(self))
    @rule(pick=PICKS)
    def stay_silent(self, pick):
        side, call = choose(pick, self.waiting())
        side.session.drop(call.message_id)

    @precondition(lambda self: self.faulty and something_waits(self))
    @rule(pick=PICKS, seconds=st.sampled_from([TIMEOUT, TIMEOUT - 0.1]))
    def answer_late(self, pick, seconds):
        self.pass_time(seconds)
        self.answer(pick, refused=False)

    @precondition(lambda self: self.faulty and something_travels(self))
    @rule(pick=PICKS)
    def lose(self, pick):
        choose(pick, [side for side in self.sides if side.wire]).wire.popleft()

    @precondition(lambda self: self.faulty and something_travels(self))
    @rule(pick=PICKS)
    def double(self, pick):
        wire = choose(pick, [side for side in self.sides if side.wire]).wire
        wire.append(wire[0])

    @precondition(lambda self: self.faulty)
    @rule(who=SIDES, text=GARBAGE)
    def garble(self, who, text):
        side = self.sides[who]
        self.deliver_to(side, text.replace("OUT", side.out or "x"))

    @rule()
    def reconnect(self):
        for side in self.sides:
            self.after(side, side.session.close())
            assert side.session.close() == ()
            side.connect()

    @invariant()
    def no_call_ends_twice(self):
        for side in getattr(self, "sides", ()):
            assert all(times == 1 for times in side.ends.values()), side.ends

    @invariant()
    def no_text_gets_more_than_one_answer(self):
        for side in getattr(self, "sides", ()):
            for message_id, times in side.sent_answers.items():
                assert times <= side.received[message_id], message_id

    @invariant()
    def honest_sides_on_a_good_wire_break_no_rule(self):
        for side in getattr(self, "sides", ()):
            assert self.faulty or not side.breaches, side.breaches

    @invariant()
    def there_is_a_deadline_exactly_while_a_call_is_out(self):
        for side in getattr(self, "sides", ()):
            assert (side.session.deadline is None) == (side.out is None)

    def teardown(self):
        for side in getattr(self, "sides", ()):
            self.after(side, side.session.close())
            assert side.ends == Counter(side.asked), "each own CALL ends exactly once"


class GoodWire(Machine):
    faulty = False


BOUNDED = settings(
    derandomize=True, database=None, deadline=None, max_examples=200, stateful_step_count=40
)


def test_over_a_bad_wire():
    run_state_machine_as_test(Machine, settings=BOUNDED)


def test_over_a_good_wire():
    run_state_machine_as_test(GoodWire, settings=BOUNDED)
