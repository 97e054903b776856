"""Smart charging with the simulator at one end and the reference CSMS at the other."""

import asyncio
import itertools
import random

import pytest

from ocppj.clock import LoopClock, VirtualClockLoop
from reference_csms import charging_views as views
from reference_csms import operations
from reference_csms.csms import Csms
from reference_csms.records import Token
from reference_csms.store.memory import MemoryStore
from station_sim.actions import act
from station_sim.settings import StationSettings
from station_sim.station import Station


def play(version, scenario):
    async def stage():
        clock = LoopClock(asyncio.get_running_loop())
        numbers = itertools.count(1)
        csms = Csms(clock=clock, store=MemoryStore(), new_id=lambda: f"c{next(numbers)}")
        kind = None if version == "1.6" else "ISO14443"
        await csms.store.tokens.put(Token("TAG", kind))
        listener = await csms.serve()
        station = Station(
            StationSettings(version=version),
            clock=clock,
            rng=random.Random(1),
            new_id=lambda: f"s{next(numbers)}",
        )
        await station.start(listener.url)
        try:
            await asyncio.sleep(5)
            await scenario(csms, station)
        finally:
            await station.stop()
            await csms.close()
        assert csms.bugs.bugs == []
        assert station.bugs.bugs == []

    with asyncio.Runner(loop_factory=VirtualClockLoop) as runner:
        runner.run(stage())


async def operate(csms, name, **arguments):
    result = await operations.run(csms, "CS001", name, arguments)
    await asyncio.sleep(2)
    return result


async def charge(station, **options):
    await station.plug_in(1, **options)
    await station.present_token("TAG", evse_id=1)
    await asyncio.sleep(5)


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
def test_a_limit_is_obeyed_and_both_schedules_agree(version):
    async def scenario(csms, station):
        meter = station.hardware.evse(1).meter
        await charge(station)
        assert (await operate(csms, "limit-current", evse_id=1, limit=10))["status"] == "Accepted"
        assert meter.power == 6900
        await operate(csms, "limit-current", limit=8)
        assert meter.power == 8 * 690
        place = {"connector_id" if version == "1.6" else "evse_id": 1}
        await operate(csms, "composite-schedule", **place, unit="A")
        (told,) = await views.composite_schedules(csms.store)
        assert told["within"] is True
        assert [p["limit"] for p in told["periods"]] == [8]
        assert [p["limit"] for p in told["expected"]] == [8]
        await station.unplug(1)
        await asyncio.sleep(5)
        (left,) = await views.charging_profiles(csms.store)
        assert "MaxProfile" in left["purpose"]

    play(version, scenario)


def test_profiles_are_told_as_they_were_set():
    async def scenario(csms, station):
        await operate(csms, "limit-current", evse_id=1, limit=10)
        await operate(csms, "limit-current", limit=40)
        await act(station, "ImposeLimit", {"source": "EMS", "limit": 16})
        await operate(csms, "get-profiles")
        (report,) = await views.charging_profile_reports(csms.store)
        assert (report["complete"], report["messages"]) == (True, 3)
        shown = await views.charging_profiles(csms.store)
        assert all(row["reported_at"] is not None for row in shown)
        assert {row["source"] for row in shown} == {"CSO", "EMS"}
        (limit,) = await views.charging_limits(csms.store)
        assert limit["source"] == "EMS"

    play("2.0.1", scenario)


def test_an_ev_negotiates_and_is_brought_back_within_the_limits():
    async def scenario(csms, station):
        meter = station.hardware.evse(1).meter
        await operate(csms, "limit-current", limit=12)
        await charge(station, iso15118=True)
        (negotiation,) = await views.ev_charging(csms.store)
        assert (negotiation["needs_answer"], negotiation["schedule_answer"]) == (
            "Accepted",
            "Accepted",
        )
        assert meter.power == 12 * 690
        await act(station, "SendChargingSchedule", {"evse_id": 1, "limit": 20})
        await asyncio.sleep(5)
        rejected = [
            command
            for command in await csms.store.messages.find(limit=1000)
            if '"status":"Rejected"' in command.text.replace(" ", "")
        ]
        assert len(rejected) == 1
        (negotiation,) = await views.ev_charging(csms.store)
        assert negotiation["schedule_answer"] == "Accepted"
        await operate(csms, "limit-current", evse_id=1, limit=7)
        (negotiation,) = await views.ev_charging(csms.store)
        assert negotiation["schedule"]["chargingSchedulePeriod"][0]["limit"] == 7
        assert negotiation["schedule_answer"] == "Accepted"
        assert meter.power == 7 * 690

    play("2.0.1", scenario)
