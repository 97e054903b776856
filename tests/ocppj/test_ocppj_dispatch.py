"""From a CALL to its answer, with the real catalogue and schemas of both versions."""

from __future__ import annotations

import asyncio

import pytest

from ocppj.dialect import OCPP16, OCPP201
from ocppj.dispatch import Dispatcher, PassOn, Raw, Reply
from ocppj.frames import Call, CallError, CallResult
from ocppj.problems import BugLog, CallRefused, ErrorCode
from schemas.catalogue import Sender
from schemas.v16 import core
from schemas.v201 import availability, provisioning

NOW = "2024-05-06T07:08:09Z"
BOOT16 = {"chargePointModel": "M", "chargePointVendor": "V"}
BOOT201 = {"reason": "PowerUp", "chargingStation": {"model": "M", "vendorName": "V"}}
ACCEPTED = {"currentTime": NOW, "interval": 300, "status": "Accepted"}


def accept16(context, request):
    assert isinstance(request, core.BootNotificationRequest)
    context.append(request.charge_point_model)
    return core.BootNotificationResponse.parse(ACCEPTED)


async def accept201(context, request):
    assert isinstance(request, provisioning.BootNotificationRequest)
    context.append(request.charging_station.model)
    await asyncio.sleep(0)
    return provisioning.BootNotificationResponse.parse(ACCEPTED)


def heartbeat(_context, _request):
    return availability.HeartbeatResponse.parse({"currentTime": NOW})


def ask(table, call, *, dialect=OCPP201, peer=Sender.STATION, bugs=None, before=()):
    """Dispatch one CALL; gives the outcome and what the handlers left in the context."""
    context = []
    dispatcher = Dispatcher(dialect, peer, [*before, table], bugs)
    outcome = asyncio.run(dispatcher.dispatch(context, call))
    if bugs is None:
        assert dispatcher.bugs.bugs == []
    return outcome, context


@pytest.mark.parametrize(
    ("dialect", "handler", "payload"), [(OCPP16, accept16, BOOT16), (OCPP201, accept201, BOOT201)]
)
def test_a_call_reaches_its_handler_typed_and_the_answer_leaves_as_json(dialect, handler, payload):
    call = Call("a", "BootNotification", payload)
    outcome, context = ask({"BootNotification": handler}, call, dialect=dialect)
    assert outcome.answer == CallResult("a", ACCEPTED)
    assert outcome.then == ()
    assert context == ["M"]


@pytest.mark.parametrize("dialect", [OCPP16, OCPP201])
def test_an_unknown_action_is_not_implemented(dialect):
    outcome, _ = ask({}, Call("a", "x" * 1000, {}), dialect=dialect)
    assert (outcome.answer.message_id, outcome.answer.code) == ("a", "NotImplemented")
    assert len(outcome.answer.description) <= 255


def test_an_action_of_the_other_version_is_not_implemented():
    outcome, _ = ask({}, Call("a", "TransactionEvent", {}), dialect=OCPP16)
    assert outcome.answer.code == "NotImplemented"


def test_a_known_action_without_a_handler_is_not_supported():
    outcome, _ = ask({}, Call("a", "Heartbeat", {}))
    assert outcome.answer.code == "NotSupported"


def test_an_action_that_the_peer_may_not_send_is_not_supported():
    outcome, _ = ask({"Heartbeat": heartbeat}, Call("a", "Heartbeat", {}), peer=Sender.CSMS)
    assert outcome.answer.code == "NotSupported"
    assert "sent by the station" in outcome.answer.description


def test_an_action_of_both_sides_is_taken_from_either():
    def echo(_context, request):
        return Reply({"status": "Accepted", "data": request.vendor_id})

    call = Call("a", "DataTransfer", {"vendorId": "v"})
    for peer in (Sender.STATION, Sender.CSMS):
        outcome, _ = ask({"DataTransfer": echo}, call, peer=peer)
        assert outcome.answer == CallResult("a", {"status": "Accepted", "data": "v"})


@pytest.mark.parametrize(
    ("dialect", "payload", "code"),
    [
        (OCPP16, {"chargePointModel": 7, "chargePointVendor": "V"}, "TypeConstraintViolation"),
        (OCPP201, {**BOOT201, "reason": 7}, "TypeConstraintViolation"),
        (OCPP201, {**BOOT201, "reason": "Boredom"}, "PropertyConstraintViolation"),
    ],
)
def test_an_invalid_payload_is_refused_and_reaches_nobody(dialect, payload, code):
    def never(_context, _request):
        raise AssertionError

    call = Call("a", "BootNotification", payload)
    outcome, _ = ask({"BootNotification": never}, call, dialect=dialect)
    assert isinstance(outcome.answer, CallError)
    assert (outcome.answer.message_id, outcome.answer.code) == ("a", code)
    assert 0 < len(outcome.answer.description) <= 255
    assert len(outcome.answer.details["violations"]) == 1


