"""Resets of a single EVSE, and resets that cannot be."""

import asyncio

import pytest

from station_sim.firmware import State

ALLOWED = {"EVSE:1.AllowReset": "true"}


async def charge(station, evse_id=1):
    await station.plug_in(evse_id)
    await station.present_token(f"TAG-{evse_id}", evse_id=evse_id)
    await asyncio.sleep(2)
    assert station.points[evse_id - 1].transaction is not None


def boots(csms):
    return sum(m.action == "BootNotification" for m in csms.received)


def test_an_evse_is_reset_alone(run):
    """B11.FR.08."""

    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted(ALLOWED)
        await charge(station, 2)
        csms.skip()
        answer = await csms.call("Reset", {"type": "Immediate", "evseId": 1})
        assert answer == {"status": "Accepted"}
        await csms.expect("StatusNotification", evseId=1, connectorStatus="Unavailable")
        await csms.expect("StatusNotification", evseId=1, connectorStatus="Available")
        assert station.points[1].transaction is not None
        assert boots(csms) == 1

    run("2.0.1", scenario)


def test_its_transaction_ends_at_once(run):
    """B12.FR.02, .08."""

    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted(ALLOWED)
        await charge(station)
        csms.skip()
        answer = await csms.call("Reset", {"type": "Immediate", "evseId": 1})
        assert answer == {"status": "Accepted"}
        ended = await csms.expect("TransactionEvent", eventType="Ended")
        assert ended.payload["triggerReason"] == "ResetCommand"
        assert ended.payload["transactionInfo"]["stoppedReason"] == "ImmediateReset"

    run("2.0.1", scenario)


def test_or_ends_before_it(run):
    """B12.FR.01, .07."""

    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted(ALLOWED)
        await charge(station)
        await charge(station, 2)
        csms.skip()
        answer = await csms.call("Reset", {"type": "OnIdle", "evseId": 1})
        assert answer == {"status": "Scheduled"}
        await asyncio.sleep(100)
        assert station.points[0].transaction is not None
        assert not station.points[0].restarting
        await station.unplug(1)
        await csms.expect("StatusNotification", evseId=1, connectorStatus="Unavailable")
        await csms.expect("StatusNotification", evseId=1, connectorStatus="Available")
        assert station.points[1].transaction is not None

    run("2.0.1", scenario)


def test_while_it_restarts_nobody_charges(run):
    async def scenario(bench):
        station = await bench.booted(ALLOWED, boot_time=30.0)
        await bench.csms.call("Reset", {"type": "Immediate", "evseId": 1})
        await station.plug_in(1)
        await station.present_token("TAG", evse_id=1)
        await asyncio.sleep(5)
        assert station.points[0].authorization is None
        await asyncio.sleep(30)
        await station.present_token("TAG", evse_id=1)
        await asyncio.sleep(2)
        assert station.hardware.evse(1).meter.power > 0

    run("2.0.1", scenario)


@pytest.mark.parametrize(("values", "evse_id"), [({}, 1), (ALLOWED, 2), (ALLOWED, 9)])
def test_where_it_cannot_be_it_is_rejected(run, values, evse_id):
    """B11.FR.09, B12.FR.09."""

    async def scenario(bench):
        await bench.booted(values)
        answer = await bench.csms.call("Reset", {"type": "Immediate", "evseId": evse_id})
        assert answer == {"status": "Rejected"}

    run("2.0.1", scenario)


@pytest.mark.parametrize(("version", "type"), [("1.6", "Hard"), ("2.0.1", "Immediate")])
def test_no_reset_while_firmware_is_installed(run, version, type):
    """B11.FR.06."""

    async def scenario(bench):
        station = await bench.booted()
        over = asyncio.Event()
        station.firmware._task = station.tasks.spawn(over.wait(), "an update")
        station.firmware.state = State.INSTALLING
        assert await bench.csms.call("Reset", {"type": type}) == {"status": "Rejected"}
        station.firmware.state = State.DOWNLOADED
        assert await bench.csms.call("Reset", {"type": type}) == {"status": "Accepted"}

    run(version, scenario)
