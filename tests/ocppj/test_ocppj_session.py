"""The RPC session, event by event and without I/O."""

from __future__ import annotations

import itertools
import json

import pytest

from ocppj import frames
from ocppj.dialect import OCPP16, OCPP201
from ocppj.frames import Call, CallError, CallResult
from ocppj.problems import CallEnd, Fault
from ocppj.session import (
    Answered,
    Breach,
    Breached,
    CallReceived,
    IdHistory,
    Session,
    Unanswered,
    Unreadable,
)


def make(dialect=OCPP201, history=None, connection=1, timeout=30.0):
    ids = (f"own{number}" for number in itertools.count(1))
    return Session(
        dialect,
        new_id=lambda: next(ids),
        call_timeout=timeout,
        history=history,
        connection=connection,
    )


def heartbeat(message_id="a", action="Heartbeat"):
    return Call(message_id, action, {})


def receive(session, frame, now=0.0):
    return session.receive(frames.encode(frame), now).events


# Own CALLs.


def test_own_calls_leave_one_at_a_time_and_in_order(dialect):
    session = make(dialect)
    first, second, third = (session.call("Heartbeat", {"n": n}, now=0.0) for n in range(3))
    assert session.take_outgoing() == [first]
    assert session.take_outgoing() == []
    assert receive(session, CallResult(first.message_id, {}), now=2.0) == (
        Answered(first, CallResult(first.message_id, {}), 2.0),
    )
    assert session.take_outgoing() == [second]
    error = CallError(second.message_id, "InternalError")
    assert receive(session, error, now=3.5) == (Answered(second, error, 1.5),)
    assert session.take_outgoing() == [third]


def test_the_deadline_counts_from_sending_not_from_queueing():
    session = make(timeout=10.0)
    assert session.deadline is None
    session.call("Heartbeat", {}, now=0.0)
    second = session.call("Heartbeat", {}, now=1.0, timeout=3.0)
    assert session.deadline == 10.0
    receive(session, CallResult("own1", {}), now=8.0)
    assert session.deadline == 11.0
    assert session.tick(10.9) == ()
    assert session.tick(11.0) == (Unanswered(second, CallEnd.TIMEOUT, "3 s"),)
    assert session.deadline is None
    assert session.tick(99.0) == ()


def test_a_timeout_lets_the_next_call_out():
    session = make(timeout=10.0)
    first = session.call("Heartbeat", {}, now=0.0)
    second = session.call("Heartbeat", {}, now=0.0)
    session.take_outgoing()
    assert session.tick(10.0) == (Unanswered(first, CallEnd.TIMEOUT, "10 s"),)
    assert session.take_outgoing() == [second]
    assert session.deadline == 20.0


def test_a_timeout_of_zero_is_a_timeout():
    session = make()
    call = session.call("Heartbeat", {}, now=5.0, timeout=0.0)
    assert session.tick(5.0) == (Unanswered(call, CallEnd.TIMEOUT, "0 s"),)


@pytest.mark.parametrize(
    ("before", "breach"),
    [
        ("nothing", Breach.UNSOLICITED_ANSWER),
        ("answered", Breach.REPEATED_ANSWER),
        ("timed out", Breach.LATE_ANSWER),
        ("queued", Breach.UNSOLICITED_ANSWER),
    ],
)
def test_answers_that_belong_to_no_open_call(before, breach, dialect):
    session = make(dialect)
    answer = CallResult("own1", {})
    if before in ("answered", "timed out"):
        session.call("Heartbeat", {}, now=0.0)
    if before == "answered":
        receive(session, answer)
    if before == "timed out":
        session.tick(30.0)
    if before == "queued":
        session.call("Heartbeat", {}, now=0.0)
        session.call("Heartbeat", {}, now=0.0)
        answer = CallResult("own2", {})
    session.take_outgoing()
    assert receive(session, answer, now=31.0) == (Breached(breach, answer),)
    assert session.take_outgoing() == []


