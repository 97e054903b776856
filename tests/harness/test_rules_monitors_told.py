"""The monitor that compares what a station tells of its monitors, in reports and in events."""

from __future__ import annotations

import pytest

from harness.rules.monitors_told import MonitorsTold
from ocppj.frames import Call, CallError, CallResult

POWER = {"component": {"name": "EVSE", "evse": {"id": 1}}, "variable": {"name": "Power"}}
HEAT = {"component": {"name": "TemperatureSensor"}, "variable": {"name": "Temperature"}}
LIMIT = {"type": "UpperThreshold", "value": 70, "severity": 4, "transaction": False}


def elements(*ids, **changes):
    return [{"id": number, **LIMIT, **changes} for number in ids]


def asks(monitor, number=1):
    monitor.on_own_call(Call("m", "GetMonitoringReport", {"requestId": number}))


def reports(monitor, *ids, place=HEAT, number=1, **changes):
    entry = {**place, "variableMonitoring": elements(*ids, **changes)}
    payload = {"requestId": number, "seqNo": 0, "monitor": [entry]}
    found = monitor.on_call(Call("m", "NotifyMonitoringReport", payload))
    return [(f.action, f.subject, f.requirement) for f in found]


def exchange(monitor, action, request, response):
    call = Call("m", action, request)
    monitor.on_own_call(call)
    assert monitor.on_answer(call, CallResult("m", response)) == []


def base(monitor, name, status="Accepted"):
    exchange(monitor, "SetMonitoringBase", {"monitoringBase": name}, {"status": status})


def sets(monitor, number, *, given=None, status="Accepted", place=HEAT, **changes):
    asked = {**place, **LIMIT, **changes, **({"id": given} if given else {})}
    result = {**asked, "status": status, "id": number}
    exchange(
        monitor,
        "SetVariableMonitoring",
        {"setMonitoringData": [asked]},
        {"setMonitoringResult": [result]},
    )


def clears(monitor, number, status="Accepted"):
    results = [{"id": number, "status": status}]
    exchange(
        monitor,
        "ClearVariableMonitoring",
        {"id": [number]},
        {"clearMonitoringResult": results},
    )


def event(monitor, event_id, place=POWER, **more):
    datum = {"eventId": event_id, "actualValue": "1", **place, **more}
    found = monitor.on_call(Call("m", "NotifyEvent", {"eventData": [datum]}))
    return [(f.subject, f.requirement) for f in found]


def differs(number, rule):
    return [("NotifyMonitoringReport", f"the monitor with id {number}", rule)]


CHANGES = [
    {"type": "LowerThreshold"},
    {"value": 71},
    {"severity": 5},
    {"transaction": True},
    {"place": POWER},
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_monitor_that_nobody_changed_is_the_same_in_every_report(change):
    monitor = MonitorsTold()
    asks(monitor)
    assert reports(monitor, 1, 2) == []
    assert reports(monitor, 1, 2) == []
    assert reports(monitor, 2, **change) == differs(2, "N02.FR.03")


@pytest.mark.parametrize("change", CHANGES)
def test_a_monitor_is_reported_as_it_was_set(change):
    monitor = MonitorsTold()
    sets(monitor, 100)
    asks(monitor)
    assert reports(monitor, 100, value=70.000001) == []
    assert reports(monitor, 100, **change) == differs(100, "N04.FR.08")


def test_a_change_of_a_variable_that_is_no_number_has_any_value():
    monitor = MonitorsTold()
    sets(monitor, 100, type="Delta")
    asks(monitor)
    assert reports(monitor, 100, type="Delta", value=0) == []


def test_what_was_changed_is_reported_as_it_is_now():
    monitor = MonitorsTold()
    asks(monitor)
    reports(monitor, 1, 2)
    sets(monitor, 2, given=2, severity=5)
    asks(monitor)
    assert reports(monitor, 1) == reports(monitor, 2, severity=5) == []
    assert reports(monitor, 2) == differs(2, "N04.FR.08")


@pytest.mark.parametrize(
    "forget",
    [
        lambda monitor: clears(monitor, 2),
        lambda monitor: base(monitor, "FactoryDefault"),
        lambda monitor: base(monitor, "HardWiredOnly"),
        lambda monitor: monitor.on_call(Call("m", "BootNotification", {})),
    ],
)
def test_an_id_is_free_again_when_its_monitor_may_be_gone(forget):
    monitor = MonitorsTold()
    sets(monitor, 2)
    forget(monitor)
    asks(monitor)
    assert reports(monitor, 2, place=POWER) == []


@pytest.mark.parametrize(
    ("name", "rule"), [("FactoryDefault", "N03.FR.04"), ("HardWiredOnly", "N03.FR.05")]
)
def test_a_base_brings_the_monitors_of_the_factory_back(name, rule):
    monitor = MonitorsTold()
    base(monitor, name)
    asks(monitor)
    reports(monitor, 1, 2)
    sets(monitor, 2, given=2, severity=5)
    base(monitor, name)
    asks(monitor)
    assert reports(monitor, 1, 2) == []
    assert reports(monitor, 2, severity=5) == differs(2, rule)


@pytest.mark.parametrize(("name", "status"), [("All", "Accepted"), ("HardWiredOnly", "Rejected")])
def test_changed_monitors_are_left_alone_by_all_and_by_what_is_refused(name, status):
    monitor = MonitorsTold()
    sets(monitor, 100)
    base(monitor, name, status)
    asks(monitor)
    assert reports(monitor, 100, severity=1) == differs(100, "N04.FR.08")


def test_a_report_from_before_a_change_is_let_be():
    monitor = MonitorsTold()
    asks(monitor)
    reports(monitor, 2)
    sets(monitor, 2, given=2, severity=5)
    assert reports(monitor, 2) == []
    assert reports(monitor, 2, number=99) == []


def test_what_was_refused_changes_nothing():
    monitor = MonitorsTold()
    asks(monitor)
    reports(monitor, 2)
    sets(monitor, 2, given=2, severity=5, status="Rejected")
    asks(monitor)
    assert reports(monitor, 2) == []


def test_an_event_has_an_id_of_its_own():
    monitor = MonitorsTold()
    assert event(monitor, 1) == event(monitor, 1) == event(monitor, 2) == []
    assert event(monitor, 2, cleared=True) == [("eventId", "Part 2, EventDataType")]
    monitor.on_call(Call("m", "BootNotification", {}))
    assert event(monitor, 2, cleared=True) == []


def test_an_event_is_about_the_variable_of_its_monitor():
    monitor = MonitorsTold()
    sets(monitor, 100, place=POWER)
    assert event(monitor, 1, variableMonitoringId=100) == []
    assert event(monitor, 2, variableMonitoringId=101, place=HEAT) == []
    assert event(monitor, 3, variableMonitoringId=100, place=HEAT) == [
        ("component and variable", "N07.FR.06")
    ]


def test_what_tells_nothing_of_monitors_is_let_be():
    monitor = MonitorsTold()
    request = Call("m", "SetVariableMonitoring", {"setMonitoringData": [{}]})
    assert monitor.on_answer(request, CallError("m", "InternalError", "")) == []
    broken = CallResult("m", {"setMonitoringResult": [{"status": "Accepted"}]})
    assert monitor.on_answer(request, broken) == []
    assert monitor.on_call(Call("m", "NotifyEvent", {"eventData": [{}]})) == []
    assert monitor.on_call(Call("m", "Heartbeat", {})) == []
