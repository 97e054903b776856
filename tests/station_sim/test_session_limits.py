"""What ends or suspends a session by itself: limits, faults, invalid ids, the master pass."""

import asyncio

import pytest

from station_sim import actions
from station_sim.hardware import NotPossible

BLOCKED = {"status": "Blocked"}


async def charge(station, evse_id=1, token="TAG"):
    await station.plug_in(evse_id)
    await station.present_token(token, evse_id=evse_id)
    await asyncio.sleep(2)
    assert station.hardware.evse(evse_id).meter.power == 11000


def events(csms):
    return [m.payload for m in csms.received if m.action == "TransactionEvent"]


async def limit(station, **limits):
    await actions.act(station, "LimitSession", {"evse_id": 1, **limits})


@pytest.mark.parametrize(
    ("given", "after", "trigger", "reason"),
    [
        ({"energy": 5500}, 1800, "EnergyLimitReached", "EnergyLimitReached"),
        ({"seconds": 600}, 600, "TimeLimitReached", "TimeLimitReached"),
        ({"soc": 21}, 196, "EnergyLimitReached", "SOCLimitReached"),
    ],
)
def test_a_limit_of_the_driver_ends_the_session(run, given, after, trigger, reason):
    async def scenario(bench):
        station = await bench.booted({"SampledDataCtrlr.TxUpdatedInterval": "0"})
        await charge(station)
        begun = station.clock.time()
        await limit(station, **given)
        ended = await bench.csms.expect("TransactionEvent", after + 60, eventType="Ended")
        assert ended.at - begun == pytest.approx(after, abs=3)
        assert ended.payload["triggerReason"] == trigger
        assert ended.payload["transactionInfo"]["stoppedReason"] == reason

    run("2.0.1", scenario)


def test_16_tells_of_a_limit_as_other(run):
    async def scenario(bench):
        station = await bench.booted()
        await charge(station)
        await limit(station, energy=1100)
        stopped = await bench.csms.expect("StopTransaction", 600)
        started = next(m for m in bench.csms.received if m.action == "StartTransaction")
        assert stopped.payload["reason"] == "Other"
        used = stopped.payload["meterStop"] - started.payload["meterStart"]
        assert used == pytest.approx(1106, abs=2)  # the first two seconds did not count

    run("1.6", scenario)


def test_a_slower_session_reaches_its_limit_later(run):
    async def scenario(bench):
        station = await bench.booted({"SampledDataCtrlr.TxUpdatedInterval": "0"})
        await charge(station)
        begun = station.clock.time()
        await limit(station, energy=5500)
        await asyncio.sleep(600)
        await station.stop_energy(1)
        await asyncio.sleep(3600)
        await station.start_energy(1)
        ended = await bench.csms.expect("TransactionEvent", 2000, eventType="Ended")
        assert ended.at - begun == pytest.approx(1800 + 3600, abs=3)

    run("2.0.1", scenario)


def test_a_limit_ends_with_its_session(run):
    async def scenario(bench):
        station = await bench.booted({"SampledDataCtrlr.TxUpdatedInterval": "0"})
        await charge(station)
        await limit(station, energy=1100, seconds=500)
        await station.unplug(1)
        await asyncio.sleep(5)
        await charge(station)
        await asyncio.sleep(1000)
        assert station.points[0].transaction is not None

    run("2.0.1", scenario)


def test_used_up_credit_ends_the_session(run):
    async def scenario(bench):
        station = await bench.booted()
        await charge(station)
        await limit(station, credit=10)
        transaction = station.points[0].transaction.id
        cost = {"transactionId": transaction, "totalCost": 9.99}
        await bench.csms.call("CostUpdated", cost)
        assert station.points[0].transaction is not None
        await bench.csms.call("CostUpdated", {**cost, "totalCost": 10})
        ended = await bench.csms.expect("TransactionEvent", eventType="Ended")
        assert ended.payload["transactionInfo"]["stoppedReason"] == "LocalOutOfCredit"

    run("2.0.1", scenario)


def test_what_is_no_limit_is_refused(run):
    async def scenario(bench):
        station = await bench.booted()
        with pytest.raises(NotPossible, match="no transaction at EVSE 1"):
            await limit(station, energy=1)
        await charge(station)
        with pytest.raises(ValueError, match="above 0"):
            await limit(station, energy=0)

    run("1.6", scenario)


