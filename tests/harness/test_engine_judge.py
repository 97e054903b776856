"""The judge: each rule that every frame must keep, once broken and once kept, in both versions."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from harness.judge import Judge
from harness.rules import consequential, monitors
from harness.rules.boot import BootGate
from ocppj import frames
from ocppj.dialect import DIALECTS
from ocppj.frames import Call, CallError, CallResult
from ocppj.problems import CallEnd, Fault, FrameProblem
from ocppj.session import Answered, Breach, Breached, CallReceived, Unanswered, Unreadable
from ocppj.trace import Direction, Trace
from schemas.catalogue import Sender

BOOT = {
    "1.6": {"chargePointVendor": "V", "chargePointModel": "M"},
    "2.0.1": {"reason": "PowerUp", "chargingStation": {"vendorName": "V", "model": "M"}},
}
STATUS = {
    "1.6": {"connectorId": 1, "errorCode": "NoError", "status": "Available"},
    "2.0.1": {
        "evseId": 1,
        "connectorId": 1,
        "connectorStatus": "Available",
        "timestamp": "2026-01-01T00:00:00Z",
    },
}
NOW = datetime(2026, 1, 1, tzinfo=UTC).timestamp()


class Court:
    """A judge over one conversation with a station or CSMS under test."""

    def __init__(self, version, sut=Sender.STATION):
        self.trace = Trace(lambda: NOW)
        self.dialect = DIALECTS[version]
        self.judge = Judge(self.trace, self.dialect, sut, lambda: "Then so")
        self.count = 0

    def record(self, direction, *message):
        text = json.dumps(message)
        return self.trace.text(1, direction, text, frames.parse(text, self.dialect)).frame

    def call(self, action, payload):
        self.count += 1
        call = self.record(Direction.IN, 2, f"m{self.count}", action, payload)
        self.judge.on_event(1, CallReceived(call))
        return call

    def answer_to(self, call, **payload):
        answer = self.record(Direction.OUT, 3, call.message_id, payload)
        self.judge.on_own_answer(call, answer)

    def answered(self, action, request, answer):
        call = self.record(Direction.OUT, 2, "own", action, request)
        self.judge.on_event(1, Answered(call, answer, 0.1))

    def broken(self):
        return [(check.subject, check.requirement) for check in self.judge.broken]


@pytest.fixture(params=["1.6", "2.0.1"])
def court(request):
    return Court(request.param)


@pytest.fixture
def version(court):
    return court.dialect.version


def test_a_good_conversation_breaks_nothing(court, version):
    boot = court.call("BootNotification", BOOT[version])
    court.answer_to(boot, status="Accepted")
    court.call("StatusNotification", STATUS[version])
    assert court.broken() == []


def test_a_text_that_is_no_frame(court):
    court.judge.on_event(1, Unreadable(FrameProblem(Fault.NOT_JSON, "no JSON at 0")))
    (check,) = court.judge.broken
    assert (check.held, check.step, check.actual) == (False, "Then so", "no JSON at 0")
    assert check.requirement == f"{court.dialect.document}, 4.2"


@pytest.mark.parametrize("breach", list(Breach))
def test_rpc_rules(court, breach):
    court.judge.on_event(1, Breached(breach, Call("m1", "Heartbeat", {}), "why"))
    assert [check.action for check in court.judge.broken] + court.judge.advice
    for check in court.judge.broken:
        assert breach.value in check.actual
        assert check.requirement.startswith(f"{court.dialect.document}, 4.")


def test_overlapping_calls_are_only_discouraged_in_some_versions(court):
    overlap = Breach.OVERLAPPING_CALL
    court.judge.on_event(1, Breached(overlap, Call("m1", "Heartbeat", {}), ""))
    found = {"1.6": (0, 1), "2.0.1": (1, 0)}[court.dialect.version]
    assert (len(court.judge.broken), len(court.judge.advice)) == found


def test_an_error_reply_to_a_broken_text_is_due_once(court):
    reply = Breached(Breach.UNSOLICITED_ANSWER, CallError("-1", "RpcFrameworkError", "", {}), "")
    court.judge.expect_error_reply()
    court.judge.on_event(1, reply)
    assert court.broken() == []
    court.judge.on_event(1, reply)
    assert len(court.judge.broken) == 1


def test_an_unknown_action(court):
    court.call("MakeCoffee", {})
    assert [subject for subject, _ in court.broken()] == ["action"]


@pytest.mark.parametrize("sut", [Sender.STATION, Sender.CSMS])
def test_the_direction_of_messages(version, sut):
    court = Court(version, sut)
    own = ("Heartbeat", {}) if sut is Sender.STATION else ("ClearCache", {})
    foreign = ("ClearCache", {}) if sut is Sender.STATION else ("Heartbeat", {})
    for action in (own, ("DataTransfer", {"vendorId": "V"})):
        court.call(*action)
    assert court.broken() == []
    court.call(*foreign)
    assert [subject for subject, _ in court.broken()] == ["direction"]


def test_requests_keep_the_schema(court, version):
    court.call("StatusNotification", {**STATUS[version], "connectorId": "1", "colour": "red"})
    assert sorted(subject for subject, _ in court.broken()) == [
        "request /colour",
        "request /connectorId",
    ]
    assert {rule for _, rule in court.broken()} == {"JSON schema of StatusNotificationRequest"}


def test_answers_keep_the_schema(version):
    court = Court(version, Sender.CSMS)
    court.answered("Heartbeat", {}, CallResult("own", {"currentTime": "2026-01-01T00:00:00Z"}))
    court.answered("Heartbeat", {}, CallError("own", "NotSupported", "", {}))
    assert court.broken() == []
    court.answered("Heartbeat", {}, CallResult("own", {"currentTime": "yesterday"}))
    ((subject, rule),) = court.broken()
    assert (subject, rule) == ("response /currentTime", "JSON schema of HeartbeatResponse")


def test_silence_is_broken_and_a_lost_connection_is_not(court):
    request = court.record(Direction.OUT, 2, "own", "ClearCache", {})
    court.judge.on_event(1, Unanswered(request, CallEnd.CLOSED))
    assert court.broken() == []
    court.judge.on_event(1, Unanswered(request, CallEnd.TIMEOUT, "30 s"))
    (check,) = court.judge.broken
    assert (check.expected, check.actual) == ("a CALLRESULT or CALLERROR within 30 s", "none")
    assert (check.seq, check.requirement) == (1, f"{court.dialect.document}, 4.1.1")


GATE = {
    "1.6": dict.fromkeys(("unanswered", "Pending", "Rejected"), "OCPP 1.6, 4.2"),
    "2.0.1": {"unanswered": "B01.FR.08", "Pending": "B02.FR.02", "Rejected": "B03.FR.02"},
}


@pytest.mark.parametrize("status", ["unanswered", "Pending", "Rejected"])
def test_no_word_before_the_station_is_accepted(court, version, status):
    boot = court.call("BootNotification", BOOT[version])
    if status != "unanswered":
        court.answer_to(boot, status=status)
    court.call("StatusNotification", STATUS[version])
    assert court.broken() == [("sequence", GATE[version][status])]
    court.answer_to(court.call("BootNotification", BOOT[version]), status="Accepted")
    court.call("StatusNotification", STATUS[version])
    assert len(court.broken()) == 1


def test_a_pending_station_may_speak_when_told_to(court, version):
    court.answer_to(court.call("BootNotification", BOOT[version]), status="Pending")
    court.judge.on_own_call(Call("own", "TriggerMessage", {}))
    court.call("StatusNotification", STATUS[version])
    assert court.broken() == []
    court.answer_to(court.call("BootNotification", BOOT[version]), status="Rejected")
    court.judge.on_own_call(Call("own", "TriggerMessage", {}))
    court.call("StatusNotification", STATUS[version])
    assert court.broken() == [("sequence", GATE[version]["Rejected"])]


def test_an_error_to_the_boot_leaves_the_station_waiting(court, version):
    boot = court.call("BootNotification", BOOT[version])
    court.judge.on_own_answer(boot, CallError(boot.message_id, "InternalError", "", {}))
    court.call("StatusNotification", STATUS[version])
    assert court.broken() == [("sequence", GATE[version]["unanswered"])]


def event(kind, seq, transaction="T1", **more):
    return {
        "eventType": kind,
        "timestamp": "2026-01-01T00:00:00Z",
        "triggerReason": "CablePluggedIn",
        "seqNo": seq,
        "transactionInfo": {"transactionId": transaction},
        **more,
    }


@pytest.mark.parametrize(
    ("events", "broken"),
    [
        ([("Started", 0), ("Updated", 1), ("Ended", 2)], []),
        ([("Started", 0), ("Started", 0, "T2"), ("Updated", 1), ("Updated", 1, "T2")], []),
        ([("Started", 4), ("Updated", 5)], []),
        ([("Updated", 0)], ["eventType"]),
        ([("Started", 0), ("Started", 1)], ["eventType"]),
        ([("Started", 0), ("Updated", 2)], ["seqNo"]),
        ([("Started", 0), ("Updated", 0)], ["seqNo"]),
        ([("Started", 0), ("Ended", 1), ("Updated", 2)], ["eventType"]),
    ],
)
def test_transaction_events(events, broken):
    court = Court("2.0.1")
    for entry in events:
        court.call("TransactionEvent", event(*entry))
    assert [subject for subject, _ in court.broken()] == broken


def test_events_from_offline_times_are_left_out():
    court = Court("2.0.1")
    court.call("TransactionEvent", event("Updated", 7, offline=True))
    assert court.broken() == []


def test_an_event_without_its_fields_is_the_business_of_the_schema():
    court = Court("2.0.1")
    court.call("TransactionEvent", {"eventType": "Started"})
    assert court.broken()
    assert all(subject.startswith("request") for subject, _ in court.broken())


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
def test_what_each_role_is_watched_for(version):
    assert any(isinstance(m, BootGate) for m in monitors(version, Sender.STATION))
    assert not any(isinstance(m, BootGate) for m in monitors(version, Sender.CSMS))
    assert "BootNotification" in consequential(version, Sender.STATION)
