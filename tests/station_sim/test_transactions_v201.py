"""Transactions of 2.0.1: start and stop points, triggers, meter values, delivery."""

import asyncio
import base64
import itertools
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from ocppj.frames import CallError

START = "TxCtrlr.TxStartPoint"
STOP = "TxCtrlr.TxStopPoint"


def events(csms):
    return [m.payload for m in csms.received if m.action == "TransactionEvent"]


def short(event):
    info = event["transactionInfo"]
    return event["eventType"], event["triggerReason"], info.get("chargingState")


def sampled(event):
    """Give (context, measurand, location) of every value in an event."""
    return [
        (v["context"], v["measurand"], v["location"])
        for meter_value in event["meterValue"]
        for v in meter_value["sampledValue"]
    ]


async def plug_token(station):
    await station.enter_bay(1)
    await asyncio.sleep(1)
    await station.plug_in(1)
    await asyncio.sleep(1)
    await station.present_token("TAG")
    await asyncio.sleep(1)


async def token_plug(station):
    await station.enter_bay(1)
    await asyncio.sleep(1)
    await station.present_token("TAG", evse_id=1)
    await asyncio.sleep(1)
    await station.plug_in(1)
    await asyncio.sleep(1)


BAY = ("EVDetected", "Idle")
PLUG = ("CablePluggedIn", "EVConnected")
AUTH = ("Authorized", None)
PATH = ("ChargingStateChanged", "SuspendedEVSE")
CHARGE = ("ChargingStateChanged", "Charging")


@pytest.mark.parametrize(
    ("point", "expected"),
    [
        ("ParkingBayOccupancy", [BAY, PLUG, AUTH, CHARGE]),
        ("EVConnected", [PLUG, AUTH, CHARGE]),
        ("Authorized", [("Authorized", "EVConnected"), CHARGE]),
        ("PowerPathClosed", [PATH, CHARGE]),
        ("EnergyTransfer", [CHARGE]),
        ("EVConnected,Authorized", [PLUG, AUTH, CHARGE]),
    ],
)
def test_start_points_with_the_cable_first(run, point, expected):
    async def scenario(bench):
        station = await bench.booted({START: point})
        await plug_token(station)
        stages = ["Started"] + ["Updated"] * (len(expected) - 1)
        wanted = [(stage, *e) for stage, e in zip(stages, expected, strict=True)]
        assert [short(e) for e in events(bench.csms)] == wanted
        assert [e["seqNo"] for e in events(bench.csms)] == list(range(len(expected)))
        carrying = [e for e in events(bench.csms) if "idToken" in e]
        assert len(carrying) == 1
        assert all(e["evse"]["id"] == 1 for e in events(bench.csms))

    run("2.0.1", scenario)


@pytest.mark.parametrize(
    ("point", "expected"),
    [
        ("ParkingBayOccupancy", [BAY, AUTH, PLUG, CHARGE]),
        ("EVConnected", [PLUG, CHARGE]),
        ("Authorized", [("Authorized", "Idle"), PLUG, CHARGE]),
        ("PowerPathClosed", [PATH, CHARGE]),
        ("EnergyTransfer", [CHARGE]),
    ],
)
def test_start_points_with_the_token_first(run, point, expected):
    async def scenario(bench):
        station = await bench.booted({START: point})
        await token_plug(station)
        stages = ["Started"] + ["Updated"] * (len(expected) - 1)
        wanted = [(stage, *e) for stage, e in zip(stages, expected, strict=True)]
        assert [short(e) for e in events(bench.csms)] == wanted
        connected = next(e for e in events(bench.csms) if "connectorId" in e.get("evse", {}))
        assert connected["triggerReason"] in ("CablePluggedIn", "ChargingStateChanged")

    run("2.0.1", scenario)


