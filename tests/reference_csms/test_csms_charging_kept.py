"""Block K at the CSMS: profiles that a station has lost, and what is made for its EVs."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from ocppj.clock import format_datetime
from reference_csms import charging_views as views
from reference_csms import listing, operations
from reference_csms.charging import ChargingProfile
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


async def offered(station, status="Accepted"):
    """Take the profile that follows unasked."""
    request = await station.reply("SetChargingProfile", {"status": status})
    return request["evseId"], request["chargingProfile"]


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


def own(profile_id, **more):
    facts = {"purpose": "TxDefaultProfile", "stack_level": 0, "kind": "Absolute", **more}
    return ChargingProfile("CS1", profile_id, schedules=(), **{"evse_id": 1, **facts})


@pytest.mark.parametrize(
    ("arguments", "lost"),
    [
        ({}, {1, 2, 3}),
        ({"evse_id": 1}, {1, 3}),
        ({"purpose": "TxProfile"}, {3}),
        ({"stack_level": 4}, {2}),
        ({"profile_ids": [1, 9]}, {1}),
        ({"sources": ["EMS"]}, set()),
    ],
)
@pytest.mark.parametrize("answer", ["NoProfiles", "Accepted"])
def test_what_a_whole_report_lacks_is_lost(run, bench, arguments, lost, answer):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            for profile in (own(1), own(2, evse_id=2, stack_level=4), own(3, purpose="TxProfile")):
                await b.store.charging_profiles.put(profile)
            async with operating(b, "get-profiles", arguments):
                request = await station.reply("GetChargingProfiles", {"status": answer})
            if answer == "Accepted":
                await b.csms.services.charging.accepted(own(7, stack_level=9))  # set meanwhile
                part = reported(request["requestId"], 5, tbc=True)
                await station.call("ReportChargingProfiles", part)
                assert {row["installed"] for row in await profiles(b)} == {True}
                await station.call("ReportChargingProfiles", {**part, "tbc": False})
            gone = {row["profile_id"] for row in await profiles(b) if not row["installed"]}
            assert gone == lost

    run(scenario())


def test_a_profile_that_the_station_refuses_is_told_so(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            await transaction(b, station)
            await station.call("NotifyEVChargingNeeds", NEEDS)
            await station.reply("SetChargingProfile", {"status": "Rejected"})
            await station.call("Heartbeat", {})
            (negotiation,) = await views.ev_charging(b.store)
            assert negotiation["profile_answer"] == "Rejected"
            (sent,) = await listing.log(b.store.commands, station="CS1")
            assert (sent["action"], sent["result"]) == (
                "SetChargingProfile",
                {"status": "Rejected"},
            )
            assert await profiles(b) == []

    run(scenario())


def test_what_follows_an_answer_lasts(run, bench, tmp_path):
    async def scenario():
        path = tmp_path / "csms.db"
        async with TinyStore(path) as store, bench(store=store) as b:
            station = await b.booted()
            await transaction(b, station)
            await station.call("NotifyEVChargingNeeds", NEEDS)
            await offered(station)
            await asyncio.sleep(1)  # on a virtual clock: nothing more is to come
            copy = tmp_path / "copy.db"  # what a kill would leave
            copy.write_bytes(path.read_bytes())
        async with TinyStore(copy) as store:
            (kept,) = await views.charging_profiles(store)
            assert kept["purpose"] == "TxProfile"

    run(scenario())


@pytest.mark.parametrize(
    ("goal", "arguments", "pointer"),
    [
        ("limit-current", {"purpose": "ChargingStationExternalConstraints"}, "/purpose"),
        ("limit-current", {"purpose": "TxProfile"}, "/evse_id"),
        ("limit-current", {"purpose": "TxProfile", "evse_id": 2}, "/transaction_id"),
        ("limit-current", {"purpose": "ChargingStationMaxProfile", "evse_id": 1}, "/evse_id"),
        ("limit-current", {"kind": "Relative"}, "/kind"),
        ("clear-limit", {"purpose": "ChargingStationExternalConstraints"}, "/purpose"),
    ],
)
def test_what_a_csms_shall_not_ask_for(run, bench, goal, arguments, pointer):
    async def scenario():  # K01.FR.03, .16, .22, .38; K04.FR.03; K10.FR.06
        async with bench() as b:
            await b.booted()
            given = {"limit": 6, **arguments} if goal == "limit-current" else arguments
            with pytest.raises(InvalidArguments) as refused:
                await operations.run(b.csms, "CS1", goal, given)
            assert [c.pointer for c in refused.value.complaints] == [pointer]

    run(scenario())
