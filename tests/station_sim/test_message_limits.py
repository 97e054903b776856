"""How much a 2.0.1 station takes in one message."""

import pytest

from ocppj.frames import CallError

OCCURRENCE, FORMAT = "OccurrenceConstraintViolation", "FormatViolation"
PLACE = {"component": {"name": "ClockCtrlr"}, "variable": {"name": "DateTime"}}
HEAT = {"component": {"name": "TemperatureSensor"}, "variable": {"name": "Temperature"}}
SETTING = {
    "component": {"name": "TxCtrlr"},
    "variable": {"name": "EVConnectionTimeOut"},
    "attributeValue": "30",
}
MONITOR = {**HEAT, "type": "UpperThreshold", "severity": 5, "value": 60}
LISTED = {"idToken": {"idToken": "A", "type": "ISO14443"}, "idTokenInfo": {"status": "Accepted"}}


def listed(count):
    tokens = [{**LISTED["idToken"], "idToken": f"TAG-{n}"} for n in range(count)]
    entries = [{**LISTED, "idToken": token} for token in tokens]
    return {"versionNumber": 1, "updateType": "Full", "localAuthorizationList": entries}


REQUESTS = [
    (
        "GetVariables",
        "DeviceDataCtrlr.{}[GetVariables]",
        lambda n: {"getVariableData": [PLACE] * n},
    ),
    (
        "SetVariables",
        "DeviceDataCtrlr.{}[SetVariables]",
        lambda n: {"setVariableData": [SETTING] * n},
    ),
    (
        "GetReport",
        "DeviceDataCtrlr.{}[GetReport]",
        lambda n: {"requestId": 1, "componentVariable": [PLACE] * n},
    ),
    ("SendLocalList", "LocalAuthListCtrlr.{}", listed),
    (
        "SetVariableMonitoring",
        "MonitoringCtrlr.{}[SetVariableMonitoring]",
        lambda n: {"setMonitoringData": [MONITOR] * n},
    ),
    (
        "ClearVariableMonitoring",
        "MonitoringCtrlr.{}[ClearVariableMonitoring]",
        lambda n: {"id": list(range(700, 700 + n))},
    ),
]


@pytest.mark.parametrize(("action", "variable", "request_of"), REQUESTS)
def test_more_elements_than_allowed_are_refused(run, action, variable, request_of):
    """B06.FR.16, B08.FR.17, D01.FR.11, N04.FR.09, N06.FR.06."""

    async def scenario(bench):
        await bench.booted({variable.format("ItemsPerMessage"): "2"})
        await bench.csms.call(action, request_of(2))
        answer = await bench.csms.ask(action, request_of(3))
        assert isinstance(answer, CallError)
        assert answer.code == OCCURRENCE

    run("2.0.1", scenario)


@pytest.mark.parametrize(("action", "variable", "request_of"), REQUESTS)
def test_more_bytes_than_allowed_are_refused(run, action, variable, request_of):
    """B06.FR.17, B08.FR.18, D01.FR.11, N04.FR.09, N06.FR.07."""

    async def scenario(bench):
        size = {"ClearVariableMonitoring": "50"}.get(action, "300")
        await bench.booted({variable.format("BytesPerMessage"): size})
        await bench.csms.call(action, request_of(1))
        answer = await bench.csms.ask(action, request_of(20))
        assert isinstance(answer, CallError)
        assert answer.code == FORMAT

    run("2.0.1", scenario)


def test_a_message_of_just_the_size_is_taken(run):
    """The bytes of the payload count, in UTF-8."""

    async def scenario(bench):
        request = {"getVariableData": [{**PLACE, "component": {"name": "ä" * 20}}]}
        size = len(
            b'{"getVariableData":[{"component":{"name":""},"variable":{"name":"DateTime"}}]}'
        )
        variable = "DeviceDataCtrlr.BytesPerMessage[GetVariables]"
        station = await bench.booted({variable: str(size + 40)})
        await bench.csms.call("GetVariables", request)
        station.store.apply({variable: str(size + 39)})
        assert isinstance(await bench.csms.ask("GetVariables", request), CallError)

    run("2.0.1", scenario)
