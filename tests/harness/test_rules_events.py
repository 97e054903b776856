"""Monitors on the causes, the configured values and the triggered messages of a conversation."""

from __future__ import annotations

import pytest

from harness import cases
from harness.mutation.mutant import parse_id
from harness.mutation.perform import run_case
from harness.mutation.verdict import Fate, fate
from harness.plan import Plan
from harness.rules.configured import ConfiguredMeasurands
from harness.rules.error_codes import ErrorCodes
from harness.rules.events import TransactionCauses
from harness.rules.owed import StartEvents, Triggered
from harness.rules.readings import Readings
from harness.rules.reported import ReportedVariables
from ocppj.frames import Call, CallError, CallResult
from steps.bdd import perform

REGISTER = "Energy.Active.Import.Register"


def event(kind="Updated", trigger="CablePluggedIn", info=None, **more):
    return Call(
        "m",
        "TransactionEvent",
        {
            "eventType": kind,
            "triggerReason": trigger,
            "transactionInfo": {"transactionId": "T1", **(info or {})},
            **more,
        },
    )


def found(monitor, call):
    return [(finding.subject, finding.requirement) for finding in monitor.on_call(call)]


TRIGGER = [("triggerReason", "E02.FR.15")]
STOPPED = [("transactionInfo.stoppedReason", "E06.FR.08")]


@pytest.mark.parametrize(
    ("trigger", "action"),
    [
        ("RemoteStart", "RequestStartTransaction"),
        ("RemoteStop", "RequestStopTransaction"),
        ("Trigger", "TriggerMessage"),
        ("UnlockCommand", "UnlockConnector"),
        ("ResetCommand", "Reset"),
    ],
)
def test_a_command_is_the_trigger_only_where_one_was_sent(trigger, action):
    monitor = TransactionCauses()
    assert found(monitor, event(trigger=trigger)) == TRIGGER
    monitor.on_own_call(Call("c", action, {}))
    assert found(monitor, event(trigger=trigger)) == []


@pytest.mark.parametrize(
    ("reason", "action"), [("Remote", "RequestStopTransaction"), ("ImmediateReset", "Reset")]
)
def test_a_command_stops_a_transaction_only_where_one_was_sent(reason, action):
    monitor, last = TransactionCauses(), event("Ended", info={"stoppedReason": reason})
    assert found(monitor, last) == STOPPED
    monitor.on_own_call(Call("c", action, {}))
    assert found(monitor, last) == []


def test_nobody_is_deauthorized_whose_token_was_never_refused():
    monitor = TransactionCauses()
    last = event("Ended", "Deauthorized", {"stoppedReason": "DeAuthorized"})
    monitor.on_own_answer(event(), CallResult("m", {"idTokenInfo": {"status": "Accepted"}}))
    monitor.on_own_answer(event(), CallError("m", "GenericError", "", {}))
    assert found(monitor, last) == TRIGGER + STOPPED
    monitor.on_own_answer(event(), CallResult("m", {"idTokenInfo": {"status": "Blocked"}}))
    assert found(monitor, last) == []


@pytest.mark.parametrize(
    ("told", "broken"),
    [
        (event(trigger="ChargingStateChanged", info={"chargingState": "Charging"}), []),
        (
            event(trigger="ChargingStateChanged"),
            [("transactionInfo.chargingState", "E01.FR.18")],
        ),
        (event(trigger="Authorized", idToken={"idToken": "1", "type": "Central"}), []),
        (event(trigger="Authorized"), [("idToken", "E02.FR.01")]),
        (event("Ended", "RemoteStop", {"stoppedReason": "Remote"}), []),
        (event("Ended", "RemoteStop", {"stoppedReason": "Other"}), STOPPED),
        (event("Ended", "RemoteStop"), STOPPED),
        (event("Updated", "RemoteStop"), []),
        (event("Ended", "StopAuthorized"), []),
        (event(numberOfPhasesUsed=3), []),
        (event(numberOfPhasesUsed=4), [("numberOfPhasesUsed", "Part 2, TransactionEventRequest")]),
        (Call("m", "TransactionEvent", {"triggerReason": "Authorized"}), []),
        (Call("m", "TransactionEvent", {"transactionInfo": 7, "triggerReason": "Trigger"}), []),
        (Call("m", "Heartbeat", {}), []),
    ],
)
def test_what_an_event_tells_fits_its_trigger(told, broken):
    monitor = TransactionCauses()
    monitor.on_own_call(Call("c", "RequestStopTransaction", {}))
    assert found(monitor, told) == broken


