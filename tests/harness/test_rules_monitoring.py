"""The monitor that watches the ids of monitors, from their setting to their clearing."""

from __future__ import annotations

import pytest

from harness.rules.monitoring import MonitoringResults
from ocppj.frames import Call, CallError, CallResult

STATION = {"component": {"name": "ChargingStation"}, "variable": {"name": "AvailabilityState"}}
EVSE = {
    "component": {"name": "EVSE", "evse": {"id": 1}},
    "variable": {"name": "AvailabilityState"},
}
KIND = {"type": "Delta", "severity": 8}
RESULT = "Part 2, SetMonitoringResultType"


def asking(*places, **more):
    return {"setMonitoringData": [{**place, **KIND, "value": 1, **more} for place in places]}


def result(place, number, **changes):
    given = {**place, **KIND, "status": "Accepted", "id": number, **changes}
    return {name: value for name, value in given.items() if value is not None}


def answered(monitor, action, request, response):
    found = monitor.on_answer(Call("m", action, request), CallResult("m", response))
    return [(f.action, f.subject, f.requirement) for f in found]


def setting(monitor, request, *results):
    found = answered(
        monitor, "SetVariableMonitoring", request, {"setMonitoringResult": list(results)}
    )
    return [each[1:] for each in found]


def clearing(monitor, asked, **told):
    results = [{"id": int(number[1:]), "status": status} for number, status in told.items()]
    response = {"clearMonitoringResult": results}
    return answered(monitor, "ClearVariableMonitoring", {"id": asked}, response)


@pytest.mark.parametrize(
    ("results", "broken"),
    [
        ([result(STATION, 1), result(EVSE, 2)], []),
        ([result(EVSE, 2), result(STATION, 1)], []),
        ([result(STATION, 1)], [("setMonitoringResult", "N04.FR.01")]),
        (
            [result(STATION, 1), result(STATION, 2)],
            [("component and variable", "N04.FR.02")],
        ),
        (
            [result({**STATION, "component": {"name": "Other"}}, 1), result(EVSE, 2)],
            [("component and variable", "N04.FR.02")],
        ),
        ([result(STATION, 1, severity=7), result(EVSE, 2)], [("type and severity", RESULT)]),
        ([result(STATION, 1), result(EVSE, 2, type="Periodic")], [("type and severity", RESULT)]),
        ([result(STATION, None), result(EVSE, 2)], [("id", "N04.FR.11")]),
        ([result(STATION, 1), result(EVSE, 1)], [("id", RESULT)]),
        ([result(STATION, None, status="Rejected"), result(EVSE, 2)], []),
        ([{"id": 1}, "odd"], []),
    ],
)
def test_each_monitor_that_is_asked_for_has_a_result_and_an_id_of_its_own(results, broken):
    assert setting(MonitoringResults(), asking(STATION, EVSE), *results) == broken


def test_a_monitor_that_is_replaced_keeps_its_id():
    monitor = MonitoringResults()
    assert setting(monitor, asking(EVSE), result(EVSE, 4)) == []
    assert setting(monitor, asking(EVSE, id=4), result(EVSE, 4)) == []
    assert setting(monitor, asking(EVSE, id=4), result(EVSE, 5)) == [("id", "N04.FR.12")]


def test_every_id_that_is_to_be_cleared_has_a_result():
    told = [("ClearVariableMonitoring", "clearMonitoringResult.id", "N06.FR.05")]
    assert clearing(MonitoringResults(), [1, 2], _2="Accepted", _1="NotFound") == []
    assert clearing(MonitoringResults(), [1, 2], _1="Accepted") == told
    assert clearing(MonitoringResults(), [1], _3="Accepted") == told
    assert clearing(MonitoringResults(), [1], _1="Accepted", _2="Accepted") == told


def test_an_id_that_was_given_is_known_when_it_is_cleared():
    monitor = MonitoringResults()
    setting(monitor, asking(EVSE), result(EVSE, 4))
    assert clearing(monitor, [4], _4="NotFound") == [("SetVariableMonitoring", "id", "N04.FR.11")]
    assert clearing(monitor, [4], _4="NotFound") == []


@pytest.mark.parametrize(
    "forget",
    [
        lambda monitor: clearing(monitor, [4], _4="Accepted"),
        lambda monitor: monitor.on_call(Call("m", "BootNotification", {})),
        lambda monitor: monitor.on_own_call(Call("m", "SetMonitoringBase", {})),
    ],
)
def test_an_id_is_free_again_when_its_monitor_may_be_gone(forget):
    monitor = MonitoringResults()
    setting(monitor, asking(EVSE), result(EVSE, 4))
    forget(monitor)
    assert clearing(monitor, [4], _4="NotFound") == []
    assert setting(monitor, asking(STATION), result(STATION, 4)) == []


def test_what_is_no_answer_about_monitors_is_let_be():
    monitor = MonitoringResults()
    request = Call("m", "SetVariableMonitoring", asking(EVSE))
    assert monitor.on_answer(request, CallError("m", "InternalError")) == []
    assert answered(monitor, "Reset", {}, {"status": "Accepted"}) == []
    assert monitor.on_call(Call("m", "Heartbeat", {})) == []
    monitor.on_own_call(Call("m", "Reset", {}))
    assert answered(monitor, "ClearVariableMonitoring", {}, {}) == []
