"""The 2.0.1 device model: the table, B05 to B07 on the wire."""

import asyncio

import pytest

from ocppj.frames import CallError
from station_sim.device_model import DeviceModel, Lookup
from station_sim.settings import StationSettings

REQUIRED = [
    "AlignedDataCtrlr.Interval",
    "AlignedDataCtrlr.Measurands",
    "AlignedDataCtrlr.TxEndedInterval",
    "AlignedDataCtrlr.TxEndedMeasurands",
    "AuthCtrlr.AuthorizeRemoteStart",
    "AuthCtrlr.LocalAuthorizeOffline",
    "AuthCtrlr.LocalPreAuthorize",
    "ChargingStation.AvailabilityState",
    "ChargingStation.Available",
    "ChargingStation.SupplyPhases",
    "ClockCtrlr.DateTime",
    "ClockCtrlr.TimeSource",
    "Connector:1:1.Available",
    "Connector:1:1.ConnectorType",
    "Connector:1:1.SupplyPhases",
    "EVSE:1.AvailabilityState",
    "EVSE:1.Available",
    "EVSE:1.Power",
    "EVSE:1.SupplyPhases",
    "ISO15118Ctrlr.ContractValidationOffline",
    "DeviceDataCtrlr.BytesPerMessage[GetReport]",
    "DeviceDataCtrlr.BytesPerMessage[GetVariables]",
    "DeviceDataCtrlr.BytesPerMessage[SetVariables]",
    "DeviceDataCtrlr.ItemsPerMessage[GetReport]",
    "DeviceDataCtrlr.ItemsPerMessage[GetVariables]",
    "DeviceDataCtrlr.ItemsPerMessage[SetVariables]",
    "OCPPCommCtrlr.FileTransferProtocols",
    "OCPPCommCtrlr.MessageTimeout[Default]",
    "OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]",
    "OCPPCommCtrlr.MessageAttempts[TransactionEvent]",
    "OCPPCommCtrlr.NetworkConfigurationPriority",
    "OCPPCommCtrlr.NetworkProfileConnectionAttempts",
    "OCPPCommCtrlr.OfflineThreshold",
    "OCPPCommCtrlr.ResetRetries",
    "OCPPCommCtrlr.UnlockOnEVSideDisconnect",
    "SampledDataCtrlr.TxEndedInterval",
    "SampledDataCtrlr.TxEndedMeasurands",
    "SampledDataCtrlr.TxStartedMeasurands",
    "SampledDataCtrlr.TxUpdatedInterval",
    "SampledDataCtrlr.TxUpdatedMeasurands",
    "SecurityCtrlr.CertificateEntries",
    "SecurityCtrlr.OrganizationName",
    "SecurityCtrlr.SecurityProfile",
    "TxCtrlr.EVConnectionTimeOut",
    "TxCtrlr.StopTxOnEVSideDisconnect",
    "TxCtrlr.StopTxOnInvalidId",
    "TxCtrlr.TxStartPoint",
    "TxCtrlr.TxStopPoint",
]


def model():
    return DeviceModel(StationSettings(), {}, {"ClockCtrlr.DateTime": lambda _: "now"})


def test_every_required_variable_is_there():
    paths = {variable.path for variable in model().variables}
    assert [path for path in REQUIRED if path not in paths] == []


def test_every_writable_default_is_a_value_that_the_variable_accepts():
    made = model()
    writable = [v for v in made.variables if v.mutability == "ReadWrite"]
    assert [v.path for v in writable if not v.accepts(made.value(v))] == []


def test_names_are_compared_without_case_and_instances_matter():
    made = model()
    found = made.find("ocppcommctrlr", "messageattempts", instance="TRANSACTIONEVENT")
    assert not isinstance(found, Lookup)
    assert made.value(found) == "3"
    unnamed = made.find("OCPPCommCtrlr", "MessageAttempts", instance="")
    assert unnamed is Lookup.UNKNOWN_VARIABLE
    assert made.find("Nope", "MessageAttempts") is Lookup.UNKNOWN_COMPONENT
    assert made.find("EVSE", "Available", evse_id=9) is Lookup.UNKNOWN_COMPONENT
    instance = made.find("TxCtrlr", "TxStartPoint", component_instance="x")
    assert instance is Lookup.UNKNOWN_COMPONENT


@pytest.mark.parametrize(
    ("component", "name", "value", "taken"),
    [
        ("OCPPCommCtrlr", "OfflineThreshold", "300", True),
        ("OCPPCommCtrlr", "OfflineThreshold", "-1", False),
        ("OCPPCommCtrlr", "OfflineThreshold", "1.5", False),
        ("OCPPCommCtrlr", "HeartbeatInterval", "0", False),
        ("TxCtrlr", "StopTxOnInvalidId", "false", True),
        ("TxCtrlr", "StopTxOnInvalidId", "no", False),
        ("TxCtrlr", "TxStartPoint", "Authorized,EVConnected", True),
        ("TxCtrlr", "TxStartPoint", "Authorized,Authorized", False),
        ("TxCtrlr", "TxStartPoint", "Sunrise", False),
        ("AlignedDataCtrlr", "Measurands", "Voltage,SoC", True),
        ("AlignedDataCtrlr", "Measurands", "Voltage.L1", False),
        ("SecurityCtrlr", "BasicAuthPassword", "short", False),
        ("SecurityCtrlr", "BasicAuthPassword", "a-password-of-16-or-more", True),
        ("SecurityCtrlr", "SecurityProfile", "2", False),
        ("ClockCtrlr", "DateTime", "2026-01-01T00:00:00Z", False),
    ],
)
def test_setting(component, name, value, taken):
    made = model()
    variable = made.find(component, name)
    assert not isinstance(variable, Lookup)
    before = made.value(variable)
    assert made.set(variable, value) is taken
    assert made.value(variable) == (value if taken else before)