# the values that a station is set to send


def named(name, status="Accepted", **more):
    place = {"component": {"name": "SampledDataCtrlr"}, "variable": {"name": name}}
    return {**place, "attributeStatus": status, **more}


def reads(monitor, name, value, status="Accepted"):
    result = named(name, status, attributeValue=value)
    monitor.on_answer(
        Call("c", "GetVariables", {}), CallResult("c", {"getVariableResult": [result]})
    )


def carrying(kind, context, *measurands, **more):
    samples = [{"value": 1.0, "context": context, "measurand": m} for m in measurands]
    values = [{"timestamp": "2026-01-01T00:00:00Z", "sampledValue": samples}] if samples else []
    return event(kind, evse={"id": 1}, **({"meterValue": values} if values else {}), **more)


BEGIN = ("Started", "Transaction.Begin")
END = ("Ended", "Transaction.End")
STARTED = [("meterValue", "E01.FR.09")]
ENDED = [("meterValue", "E06.FR.11")]


@pytest.mark.parametrize(
    ("call", "broken"),
    [
        (carrying(*BEGIN, REGISTER, "Voltage"), []),
        (carrying(*BEGIN, REGISTER, "Voltage", "SoC"), []),
        (carrying(*BEGIN, REGISTER), STARTED),
        (carrying("Started", "Trigger", REGISTER, "Voltage"), STARTED),
        (carrying(*BEGIN), STARTED),
        (event("Started"), []),
        (carrying("Updated", "Sample.Periodic"), []),
        (carrying(*END, REGISTER), []),
        (carrying(*END, "Voltage"), ENDED),
        (carrying("Ended", "Sample.Periodic", REGISTER), ENDED),
        (carrying(*END), ENDED),
        (carrying(*END, offline=True), []),
        (Call("m", "TransactionEvent", {"eventType": "Ended", "meterValue": [7]}), []),
    ],
)
def test_the_first_and_the_last_event_carry_what_was_read(call, broken):
    monitor = ConfiguredMeasurands()
    reads(monitor, "TxStartedMeasurands", f"{REGISTER}, Voltage")
    reads(monitor, "TxEndedMeasurands", REGISTER)
    assert found(monitor, call) == broken


def test_a_measurand_that_is_left_out_is_the_register():
    monitor, call = ConfiguredMeasurands(), carrying(*END, REGISTER)
    reads(monitor, "TxEndedMeasurands", REGISTER)
    del call.payload["meterValue"][0]["sampledValue"][0]["measurand"]
    assert found(monitor, call) == []


def test_nothing_is_wanted_of_what_was_never_told():
    monitor = ConfiguredMeasurands()
    assert found(monitor, carrying(*BEGIN)) == []
    reads(monitor, "TxStartedMeasurands", REGISTER, "Rejected")
    reads(monitor, "TxUpdatedMeasurands", REGISTER)
    reads(monitor, "TxEndedMeasurands", "")
    monitor.on_answer(Call("c", "GetVariables", {}), CallError("c", "GenericError", "", {}))
    monitor.on_answer(Call("c", "GetVariables", {}), CallResult("c", {"getVariableResult": [7]}))
    monitor.on_answer(Call("c", "GetReport", {}), CallResult("c", {"status": "Accepted"}))
    assert found(monitor, carrying(*BEGIN)) == []
    assert found(monitor, carrying(*END)) == []


