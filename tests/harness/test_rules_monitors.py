"""The monitors that watch what is said: time, variables, readings, tokens, configuration keys."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta

import pytest

from harness.rules import is_measurand
from harness.rules.configuration import ConfigurationKeys
from harness.rules.readings import Readings
from harness.rules.time_of_day import CsmsTime, StationTime
from harness.rules.tokens import TokenInfo
from harness.rules.variables import VariableResults
from ocppj.clock import format_datetime
from ocppj.frames import Call, CallError, CallResult

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


def at(seconds=0.0):
    return format_datetime(NOW + timedelta(seconds=seconds))


def said(monitor, request, payload, response):
    """Give the subjects and rules that an answer breaks."""
    found = monitor.on_answer(Call("m", request, payload), CallResult("m", response))
    return [(f.subject, f.requirement) for f in found]


# time


@pytest.mark.parametrize(
    ("payload", "ahead"),
    [
        ({"timestamp": at()}, []),
        ({"timestamp": at(-7200)}, []),
        ({"timestamp": at(59)}, []),
        ({"timestamp": at(61)}, ["timestamp"]),
        ({"generatedAt": at(3600)}, ["generatedAt"]),
        ({"meterValue": [{"timestamp": at()}, {"timestamp": at(3600)}]}, ["timestamp"]),
        ({"departureTime": at(3600)}, []),
        ({"timestamp": "yesterday"}, []),
        ({"timestamp": 5}, []),
    ],
)
def test_a_station_reports_nothing_that_is_still_to_come(payload, ahead):
    monitor = StationTime("OCPP 1.6")
    monitor.on_time(NOW.timestamp())
    found = monitor.on_call(Call("m", "MeterValues", payload))
    assert [finding.subject for finding in found] == ahead
    assert all(f.requirement == f"OCPP 1.6, MeterValues: {f.subject}" for f in found)


@pytest.mark.parametrize(("seconds", "held"), [(0, True), (-59, True), (-61, False), (3600, False)])
def test_a_csms_tells_the_present_time(seconds, held):
    monitor = CsmsTime("Part 2")
    monitor.on_time(NOW.timestamp())
    assert (said(monitor, "Heartbeat", {}, {"currentTime": at(seconds)}) == []) is held


def test_a_csms_that_refuses_tells_no_time():
    monitor = CsmsTime("Part 2")
    monitor.on_time(NOW.timestamp())
    assert monitor.on_answer(Call("m", "Heartbeat", {}), CallError("m", "InternalError")) == []
    assert said(monitor, "Authorize", {}, {"idTokenInfo": {"status": "Accepted"}}) == []


# variables

ASKED = {
    "getVariableData": [
        {"component": {"name": "TxCtrlr"}, "variable": {"name": "TxStartPoint"}},
        {
            "component": {"name": "Connector", "evse": {"id": 1, "connectorId": 1}},
            "variable": {"name": "Available"},
            "attributeType": "Target",
        },
    ]
}
GIVEN = {
    "getVariableResult": [
        {
            "attributeStatus": "Accepted",
            "attributeType": "Actual",
            "attributeValue": "Authorized",
            "component": {"name": "txctrlr"},
            "variable": {"name": "TxStartPoint"},
        },
        {
            "attributeStatus": "Accepted",
            "attributeType": "Target",
            "attributeValue": "",
            "component": {"name": "Connector", "evse": {"id": 1, "connectorId": 1}},
            "variable": {"name": "Available"},
        },
    ]
}


def with_(index, **changes):
    changed = copy.deepcopy(GIVEN)
    for name, value in changes.items():
        if value is None:
            del changed["getVariableResult"][index][name]
        else:
            changed["getVariableResult"][index][name] = value
    return changed


@pytest.mark.parametrize(
    ("response", "broken"),
    [
        (GIVEN, []),
        (
            {"getVariableResult": GIVEN["getVariableResult"][:1]},
            [("getVariableResult", "B06.FR.01")],
        ),
        (with_(0, component={"name": "AuthCtrlr"}), [("component and variable", "B06.FR.02")]),
        (with_(0, variable={"name": "TxStopPoint"}), [("component and variable", "B06.FR.02")]),
        (
            with_(1, component={"name": "Connector", "evse": {"id": 2, "connectorId": 1}}),
            [("component and variable", "B06.FR.02")],
        ),
        (with_(0, attributeType=None), [("attributeType", "B06.FR.11")]),
        (with_(0, attributeType="Target"), [("attributeType", "B06.FR.11")]),
        (with_(1, attributeType="Actual"), [("attributeType", "B06.FR.03")]),
        (with_(0, attributeValue=None), [("attributeValue", "B06.FR.10")]),
        (with_(0, attributeStatus="UnknownVariable"), [("attributeStatus", "B06.FR.10")]),
        (with_(0, attributeStatus="UnknownVariable", attributeValue=None), []),
        (with_(1, attributeStatus="Rejected"), []),
        ({"getVariableResult": "odd"}, [("getVariableResult", "B06.FR.01")]),
        ({}, []),
    ],
)
def test_a_reading_answers_what_was_asked(response, broken):
    if response.get("getVariableResult") == "odd":
        broken = []  # the schema says it
    assert said(VariableResults(), "GetVariables", ASKED, response) == broken


def test_one_element_asked_for_once_is_answered_once():
    first = GIVEN["getVariableResult"][0]
    doubled = {"getVariableResult": [first, first]}
    assert said(VariableResults(), "GetVariables", ASKED, doubled) == [
        ("component and variable", "B06.FR.02")
    ]


@pytest.mark.parametrize(
    ("asked", "result", "broken"),
    [
        ({}, {"attributeType": "Actual"}, []),
        ({}, {}, [("attributeType", "B05.FR.12")]),
        (
            {"attributeType": "Target"},
            {"attributeType": "Actual"},
            [("attributeType", "B05.FR.03")],
        ),
    ],
)
def test_a_change_is_answered_for_its_attribute(asked, result, broken):
    names = {"component": {"name": "C"}, "variable": {"name": "V"}}
    request = {"setVariableData": [{"attributeValue": "1", **names, **asked}]}
    response = {"setVariableResult": [{"attributeStatus": "Accepted", **names, **result}]}
    assert said(VariableResults(), "SetVariables", request, response) == broken


def test_an_error_has_no_results_to_compare():
    request = Call("m", "GetVariables", ASKED)
    assert VariableResults().on_answer(request, CallError("m", "InternalError")) == []
    assert said(VariableResults(), "Reset", {}, {"status": "Accepted"}) == []


# readings


def event(kind="Updated", *, seconds=0.0, value=10.0, evse=None, sample=None, time=None, tx="T1"):
    one = {"value": value, "context": "Sample.Periodic", **(sample or {})}
    message = {
        "eventType": kind,
        "timestamp": at(seconds),
        "transactionInfo": {"transactionId": tx},
        "meterValue": [{"timestamp": time or at(seconds), "sampledValue": [one]}],
    }
    return {**message, **({"evse": evse} if evse else {})}


def watch(*events):
    monitor = Readings()
    found = [f for e in events for f in monitor.on_call(Call("m", "TransactionEvent", e))]
    return [(f.subject, f.requirement) for f in found]


PLACE = "Part 2, TransactionEventRequest"
UNIT = ("unitOfMeasure.unit", "Part 2 Appendices, 2")


@pytest.mark.parametrize(
    ("events", "broken"),
    [
        ([event(), event(seconds=10, value=11.0)], []),
        ([event(evse={"id": 1}), event(evse={"id": 1, "connectorId": 1}, seconds=1)], []),
        ([event(evse={"id": 1}), event(evse={"id": 2}, seconds=1)], [("evse.id", PLACE)]),
        ([event(evse={"id": 1}), event(evse={"id": 2}, tx="T2")], []),
        (
            [
                event(evse={"id": 1, "connectorId": 1}),
                event(evse={"id": 1, "connectorId": 2}, seconds=1),
            ],
            [("evse.connectorId", PLACE)],
        ),
        ([event(), event(seconds=10, value=9.0)], [("value", "J02.FR.16")]),
        ([event(), event(seconds=-10, value=9.0)], []),
        ([event(), event(seconds=10, value=9.0, tx="T2")], []),
        (
            [event(), event(seconds=10, value=0.02, sample={"unitOfMeasure": {"unit": "kWh"}})],
            [],
        ),
        (
            [event(), event(seconds=10, value=9.0, sample={"measurand": "Power.Active.Import"})],
            [],
        ),
        ([event(time=at(5))], [("meterValue.timestamp", "J02.FR.10")]),
        ([event("Ended", time=at(5))], []),
        ([event("Started", sample={"context": "Transaction.Begin"})], []),
        ([event("Started")], [("sampledValue.context", "E01.FR.09")]),
        ([event(sample={"unitOfMeasure": {"unit": "W"}})], [UNIT]),
        ([event(sample={"measurand": "Voltage", "unitOfMeasure": {"unit": "V"}})], []),
        ([event(sample={"measurand": "Voltage", "unitOfMeasure": {"unit": "A"}})], [UNIT]),
        ([event(sample={"measurand": "Voltage"})], []),
        ([event(sample={"measurand": "Energy.Reactive.Import.Register"})], [UNIT]),
        ([event(sample={"measurand": "Power.Factor", "unitOfMeasure": {"unit": "odd"}})], []),
        ([{"eventType": "Updated"}], []),
    ],
)
def test_a_transaction_stays_at_its_place_and_its_meter_makes_sense(events, broken):
    assert watch(*events) == broken


def told(*, seconds=0.0, value=10.0, evse=1, **sample):
    one = {"value": value, "context": "Sample.Clock", **sample}
    reading = {"timestamp": at(seconds), "sampledValue": [one]}
    return Call("m", "MeterValues", {"evseId": evse, "meterValue": [reading]})


def between(*kinds):
    """Let transactions take place between two readings."""
    return [Call("m", "TransactionEvent", {**event(kind), "meterValue": []}) for kind in kinds]


@pytest.mark.parametrize(
    ("calls", "broken"),
    [
        ([told(), told(seconds=10)], []),
        ([told(), told(seconds=10, value=9.0)], [("value", "Part 2, MeasurandEnumType")]),
        ([told(), told(seconds=-10, value=9.0)], []),
        ([told(), told(seconds=10, value=9.0, evse=2)], []),
        ([told(), told(seconds=10, value=9.0, location="Inlet")], []),
        ([told(measurand="Voltage"), told(seconds=10, value=9.0, measurand="Voltage")], []),
        ([told(), *between("Started", "Ended"), told(seconds=10, value=9.0)], []),
        (
            [told(), *between("Updated"), told(seconds=10, value=9.0)],
            [("value", "Part 2, MeasurandEnumType")],
        ),
        ([told(context="Sample.Periodic")], [("sampledValue.context", "J01.FR.08")]),
    ],
)
def test_a_register_does_not_fall_between_transactions(calls, broken):
    monitor = Readings()
    found = [f for call in calls for f in monitor.on_call(call)]
    assert [(f.subject, f.requirement) for f in found] == broken
    assert all(f.action == "MeterValues" for f in found)


def test_other_messages_are_not_its_business():
    assert Readings().on_call(Call("m", "Heartbeat", {})) == []


# tokens


@pytest.mark.parametrize(
    ("request_", "response", "broken"),
    [
        ({"idToken": {}}, {}, [("idTokenInfo", "E01.FR.12")]),
        ({"idToken": {}}, {"idTokenInfo": {}}, []),
        ({}, {}, []),
    ],
)
def test_a_token_is_answered_with_its_status(request_, response, broken):
    assert said(TokenInfo(), "TransactionEvent", request_, response) == broken


# configuration keys


def key(name, readonly, value="1"):
    return {"configurationKey": [{"key": name, "readonly": readonly, "value": value}]}


@pytest.mark.parametrize(
    ("answer", "subjects"),
    [
        (key("NumberOfConnectors", readonly=True), []),
        (key("NumberOfConnectors", readonly=False), ["NumberOfConnectors readonly"]),
        (key("HeartbeatInterval", readonly=False), []),
        (key("HeartbeatInterval", readonly=True), ["HeartbeatInterval readonly"]),
        (key("AuthorizeRemoteTxRequests", readonly=True), []),
        (key("VendorKey", readonly=True), []),
        ({}, []),
        ({"configurationKey": [{}]}, []),
    ],
)
def test_a_standard_key_is_writable_or_not_as_the_document_says(answer, subjects):
    assert [s for s, _ in said(ConfigurationKeys(), "GetConfiguration", {}, answer)] == subjects


def test_two_readings_of_a_key_agree_unless_something_changed_it():
    monitor = ConfigurationKeys()

    def read(value):
        return said(
            monitor, "GetConfiguration", {}, key("HeartbeatInterval", readonly=False, value=value)
        )

    assert read("10") == []
    assert read("10") == []
    assert read("11") == [("HeartbeatInterval", "OCPP 1.6, 5.8")]
    monitor.on_own_call(Call("m", "ChangeConfiguration", {"key": "HeartbeatInterval"}))
    assert read("12") == []
    monitor.on_call(Call("m", "BootNotification", {}))
    assert read("13") == []


# measurands


@pytest.mark.parametrize(
    ("version", "text", "known"),
    [
        ("1.6", "Voltage", True),
        ("1.6", "Voltage.L1", True),
        ("1.6", "Voltage.L9", False),
        ("1.6", "Voltages", False),
        ("2.0.1", "Power.Active.Import", True),
        ("2.0.1", "Power.Active.Importe", False),
    ],
)
def test_a_measurand_is_known(version, text, known):
    assert is_measurand(version, text) is known
