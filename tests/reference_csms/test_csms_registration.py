"""Boots, heartbeats and the gate before a boot was accepted."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosedError

from ocppj.clock import parse_datetime
from reference_csms import listing
from reference_csms.records import Registration, Station
from reference_csms.store.tiny import TinyStore

VERSIONS = ("1.6", "2.0.1")
TRIGGERS: dict[str, dict[str, Any]] = {
    "1.6": {"requestedMessage": "Heartbeat"},
    "2.0.1": {"requestedMessage": "Heartbeat"},
}


async def register(store, registration: Registration, **settings: Any) -> None:
    await store.stations.put(Station("CS1", registration=registration, **settings))


@pytest.mark.parametrize("version", VERSIONS)
def test_an_unknown_station_is_accepted_and_remembered(run, bench, version):
    async def scenario():
        async with bench() as b:
            station = await b.connect("CS1", version)
            answer = await station.boot()
            assert answer["status"] == "Accepted"
            assert answer["interval"] == b.csms.settings.boot_interval_s
            moment = parse_datetime(answer["currentTime"])
            assert abs(moment.timestamp() - b.csms.clock.time()) < 1
            record = await b.store.stations.get("CS1")
            assert record.version == version
            assert record.answered is Registration.ACCEPTED
            assert "Acme" in str(record.boot)

    run(scenario())


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("registration", [Registration.PENDING, Registration.REJECTED])
def test_before_acceptance_other_calls_are_security_errors(run, bench, version, registration):
    async def scenario():
        async with bench() as b:
            await register(b.store, registration, boot_interval_s=7)
            station = await b.connect("CS1", version)
            answer = await station.boot()
            assert (answer["status"], answer["interval"]) == (registration.value, 7)
            assert await station.error("Heartbeat", {}) == "SecurityError"
            assert (await b.store.stations.get("CS1")).heartbeat_at is None
            record = await b.store.stations.get("CS1")
            await b.store.stations.put(replace(record, registration=Registration.ACCEPTED))
            assert (await station.boot())["status"] == "Accepted"
            assert "currentTime" in await station.call("Heartbeat", {})

    run(scenario())


@pytest.mark.parametrize("version", VERSIONS)
def test_a_pending_station_may_send_what_it_was_asked_for(run, bench, version):
    async def scenario():
        async with bench() as b:
            await register(b.store, Registration.PENDING)
            station = await b.booted("CS1", version)
            call = b.csms.call("CS1", "TriggerMessage", TRIGGERS[version])
            await _both(call, station.reply("TriggerMessage", {"status": "Accepted"}))
            assert "currentTime" in await station.call("Heartbeat", {})

    run(scenario())


def test_a_declined_trigger_invites_nothing(run, bench):
    async def scenario():
        async with bench() as b:
            await register(b.store, Registration.PENDING)
            station = await b.booted()
            call = b.csms.call("CS1", "TriggerMessage", TRIGGERS["2.0.1"])
            await _both(call, station.reply("TriggerMessage", {"status": "Rejected"}))
            assert await station.error("Heartbeat", {}) == "SecurityError"

    run(scenario())


def test_a_pending_station_may_send_the_report_it_was_asked_for(run, bench):
    report = {"requestId": 3, "generatedAt": "2026-01-01T00:00:00Z", "seqNo": 0}

    async def scenario():
        async with bench() as b:
            await register(b.store, Registration.PENDING)
            station = await b.booted()
            assert await station.error("NotifyReport", report) == "SecurityError"
            request = {"requestId": 3, "reportBase": "FullInventory"}
            call = b.csms.call("CS1", "GetBaseReport", request)
            await _both(call, station.reply("GetBaseReport", {"status": "Accepted"}))
            assert await station.call("NotifyReport", report) == {}

    run(scenario())


def test_a_rejected_station_may_not_send_what_it_was_asked_for_before(run, bench):
    async def scenario():
        async with bench() as b:
            await register(b.store, Registration.PENDING)
            station = await b.booted()
            call = b.csms.call("CS1", "TriggerMessage", TRIGGERS["2.0.1"])
            await _both(call, station.reply("TriggerMessage", {"status": "Accepted"}))
            await register(b.store, Registration.REJECTED)
            await station.boot()
            assert await station.error("Heartbeat", {}) == "SecurityError"

    run(scenario())


def test_a_new_station_is_on_the_disk_before_it_is_served(run, bench, tmp_path):
    path = tmp_path / "csms.db"

    async def scenario():
        async with TinyStore(path) as store, bench(store=store) as b:
            await b.connect("CS1")
            assert b"CS1" in path.read_bytes()

    run(scenario())


def test_a_reconnecting_station_need_not_boot_again(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            await station.websocket.close()
            await b.gone("CS1")
            again = await b.connect()
            assert "currentTime" in await again.call("Heartbeat", {})

    run(scenario())


@pytest.mark.parametrize("version", VERSIONS)
def test_a_heartbeat_is_remembered(run, bench, version):
    async def scenario():
        async with bench() as b:
            station = await b.booted("CS1", version)
            answer = await station.call("Heartbeat", {})
            record = await b.store.stations.get("CS1")
            told = parse_datetime(answer["currentTime"])
            assert abs((record.heartbeat_at - told).total_seconds()) < 0.001

    run(scenario())


async def _both(call, answer):
    task = asyncio.ensure_future(call)
    await answer
    return await task


def test_a_boot_must_be_of_the_station_that_the_certificate_names(run, bench):  # B01.FR.12
    async def scenario():
        async with bench() as b:
            for name in (None, "S-1"):
                station = await b.connect()
                b.csms.connected("CS1").certificate_name = name
                answer = await station.call("BootNotification", boot_of("S-1"))
                assert answer["status"] == "Accepted"
                assert (await station.boot())["status"] == "Accepted"  # it tells no serial number
            b.csms.connected("CS1").certificate_name = "S-2"
            await station.send([2, "boot", "BootNotification", boot_of("S-1")])
            with pytest.raises(ConnectionClosedError) as closed:
                await station.receive()
            assert closed.value.rcvd.code == 1008
            (event,) = await listing.log(b.store.security_events, station="CS1")
            assert event["type"] == "InvalidChargingStationCertificate"

    run(scenario())


def boot_of(serial):
    station = {"model": "One", "vendorName": "Acme", "serialNumber": serial}
    return {"chargingStation": station, "reason": "PowerUp"}
