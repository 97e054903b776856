"""Block K at the CSMS: what it keeps, what it sends, and how it judges an EV's schedule."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from ocppj.clock import format_datetime
from reference_csms import charging_views as views
from reference_csms import operations
from reference_csms.goals import InvalidArguments
from reference_csms.store.tiny import TinyStore


@asynccontextmanager
async def operating(b, name, arguments, station="CS1"):
    """Run an operation beside what the station does."""
    task = asyncio.create_task(operations.run(b.csms, station, name, arguments))
    yield task
    await task


async def profiles(b):
    return await views.charging_profiles(b.store)


async def limit(b, station, status="Accepted", **arguments):
    """Let the operator limit something; gives the request and the result."""
    async with operating(b, "limit-current", arguments) as task:
        request = await station.reply("SetChargingProfile", {"status": status})
    return request, task.result()


async def transaction(b, station, kind="Started", seq_no=0):
    await station.call(
        "TransactionEvent",
        {
            "eventType": kind,
            "timestamp": format_datetime(b.csms.clock.now()),
            "triggerReason": "CablePluggedIn",
            "seqNo": seq_no,
            "transactionInfo": {"transactionId": "T1"},
            "evse": {"id": 1},
        },
    )


NEEDS = {
    "evseId": 1,
    "maxScheduleTuples": 3,
    "chargingNeeds": {
        "requestedEnergyTransfer": "AC_three_phase",
        "acChargingParameters": {
            "energyAmount": 20000, "evMinCurrent": 6, "evMaxCurrent": 20, "evMaxVoltage": 400,
        },
    },
}  # fmt: skip


def test_an_accepted_profile_is_kept_and_a_refused_one_is_not(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            request, result = await limit(b, station, evse_id=1, limit=6)
            made = request["chargingProfile"]
            assert request["evseId"] == 1
            assert made["chargingProfilePurpose"] == "TxDefaultProfile"
            assert made["chargingProfileKind"] == "Absolute"
            (schedule,) = made["chargingSchedule"]
            assert schedule["chargingSchedulePeriod"] == [{"startPeriod": 0, "limit": 6}]
            assert {"validFrom", "validTo"} <= made.keys()
            assert "startSchedule" in schedule
            assert result == {"status": "Accepted", "chargingProfileId": made["id"]}
            (shown,) = await profiles(b)
            assert (shown["profile_id"], shown["evse_id"]) == (made["id"], 1)
            await limit(b, station, status="Rejected", evse_id=2, limit=8)
            assert len(await profiles(b)) == 1
            again, _ = await limit(b, station, evse_id=1, limit=8)
            assert again["chargingProfile"]["id"] == made["id"]  # K01.FR.06
            (shown,) = await profiles(b)
            assert shown["schedules"][0]["chargingSchedulePeriod"][0]["limit"] == 8

    run(scenario())


def test_the_purpose_follows_from_what_is_limited(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            whole, _ = await limit(b, station, limit=40)
            assert whole["evseId"] == 0
            assert whole["chargingProfile"]["chargingProfilePurpose"] == "ChargingStationMaxProfile"
            await transaction(b, station)
            own, _ = await limit(b, station, evse_id=1, limit=9, kind="Relative", unit="W")
            made = own["chargingProfile"]
            assert made["chargingProfilePurpose"] == "TxProfile"
            assert made["transactionId"] == "T1"  # K01.FR.03
            assert "startSchedule" not in made["chargingSchedule"][0]  # K01.FR.41
            assert made["id"] != whole["chargingProfile"]["id"]
            again, _ = await limit(
                b, station, evse_id=1, limit=9, kind="Recurring", purpose="TxDefaultProfile",
                number_phases=1, duration=3600,
            )  # fmt: skip
            assert again["chargingProfile"]["recurrencyKind"] == "Daily"
            assert len(await profiles(b)) == 3
            await transaction(b, station, "Ended", 1)
            purposes = {row["purpose"] for row in await profiles(b)}
            assert purposes == {"ChargingStationMaxProfile", "TxDefaultProfile"}  # K02.FR.05

    run(scenario())


@pytest.mark.parametrize("status", ["Accepted", "Unknown"])
def test_cleared_profiles_are_installed_no_more(run, bench, status):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            first, _ = await limit(b, station, evse_id=1, limit=6)
            await limit(b, station, evse_id=2, limit=6)
            await limit(b, station, evse_id=2, limit=6, stack_level=3)
            number = first["chargingProfile"]["id"]
            async with operating(b, "clear-limit", {"profile_id": number}):
                request = await station.reply("ClearChargingProfile", {"status": status})
            assert request == {"chargingProfileId": number}
            held = [row for row in await profiles(b) if row["installed"]]
            assert {row["evse_id"] for row in held} == {2}
            (gone,) = [row for row in await profiles(b) if not row["installed"]]
            assert (gone["profile_id"], gone["cleared"]) == (number, status)
            async with operating(b, "clear-limit", {"evse_id": 2, "stack_level": 3}):
                request = await station.reply("ClearChargingProfile", {"status": status})
            assert request == {"chargingProfileCriteria": {"evseId": 2, "stackLevel": 3}}
            held = [row for row in await profiles(b) if row["installed"]]
            assert [row["stack_level"] for row in held] == [0]
            again, _ = await limit(b, station, evse_id=1, limit=8)
            assert again["chargingProfile"]["id"] != number
            assert len([row for row in await profiles(b) if row["installed"]]) == 2
            with pytest.raises(InvalidArguments):  # K10.FR.02
                await operations.run(b.csms, "CS1", "clear-limit", {})
            with pytest.raises(InvalidArguments):
                await operations.run(b.csms, "CS1", "limit-current", {"limit": 1, "purpose": "No"})

    run(scenario())


def reported(request_id, number, *, tbc=False, source="CSO", evse_id=1, level=0):
    schedule = {
        "id": 1, "chargingRateUnit": "A", "startSchedule": "2026-01-01T00:00:00Z",
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 6}],
    }  # fmt: skip
    purpose = "TxDefaultProfile" if source == "CSO" else "ChargingStationExternalConstraints"
    return {
        "requestId": request_id,
        "chargingLimitSource": source,
        "evseId": evse_id,
        "tbc": tbc,
        "chargingProfile": [
            {
                "id": number,
                "stackLevel": level,
                "chargingProfilePurpose": purpose,
                "chargingProfileKind": "Absolute",
                "chargingSchedule": [schedule],
            }
        ],
    }


def test_reports_are_put_together_by_their_request(run, bench):  # K09
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            async with operating(b, "get-profiles", {"evse_id": 1}) as task:
                request = await station.reply("GetChargingProfiles", {"status": "Accepted"})
            number = request["requestId"]
            assert task.result() == {"status": "Accepted", "requestId": number}
            assert len(request["chargingProfile"]["chargingLimitSource"]) == 4  # K09.FR.03
            await station.call("ReportChargingProfiles", reported(number, 5, tbc=True))
            (report,) = await views.charging_profile_reports(b.store)
            assert (report["complete"], report["profiles"]) == (False, [5])
            external = reported(number, -1, source="EMS", evse_id=0)
            await station.call("ReportChargingProfiles", external)
            (report,) = await views.charging_profile_reports(b.store)
            assert (report["complete"], report["messages"]) == (True, 2)
            assert report["profiles"] == [5, -1]
            shown = {(row["profile_id"], row["source"]) for row in await profiles(b)}
            assert shown == {(5, "CSO"), (-1, "EMS")}
            async with operating(b, "get-profiles", {"purpose": "TxProfile"}):
                await station.reply("GetChargingProfiles", {"status": "NoProfiles"})
            reports = await views.charging_profile_reports(b.store)
            assert (reports[1]["status"], reports[1]["complete"]) == ("NoProfiles", True)

    run(scenario())


def test_a_report_that_overtakes_the_answer_counts(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            async with operating(b, "get-profiles", {}):
                _, message_id, _, request = await station.receive()
                number = request["requestId"]
                first = reported(number, 5, tbc=True)
                await station.call("ReportChargingProfiles", first)
                await station.send([3, message_id, {"status": "Accepted"}])
            await station.call("ReportChargingProfiles", reported(number, 6, level=1))
            (report,) = await views.charging_profile_reports(b.store)
            assert (report["status"], report["complete"]) == ("Accepted", True)
            assert report["profiles"] == [5, 6]

    run(scenario())


@pytest.mark.parametrize(("told", "within"), [(6, True), (5, True), (8, False)])
def test_a_composite_schedule_stands_beside_our_own(run, bench, told, within):  # K08
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            await limit(b, station, evse_id=1, limit=6)
            schedule = {
                "evseId": 1,
                "duration": 300,
                "scheduleStart": format_datetime(b.csms.clock.now()),
                "chargingRateUnit": "A",
                "chargingSchedulePeriod": [{"startPeriod": 0, "limit": told}],
            }
            async with operating(b, "composite-schedule", {"evse_id": 1, "unit": "A"}):
                request = await station.reply(
                    "GetCompositeSchedule", {"status": "Accepted", "schedule": schedule}
                )
            assert request == {"evseId": 1, "duration": 300, "chargingRateUnit": "A"}
            (shown,) = await views.composite_schedules(b.store)
            assert shown["periods"] == schedule["chargingSchedulePeriod"]
            assert shown["expected"] == [{"startPeriod": 0, "limit": 6}]
            assert shown["within"] is within
            async with operating(b, "composite-schedule", {}):
                await station.reply("GetCompositeSchedule", {"status": "Rejected"})
            assert (await views.composite_schedules(b.store))[1]["status"] == "Rejected"

    run(scenario())


def test_limits_of_others_are_kept_until_they_are_cleared(run, bench):  # K11 to K13
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            notified = {"chargingLimit": {"chargingLimitSource": "EMS", "isGridCritical": True}}
            assert await station.call("NotifyChargingLimit", notified) == {}
            at_one = {"evseId": 1, "chargingLimit": {"chargingLimitSource": "EMS"}}
            await station.call("NotifyChargingLimit", at_one)
            first, second = await views.charging_limits(b.store)
            assert (first["source"], first["grid_critical"], first["evse_id"]) == (
                "EMS", True, None,
            )  # fmt: skip
            assert second["evse_id"] == 1
            cleared = {"chargingLimitSource": "EMS"}
            assert await station.call("ClearedChargingLimit", cleared) == {}
            rows = await views.charging_limits(b.store)
            assert [row["released_at"] is None for row in rows] == [False, True]
            await station.call("NotifyChargingLimit", notified)
            assert (await views.charging_limits(b.store))[0]["released_at"] is None
            unheard = {"chargingLimitSource": "SO", "evseId": 2}
            assert await station.call("ClearedChargingLimit", unheard) == {}
            (told,) = [r for r in await views.charging_limits(b.store) if r["source"] == "SO"]
            assert told["evse_id"] == 2
            assert told["released_at"] is not None

    run(scenario())


async def offered(station, status="Accepted"):
    """Take the profile that follows unasked."""
    request = await station.reply("SetChargingProfile", {"status": status})
    return request["evseId"], request["chargingProfile"]


def schedule_of(profile, current):
    schedule = profile["chargingSchedule"][0]
    period = {"startPeriod": 0, "limit": current}
    kept = ("id", "chargingRateUnit", "duration")
    return {
        "evseId": 1,
        "timeBase": schedule["startSchedule"],
        "chargingSchedule": {
            **{k: schedule[k] for k in kept}, "chargingSchedulePeriod": [period],
        },
    }  # fmt: skip


def test_needs_get_a_profile_within_the_limits(run, bench):  # K15.FR.03, K15.FR.07
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            await transaction(b, station)
            assert await station.call("NotifyEVChargingNeeds", NEEDS) == {"status": "Accepted"}
            evse_id, made = await offered(station)
            assert (evse_id, made["chargingProfilePurpose"]) == (1, "TxProfile")
            assert made["transactionId"] == "T1"
            (schedule,) = made["chargingSchedule"]
            (period,) = schedule["chargingSchedulePeriod"]
            assert (period["limit"], period["numberPhases"]) == (20, 3)
            limited = {
                "chargingLimit": {"chargingLimitSource": "SO"},
                "chargingSchedule": [
                    {
                        "id": 1, "chargingRateUnit": "W",
                        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 8280}],
                    }
                ],
            }  # fmt: skip
            await station.call("NotifyChargingLimit", limited)
            await station.call("NotifyEVChargingNeeds", NEEDS)
            _, again = await offered(station)
            assert again["id"] == made["id"]  # K01.FR.39
            period = again["chargingSchedule"][0]["chargingSchedulePeriod"][0]
            assert period["limit"] == 12
            (shown,) = await profiles(b)
            assert shown["transaction_id"] == "T1"
            (negotiation,) = await views.ev_charging(b.store)
            assert negotiation["needs"] == NEEDS["chargingNeeds"]
            assert negotiation["needs_answer"] == "Accepted"
            offer = (negotiation["profile_id"], negotiation["profile_answer"])
            assert offer == (made["id"], "Accepted")

    run(scenario())


def test_direct_current_and_a_departure(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            await transaction(b, station)
            needs = {
                "requestedEnergyTransfer": "DC",
                "departureTime": format_datetime(b.csms.clock.now()).replace("20", "21", 1),
                "dcChargingParameters": {
                    "evMaxCurrent": 100, "evMaxVoltage": 400, "evMaxPower": 30000,
                },
            }  # fmt: skip
            await station.call("NotifyEVChargingNeeds", {"evseId": 1, "chargingNeeds": needs})
            _, made = await offered(station)
            schedule = made["chargingSchedule"][0]
            assert schedule["chargingRateUnit"] == "W"
            assert schedule["chargingSchedulePeriod"][0]["limit"] == 30000
            assert schedule["duration"] > 86400 * 365

    run(scenario())


def test_needs_without_a_transaction_are_rejected(run, bench):  # K15.FR.04
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            assert await station.call("NotifyEVChargingNeeds", NEEDS) == {"status": "Rejected"}
            (negotiation,) = await views.ev_charging(b.store)
            assert negotiation["needs_answer"] == "Rejected"

    run(scenario())


def test_a_schedule_above_the_limits_is_negotiated_again(run, bench):  # K15.FR.11 to .13
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            await transaction(b, station)
            await station.call("NotifyEVChargingNeeds", NEEDS)
            _, made = await offered(station)
            above = schedule_of(made, 25)
            assert await station.call("NotifyEVChargingSchedule", above) == {"status": "Rejected"}
            _, again = await offered(station)
            assert (again["id"], again["transactionId"]) == (made["id"], "T1")
            fitting = schedule_of(again, 20)
            answer = await station.call("NotifyEVChargingSchedule", fitting)
            assert answer == {"status": "Accepted"}
            (negotiation,) = await views.ev_charging(b.store)
            assert negotiation["schedule_answer"] == "Accepted"
            assert negotiation["schedule"] == fitting["chargingSchedule"]

    run(scenario())


def test_it_is_all_there_after_a_restart(run, bench, tmp_path):
    async def scenario():
        path = tmp_path / "csms.db"
        async with TinyStore(path) as store, bench(store=store) as b:
            station = await b.booted()
            await transaction(b, station)
            await station.call("NotifyEVChargingNeeds", NEEDS)
            await offered(station)
            notified = {"chargingLimit": {"chargingLimitSource": "EMS"}}
            await station.call("NotifyChargingLimit", notified)
            before = [await view(store) for view in VIEWS]
        async with TinyStore(path) as store:
            assert [await view(store) for view in VIEWS] == before
        assert [len(rows) for rows in before] == [1, 1, 1]

    run(scenario())


VIEWS = (views.charging_profiles, views.charging_limits, views.ev_charging)
