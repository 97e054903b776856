"""Block K at the station: what it refuses, what it reports, and what its meter then shows."""

import asyncio
from datetime import timedelta

import pytest

from ocppj.clock import format_datetime, parse_datetime
from ocppj.frames import CallError
from station_sim.actions import act
from station_sim.hardware import NotPossible, Vehicle


def when(csms, seconds=0):
    return format_datetime(csms.clock.now() + timedelta(seconds=seconds))


def profile(csms, limit=6.0, **changes):
    """Make a TxDefaultProfile that holds from now on; `periods` are (start, limit)."""
    points = changes.pop("periods", [(0, limit)])
    phases = changes.pop("phases", None)
    schedule = {
        "id": 1,
        "startSchedule": when(csms, changes.pop("start", 0)),
        "chargingRateUnit": changes.pop("unit", "A"),
        "chargingSchedulePeriod": [
            {"startPeriod": s, "limit": x, **({"numberPhases": phases} if phases else {})}
            for s, x in points
        ],
        **changes.pop("schedule", {}),
    }
    made = {
        "id": 1,
        "stackLevel": 0,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Absolute",
        "chargingSchedule": [{k: v for k, v in schedule.items() if v is not None}],
        **changes,
    }
    return {k: v for k, v in made.items() if v is not None}


def relative(csms, **changes):
    return profile(
        csms, schedule={"startSchedule": None}, chargingProfileKind="Relative", **changes
    )


async def put(csms, evse_id=1, **changes):
    request = {"evseId": evse_id, "chargingProfile": profile(csms, **changes)}
    return await csms.call("SetChargingProfile", request)


async def charging(bench, evse_id=1, vehicle=None, **options):
    """Give a station that charges, and the id of its transaction."""
    station = await bench.booted(**options)
    await station.plug_in(evse_id, vehicle=vehicle)
    await station.present_token("TAG", evse_id=evse_id)
    await asyncio.sleep(5)
    transaction = station.points[evse_id - 1].transaction
    bench.csms.skip()
    return station, transaction.id


def limits(answer):
    return [(p["startPeriod"], p["limit"]) for p in answer["schedule"]["chargingSchedulePeriod"]]


def agree(answer, expected):
    """Compare steps; a second may pass between a profile and the question about it."""
    found = limits(answer)
    assert [limit for _, limit in found] == [limit for _, limit in expected]
    starts = zip(found, expected, strict=True)
    assert all(0 <= wanted - start <= 2 for (start, _), (wanted, _) in starts)


async def composite(csms, evse_id=1, duration=300, **more):
    request = {"evseId": evse_id, "duration": duration, **more}
    return await csms.call("GetCompositeSchedule", request)


# setting


REFUSALS = {
    "K01.FR.28": ({"evse_id": 9}, "UnknownEvse"),
    "K01.FR.22": (
        {"evse_id": 0, "chargingProfilePurpose": "ChargingStationExternalConstraints"},
        "InvalidProfile",
    ),
    "K04.FR.03": ({"chargingProfilePurpose": "ChargingStationMaxProfile"}, "InvalidProfile"),
    "K01.FR.16": (
        {"evse_id": 0, "chargingProfilePurpose": "TxProfile", "transactionId": "X"},
        "InvalidProfile",
    ),
    "K01.FR.03": ({"chargingProfilePurpose": "TxProfile"}, "MissingParam"),
    "K01.FR.09": ({"chargingProfilePurpose": "TxProfile", "transactionId": "X"}, "TxNotFound"),
    "stack level": ({"stackLevel": 11}, "InvalidStackLevel"),
    "negative stack level": ({"stackLevel": -1}, "InvalidStackLevel"),
    "K01.FR.31": ({"periods": [(10, 6)]}, "InvalidSchedule"),
    "K01.FR.35": ({"periods": [(0, 6), (20, 8), (10, 7)]}, "InvalidSchedule"),
    "PeriodsPerSchedule": ({"periods": [(n, 6) for n in range(25)]}, "TooManyElements"),
    "K01.FR.40": ({"schedule": {"startSchedule": None}}, "InvalidSchedule"),
    "K01.FR.41": ({"chargingProfileKind": "Relative"}, "InvalidSchedule"),
    "no recurrency": ({"chargingProfileKind": "Recurring"}, "InvalidProfile"),
    "K01.FR.38": (
        {
            "evse_id": 0,
            "chargingProfilePurpose": "ChargingStationMaxProfile",
            "chargingProfileKind": "Relative",
            "schedule": {"startSchedule": None},
        },
        "InvalidProfile",
    ),
}