def test_the_transaction_starts_with_the_first_signed_reading(run):
    async def scenario(bench):
        values = {
            START: "DataSigned",
            "SampledDataCtrlr.SignReadings": "true",
            "OCPPCommCtrlr.PublicKeyWithSignedMeterValue": "OncePerTransaction",
        }
        station = await bench.booted(values)
        await plug_token(station)
        await station.present_token("TAG")
        await asyncio.sleep(1)
        started, charging, ended = events(bench.csms)
        assert short(started)[:2] == ("Started", "SignedDataReceived")
        assert short(charging) == ("Updated", "ChargingStateChanged", "Charging")
        signed = [
            event["meterValue"][0]["sampledValue"][0]["signedMeterValue"]
            for event in (started, ended)
        ]
        assert signed[1]["publicKey"] == ""
        key = load_der_public_key(base64.b64decode(signed[0]["publicKey"]))
        for value in signed:
            _, payload, signature = base64.b64decode(value["signedMeterData"]).split(b"|")
            der = bytes.fromhex(json.loads(signature)["SD"])
            key.verify(der, payload, ec.ECDSA(SHA256()))

    run("2.0.1", scenario)


@pytest.mark.parametrize(
    ("point", "after_token", "after_unplug", "after_leaving"),
    [
        ("Authorized", [("Ended", "StopAuthorized", "EVConnected")], [], []),
        ("PowerPathClosed", [("Ended", "StopAuthorized", "EVConnected")], [], []),
        ("EnergyTransfer", [("Ended", "StopAuthorized", "EVConnected")], [], []),
        (
            "EVConnected",
            [
                ("Updated", "StopAuthorized", None),
                ("Updated", "ChargingStateChanged", "EVConnected"),
            ],
            [("Ended", "EVCommunicationLost", "Idle")],
            [],
        ),
        (
            "ParkingBayOccupancy",
            [
                ("Updated", "StopAuthorized", None),
                ("Updated", "ChargingStateChanged", "EVConnected"),
            ],
            [("Updated", "EVCommunicationLost", "Idle")],
            [("Ended", "EVDeparted", None)],
        ),
    ],
)
def test_stop_points(run, point, after_token, after_unplug, after_leaving):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted({STOP: point})
        await plug_token(station)
        for act, expected in (
            (station.present_token("TAG"), after_token),
            (station.unplug(1), after_unplug),
            (station.leave_bay(1), after_leaving),
        ):
            before = len(events(csms))
            await act
            await asyncio.sleep(2)
            assert [short(e) for e in events(csms)[before:]] == expected
        last = events(csms)[-1]
        assert last["eventType"] == "Ended"
        assert last["transactionInfo"]["stoppedReason"] == "Local"
        assert [e["seqNo"] for e in events(csms)] == list(range(len(events(csms))))
        statuses = [
            m.payload["connectorStatus"]
            for m in csms.received
            if m.action == "StatusNotification" and m.payload["evseId"] == 1
        ]
        assert statuses == ["Available", "Occupied", "Available"]

    run("2.0.1", scenario)


def test_unplugging_ends_the_transaction_for_that_reason(run):
    async def scenario(bench):
        station = await bench.booted()
        await plug_token(station)
        await station.unplug(1)
        ended = await bench.csms.expect("TransactionEvent", eventType="Ended")
        assert ended.payload["transactionInfo"]["stoppedReason"] == "EVDisconnected"
        assert ended.payload["triggerReason"] == "EVCommunicationLost"

    run("2.0.1", scenario)


def test_without_stop_on_disconnect_another_plug_goes_on(run):
    async def scenario(bench):
        values = {"TxCtrlr.StopTxOnEVSideDisconnect": "false", STOP: "Authorized"}
        station = await bench.booted(values)
        await plug_token(station)
        await station.unplug(1)
        await asyncio.sleep(2)
        await station.plug_in(1)
        await asyncio.sleep(2)
        assert [short(e) for e in events(bench.csms)[3:]] == [
            ("Updated", "EVCommunicationLost", "Idle"),
            ("Updated", "CablePluggedIn", "EVConnected"),
            ("Updated", "ChargingStateChanged", "Charging"),
        ]

    run("2.0.1", scenario)