def test_a_full_battery_suspends_the_energy(run):
    async def scenario(bench):
        station = await bench.booted({"SampledDataCtrlr.TxUpdatedInterval": "0"})
        await charge(station)
        vehicle = station.hardware.evse(1).vehicle
        needed = (100 - vehicle.soc_at_start) / 100 * vehicle.capacity / vehicle.power * 3600
        bench.csms.skip()
        full = await bench.csms.expect("TransactionEvent", needed + 60)
        assert full.payload["transactionInfo"]["chargingState"] == "SuspendedEV"
        assert station.hardware.evse(1).state_of_charge == pytest.approx(100)

    run("2.0.1", scenario)


# faults


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("GroundFailure", "GroundFault"),
        ("OverCurrentFailure", "OvercurrentFault"),
        ("UnderVoltage", "PowerQuality"),
        ("OverVoltage", "PowerQuality"),
    ],
)
def test_a_dangerous_fault_ends_the_transaction(run, code, reason):
    """E06.FR.16, E07.FR.06."""

    async def scenario(bench):
        station = await bench.booted()
        await charge(station)
        await station.report_fault(1, code)
        ended = await bench.csms.expect("TransactionEvent", eventType="Ended")
        assert ended.payload["triggerReason"] == "AbnormalCondition"
        assert ended.payload["transactionInfo"]["stoppedReason"] == reason
        assert not station.hardware.evse(1).contactor_closed

    run("2.0.1", scenario)


def test_another_fault_only_suspends(run):
    async def scenario(bench):
        station = await bench.booted()
        await charge(station)
        await station.report_fault(1, "HighTemperature")
        await asyncio.sleep(5)
        assert events(bench.csms)[-1]["transactionInfo"]["chargingState"] == "SuspendedEVSE"
        await station.clear_fault(1)
        await asyncio.sleep(5)
        assert events(bench.csms)[-1]["transactionInfo"]["chargingState"] == "Charging"

    run("2.0.1", scenario)


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
def test_the_emergency_button_ends_everything(run, version):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        await charge(station)
        await actions.act(station, "PressEmergencyStop", {})
        if version == "1.6":
            faulted = await csms.expect("StatusNotification", status="Faulted", connectorId=2)
            assert (faulted.payload["errorCode"], faulted.payload["info"]) == (
                "OtherError",
                "EmergencyStop",
            )
            (stopped,) = (m.payload for m in csms.received if m.action == "StopTransaction")
            assert stopped["reason"] == "EmergencyStop"
        else:
            ended = await csms.expect("TransactionEvent", eventType="Ended")
            assert ended.payload["transactionInfo"]["stoppedReason"] == "EmergencyStop"
            await csms.expect("StatusNotification", connectorStatus="Faulted", evseId=2)
        await station.present_token("TAG", evse_id=2)
        await asyncio.sleep(5)
        assert station.points[1].authorization is None
        csms.skip()
        await actions.act(station, "ReleaseEmergencyStop", {})
        key = "status" if version == "1.6" else "connectorStatus"
        await csms.expect("StatusNotification", **{key: "Available"})

    run(version, scenario)


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
def test_a_jammed_lock_is_not_unlocked(run, version):
    """F05.FR.03; 1.6, 5.18."""

    async def scenario(bench):
        station = await bench.booted()
        await charge(station)
        await station.report_fault(1, "ConnectorLockFailure")
        await station.present_token("TAG", evse_id=1)
        await asyncio.sleep(2)
        assert station.hardware.evse(1).connectors[0].locked
        place = {"connectorId": 1} if version == "1.6" else {"evseId": 1, "connectorId": 1}
        assert (await bench.csms.call("UnlockConnector", place))["status"] == "UnlockFailed"
        await station.clear_fault(1)
        assert (await bench.csms.call("UnlockConnector", place))["status"] == "Unlocked"

    run(version, scenario)


def test_the_opened_door_is_a_security_event(run):
    """A04.FR.02."""

    async def scenario(bench):
        station = await bench.booted()
        await actions.act(station, "OpenDoor", {})
        await bench.csms.expect("SecurityEventNotification", type="TamperDetectionActivated")
        await actions.act(station, "OpenDoor", {})
        await actions.act(station, "CloseDoor", {})
        await bench.csms.nothing(10)

    run("2.0.1", scenario)


# ids


def test_an_invalid_id_gets_the_energy_that_is_set_for_it(run):
    """E05.FR.03."""

    async def scenario(bench):
        station = await bench.booted(
            {
                "TxCtrlr.StopTxOnInvalidId": "false",
                "TxCtrlr.MaxEnergyOnInvalidId": "1100",
                "SampledDataCtrlr.TxUpdatedInterval": "0",
            }
        )
        bench.csms.answers["TransactionEvent"] = {"idTokenInfo": BLOCKED}
        await charge(station)
        begun = station.clock.time()
        bench.csms.skip()
        stopped = await bench.csms.expect("TransactionEvent", 600)
        assert stopped.at - begun == pytest.approx(360, abs=4)
        assert stopped.payload["eventType"] == "Updated"
        assert stopped.payload["triggerReason"] == "ChargingStateChanged"
        assert stopped.payload["transactionInfo"]["chargingState"] == "SuspendedEVSE"

    run("2.0.1", scenario)