def test_at_most_ten_violations_are_told():
    payload = {**BOOT201, **{f"odd{number}": 1 for number in range(20)}}
    payload["chargingStation"] = {f"odd{number}": 1 for number in range(20)}
    outcome, _ = ask({}, Call("a", "BootNotification", payload))
    assert 1 <= len(outcome.answer.details["violations"]) <= 10


@pytest.mark.parametrize(
    ("dialect", "code"),
    [(OCPP16, "OccurenceConstraintViolation"), (OCPP201, "OccurrenceConstraintViolation")],
)
def test_a_refusal_is_spelled_as_the_version_does(dialect, code):
    def refuse(_context, _request):
        raise CallRefused(ErrorCode.OCCURRENCE_CONSTRAINT_VIOLATION, "d" * 300, {"why": "so"})

    outcome, _ = ask({"Heartbeat": refuse}, Call("a", "Heartbeat", {}), dialect=dialect)
    assert outcome.answer == CallError("a", code, "d" * 255, {"why": "so"})


def test_a_bug_of_ours_is_an_internal_error_and_is_kept():
    trouble = RuntimeError("ours")

    def broken(_context, _request):
        raise trouble

    bugs = BugLog()
    outcome, _ = ask({"Heartbeat": broken}, Call("a", "Heartbeat", {}), bugs=bugs)
    assert (outcome.answer.message_id, outcome.answer.code) == ("a", "InternalError")
    assert "ours" not in outcome.answer.description
    assert bugs.bugs == [trouble]


def test_a_response_of_ours_that_breaks_its_schema_is_a_bug():
    def odd(_context, _request):
        return availability.HeartbeatResponse.model_construct(current_time="yesterday")

    bugs = BugLog()
    outcome, _ = ask({"Heartbeat": odd}, Call("a", "Heartbeat", {}), bugs=bugs)
    assert outcome.answer.code == "InternalError"
    (bug,) = bugs.bugs
    assert "Heartbeat response breaks its schema" in str(bug)


def test_a_scripted_payload_may_be_odd_on_purpose():
    outcome, _ = ask(
        {"Heartbeat": lambda _context, _request: Reply({"currentTime": 7})},
        Call("a", "Heartbeat", {}),
    )
    assert outcome.answer == CallResult("a", {"currentTime": 7})


def test_silence():
    outcome, _ = ask(
        {"Heartbeat": lambda _context, _request: Reply(None)}, Call("a", "Heartbeat", {})
    )
    assert outcome.answer is None


def test_what_follows_is_handed_on():
    async def follow_up():
        raise AssertionError

    reply = Reply(availability.HeartbeatResponse.parse({"currentTime": NOW}), then=(follow_up,))
    outcome, _ = ask({"Heartbeat": lambda _context, _request: reply}, Call("a", "Heartbeat", {}))
    assert outcome.answer == CallResult("a", {"currentTime": NOW})
    assert outcome.then == (follow_up,)


def test_the_first_table_that_knows_the_action_answers():
    scripted = {"Heartbeat": lambda _context, _request: Reply({"currentTime": "scripted"})}
    call = Call("a", "Heartbeat", {})
    outcome, _ = ask({"Heartbeat": heartbeat}, call, before=[{}, scripted])
    assert outcome.answer == CallResult("a", {"currentTime": "scripted"})


@pytest.mark.parametrize("payload", [BOOT201, {"reason": "PowerUp"}])
def test_a_raw_handler_gets_the_payload_that_the_schema_accepts(payload):
    def raw(context, received):
        context.append(received)
        return Reply(ACCEPTED)

    outcome, context = ask({"BootNotification": Raw(raw)}, Call("a", "BootNotification", payload))
    valid = payload is BOOT201
    assert context == ([BOOT201] if valid else [])
    assert isinstance(outcome.answer, CallResult) is valid


def passing_on(revise=None):
    return {"Heartbeat": lambda _context, _request: PassOn(revise)}


def test_a_table_may_pass_on():
    call = Call("a", "Heartbeat", {})
    outcome, _ = ask({"Heartbeat": heartbeat}, call, before=[passing_on()])
    assert outcome.answer == CallResult("a", {"currentTime": NOW})


def test_passing_on_to_nobody_is_not_supported():
    outcome, _ = ask(passing_on(), Call("a", "Heartbeat", {}))
    assert outcome.answer.code == "NotSupported"


def test_revisions_run_from_the_table_behind_to_the_one_in_front():
    def mark(word):
        return passing_on(lambda payload: {**payload, "seen": [*payload.get("seen", ()), word]})

    call = Call("a", "Heartbeat", {})
    outcome, _ = ask({"Heartbeat": heartbeat}, call, before=[mark("front"), mark("behind")])
    assert outcome.answer == CallResult("a", {"currentTime": NOW, "seen": ["behind", "front"]})


@pytest.mark.parametrize("table", [{}, {"Heartbeat": lambda _context, _request: Reply(None)}])
def test_a_revision_of_nothing_starts_from_nothing(table):
    before = [passing_on(lambda payload: {**payload, "made": "up"})]
    outcome, _ = ask(table, Call("a", "Heartbeat", {}), before=before)
    assert outcome.answer == CallResult("a", {"made": "up"})