def test_a_stray_answer_does_not_end_the_open_call():
    session = make()
    call = session.call("Heartbeat", {}, now=0.0)
    receive(session, CallError("-1", "RpcFrameworkError"))
    assert receive(session, CallResult(call.message_id, {})) == (
        Answered(call, CallResult(call.message_id, {}), 0.0),
    )


def test_the_memory_of_ended_calls_is_bounded():
    session = make(history=IdHistory(limit=2))
    for number in range(1, 4):
        session.call("Heartbeat", {}, now=0.0)
        receive(session, CallResult(f"own{number}", {}))
    forgotten, kept = CallResult("own1", {}), CallResult("own2", {})
    assert receive(session, forgotten) == (Breached(Breach.UNSOLICITED_ANSWER, forgotten),)
    assert receive(session, kept) == (Breached(Breach.REPEATED_ANSWER, kept),)


@pytest.mark.parametrize(
    ("dialect", "code"), [(OCPP16, "FormatViolation"), (OCPP201, "FormationViolation")]
)
def test_a_code_of_the_other_version_is_a_breach_and_an_answer(dialect, code):
    session = make(dialect)
    call = session.call("Heartbeat", {}, now=0.0)
    error = CallError(call.message_id, code)
    assert receive(session, error, now=1.0) == (
        Breached(Breach.UNKNOWN_ERROR_CODE, error, code),
        Answered(call, error, 1.0),
    )


@pytest.mark.parametrize("text", ['[3,"own1",[]]', '[3,"own1"]', '[4,"own1",7,"",{}]'])
def test_a_bad_answer_ends_the_call_and_is_not_answered(text, dialect):
    session = make(dialect)
    call = session.call("Heartbeat", {}, now=0.0)
    following = session.call("Heartbeat", {}, now=0.0)
    session.take_outgoing()
    receipt = session.receive(text, 1.0)
    problem = receipt.parsed
    assert receipt.events == (
        Unreadable(problem),
        Unanswered(call, CallEnd.MALFORMED, problem.detail),
    )
    assert session.take_outgoing() == [following]
    again = CallResult("own1", {})
    assert receive(session, again) == (Breached(Breach.REPEATED_ANSWER, again),)


@pytest.mark.parametrize("text", ['[3,"other",[]]', "[3]", '[4,"own2","GenericError","",null]'])
def test_a_bad_answer_to_something_else_leaves_the_open_call_alone(text, dialect):
    session = make(dialect)
    session.call("Heartbeat", {}, now=0.0)
    session.take_outgoing()
    receipt = session.receive(text, 1.0)
    assert receipt.events == (Unreadable(receipt.parsed),)
    assert session.take_outgoing() == []
    assert session.deadline == 30.0


def test_a_bad_answer_without_any_open_call():
    session = make()
    receipt = session.receive('[3,"own1",[]]', 0.0)
    assert receipt.events == (Unreadable(receipt.parsed),)


def test_closing_ends_open_and_queued_calls():
    session = make()
    calls = [session.call("Heartbeat", {}, now=0.0) for _ in range(3)]
    receive(session, heartbeat())
    assert session.close() == tuple(Unanswered(call, CallEnd.CLOSED) for call in calls)
    assert session.close() == ()
    assert (session.take_outgoing(), session.handling, session.deadline) == ([], (), None)


# The peer's CALLs.


def test_a_call_is_handled_until_it_is_answered(dialect):
    session = make(dialect)
    call = heartbeat()
    assert receive(session, call) == (CallReceived(call),)
    assert session.handling == (call,)
    session.answer(CallResult("a", {}))
    assert session.handling == ()
    assert session.take_outgoing() == [CallResult("a", {})]
    with pytest.raises(KeyError):
        session.answer(CallResult("a", {}))
    with pytest.raises(KeyError):
        session.drop("a")