@pytest.mark.parametrize("rule", REFUSALS)
def test_what_the_specification_refuses_is_refused(run, rule):
    changes, code = REFUSALS[rule]

    async def scenario(bench):
        await bench.booted()
        answer = await put(bench.csms, **changes)
        assert answer["status"] == "Rejected"
        assert answer["statusInfo"]["reasonCode"] == code
        found = await bench.csms.call(
            "GetChargingProfiles", {"requestId": 1, "chargingProfile": {}}
        )
        assert found == {"status": "NoProfiles"}

    run("2.0.1", scenario)


def test_a_unit_that_is_not_supported(run):  # K01.FR.26, K08.FR.07
    async def scenario(bench):
        await bench.booted({"SmartChargingCtrlr.RateUnit": "A"})
        assert (await put(bench.csms, unit="W"))["statusInfo"]["reasonCode"] == (
            "UnsupportedRateUnit"
        )
        assert (await put(bench.csms))["status"] == "Accepted"
        answer = await composite(bench.csms, chargingRateUnit="W")
        assert answer["status"] == "Rejected"

    run("2.0.1", scenario)


def test_a_station_without_smart_charging(run):  # K01.FR.29
    async def scenario(bench):
        await bench.booted({"SmartChargingCtrlr.Enabled": "false"})
        request = {"evseId": 1, "chargingProfile": profile(bench.csms)}
        answer = await bench.csms.ask("SetChargingProfile", request)
        assert isinstance(answer, CallError)
        assert answer.code == "NotSupported"

    run("2.0.1", scenario)


def test_an_unknown_transaction_and_several_schedules(run):  # K01.FR.33, K01.FR.34
    async def scenario(bench):
        _, running = await charging(bench)
        purpose = {"chargingProfilePurpose": "TxProfile"}
        other = await put(bench.csms, **purpose, transactionId="nobody's")
        assert other["statusInfo"]["reasonCode"] == "TxNotFound"
        assert (await put(bench.csms, **purpose, transactionId=running))["status"] == "Accepted"
        two = profile(bench.csms, id=2, stackLevel=1)
        two["chargingSchedule"] *= 2
        request = {"evseId": 1, "chargingProfile": {**two, **purpose, "transactionId": running}}
        answer = await bench.csms.call("SetChargingProfile", request)
        assert answer["statusInfo"]["reasonCode"] == "InvalidSchedule"

    run("2.0.1", scenario)


def test_one_profile_for_a_level_at_a_time(run):  # K01.FR.05, .06, .52, .53
    async def scenario(bench):
        csms = bench.csms
        await bench.booted()
        early = {"validTo": when(csms, 1000)}
        assert (await put(csms, limit=8, **early))["status"] == "Accepted"
        duplicate = await put(csms, id=2)
        assert duplicate["statusInfo"]["reasonCode"] == "DuplicateProfile"
        assert (await put(csms, id=2, validFrom=when(csms, 1000)))["status"] == "Accepted"
        everywhere = await put(csms, 0, id=3, validFrom=when(csms, 9000))
        assert everywhere["statusInfo"]["reasonCode"] == "DuplicateProfile"
        assert (await put(csms, 0, id=3, stackLevel=1))["status"] == "Accepted"
        again = await put(csms, 2, id=4, stackLevel=1)
        assert again["statusInfo"]["reasonCode"] == "DuplicateProfile"
        assert (await put(csms, limit=7, **early))["status"] == "Accepted"

    run("2.0.1", scenario)


