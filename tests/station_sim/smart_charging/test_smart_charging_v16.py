"""SmartCharging of 1.6 at the station."""

import asyncio
from datetime import timedelta

import pytest

from ocppj.clock import format_datetime
from ocppj.frames import CallError
from station_sim.actions import act
from station_sim.hardware import NotPossible


def profile(csms, *points, **changes):
    schedule = {
        "startSchedule": format_datetime(csms.clock.now() - timedelta(seconds=10)),
        "chargingRateUnit": changes.pop("unit", "A"),
        "chargingSchedulePeriod": [{"startPeriod": s, "limit": x} for s, x in points or [(0, 6)]],
        **changes.pop("schedule", {}),
    }
    return {
        "chargingProfileId": 1,
        "stackLevel": 0,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Absolute",
        "chargingSchedule": {k: v for k, v in schedule.items() if v is not None},
        **changes,
    }


async def put(csms, connector_id, *points, **changes):
    made = profile(csms, *points, **changes)
    request = {"connectorId": connector_id, "csChargingProfiles": made}
    return (await csms.call("SetChargingProfile", request))["status"]


async def composite(csms, connector_id=1, duration=300, **more):
    request = {"connectorId": connector_id, "duration": duration, **more}
    return await csms.call("GetCompositeSchedule", request)


def limits(answer):
    return [p["limit"] for p in answer["chargingSchedule"]["chargingSchedulePeriod"]]


async def charging(bench):
    station = await bench.booted()
    await station.plug_in(1)
    await station.present_token("TAG", evse_id=1)
    await asyncio.sleep(5)
    return station, station.points[0].transaction.csms_id


REFUSALS = [
    (1, {"chargingProfilePurpose": "ChargePointMaxProfile"}),
    (0, {"chargingProfilePurpose": "TxProfile"}),
    (1, {"chargingProfilePurpose": "TxProfile"}),
    (1, {"stackLevel": 11}),
    (1, {"chargingProfileKind": "Recurring"}),
    (1, {"schedule": {"chargingSchedulePeriod": [{"startPeriod": 5, "limit": 6}]}}),
    (
        1,
        {
            "schedule": {
                "chargingSchedulePeriod": [{"startPeriod": n, "limit": 6} for n in range(25)]
            }
        },
    ),
]


@pytest.mark.parametrize(("connector_id", "changes"), REFUSALS)
def test_refusals(run, connector_id, changes):
    async def scenario(bench):
        station = await bench.booted()
        assert await put(bench.csms, connector_id, **changes) == "Rejected"
        assert not station.memory.profiles

    run("1.6", scenario)


def test_an_unknown_connector_and_a_station_without_the_profile(run):  # errata 3.39
    async def scenario(bench):
        await bench.booted()
        request = {"connectorId": 9, "csChargingProfiles": profile(bench.csms)}
        answer = await bench.csms.ask("SetChargingProfile", request)
        assert isinstance(answer, CallError)
        assert answer.code == "PropertyConstraintViolation"
        assert (await composite(bench.csms, 9))["status"] == "Rejected"

    async def without(bench):
        await bench.booted({"SupportedFeatureProfiles": "Core"})
        request = {"connectorId": 1, "csChargingProfiles": profile(bench.csms)}
        answer = await bench.csms.ask("SetChargingProfile", request)
        assert isinstance(answer, CallError)
        assert answer.code == "NotSupported"

    run("1.6", scenario)
    run("1.6", without)


def test_units_that_are_not_allowed(run):
    async def scenario(bench):
        await bench.booted({"ChargingScheduleAllowedChargingRateUnit": "Power"})
        assert await put(bench.csms, 1) == "Rejected"
        assert await put(bench.csms, 1, (0, 6900), unit="W") == "Accepted"
        assert (await composite(bench.csms, chargingRateUnit="A"))["status"] == "Rejected"
        assert limits(await composite(bench.csms)) == [6900]

    run("1.6", scenario)


def test_a_level_is_replaced_and_a_connector_comes_first(run):  # 3.13.1, 3.13.2
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted({"MaxChargingProfilesInstalled": "2"})
        assert await put(csms, 0, (0, 16)) == "Accepted"
        assert await put(csms, 1, (0, 10), chargingProfileId=2) == "Accepted"
        assert await put(csms, 1, (0, 20), chargingProfileId=3) == "Accepted"
        assert limits(await composite(csms, 1)) == [20]
        assert limits(await composite(csms, 2)) == [16]
        assert limits(await composite(csms, 0)) == [36]
        assert await put(csms, 2, (0, 20), chargingProfileId=4) == "Rejected"
        assert [i.profile.id for i in station.memory.profiles] == [1, 3]

    run("1.6", scenario)