def test_calls_of_both_sides_may_cross(dialect):
    session = make(dialect)
    own = session.call("Heartbeat", {}, now=0.0)
    assert receive(session, heartbeat()) == (CallReceived(heartbeat()),)
    session.answer(CallResult("a", {}))
    assert session.take_outgoing() == [own, CallResult("a", {})]


def test_the_two_sides_use_ids_of_their_own(dialect):
    session = make(dialect)
    own = session.call("Heartbeat", {}, now=0.0)
    assert receive(session, heartbeat(own.message_id)) == (CallReceived(heartbeat("own1")),)
    session.answer(CallResult("own1", {"to": "them"}))
    answer = CallResult("own1", {"to": "us"})
    assert receive(session, answer) == (Answered(own, answer, 0.0),)


def test_overlapping_call_is_a_breach_and_is_handled_all_the_same(dialect):
    session = make(dialect)
    receive(session, heartbeat("a"), now=1.0)
    second = heartbeat("b")
    assert receive(session, second, now=1.5) == (
        Breached(Breach.OVERLAPPING_CALL, second, "Heartbeat a, 0.500 s before"),
        CallReceived(second),
    )
    assert session.handling == (heartbeat("a"), second)


def test_a_call_after_one_that_waited_for_long_may_follow_a_timeout():
    session = make(timeout=10.0)
    receive(session, heartbeat("a"), now=0.0)
    assert receive(session, heartbeat("b"), now=10.0) == (CallReceived(heartbeat("b")),)
    third = heartbeat("c")
    assert receive(session, third, now=11.0) == (
        Breached(Breach.OVERLAPPING_CALL, third, "Heartbeat b, 1.000 s before"),
        CallReceived(third),
    )


def test_a_call_after_a_dropped_one_is_no_overlap():
    session = make()
    receive(session, heartbeat("a"))
    session.drop("a")
    assert receive(session, heartbeat("b")) == (CallReceived(heartbeat("b")),)


@pytest.mark.parametrize(
    ("dialect", "code"), [(OCPP16, "GenericError"), (OCPP201, "RpcFrameworkError")]
)
def test_the_twin_of_a_call_in_handling_is_refused_and_the_first_keeps_its_answer(dialect, code):
    session = make(dialect)
    call = heartbeat()
    receive(session, call, now=0.0)
    assert receive(session, call, now=1.0) == (
        Breached(Breach.MESSAGE_ID_IN_USE, call, "Heartbeat a, 1.000 s before"),
    )
    assert session.handling == (call,)
    session.answer(CallResult("a", {}))
    error, answer = session.take_outgoing()
    assert (error.message_id, error.code) == ("a", code)
    assert answer == CallResult("a", {})


def test_a_retry_of_a_call_that_waited_for_long_is_refused_without_a_breach():
    session = make(timeout=10.0)
    receive(session, heartbeat(), now=0.0)
    assert receive(session, heartbeat(), now=10.0) == ()
    assert [frame.message_id for frame in session.take_outgoing()] == ["a"]
    other = heartbeat(action="BootNotification")
    assert receive(session, other, now=10.0) == (
        Breached(Breach.MESSAGE_ID_IN_USE, other, "Heartbeat a, 10.000 s before"),
    )


# Message ids over time and connections: 1.6-J errata 3.1, Part 4 errata 4.6.


def answered_call(session, call, now=0.0, after=0.0):
    events = receive(session, call, now)
    session.answer(CallResult(call.message_id, {}), now + after)
    return events


def test_an_id_that_was_answered_on_this_connection_is_used_up(dialect):
    session = make(dialect)
    answered_call(session, heartbeat())
    assert receive(session, heartbeat()) == (
        Breached(Breach.MESSAGE_ID_REUSED, heartbeat()),
        CallReceived(heartbeat()),
    )


def test_a_call_without_an_answer_may_be_repeated_here_and_on_a_new_connection():
    history = IdHistory()
    session = make(history=history)
    receive(session, heartbeat())
    session.drop("a")
    assert receive(session, heartbeat()) == (CallReceived(heartbeat()),)
    session.close()
    later = make(history=history, connection=2)
    assert receive(later, heartbeat()) == (CallReceived(heartbeat()),)