def test_no_more_profiles_than_there_is_room_for(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        for number in range(20):
            evse_id, level = divmod(number, 10)
            answer = await put(csms, evse_id + 1, id=number, stackLevel=level)
            assert answer["status"] == "Accepted"
        full = await put(csms, id=99, stackLevel=10)
        assert full["statusInfo"]["reasonCode"] == "OutOfStorage"
        assert (await put(csms, id=0, limit=9))["status"] == "Accepted"
        asked = {"component": {"name": "SmartChargingCtrlr"}, "variable": {
            "name": "Entries", "instance": "ChargingProfiles"}}  # fmt: skip
        told = await csms.call("GetVariables", {"getVariableData": [asked]})
        assert told["getVariableResult"][0]["attributeValue"] == "20"
        assert len(station.memory.profiles) == 20

    run("2.0.1", scenario)


@pytest.mark.parametrize(
    ("values", "period", "code"),
    [
        ({}, {"numberPhases": 3, "phaseToUse": 1}, "InvalidSchedule"),  # K01.FR.19
        ({}, {"numberPhases": 1, "phaseToUse": 2}, "UnsupportedParam"),  # K01.FR.48
        ({"Phases3to1": "false"}, {"numberPhases": 1}, "UnsupportedParam"),  # K01.FR.43
        ({"Phases3to1": "false"}, {"numberPhases": 3}, None),
        ({}, {"numberPhases": 1, "phaseToUse": 1}, None),
    ],
)
def test_phases_that_cannot_be_had(run, values, period, code):
    async def scenario(bench):
        await bench.booted({f"SmartChargingCtrlr.{k}": v for k, v in values.items()})
        made = profile(bench.csms)
        made["chargingSchedule"][0]["chargingSchedulePeriod"][0] |= period
        request = {"evseId": 1, "chargingProfile": made}
        answer = await bench.csms.call("SetChargingProfile", request)
        assert answer.get("statusInfo", {}).get("reasonCode") == code

    run("2.0.1", scenario)


# the meter


def test_the_power_follows_the_profile_and_the_energy_the_power(run):
    async def scenario(bench):
        csms = bench.csms
        station, _ = await charging(bench)
        meter = station.hardware.evse(1).meter
        assert meter.power == 11000
        await put(csms, periods=[(0, 10), (100, 6), (200, 0), (300, 32)])
        await asyncio.sleep(1)
        begin, at = meter.energy, csms.clock.time()
        assert meter.power == 6900
        changed = await csms.expect("TransactionEvent")
        assert changed.payload["triggerReason"] == "ChargingRateChanged"  # K11.FR.04
        await asyncio.sleep(100)
        assert meter.power == 4140
        await csms.expect("TransactionEvent", triggerReason="ChargingRateChanged")
        await asyncio.sleep(100)
        assert meter.power == 0
        stopped = await csms.expect("TransactionEvent", triggerReason="ChargingStateChanged")
        assert stopped.payload["transactionInfo"]["chargingState"] == "SuspendedEVSE"
        await asyncio.sleep(100)
        resumed = await csms.expect("TransactionEvent", triggerReason="ChargingStateChanged")
        assert resumed.payload["transactionInfo"]["chargingState"] == "Charging"
        passed = csms.clock.time() - at
        expected = 6900 * 99 + 4140 * 100 + 11000 * (passed - 299)
        assert abs(meter.energy - begin - expected / 3600) < 15  # whole seconds

    run("2.0.1", scenario)


def test_a_small_change_is_no_news(run):  # LimitChangeSignificance
    async def scenario(bench):
        settings = {
            "SmartChargingCtrlr.LimitChangeSignificance": "10",
            "SampledDataCtrlr.TxUpdatedInterval": "0",
        }
        station, _ = await charging(bench, values=settings)
        await put(bench.csms, limit=15)
        await bench.csms.nothing(30)
        assert station.hardware.evse(1).meter.power == 15 * 690
        await put(bench.csms, limit=10)
        await bench.csms.expect("TransactionEvent", triggerReason="ChargingRateChanged")

    run("2.0.1", scenario)


def test_fewer_phases_cable_and_vehicle(run):
    async def scenario(bench):
        csms = bench.csms
        station, _ = await charging(bench, vehicle=Vehicle(power=22000, cable=20))
        meter = station.hardware.evse(1).meter
        assert meter.power == 20 * 690
        await put(csms, limit=16, phases=1)
        await asyncio.sleep(1)
        assert meter.power == 16 * 230
        assert [s.value for s in meter.read(["Current.Import"])] == [16, 0, 0]
        assert [s.value for s in meter.read(["Power.Offered"])] == [16 * 230]

    run("2.0.1", scenario)


def test_a_relative_profile_counts_from_the_closed_power_path(run):  # K01.FR.42
    async def scenario(bench):
        csms = bench.csms
        await charging(bench)
        await asyncio.sleep(45)
        request = {"evseId": 1, "chargingProfile": relative(csms, periods=[(0, 6), (100, 9)])}
        assert (await csms.call("SetChargingProfile", request))["status"] == "Accepted"
        (first, second) = limits(await composite(csms))
        assert first == (0, 6)
        assert second[1] == 9
        assert 45 <= second[0] <= 51

    run("2.0.1", scenario)


def test_the_station_limit_is_shared(run):  # K04.FR.05
    async def scenario(bench):
        csms = bench.csms
        station, _ = await charging(bench)
        await station.plug_in(2)
        await station.present_token("TAG2", evse_id=2)
        await asyncio.sleep(5)
        purpose = {"chargingProfilePurpose": "ChargingStationMaxProfile"}
        await put(csms, 0, limit=20, **purpose)
        await asyncio.sleep(1)
        meters = [evse.meter for evse in station.hardware.evses]
        assert [meter.power for meter in meters] == [6900, 6900]
        await station.stop_energy(2)
        await asyncio.sleep(1)
        assert [meter.power for meter in meters] == [11000, 0]
        assert limits(await composite(csms, 0)) == [(0, 20)]
        assert limits(await composite(csms, 0, chargingRateUnit="W")) == [(0, 13800)]

    run("2.0.1", scenario)


# transactions and reboots


def test_a_tx_profile_overrules_the_default_and_ends_with_its_transaction(run):  # K02.FR.04, .05
    async def scenario(bench):
        csms = bench.csms
        station, running = await charging(bench)
        await put(csms, limit=10)
        own = {"chargingProfilePurpose": "TxProfile", "transactionId": running, "id": 2}
        await put(csms, limit=14, **own, schedule={"duration": 60})
        agree(await composite(csms), [(0, 14), (60, 10)])
        await station.unplug(1)
        await asyncio.sleep(5)
        assert limits(await composite(csms)) == [(0, 10)]
        assert [i.profile.id for i in station.memory.profiles] == [1]

    run("2.0.1", scenario)


def test_profiles_outlive_a_reboot(run):  # K01.FR.27
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        await put(csms, limit=7)
        await station.power_cycle()
        await csms.connected_again(2)
        await asyncio.sleep(30)
        assert limits(await composite(csms)) == [(0, 7)]

    run("2.0.1", scenario)


def test_a_remote_start_brings_its_profile(run):  # K05
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        start = {
            "idToken": {"idToken": "TAG", "type": "ISO14443"},
            "remoteStartId": 5,
            "evseId": 1,
            "chargingProfile": relative(csms, chargingProfilePurpose="TxProfile", limit=9),
        }
        wrong = {**start, "chargingProfile": profile(csms)}
        refused = await csms.call("RequestStartTransaction", wrong)
        assert (refused["status"], refused["statusInfo"]["reasonCode"]) == (
            "Rejected",
            "InvalidProfile",
        )
        assert (await csms.call("RequestStartTransaction", start))["status"] == "Accepted"
        await asyncio.sleep(5)
        assert limits(await composite(csms)) == [(0, 9)]
        await station.plug_in(1)
        await asyncio.sleep(5)
        assert station.hardware.evse(1).meter.power == 9 * 690

    run("2.0.1", scenario)


# clearing and reporting


def test_clearing_by_id_and_by_criteria(run):  # K10
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        station_max = {"chargingProfilePurpose": "ChargingStationMaxProfile"}
        await put(csms, 1, id=1)
        await put(csms, 2, id=2, stackLevel=1)
        await put(csms, 0, id=3, **station_max)
        await act(station, "ImposeLimit", {"source": "EMS", "limit": 16})

        async def clear(**request):
            return (await csms.call("ClearChargingProfile", request))["status"]

        assert await clear(chargingProfileId=77) == "Unknown"
        assert await clear(chargingProfileId=-1) == "Unknown"  # K10.FR.09
        external = {"chargingProfilePurpose": "ChargingStationExternalConstraints"}
        assert await clear(chargingProfileCriteria=external) == "Unknown"  # K10.FR.08
        assert await clear(chargingProfileCriteria={"evseId": 2, "stackLevel": 0}) == "Unknown"
        assert await clear(chargingProfileId=1) == "Accepted"
        assert await clear(chargingProfileCriteria=station_max) == "Accepted"
        assert await clear(chargingProfileCriteria={"evseId": 2}) == "Accepted"
        assert [i.profile.id for i in station.memory.profiles] == [-1]

    run("2.0.1", scenario)


def test_clearing_a_default_lets_the_transaction_go_on_without(run):  # K10.FR.05, K10.FR.07
    async def scenario(bench):
        station, _ = await charging(bench)
        await put(bench.csms, limit=6)
        await asyncio.sleep(1)
        assert station.hardware.evse(1).meter.power == 4140
        await bench.csms.call("ClearChargingProfile", {"chargingProfileId": 1})
        await asyncio.sleep(1)
        assert station.hardware.evse(1).meter.power == 11000

    run("2.0.1", scenario)


def test_reports_by_source_and_evse(run):  # K09
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        made = profile(csms, customData={"vendorId": "x", "note": "kept"})
        await csms.call("SetChargingProfile", {"evseId": 1, "chargingProfile": made})
        await put(csms, 0, id=2, chargingProfilePurpose="ChargingStationMaxProfile")
        await act(station, "ImposeLimit", {"source": "SO", "limit": 16})
        csms.skip()

        async def reported(**criteria):
            evse = {"evseId": criteria.pop("evseId")} if "evseId" in criteria else {}
            request = {"requestId": 7, **evse, "chargingProfile": criteria}
            assert (await csms.call("GetChargingProfiles", request))["status"] == "Accepted"
            messages = [(await csms.expect("ReportChargingProfiles")).payload]
            while messages[-1].get("tbc"):
                messages.append((await csms.expect("ReportChargingProfiles")).payload)
            assert {m["requestId"] for m in messages} == {7}
            return {
                (m["evseId"], m["chargingLimitSource"], p["id"])
                for m in messages
                for p in m["chargingProfile"]
            }

        everything = {(0, "CSO", 2), (0, "SO", -1), (1, "CSO", 1)}
        assert await reported() == everything
        assert await reported(evseId=1) == {(1, "CSO", 1)}
        assert await reported(evseId=0, chargingLimitSource=["CSO"]) == {(0, "CSO", 2)}
        assert await reported(chargingProfileId=[1, 2, 3]) == {(0, "CSO", 2), (1, "CSO", 1)}
        assert await reported(chargingProfilePurpose="ChargingStationExternalConstraints") == {
            (0, "SO", -1)
        }
        assert next(
            m.payload["chargingProfile"]
            for m in csms.received[-30:]
            if m.action == "ReportChargingProfiles" and m.payload["evseId"] == 1
        ) == [made]

    run("2.0.1", scenario)


@pytest.mark.parametrize(
    ("request_", "code"), [({"evse_id": 9}, "UnknownEvse"), ({"duration": 0}, "ValueTooLow")]
)
def test_a_composite_schedule_that_cannot_be_told(run, request_, code):  # K08.FR.05
    async def scenario(bench):
        await bench.booted()
        answer = await composite(bench.csms, **request_)
        assert (answer["status"], answer["statusInfo"]["reasonCode"]) == ("Rejected", code)
        assert "schedule" not in answer

    run("2.0.1", scenario)


def test_a_composite_schedule_says_when_where_and_in_what(run):
    async def scenario(bench):
        csms = bench.csms
        await bench.booted()
        answer = await composite(csms, chargingRateUnit="W")
        schedule = answer["schedule"]
        age = csms.clock.now() - parse_datetime(schedule["scheduleStart"])
        assert age < timedelta(seconds=2)
        assert (schedule["evseId"], schedule["duration"]) == (1, 300)
        assert schedule["chargingRateUnit"] == "W"
        assert limits(answer) == [(0, 22080)]
        await put(csms, unit="W", limit=5000)
        assert limits(await composite(csms)) == [(0, 5000)]

    run("2.0.1", scenario)


# external limits


def test_an_external_limit_is_told_obeyed_and_released(run):  # K11 to K13
    async def scenario(bench):
        csms = bench.csms
        station, _ = await charging(bench)
        limit = {"source": "EMS", "limit": 10, "critical": True}
        await act(station, "ImposeLimit", limit)
        told = (await csms.expect("NotifyChargingLimit")).payload
        assert told["chargingLimit"] == {"chargingLimitSource": "EMS", "isGridCritical": True}
        (schedule,) = told["chargingSchedule"]
        assert schedule["chargingSchedulePeriod"] == [{"startPeriod": 0, "limit": 10}]
        assert "evseId" not in told
        await csms.expect("TransactionEvent", triggerReason="ChargingRateChanged")
        assert station.hardware.evse(1).meter.power == 6900
        await act(station, "ReleaseLimit", {"source": "EMS"})
        assert (await csms.expect("ClearedChargingLimit")).payload == {"chargingLimitSource": "EMS"}
        await csms.expect("TransactionEvent", triggerReason="ChargingRateChanged")
        assert station.hardware.evse(1).meter.power == 11000

    run("2.0.1", scenario)


def test_external_limits_of_several_sources_all_hold(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted({"SmartChargingCtrlr.NotifyChargingLimitWithSchedules":
                                      "false"})  # fmt: skip
        await act(station, "ImposeLimit", {"source": "EMS", "limit": 10, "duration": 60})
        assert "chargingSchedule" not in (await csms.expect("NotifyChargingLimit")).payload
        await act(station, "ImposeLimit", {"source": "SO", "limit": 20, "evse_id": 1})
        assert (await csms.expect("NotifyChargingLimit")).payload["evseId"] == 1
        agree(await composite(csms, 1), [(0, 10), (60, 20)])
        agree(await composite(csms, 2), [(0, 10), (60, 32)])
        await act(station, "ImposeLimit", {"source": "SO", "limit": 20.1, "evse_id": 1})
        await csms.nothing(5)  # less than LimitChangeSignificance

    run("2.0.1", scenario)


def test_signals_that_cannot_be(run):
    async def scenario(bench):
        station = await bench.booted({"SmartChargingCtrlr.ExternalControlSignalsEnabled": "false"})
        with pytest.raises(NotPossible, match="not heeded"):
            await act(station, "ImposeLimit", {"source": "EMS", "limit": 10})
        other = await bench.booted(identity="CS002")
        for name, fields in (
            ("ImposeLimit", {"source": "CSO", "limit": 10}),
            ("ReleaseLimit", {"source": "EMS"}),
            ("SendChargingNeeds", {"evse_id": 1}),
            ("SendChargingSchedule", {"evse_id": 1}),
        ):
            with pytest.raises(NotPossible):
                await act(other, name, fields)

    run("2.0.1", scenario)


# ISO 15118


async def needy(bench, answer="Accepted"):
    """Give a station whose EV has just told its needs."""
    csms = bench.csms
    csms.answers["NotifyEVChargingNeeds"] = {"status": answer}
    csms.answers["NotifyEVChargingSchedule"] = {"status": "Accepted"}
    station = await bench.booted()
    await station.present_token("TAG", evse_id=1)
    await station.plug_in(1, iso15118=True)
    needs = (await csms.expect("NotifyEVChargingNeeds")).payload
    await asyncio.sleep(1)
    return station, needs


def own(station, **changes):
    transaction = station.points[0].transaction
    return {"chargingProfilePurpose": "TxProfile", "transactionId": transaction.id, **changes}


def test_an_ev_negotiates_before_it_charges(run):  # K15
    async def scenario(bench):
        csms = bench.csms
        station, needs = await needy(bench)
        assert needs["evseId"] == 1
        assert needs["chargingNeeds"]["requestedEnergyTransfer"] == "AC_three_phase"
        assert needs["chargingNeeds"]["acChargingParameters"]["evMaxCurrent"] == 15
        assert station.hardware.evse(1).meter.power == 0
        assert (await put(csms, limit=10, **own(station)))["status"] == "Accepted"
        told = (await csms.expect("NotifyEVChargingSchedule")).payload
        assert told["evseId"] == 1
        periods = told["chargingSchedule"]["chargingSchedulePeriod"]
        assert [p["limit"] for p in periods] == [10]
        event = (
            await csms.expect("TransactionEvent", triggerReason="ChargingStateChanged")
        ).payload
        assert event["transactionInfo"]["chargingState"] == "Charging"
        assert station.hardware.evse(1).meter.power == 6900

    run("2.0.1", scenario)


@pytest.mark.parametrize(("answer", "wait"), [("Rejected", 5), ("Processing", 5), ("Accepted", 65)])
def test_an_ev_charges_without_a_profile_too(run, answer, wait):  # K15, error handling
    async def scenario(bench):
        station, _ = await needy(bench, answer)
        await asyncio.sleep(wait)
        assert station.hardware.evse(1).meter.power == 11000

    run("2.0.1", scenario)


def test_offline_the_default_holds(run):  # K15.FR.15
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted({"AuthCtrlr.OfflineTxForUnknownIdEnabled": "true"})
        await put(csms, limit=6)
        await station.go_offline()
        await station.present_token("TAG", evse_id=1)
        await station.plug_in(1, iso15118=True)
        await asyncio.sleep(5)
        assert station.hardware.evse(1).meter.power == 4140

    run("2.0.1", scenario)


def test_a_new_profile_is_negotiated_again(run):  # K16
    async def scenario(bench):
        csms = bench.csms
        station, _ = await needy(bench)
        await put(csms, limit=10, **own(station))
        await csms.expect("NotifyEVChargingSchedule")
        await asyncio.sleep(5)
        await put(csms, limit=8, **own(station))
        told = (await csms.expect("NotifyEVChargingSchedule")).payload
        assert told["chargingSchedule"]["chargingSchedulePeriod"][0]["limit"] == 8
        await csms.expect("TransactionEvent", triggerReason="ChargingRateChanged")
        await act(station, "SendChargingNeeds", {"evse_id": 1, "energy": 5000, "departure": 3600})
        needs = (await csms.expect("NotifyEVChargingNeeds")).payload["chargingNeeds"]
        assert needs["acChargingParameters"]["energyAmount"] == 5000
        leaves = parse_datetime(needs["departureTime"]) - csms.clock.now()
        assert abs(leaves.total_seconds() - 3600) < 2
        await put(csms, limit=12, **own(station))
        await csms.expect("NotifyEVChargingSchedule")

    run("2.0.1", scenario)


def test_a_schedule_of_the_ev_counts_once_it_is_accepted(run):  # K15.FR.14
    async def scenario(bench):
        csms = bench.csms
        station, _ = await needy(bench)
        await put(csms, limit=10, **own(station))
        await csms.expect("NotifyEVChargingSchedule")
        await asyncio.sleep(5)
        await act(station, "SendChargingSchedule", {"evse_id": 1, "limit": 7})
        await csms.expect("NotifyEVChargingSchedule")
        await asyncio.sleep(5)
        assert limits(await composite(csms)) == [(0, 7)]
        csms.answers["NotifyEVChargingSchedule"] = {"status": "Rejected"}
        await act(station, "SendChargingSchedule", {"evse_id": 1, "limit": 30})
        await csms.expect("NotifyEVChargingSchedule")
        await asyncio.sleep(5)
        assert limits(await composite(csms)) == [(0, 10)]

    run("2.0.1", scenario)


def test_several_schedules_are_for_evs_that_told_their_needs(run):  # K01.FR.34
    async def scenario(bench):
        csms = bench.csms
        station, _ = await needy(bench)
        made = {**profile(csms, limit=9), **own(station)}
        made["chargingSchedule"] *= 3
        answer = await csms.call("SetChargingProfile", {"evseId": 1, "chargingProfile": made})
        assert answer["status"] == "Accepted"

    run("2.0.1", scenario)


# the hand puppet


def test_a_puppet_has_the_words_for_all_of_it(run):
    async def scenario(bench):
        station = bench.station(automatic=False)
        await station.start(bench.csms.url)
        for action in (
            "NotifyChargingLimit",
            "ClearedChargingLimit",
            "NotifyEVChargingNeeds",
            "NotifyEVChargingSchedule",
        ):
            draft = station.draft(action)
            await station.call(action, draft)
            assert (await bench.csms.expect(action)).payload == draft
        await put(bench.csms, limit=6)
        answer = await bench.csms.call(
            "GetChargingProfiles", {"requestId": 3, "chargingProfile": {}}
        )
        assert answer["status"] == "Accepted"
        await bench.csms.nothing(5)
        draft = station.draft("ReportChargingProfiles")
        assert [p["id"] for p in draft["chargingProfile"]] == [1]

    run("2.0.1", scenario)
