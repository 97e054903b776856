"""The hand puppet: silent by itself, answering from its table, drafting coherent messages."""

import asyncio

import pytest

from ocppj.dispatch import Reply
from ocppj.frames import CallResult
from ocppj.problems import CallFailed
from schemas import validation
from schemas.v16.core import ResetResponse
from schemas.v16.enums import ResetStatus
from schemas.validation import Kind
from station_sim.kit import DraftError
from station_sim.station import KITS

VERSIONS = pytest.mark.parametrize("version", ["1.6", "2.0.1"])


async def puppet(bench, **changes):
    station = bench.station(automatic=False, **changes)
    await station.start(bench.csms.url)
    return station


async def send(station, action, **fields):
    payload = station.draft(action) | fields
    answer = await station.call(action, payload)
    assert isinstance(answer, CallResult), answer
    return payload, answer.payload


@VERSIONS
def test_sends_nothing_on_its_own(run, version):
    async def scenario(bench):
        station = await puppet(bench)
        await station.plug_in(1)
        await station.present_token("TAG")
        await station.power_cycle()
        await station.unplug(1)
        kind = {"1.6": "Hard", "2.0.1": "Immediate"}[version]
        assert await bench.csms.call("Reset", {"type": kind}) == {"status": "Accepted"}
        await bench.csms.nothing(1000)
        assert len(bench.csms.sockets) == 1

    run(version, scenario)


@VERSIONS
def test_every_draft_is_valid(run, version):
    async def scenario(bench):
        station = await puppet(bench)
        for action in KITS[version].drafts:
            found = validation.violations(version, action, Kind.REQUEST, station.draft(action))
            assert found == [], action
        with pytest.raises(DraftError):
            station.draft("Reset")

    run(version, scenario)


def test_a_16_transaction_hangs_together(run):
    async def scenario(bench):
        station = await puppet(bench)
        boot, _ = await send(station, "BootNotification")
        assert boot["chargePointModel"] == station.settings.model
        await station.plug_in(2)
        preparing, _ = await send(station, "StatusNotification")
        assert (preparing["connectorId"], preparing["status"]) == (2, "Preparing")
        await station.present_token("MY-TAG")
        authorize, _ = await send(station, "Authorize")
        assert authorize == {"idTag": "MY-TAG"}
        start, answer = await send(station, "StartTransaction")
        assert (start["connectorId"], start["idTag"]) == (2, "MY-TAG")
        charging, _ = await send(station, "StatusNotification")
        assert (charging["connectorId"], charging["status"]) == (2, "Charging")
        values, _ = await send(station, "MeterValues")
        assert values["transactionId"] == answer["transactionId"] == 1001
        stop = {"transactionId": 1001}
        accepted = await bench.csms.call("RemoteStopTransaction", stop)
        assert accepted == {"status": "Accepted"}
        stopped, _ = await send(station, "StopTransaction")
        assert (stopped["transactionId"], stopped["idTag"]) == (1001, "MY-TAG")
        rejected = await bench.csms.call("RemoteStopTransaction", stop)
        assert rejected == {"status": "Rejected"}

    run("1.6", scenario)


def test_a_201_transaction_hangs_together(run):
    async def scenario(bench):
        station = await puppet(bench)
        request = {
            "idToken": {"idToken": "APP", "type": "Central"},
            "remoteStartId": 5,
            "evseId": 1,
        }
        answer = await bench.csms.call("RequestStartTransaction", request)
        assert answer == {"status": "Accepted"}
        first, _ = await send(station, "TransactionEvent")
        assert (first["eventType"], first["triggerReason"]) == ("Started", "RemoteStart")
        assert first["transactionInfo"]["remoteStartId"] == 5
        assert first["idToken"] == {"idToken": "APP", "type": "Central"}
        second, _ = await send(station, "TransactionEvent", triggerReason="CablePluggedIn")
        assert (second["eventType"], second["seqNo"]) == ("Updated", 1)
        assert "remoteStartId" not in second["transactionInfo"]
        transaction_id = first["transactionInfo"]["transactionId"]
        assert second["transactionInfo"]["transactionId"] == transaction_id
        stop = {"transactionId": transaction_id}
        assert await bench.csms.call("RequestStopTransaction", stop) == {"status": "Accepted"}
        last, _ = await send(station, "TransactionEvent", eventType="Ended")
        assert last["seqNo"] == 2
        fresh = station.draft("TransactionEvent")
        assert (fresh["eventType"], fresh["seqNo"]) == ("Started", 0)
        assert fresh["transactionInfo"]["transactionId"] != transaction_id

    run("2.0.1", scenario)


def test_scripted_answers_go_first(run):
    async def scenario(bench):
        overlay = {"Reset": lambda _, __: Reply(ResetResponse(status=ResetStatus.REJECTED))}
        station = await puppet(bench, overlay=overlay)
        assert await bench.csms.call("Reset", {"type": "Hard"}) == {"status": "Rejected"}
        overlay.clear()
        assert await bench.csms.call("Reset", {"type": "Hard"}) == {"status": "Accepted"}
        assert station.boot_reason == "RemoteReset"

    run("1.6", scenario)


@VERSIONS
def test_a_call_without_a_connection_fails_at_once(run, version):
    async def scenario(bench):
        station = bench.station(automatic=False)
        with pytest.raises(CallFailed):
            await station.call("Heartbeat", {})

    run(version, scenario)


@VERSIONS
def test_reconnects_on_demand_and_after_a_loss(run, version):
    async def scenario(bench):
        station = await puppet(bench)
        await station.disconnect()
        await asyncio.sleep(100)
        assert station.link is None
        await station.go_online()
        await bench.csms.connected(timeout=5)
        bench.csms.cut()
        await asyncio.sleep(30)
        assert station.link is not None
        assert len(bench.csms.sockets) == 3
        await bench.csms.nothing(10)

    run(version, scenario)


def test_tap_and_observer_see_the_traffic(run):
    async def scenario(bench):
        sent, seen = [], []

        class Tap:
            def __init__(self, transport):
                self.transport = transport

            async def send(self, message):
                sent.append(message)
                await self.transport.send(message)

            async def recv(self):
                return await self.transport.recv()

            async def close(self, code=1000, reason=""):
                await self.transport.close(code, reason)

        station = await puppet(bench, tap=Tap, observe=lambda n, event: seen.append((n, event)))
        await send(station, "Heartbeat")
        assert len(sent) == 1
        assert [(n, type(event).__name__) for n, event in seen] == [(1, "Answered")]

    run("2.0.1", scenario)
