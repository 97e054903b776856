"""Monitors that compare what a station says in one message with what it said in another."""

import pytest

from harness.rules.configuration import ConfigurationKeys
from harness.rules.identity import BootReason, Identity
from harness.rules.meter import Meter
from harness.rules.parts import ReportParts
from harness.rules.readings import Readings
from ocppj.frames import Call, CallResult


def call(action, **payload):
    return Call("1", action, payload)


def subjects(found):
    return [finding.subject for finding in found]


def test_a_station_keeps_its_name_over_its_boots_but_not_its_firmware():
    monitor = Identity("", frozenset({"chargePointModel"}), "OCPP 1.6, 4.2")
    assert not monitor.on_call(call("BootNotification", chargePointModel="a", firmwareVersion="1"))
    assert not monitor.on_call(call("BootNotification", chargePointModel="a", firmwareVersion="2"))
    found = monitor.on_call(call("BootNotification", chargePointModel="b"))
    assert subjects(found) == ["chargePointModel"]


def test_a_boot_is_triggered_only_by_a_trigger():
    monitor = BootReason()
    assert not monitor.on_call(call("BootNotification", reason="PowerUp"))
    assert subjects(monitor.on_call(call("BootNotification", reason="Triggered"))) == ["reason"]
    monitor.on_own_call(call("TriggerMessage", requestedMessage="BootNotification"))
    assert not monitor.on_call(call("BootNotification", reason="Triggered"))


def part(number, tbc):
    return call("NotifyReport", requestId=7, seqNo=number, tbc=tbc)


@pytest.mark.parametrize(
    ("parts", "broken"),
    [
        ([(0, True), (1, True), (2, False)], []),
        ([(1, False)], ["seqNo"]),
        ([(0, True), (2, False)], ["seqNo"]),
        ([(0, False), (1, False)], ["tbc"]),
    ],
)
def test_parts_of_a_report_are_numbered_and_the_last_one_is_the_last(parts, broken):
    monitor = ReportParts()
    assert [s for each in parts for s in subjects(monitor.on_call(part(*each)))] == broken
    monitor.on_own_call(call("GetReport", requestId=7))
    assert not monitor.on_call(part(0, False))


def stop(meter_stop, **sample):
    data = [{"timestamp": "2026-01-01T00:00:00Z", "sampledValue": [sample]}] if sample else []
    return call("StopTransaction", transactionId=5, meterStop=meter_stop, transactionData=data)


@pytest.mark.parametrize(
    ("request_", "broken"),
    [
        (stop(100), []),
        (stop(99), ["meterStart"]),
        (stop(120, value="120.9"), []),
        (stop(120, value="121.0"), ["transactionData"]),
        (stop(120, value="121.0", location="EV"), []),
        (stop(120, value="1", unit="W"), ["sampledValue.unit"]),
        (stop(120, value="1", unit="VA", measurand="Power.Offered"), []),
    ],
)
def test_a_transaction_ends_at_the_meter_reading_that_it_tells(request_, broken):
    monitor = Meter()
    started = call("StartTransaction", meterStart=100)
    monitor.on_own_answer(started, CallResult("1", {"transactionId": 5}))
    assert subjects(monitor.on_call(request_)) == broken


def read(monitor, asked, **answer):
    return monitor.on_answer(call("GetConfiguration", key=asked), CallResult("1", answer))


def test_get_configuration_speaks_of_the_keys_that_it_was_asked_for():
    monitor = ConfigurationKeys()
    entry = {"key": "Own", "readonly": False, "value": "1"}
    assert not read(monitor, ["own", "b"], configurationKey=[entry], unknownKey=["B"])
    assert subjects(read(monitor, ["Own", "b"], configurationKey=[entry])) == ["keys"]
    assert subjects(read(monitor, ["Own"], unknownKey=["Other"])) == ["keys"]


@pytest.mark.parametrize(
    ("status", "known", "broken"),
    [
        ("NotSupported", False, []),
        ("NotSupported", True, ["status"]),
        ("Rejected", True, []),
        ("Rejected", False, ["status"]),
    ],
)
def test_a_key_that_is_not_supported_is_unknown(status, known, broken):
    monitor = ConfigurationKeys()
    change = call("ChangeConfiguration", key="Own", value="1")
    monitor.on_answer(change, CallResult("1", {"status": status}))
    entry = {"key": "Own", "readonly": False, "value": "1"}
    answer = {"configurationKey": [entry]} if known else {"unknownKey": ["Own"]}
    assert subjects(read(monitor, ["Own"], **answer)) == broken


def values(context, unit="Wh"):
    sample = {"value": 1, "context": context, "unitOfMeasure": {"unit": unit}}
    reading = {"timestamp": "2026-01-01T00:00:00Z", "sampledValue": [sample]}
    return call("MeterValues", evseId=1, meterValue=[reading])


def test_values_outside_a_transaction_come_by_the_clock_or_when_asked_for():
    assert not Readings().on_call(values("Sample.Clock"))
    assert not Readings().on_call(values("Trigger"))
    assert subjects(Readings().on_call(values("Sample.Periodic"))) == ["sampledValue.context"]
    assert subjects(Readings().on_call(values("Trigger", "A"))) == ["unitOfMeasure.unit"]
