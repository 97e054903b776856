"""SmartCharging of 1.6 at the CSMS."""

import asyncio
from contextlib import asynccontextmanager

from ocppj.clock import format_datetime
from reference_csms import charging_views as views
from reference_csms import operations


@asynccontextmanager
async def operating(b, name, arguments):
    """Run an operation beside what the station does."""
    task = asyncio.create_task(operations.run(b.csms, "CS1", name, arguments))
    yield task
    await task


async def limit(b, station, **arguments):
    async with operating(b, "limit-current", arguments):
        return await station.reply("SetChargingProfile", {"status": "Accepted"})


async def shown(b):
    return [(p["connector_id"], p["purpose"]) for p in await views.charging_profiles(b.store)]


def test_limits_by_purpose(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted(version="1.6")
            whole = await limit(b, station, limit=40)
            made = whole["csChargingProfiles"]
            assert (whole["connectorId"], made["chargingProfilePurpose"]) == (
                0,
                "ChargePointMaxProfile",
            )
            assert made["chargingSchedule"]["chargingSchedulePeriod"] == [
                {"startPeriod": 0, "limit": 40}
            ]
            default = await limit(b, station, connector_id=1, limit=6)
            assert default["csChargingProfiles"]["chargingProfilePurpose"] == "TxDefaultProfile"
            started = await station.call(
                "StartTransaction",
                {
                    "connectorId": 1,
                    "idTag": "TAG",
                    "meterStart": 0,
                    "timestamp": format_datetime(b.csms.clock.now()),
                },
            )
            own = await limit(b, station, evse_id=1, limit=8)
            assert own["csChargingProfiles"]["transactionId"] == started["transactionId"]
            assert await shown(b) == [
                (0, "ChargePointMaxProfile"),
                (1, "TxDefaultProfile"),
                (1, "TxProfile"),
            ]
            stopped = {"meterStop": 9, "timestamp": format_datetime(b.csms.clock.now())}
            await station.call(
                "StopTransaction", {**stopped, "transactionId": started["transactionId"]}
            )
            assert (1, "TxProfile") not in await shown(b)

    run(scenario())


def test_a_profile_of_the_same_level_is_replaced(run, bench):  # 3.13.2
    async def scenario():
        async with bench() as b:
            station = await b.booted(version="1.6")
            await limit(b, station, connector_id=1, limit=6, profile_id=7)
            await limit(b, station, connector_id=1, limit=6, profile_id=8)
            await limit(b, station, connector_id=2, limit=6, profile_id=9)
            rows = await views.charging_profiles(b.store)
            assert [row["profile_id"] for row in rows] == [8, 9]
            async with operating(b, "clear-limit", {"connector_id": 2}):
                request = await station.reply("ClearChargingProfile", {"status": "Accepted"})
            assert request == {"connectorId": 2}
            async with operating(b, "clear-limit", {}):
                request = await station.reply("ClearChargingProfile", {"status": "Accepted"})
            assert request == {}
            rows = await views.charging_profiles(b.store)
            assert [(row["installed"], row["cleared"]) for row in rows] == [
                (False, "Accepted"),
                (False, "Accepted"),
            ]

    run(scenario())


def test_a_composite_schedule_stands_beside_our_own(run, bench):  # 5.7
    async def scenario():
        async with bench() as b:
            station = await b.booted(version="1.6")
            await limit(b, station, connector_id=1, limit=6)
            answer = {
                "status": "Accepted",
                "connectorId": 1,
                "scheduleStart": format_datetime(b.csms.clock.now()),
                "chargingSchedule": {
                    "duration": 300,
                    "chargingRateUnit": "W",
                    "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 6000.0}],
                },
            }
            async with operating(b, "composite-schedule", {"connector_id": 1}):
                await station.reply("GetCompositeSchedule", answer)
            (row,) = await views.composite_schedules(b.store)
            assert row["expected"] == [{"startPeriod": 0, "limit": 4140}]
            assert row["within"] is False
            async with operating(b, "composite-schedule", {"connector_id": 1, "unit": "A"}):
                await station.reply("GetCompositeSchedule", {"status": "Rejected"})
            (row,) = await views.composite_schedules(b.store)
            assert (row["status"], row["within"]) == ("Rejected", None)

    run(scenario())