def test_a_repeat_on_a_new_connection_may_mean_that_the_answer_was_lost():
    history = IdHistory()
    answered_call(make(history=history), heartbeat())
    later = make(history=history, connection=2)
    assert receive(later, heartbeat()) == (CallReceived(heartbeat()),)


def test_counting_from_one_again_on_a_new_connection_is_a_breach():
    history = IdHistory()
    first = make(history=history)
    answered_call(first, heartbeat("1"))
    answered_call(first, heartbeat("2"))
    later = make(history=history, connection=2)
    reused = heartbeat("1")
    assert Breached(Breach.MESSAGE_ID_REUSED, reused) in answered_call(later, reused)
    # The last answer of the first connection may never have arrived.
    assert answered_call(later, heartbeat("2")) == (CallReceived(heartbeat("2")),)


def test_another_action_under_an_old_id_is_no_retry():
    history = IdHistory()
    receive(make(history=history), heartbeat())
    other = heartbeat(action="BootNotification")
    events = receive(make(history=history, connection=2), other)
    assert events == (Breached(Breach.MESSAGE_ID_REUSED, other), CallReceived(other))


def test_a_late_answer_does_not_use_the_id_up():
    session = make(timeout=10.0)
    answered_call(session, heartbeat(), now=0.0, after=10.0)
    assert receive(session, heartbeat(), now=11.0) == (CallReceived(heartbeat()),)


def test_the_memory_of_ids_is_bounded():
    session = make(history=IdHistory(limit=2))
    for message_id in "abc":
        answered_call(session, heartbeat(message_id))
    assert receive(session, heartbeat("a")) == (CallReceived(heartbeat("a")),)
    session.answer(CallResult("a", {}))
    assert len(receive(session, heartbeat("c"))) == 2


def test_an_answer_to_an_id_that_is_forgotten_is_no_trouble():
    session = make(history=IdHistory(limit=1))
    receive(session, heartbeat("a"))
    receive(session, heartbeat("b"))
    session.answer(CallResult("a", {}))
    assert session.handling == (heartbeat("b"),)


# Bad frames.


def test_a_bad_call_is_answered_in_words_of_the_dialect(dialect):
    session = make(dialect)
    receipt = session.receive('[2,"a","Heartbeat",[]]', 0.0)
    assert receipt.parsed.fault is Fault.PAYLOAD
    assert receipt.events == (Unreadable(receipt.parsed),)
    code = {"1.6": "FormationViolation", "2.0.1": "FormatViolation"}[dialect.version]
    detail = "Payload is an array, not an object"
    assert session.take_outgoing() == [CallError("a", code, detail)]


def test_a_text_that_nobody_can_read_is_answered_in_201_only(dialect):
    session = make(dialect)
    session.receive("no JSON", 0.0)
    answered = [(frame.message_id, frame.code) for frame in session.take_outgoing()]
    assert answered == {"1.6": [], "2.0.1": [("-1", "RpcFrameworkError")]}[dialect.version]


def test_an_unknown_message_type_is_answered_in_201_only(dialect):
    session = make(dialect)
    session.receive('[6,"a","NotifyPeriodicEventStream",{}]', 0.0)
    answered = [(frame.message_id, frame.code) for frame in session.take_outgoing()]
    expected = {"1.6": [], "2.0.1": [("a", "MessageTypeNotSupported")]}
    assert answered == expected[dialect.version]


def test_our_answers_to_bad_frames_are_good_frames_themselves(dialect):
    session = make(dialect)
    for text in ("[", "{}", "[2]", '[2,"a",1,{}]', json.dumps([9, "b", "c" * 1000])):
        session.receive(text, 0.0)
    for frame in session.take_outgoing():
        assert frames.parse(frames.encode(frame), dialect) == frame