@pytest.mark.parametrize(("status", "broken"), [("Accepted", STARTED), ("Rejected", [])])
def test_what_was_set_counts_once_it_is_accepted(status, broken):
    monitor = ConfiguredMeasurands()
    data = {**named("TxStartedMeasurands"), "attributeValue": "Voltage"}
    asked = Call("c", "SetVariables", {"setVariableData": [data]})
    result = named("TxStartedMeasurands", status)
    monitor.on_answer(asked, CallResult("c", {"setVariableResult": [result]}))
    assert found(monitor, carrying(*BEGIN, REGISTER)) == broken


def test_only_the_state_of_charge_is_measured_by_the_ev():
    def of(action, measurand):
        sample = {"value": 1.0, "measurand": measurand, "location": "EV", "context": "Trigger"}
        values = [{"timestamp": "2026-01-01T00:00:00Z", "sampledValue": [sample]}]
        moment = {"timestamp": "2026-01-01T00:00:00Z", "evseId": 1}
        call = event(meterValue=values, **moment)
        return found(Readings(), Call("m", action, call.payload))

    for action in ("TransactionEvent", "MeterValues"):
        assert of(action, "Voltage") == [("sampledValue.location", "Errata 6.2.58")]
        assert of(action, "SoC") == []


@pytest.mark.parametrize(("unit", "broken"), [("Wh", 1), ("Percent", 0), ("odd", 0)])
def test_a_measurand_without_a_unit_of_its_own_has_none_of_another(unit, broken):
    sample = {"value": 1.0, "measurand": "Power.Factor", "unitOfMeasure": {"unit": unit}}
    values = [{"timestamp": "2026-01-01T00:00:00Z", "sampledValue": [sample]}]
    call = event(meterValue=values, timestamp="2026-01-01T00:00:00Z")
    assert found(Readings(), call) == [("unitOfMeasure.unit", "Part 2 Appendices, 2")] * broken


# error codes of 1.6


@pytest.mark.parametrize(
    ("status", "code", "broken"),
    [
        ("Available", "EVCommunicationError", [("errorCode", "OCPP 1.6, 4.9")]),
        ("Preparing", "EVCommunicationError", []),
        ("Available", "WeakSignal", []),
    ],
)
def test_an_ev_that_does_not_answer_is_told_of_beside_some_statuses_only(status, code, broken):
    told = Call("m", "StatusNotification", {"status": status, "errorCode": code})
    assert found(ErrorCodes(), told) == broken


# reports


ATTRIBUTE = {"value": "1"}
OWN = {"component": {"name": "Vendor"}, "variable": {"name": "Own"}}
POWER = {"component": {"name": "EVSE", "evse": {"id": 1}}, "variable": {"name": "Power"}}
DATA = {
    **OWN,
    "variableAttribute": [ATTRIBUTE],
    "variableCharacteristics": {"dataType": "integer"},
}


def report(data=None, number=5):
    return Call(
        "m", "NotifyReport", {"requestId": number, "reportData": [{**DATA, **(data or {})}]}
    )


def asking(status="Accepted", action="GetReport", number=5):
    monitor, asked = ReportedVariables(), Call("c", action, {"requestId": number})
    monitor.on_own_call(asked)
    monitor.on_answer(asked, CallResult("c", {"status": status}))
    return monitor


@pytest.mark.parametrize(
    ("monitor", "told", "broken"),
    [
        (asking(), report(), []),
        (asking("Rejected"), report(), [("status", "B08.FR.01")]),
        (asking("NotSupported", "GetBaseReport"), report(), [("status", "B07.FR.01")]),
        (asking("Rejected", number=6), report(), []),
        (asking("Rejected", "Reset"), report(), []),
        (
            asking(),
            report({"variableAttribute": [{}]}),
            [("variableAttribute.value", "Part 2, VariableAttributeType")],
        ),
        (asking(), report({"variableAttribute": [{"mutability": "WriteOnly"}]}), []),
        (asking(), report({**POWER, "variableAttribute": [{"mutability": "ReadOnly"}]}), []),
        (asking(), report({"variableAttribute": 7}), []),
        (asking(), Call("m", "NotifyEvent", {}), []),
    ],
)
def test_a_report_is_granted_and_has_its_values(monitor, told, broken):
    assert found(monitor, told) == broken