def test_what_it_took_before_counts(run):
    """C15.FR.06: found out after a time offline in which it took more than that."""

    async def scenario(bench):
        station = await bench.booted(
            {
                "TxCtrlr.StopTxOnInvalidId": "false",
                "TxCtrlr.MaxEnergyOnInvalidId": "1100",
                "AuthCtrlr.OfflineTxForUnknownIdEnabled": "true",
            }
        )
        await station.go_offline()
        await charge(station)
        await asyncio.sleep(3600)
        bench.csms.answers["TransactionEvent"] = {"idTokenInfo": BLOCKED}
        await station.go_online()
        await asyncio.sleep(30)
        assert station.hardware.evse(1).meter.power == 0
        assert station.points[0].transaction is not None

    run("2.0.1", scenario)


def test_16_lets_an_invalid_id_have_its_energy(run):
    """9.1.14."""

    async def scenario(bench):
        station = await bench.booted(
            {"StopTransactionOnInvalidId": "false", "MaxEnergyOnInvalidId": "1100"}
        )
        answer = {"idTagInfo": BLOCKED, "transactionId": 7}
        bench.csms.answers["StartTransaction"] = answer
        await charge(station)
        await bench.csms.expect("StatusNotification", 600, status="SuspendedEVSE")
        assert station.hardware.evse(1).meter.energy == pytest.approx(1100, abs=1)

    run("1.6", scenario)


def test_the_master_pass_ends_all_and_begins_nothing(run):
    """C16.FR.02, .03."""

    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted({"AuthCtrlr.MasterPassGroupId": "POLICE"})
        await charge(station, 1)
        await charge(station, 2, "OTHER")
        info = {"status": "Accepted", "groupIdToken": {"idToken": "Police", "type": "Central"}}
        csms.answers["Authorize"] = {"idTokenInfo": info}
        csms.skip()
        await station.present_token("OFFICER")
        for _ in range(2):
            ended = await csms.expect("TransactionEvent", eventType="Ended")
            assert ended.payload["triggerReason"] == "StopAuthorized"
            assert ended.payload["transactionInfo"]["stoppedReason"] == "MasterPass"
            assert ended.payload["idToken"]["idToken"] == "OFFICER"
        await station.unplug(1)
        await asyncio.sleep(1)
        await station.plug_in(1)
        await station.present_token("OFFICER", evse_id=1)
        await asyncio.sleep(5)
        assert station.points[0].authorization is None

    run("2.0.1", scenario)


def test_it_waits_for_him_when_the_ev_has_left_too(run):
    """E05.FR.11, E09.FR.03."""

    async def scenario(bench):
        station = await bench.booted({"OCPPCommCtrlr.UnlockOnEVSideDisconnect": "false"})
        refused = {"idTokenInfo": BLOCKED}
        bench.csms.answers["TransactionEvent"] = lambda e: refused if "idToken" in e else {}
        await station.plug_in(1)
        await station.present_token("TAG", evse_id=1)
        await asyncio.sleep(5)
        await station.unplug(1)
        connector = station.hardware.evse(1).connectors[0]
        assert (connector.plugged, connector.locked) == (True, True)
        await station.present_token("TAG", evse_id=1)
        await asyncio.sleep(1)
        assert not connector.plugged

    run("2.0.1", scenario)


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
def test_the_cable_of_a_refused_driver_waits_for_him(run, version):
    """E05.FR.11, C15.FR.05."""

    async def scenario(bench):
        station = await bench.booted()
        refused = {"idTokenInfo": BLOCKED}
        bench.csms.answers["TransactionEvent"] = lambda e: refused if "idToken" in e else {}
        bench.csms.answers["StartTransaction"] = {"idTagInfo": BLOCKED, "transactionId": 7}
        await station.plug_in(1)
        await station.present_token("TAG", evse_id=1)
        await asyncio.sleep(5)
        connector = station.hardware.evse(1).connectors[0]
        assert station.points[0].transaction is None
        assert connector.locked
        await station.present_token("TAG", evse_id=1)
        await asyncio.sleep(1)
        assert not connector.locked
        assert station.points[0].authorization is None
        await station.unplug(1)
        assert not connector.plugged

    run(version, scenario)