@pytest.mark.parametrize(
    ("stop", "stage"), [("EnergyTransfer", "Ended"), ("EVConnected,Authorized", "Updated")]
)
def test_the_ev_suspends(run, stop, stage):
    async def scenario(bench):
        station = await bench.booted({STOP: stop})
        await plug_token(station)
        await station.stop_energy(1)
        await asyncio.sleep(1)
        last = events(bench.csms)[-1]
        state = {"Ended": "EVConnected", "Updated": "SuspendedEV"}[stage]
        assert short(last) == (stage, "ChargingStateChanged", state)
        reason = last["transactionInfo"].get("stoppedReason")
        assert reason == {"Ended": "StoppedByEV", "Updated": None}[stage]
        if stage == "Updated":
            await station.start_energy(1)
            await asyncio.sleep(1)
            resumed = events(bench.csms)[-1]
            assert short(resumed) == ("Updated", "ChargingStateChanged", "Charging")

    run("2.0.1", scenario)


def test_a_second_session_without_unplugging(run):
    async def scenario(bench):
        station = await bench.booted()
        await plug_token(station)
        await station.present_token("TAG")
        await asyncio.sleep(1)
        await station.present_token("OTHER")
        await asyncio.sleep(1)
        second = events(bench.csms)[-2:]
        assert [short(e)[:2] for e in second] == [
            ("Started", "Authorized"),
            ("Updated", "ChargingStateChanged"),
        ]
        ids = {e["transactionInfo"]["transactionId"] for e in events(bench.csms)}
        assert len(ids) == 2

    run("2.0.1", scenario)


@pytest.mark.parametrize("status", ["Invalid", "Blocked"])
def test_an_unaccepted_token_starts_nothing(run, status):
    async def scenario(bench):
        bench.csms.answers["Authorize"] = {"idTokenInfo": {"status": status}}
        station = await bench.booted({START: "Authorized"})
        await plug_token(station)
        assert events(bench.csms) == []

    run("2.0.1", scenario)