def test_a_custom_report_has_the_characteristics():
    bare = {"requestId": 5, "reportData": [{**OWN, "variableAttribute": [ATTRIBUTE]}]}
    told = Call("m", "NotifyReport", bare)
    assert found(asking(), told) == [("variableCharacteristics", "B08.FR.12")]
    assert found(asking(action="GetBaseReport"), told) == []


def test_asking_again_forgets_the_refusal():
    monitor = asking("Rejected")
    monitor.on_own_call(Call("c", "GetReport", {"requestId": 5}))
    assert found(monitor, report()) == []


# triggered messages


def triggered(message, status="Accepted", action="TriggerMessage"):
    monitor = Triggered("F06.FR.10")
    asked = Call("c", action, {"requestedMessage": message})
    monitor.on_answer(asked, CallResult("c", {"status": status}))
    return monitor


@pytest.mark.parametrize(
    ("requested", "action"),
    [
        ("Heartbeat", "Heartbeat"),
        ("SignV2GCertificate", "SignCertificate"),
        ("SignChargePointCertificate", "SignCertificate"),
    ],
)
def test_an_accepted_trigger_is_owed_until_the_message_comes(requested, action):
    monitor = triggered(requested)
    assert monitor.on_call(Call("m", "StatusNotification", {})) == []
    assert [(f.action, f.requirement) for f in monitor.owed()] == [(action, "F06.FR.10")]
    assert monitor.on_call(Call("m", action, {})) == []
    assert monitor.owed() == []


def test_a_reboot_forgets_what_was_owed():
    monitor = triggered("Heartbeat")
    monitor.on_reboot_due()
    assert monitor.owed() == []


def test_a_refused_trigger_and_other_answers_promise_nothing():
    assert triggered("Heartbeat", "NotImplemented").owed() == []
    assert triggered("Heartbeat", action="Reset").owed() == []
    monitor = Triggered("F06.FR.10")
    asked = Call("c", "TriggerMessage", {"requestedMessage": "Heartbeat"})
    assert monitor.on_answer(asked, CallError("c", "GenericError", "", {})) == []
    assert monitor.owed() == []


def test_what_is_still_owed_when_a_scenario_ends_is_a_fault(tmp_path):
    lost = parse_id("TC_054_CS:request:FirmwareStatusNotification:1::drop")
    run = run_case(Plan(tmp_path, (lost.case,)), cases.find(lost.case), perform, lost)
    assert fate(run)[0] is Fate.KILLED
    assert (run.broken.action, run.broken.requirement) == (
        "FirmwareStatusNotification",
        "OCPP 1.6, 5.17",
    )


# the security event of a start


def booted(reason="PowerUp", status="Accepted"):
    monitor, boot = StartEvents(), Call("m", "BootNotification", {"reason": reason})
    monitor.on_own_answer(boot, CallResult("m", {"status": status}))
    return monitor


def security(kind):
    return Call("m", "SecurityEventNotification", {"type": kind})


@pytest.mark.parametrize("kind", ["StartupOfTheDevice", "ResetOrReboot"])
def test_a_start_is_told_as_a_security_event(kind):
    monitor = booted()
    assert monitor.on_call(security("FirmwareUpdated")) == []
    assert [(f.action, f.requirement) for f in monitor.owed()] == [
        ("SecurityEventNotification", "A04.FR.01")
    ]
    assert monitor.on_call(security(kind)) == []
    assert monitor.owed() == []


def test_no_event_is_owed_before_a_start_is_accepted_or_when_none_was():
    assert booted(status="Pending").owed() == []
    assert booted(reason="Triggered").owed() == []
    monitor = booted()
    monitor.on_reboot_due()
    assert monitor.owed() == []
    monitor.on_own_answer(Call("m", "Heartbeat", {}), CallResult("m", {"status": "Accepted"}))
    assert monitor.owed() == []