def test_absolute_without_a_start_begins_with_charging(run):  # 7.13, TC_056_CS
    async def scenario(bench):
        await bench.booted()
        without = {"schedule": {"startSchedule": None}}
        assert await put(bench.csms, 1, (0, 6), (100, 8), **without) == "Accepted"
        answer = await composite(bench.csms)
        assert limits(answer) == [6, 8]
        assert answer["connectorId"] == 1
        assert answer["chargingSchedule"]["duration"] == 300
        assert "startSchedule" not in answer["chargingSchedule"]  # errata 3.57
        assert (await composite(bench.csms, duration=0))["status"] == "Rejected"

    run("1.6", scenario)


def test_a_tx_profile_for_the_transaction(run):  # TC_057_CS, TC_058_2_CS
    async def scenario(bench):
        csms = bench.csms
        station, transaction_id = await charging(bench)
        purpose = {"chargingProfilePurpose": "TxProfile"}
        assert await put(csms, 1, **purpose, transactionId=transaction_id + 7) == "Rejected"
        assert await put(csms, 1, **purpose, transactionId=transaction_id) == "Accepted"
        await asyncio.sleep(1)
        assert station.hardware.evse(1).meter.power == 4140
        await station.unplug(1)
        await asyncio.sleep(5)
        assert limits(await composite(csms)) == [32]

    run("1.6", scenario)


def test_a_limit_of_nothing_suspends(run):
    async def scenario(bench):
        csms = bench.csms
        await charging(bench)
        csms.skip()
        assert await put(csms, 1, (0, 0)) == "Accepted"
        assert (await csms.expect("StatusNotification")).payload["status"] == "SuspendedEVSE"
        assert (await csms.call("ClearChargingProfile", {}))["status"] == "Accepted"
        assert (await csms.expect("StatusNotification")).payload["status"] == "Charging"

    run("1.6", scenario)


def test_clearing(run):  # 5.5, errata 3.25, TC_067_CS
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        await put(csms, 1)
        await put(csms, 2, chargingProfileId=2, stackLevel=1)
        station_max = {"chargingProfilePurpose": "ChargePointMaxProfile"}
        await put(csms, 0, (0, 40), chargingProfileId=3, **station_max)

        async def clear(**request):
            return (await csms.call("ClearChargingProfile", request))["status"]

        assert await clear(id=9) == "Unknown"
        assert await clear(connectorId=1, stackLevel=1) == "Unknown"
        assert await clear(**station_max, stackLevel=0) == "Accepted"
        assert [i.profile.id for i in station.memory.profiles] == [1, 2]
        assert await clear(id=1) == "Accepted"
        assert await clear() == "Accepted"
        assert await clear() == "Unknown"

    run("1.6", scenario)


def test_a_remote_start_brings_its_profile(run):  # 5.16.2, TC_059_CS
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        request = {"idTag": "TAG", "connectorId": 1, "chargingProfile": profile(csms)}
        assert (await csms.call("RemoteStartTransaction", request))["status"] == "Rejected"
        request["chargingProfile"] = profile(csms, (0, 9), chargingProfilePurpose="TxProfile")
        assert (await csms.call("RemoteStartTransaction", request))["status"] == "Accepted"
        await station.plug_in(1)
        await asyncio.sleep(5)
        assert station.hardware.evse(1).meter.power == 9 * 690
        transaction_id = station.points[0].transaction.csms_id
        own = {"chargingProfilePurpose": "TxProfile", "transactionId": transaction_id}
        assert await put(csms, 1, (0, 7), chargingProfileId=2, **own) == "Accepted"
        assert [i.profile.id for i in station.memory.profiles] == [2]

    run("1.6", scenario)


def test_external_limits_hold_without_a_word(run):
    async def scenario(bench):
        station, _ = await charging(bench)
        await act(station, "ImposeLimit", {"source": "EMS", "limit": 10})
        await bench.csms.nothing(5)
        assert station.hardware.evse(1).meter.power == 6900
        await act(station, "ReleaseLimit", {"source": "EMS"})
        assert station.hardware.evse(1).meter.power == 11000
        for name in ("SendChargingNeeds", "SendChargingSchedule"):
            with pytest.raises(NotPossible):
                await act(station, name, {"evse_id": 1})

    run("1.6", scenario)


def test_an_ev_with_iso_15118_charges_all_the_same(run):
    async def scenario(bench):
        station = await bench.booted()
        await station.plug_in(1, iso15118=True)
        await station.present_token("TAG", evse_id=1)
        await asyncio.sleep(5)
        assert station.hardware.evse(1).meter.power == 11000

    run("1.6", scenario)