def test_a_refusal_in_the_answer_deauthorizes(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        csms.answers["TransactionEvent"] = lambda p: (
            {"idTokenInfo": {"status": "Blocked"}} if "idToken" in p else {}
        )
        await plug_token(station)
        ended = await csms.expect("TransactionEvent", eventType="Ended")
        assert ended.payload["triggerReason"] == "Deauthorized"
        assert ended.payload["transactionInfo"]["stoppedReason"] == "DeAuthorized"
        assert station.hardware.evse(1).meter.power == 0

    run("2.0.1", scenario)


def test_a_refusal_suspends_where_the_transaction_is_to_go_on(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted({"TxCtrlr.StopTxOnInvalidId": "false"})
        csms.answers["TransactionEvent"] = lambda p: (
            {"idTokenInfo": {"status": "Blocked"}} if "idToken" in p else {}
        )
        await plug_token(station)
        assert short(events(csms)[-1]) == ("Updated", "ChargingStateChanged", "SuspendedEVSE")

    run("2.0.1", scenario)


def test_no_ev_within_the_timeout_ends_it(run):
    async def scenario(bench):
        station = await bench.booted({"TxCtrlr.EVConnectionTimeOut": "30"})
        await station.present_token("TAG")
        started = await bench.csms.expect("TransactionEvent", eventType="Started")
        assert "evse" not in started.payload  # nobody knows yet where the cable will go
        ended = await bench.csms.expect("TransactionEvent", eventType="Ended")
        assert ended.payload["triggerReason"] == "EVConnectTimeout"
        assert ended.payload["transactionInfo"]["stoppedReason"] == "Timeout"
        assert ended.at - started.at == pytest.approx(30, abs=0.1)

    run("2.0.1", scenario)


def test_the_cable_decides_the_evse_of_an_earlier_token(run):
    async def scenario(bench):
        station = await bench.booted()
        await station.present_token("TAG")
        await asyncio.sleep(2)
        await station.plug_in(2)
        await asyncio.sleep(2)
        started, plugged, charging = events(bench.csms)
        assert "evse" not in started
        assert "meterValue" not in started
        assert plugged["evse"] == {"id": 2, "connectorId": 1}
        assert sampled(charging)[0][0] == "Transaction.Begin"  # E01.FR.17
        assert len({e["transactionInfo"]["transactionId"] for e in (started, charging)}) == 1
        assert station.hardware.evse(2).transferring

    run("2.0.1", scenario)


@pytest.mark.parametrize("authorize", ["true", "false"])
def test_remote_start_and_stop(run, authorize):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted({"AuthCtrlr.AuthorizeRemoteStart": authorize})
        await station.plug_in(1)
        await asyncio.sleep(1)
        transaction_id = events(csms)[0]["transactionInfo"]["transactionId"]
        request = {
            "idToken": {"idToken": "APP", "type": "KeyCode"},
            "remoteStartId": 7,
            "evseId": 1,
        }
        answer = await csms.call("RequestStartTransaction", request)
        assert answer == {"status": "Accepted", "transactionId": transaction_id}
        await asyncio.sleep(1)
        asked = [m.payload for m in csms.received if m.action == "Authorize"]
        assert bool(asked) is (authorize == "true")
        remote = events(csms)[1]
        assert short(remote)[:2] == ("Updated", "RemoteStart")
        assert remote["transactionInfo"]["remoteStartId"] == 7
        assert remote["idToken"] == {"idToken": "APP", "type": "KeyCode"}
        again = await csms.call("RequestStartTransaction", request)
        assert again["status"] == "Rejected"
        stop = {"transactionId": transaction_id}
        assert await csms.call("RequestStopTransaction", stop) == {"status": "Accepted"}
        await asyncio.sleep(1)
        last = events(csms)[-1]
        assert short(last)[:2] == ("Ended", "RemoteStop")
        assert last["transactionInfo"]["stoppedReason"] == "Remote"
        assert await csms.call("RequestStopTransaction", stop) == {"status": "Rejected"}

    run("2.0.1", scenario)


def test_periodic_meter_values_come_at_the_interval_with_every_measurand(run):
    async def scenario(bench):
        measurands = "Energy.Active.Import.Register,Power.Active.Import,SoC"
        values = {
            "SampledDataCtrlr.TxUpdatedInterval": "30",
            "SampledDataCtrlr.TxUpdatedMeasurands": measurands,
            "SampledDataCtrlr.TxEndedInterval": "60",
        }
        station = await bench.booted(values)
        await plug_token(station)
        await asyncio.sleep(130)
        periodic = [e for e in events(bench.csms) if e["triggerReason"] == "MeterValuePeriodic"]
        assert len(periodic) == 4
        for event in periodic:
            assert sampled(event) == [
                ("Sample.Periodic", "Energy.Active.Import.Register", "Outlet"),
                ("Sample.Periodic", "Power.Active.Import", "Outlet"),
                ("Sample.Periodic", "SoC", "EV"),
            ]
        energies = [e["meterValue"][0]["sampledValue"][0]["value"] for e in periodic]
        steps = [b - a for a, b in itertools.pairwise(energies)]
        assert steps == [pytest.approx(11000 * 30 / 3600, abs=0.2)] * 3
        await station.present_token("TAG")
        ended = await bench.csms.expect("TransactionEvent", eventType="Ended")
        contexts = [c for c, _, _ in sampled(ended.payload)]
        assert contexts == ["Sample.Periodic"] * 2 + ["Transaction.End"]

    run("2.0.1", scenario)


def test_clock_aligned_values_in_and_out_of_a_transaction(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted({"AlignedDataCtrlr.Interval": "900"})
        idle = await csms.expect("MeterValues", timeout=901)
        assert idle.at % 900 == pytest.approx(0, abs=0.2)
        assert idle.payload["meterValue"][0]["sampledValue"][0]["context"] == "Sample.Clock"
        await plug_token(station)
        csms.skip()
        inside = await csms.expect("TransactionEvent", 901, triggerReason="MeterValueClock")
        assert inside.at % 900 == pytest.approx(0, abs=0.2)
        await csms.expect("MeterValues", evseId=2)

    run("2.0.1", scenario)


def test_the_end_of_a_transaction_carries_clock_aligned_values(run):
    async def scenario(bench):
        values = {
            "AlignedDataCtrlr.TxEndedInterval": "60",
            "AlignedDataCtrlr.TxEndedMeasurands": "Power.Active.Import",
        }
        station = await bench.booted(values)
        await plug_token(station)
        await asyncio.sleep(120)
        await station.present_token("TAG")
        ended = await bench.csms.expect("TransactionEvent", eventType="Ended")
        contexts = [(c, m) for c, m, _ in sampled(ended.payload)]
        assert contexts == [
            ("Sample.Clock", "Power.Active.Import"),
            ("Sample.Clock", "Power.Active.Import"),
            ("Transaction.End", "Energy.Active.Import.Register"),
        ]

    run("2.0.1", scenario)


def test_offline_events_are_kept_flagged_and_delivered_in_order(run):
    async def scenario(bench):
        csms = bench.csms
        values = {"AuthCtrlr.OfflineTxForUnknownIdEnabled": "true"}
        station = await bench.booted(values)
        await station.go_offline()
        await plug_token(station)
        await station.present_token("TAG")
        await asyncio.sleep(1)
        assert events(csms) == []
        await station.go_online()
        await csms.expect("TransactionEvent", eventType="Ended")
        assert [e["seqNo"] for e in events(csms)] == [0, 1, 2, 3]
        assert all(e["offline"] is True for e in events(csms))

    run("2.0.1", scenario)


def test_an_unknown_token_charges_offline_only_where_that_is_set(run):
    async def scenario(bench):
        station = await bench.booted()
        await station.go_offline()
        await plug_token(station)
        assert not station.hardware.evse(1).transferring

    run("2.0.1", scenario)


def test_a_cached_token_charges_offline_until_the_cache_is_cleared(run):
    async def scenario(bench):
        station = await bench.booted()
        await plug_token(station)
        await station.present_token("TAG")
        await asyncio.sleep(1)
        await station.go_offline()
        await station.present_token("tag")
        await asyncio.sleep(1)
        assert station.hardware.evse(1).transferring
        await station.present_token("tag")
        await station.go_online()
        await asyncio.sleep(20)
        assert await bench.csms.call("ClearCache", {}) == {"status": "Accepted"}
        await station.go_offline()
        await station.present_token("TAG")
        await asyncio.sleep(1)
        assert not station.hardware.evse(1).transferring

    run("2.0.1", scenario)


def test_failed_messages_are_repeated_with_growing_waits_then_dropped(run):
    async def scenario(bench):
        csms = bench.csms
        values = {
            "OCPPCommCtrlr.MessageAttempts[TransactionEvent]": "3",
            "OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]": "10",
            "SampledDataCtrlr.TxUpdatedInterval": "0",
        }
        station = await bench.booted(values)
        csms.answers["TransactionEvent"] = CallError("", "InternalError")
        await station.plug_in(1)
        await asyncio.sleep(60)
        tries = [m for m in csms.received if m.action == "TransactionEvent"]
        assert [t.payload["seqNo"] for t in tries] == [0, 0, 0]
        waits = [b.at - a.at for a, b in itertools.pairwise(tries)]
        assert waits == [pytest.approx(10, abs=0.2), pytest.approx(20, abs=0.2)]
        del csms.answers["TransactionEvent"]
        await station.present_token("TAG")
        following = await csms.expect("TransactionEvent", seqNo=1)
        assert following.payload["triggerReason"] == "Authorized"

    run("2.0.1", scenario)


def test_an_immediate_reset_ends_the_transaction_first(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        await plug_token(station)
        assert await csms.call("Reset", {"type": "Immediate"}) == {"status": "Accepted"}
        ended = await csms.expect("TransactionEvent", eventType="Ended")
        assert ended.payload["triggerReason"] == "ResetCommand"
        assert ended.payload["transactionInfo"]["stoppedReason"] == "ImmediateReset"
        boot = await csms.expect("BootNotification")
        assert (ended.connection, boot.connection) == (1, 2)
        await csms.expect("StatusNotification", evseId=1, connectorStatus="Occupied")

    run("2.0.1", scenario)


def test_a_reset_on_idle_waits_for_the_end_of_the_transaction(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        await plug_token(station)
        assert await csms.call("Reset", {"type": "OnIdle"}) == {"status": "Scheduled"}
        await asyncio.sleep(30)
        assert len(csms.sockets) == 1
        await station.present_token("TAG")
        await csms.expect("TransactionEvent", eventType="Ended", triggerReason="StopAuthorized")
        boot = await csms.expect("BootNotification")
        assert boot.payload["reason"] == "ScheduledReset"
        rejected = await csms.call("Reset", {"type": "Immediate", "evseId": 1})
        assert rejected == {"status": "Rejected"}

    run("2.0.1", scenario)


def test_a_loss_of_power_is_told_after_the_boot(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        await plug_token(station)
        await station.power_cycle()
        await csms.expect("BootNotification")
        ended = await csms.expect("TransactionEvent", eventType="Ended")
        assert ended.payload["transactionInfo"]["stoppedReason"] == "PowerLoss"
        assert ended.payload["offline"] is True

    run("2.0.1", scenario)


def test_triggered_messages(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        evse = {"id": 1, "connectorId": 1}

        async def trigger(message, status="Accepted", **more):
            answer = await csms.call("TriggerMessage", {"requestedMessage": message, **more})
            assert answer["status"] == status

        await trigger("BootNotification", "Rejected")
        await trigger("SignCombinedCertificate", "NotImplemented")
        await trigger("TransactionEvent", "Rejected")
        await trigger("StatusNotification", "Rejected")
        await trigger("StatusNotification", evse=evse)
        await csms.expect("StatusNotification", evseId=1, connectorStatus="Available")
        await trigger("Heartbeat")
        await csms.expect("Heartbeat", timeout=5)
        await trigger("MeterValues", evse={"id": 2})
        values = await csms.expect("MeterValues", timeout=5, evseId=2)
        assert values.payload["meterValue"][0]["sampledValue"][0]["context"] == "Trigger"
        await trigger("LogStatusNotification")
        await csms.expect("LogStatusNotification", timeout=5, status="Idle")
        await trigger("FirmwareStatusNotification")
        await csms.expect("FirmwareStatusNotification", timeout=5, status="Idle")
        await plug_token(station)
        await trigger("TransactionEvent", evse={"id": 1})
        event = await csms.expect("TransactionEvent", timeout=5, triggerReason="Trigger")
        assert event.payload["transactionInfo"]["chargingState"] == "Charging"

    run("2.0.1", scenario)


def test_unlocking(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        unknown = await csms.call("UnlockConnector", {"evseId": 5, "connectorId": 1})
        assert unknown == {"status": "UnknownConnector"}
        place = {"evseId": 1, "connectorId": 1}
        assert await csms.call("UnlockConnector", place) == {"status": "Unlocked"}
        await plug_token(station)
        assert station.hardware.evse(1).connector(1).locked
        ongoing = await csms.call("UnlockConnector", place)
        assert ongoing == {"status": "OngoingAuthorizedTransaction"}

    run("2.0.1", scenario)