def ask(component, variable, **more):
    evse = more.pop("evse", None)
    place = {"name": component} | ({} if evse is None else {"evse": evse})
    instance = more.pop("instance", None)
    name = {"name": variable} | ({} if instance is None else {"instance": instance})
    return {"component": place, "variable": name, **more}


def test_get_variables_answers_each_item_as_it_was_asked(run):
    async def scenario(bench):
        await bench.booted({"OCPPCommCtrlr.OfflineThreshold": "300"})
        wanted = [
            (ask("OCPPCommCtrlr", "OfflineThreshold", attributeType="Actual"), "Accepted", "300"),
            (ask("occppx", "OfflineThreshold"), "UnknownComponent", None),
            (ask("OCPPCommCtrlr", "Nope"), "UnknownVariable", None),
            (
                ask("OCPPCommCtrlr", "OfflineThreshold", attributeType="MaxSet"),
                "NotSupportedAttributeType",
                None,
            ),
            (ask("SecurityCtrlr", "BasicAuthPassword"), "Rejected", None),
            (ask("EVSE", "AvailabilityState", evse={"id": 2}), "Accepted", "Available"),
            (
                ask("DeviceDataCtrlr", "ItemsPerMessage", instance="GetReport"),
                "Accepted",
                "50",
            ),
        ]
        request = {"getVariableData": [item for item, _, _ in wanted]}
        results = (await bench.csms.call("GetVariables", request))["getVariableResult"]
        for (item, status, value), result in zip(wanted, results, strict=True):
            assert result["attributeStatus"] == status
            assert result.get("attributeValue") == value
            assert result["component"] == item["component"]
            assert result["variable"] == item["variable"]
            assert result["attributeType"] == item.get("attributeType", "Actual")
        too_many = {"getVariableData": [wanted[0][0]] * 51}
        refused = await bench.csms.ask("GetVariables", too_many)
        assert isinstance(refused, CallError)
        assert refused.code == "OccurrenceConstraintViolation"

    run("2.0.1", scenario)


def test_set_variables_take_effect(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        items = [
            ask("TxCtrlr", "TxStartPoint", attributeValue="EnergyTransfer"),
            ask("TxCtrlr", "TxStartPoint", attributeValue="x"),
            ask("SecurityCtrlr", "SecurityProfile", attributeValue="3"),
            ask("TxCtrlr", "TxStartPoint", attributeValue="x", attributeType="Target"),
            ask("Nope", "TxStartPoint", attributeValue="x"),
            ask("TxCtrlr", "Nope", attributeValue="x"),
            ask("OCPPCommCtrlr", "HeartbeatInterval", attributeValue="17"),
        ]
        answer = await csms.call("SetVariables", {"setVariableData": items})
        assert [r["attributeStatus"] for r in answer["setVariableResult"]] == [
            "Accepted",
            "Rejected",
            "Rejected",
            "NotSupportedAttributeType",
            "UnknownComponent",
            "UnknownVariable",
            "Accepted",
        ]
        at = csms.clock.time()
        beat = await csms.expect("Heartbeat", timeout=20)
        assert beat.at - at == pytest.approx(17, abs=0.2)
        await station.plug_in(1)
        await asyncio.sleep(2)
        assert [m.action for m in csms.received if m.action == "TransactionEvent"] == []

    run("2.0.1", scenario)


@pytest.mark.parametrize(
    ("base", "includes", "excludes"),
    [
        ("FullInventory", "SecurityProfile", None),
        ("ConfigurationInventory", "TxStartPoint", "SecurityProfile"),
        ("SummaryInventory", "AvailabilityState", "TxStartPoint"),
    ],
)
def test_base_reports(run, base, includes, excludes):
    async def scenario(bench):
        csms = bench.csms
        await bench.booted()
        before = len(csms.received)
        request = {"requestId": 42, "reportBase": base}
        assert await csms.call("GetBaseReport", request) == {"status": "Accepted"}
        await asyncio.sleep(5)
        parts = [m.payload for m in csms.received[before:]]
        assert [part["seqNo"] for part in parts] == list(range(len(parts)))
        assert [part.get("tbc", False) for part in parts] == [True] * (len(parts) - 1) + [False]
        assert {part["requestId"] for part in parts} == {42}
        names = {entry["variable"]["name"] for part in parts for entry in part["reportData"]}
        assert includes in names
        assert excludes not in names

    run("2.0.1", scenario)


def test_the_full_inventory_never_tells_the_password(run):
    async def scenario(bench):
        csms = bench.csms
        await bench.booted({"SecurityCtrlr.BasicAuthPassword": "secret-secret-secret"})
        await csms.call("GetBaseReport", {"requestId": 1, "reportBase": "FullInventory"})
        await asyncio.sleep(5)
        assert "secret-secret-secret" not in str([m.payload for m in csms.received])

    run("2.0.1", scenario)
