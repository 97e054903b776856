"""Boot, heartbeat, reconnection: 1.6 sections 4.2, 4.6, 4.9; 2.0.1 B01 to B04, G02; Part 4, 5.3."""

import asyncio
import base64

import pytest

from ocppj.frames import CallError, CallResult
from station_sim.connection import ConnectionRefused

VERSIONS = pytest.mark.parametrize("version", ["1.6", "2.0.1"])


def boot_answer(csms, status, interval):
    now = csms.clock.now().isoformat().replace("+00:00", "Z")
    return {"currentTime": now, "interval": interval, "status": status}


@VERSIONS
def test_boots_reports_each_connector_and_beats_at_the_interval(run, version):
    async def scenario(bench):
        csms = bench.csms
        csms.interval = 100
        station = bench.station()
        await station.start(csms.url)
        boot = await csms.expect("BootNotification")
        await csms.expect("Heartbeat", timeout=200)
        statuses = [m.payload for m in csms.received if m.action == "StatusNotification"]
        wanted = {"1.6": [0, 1, 2], "2.0.1": [(1, 1), (2, 1)]}[version]
        if version == "1.6":
            assert [s["connectorId"] for s in statuses] == wanted
            assert {s["status"] for s in statuses} == {"Available"}
        else:
            assert boot.payload["reason"] == "PowerUp"
            assert [(s["evseId"], s["connectorId"]) for s in statuses] == wanted
            assert {s["connectorStatus"] for s in statuses} == {"Available"}
            assert csms.received[3].payload["type"] == "StartupOfTheDevice"
        first = csms.received[-1].at
        second = await csms.expect("Heartbeat", timeout=200)
        assert first - boot.at == pytest.approx(100, abs=0.2)
        assert second.at - first == pytest.approx(100, abs=0.1)

    run(version, scenario)


@VERSIONS
def test_a_day_of_heartbeats_does_not_drift(run, version):
    async def scenario(bench):
        bench.csms.interval = 600
        await bench.booted()
        await asyncio.sleep(86400)
        beats = [m.at for m in bench.csms.received if m.action == "Heartbeat"]
        assert len(beats) == 144
        assert beats[-1] - beats[0] == pytest.approx(143 * 600, abs=0.1)

    run(version, scenario)


@VERSIONS
@pytest.mark.parametrize("status", ["Rejected", "Pending"])
def test_sends_nothing_before_it_is_accepted(run, version, status):
    async def scenario(bench):
        csms = bench.csms
        csms.answers["BootNotification"] = lambda _: boot_answer(csms, status, 90)
        station = bench.station()
        await station.start(csms.url)
        first = await csms.expect("BootNotification")
        await station.plug_in(1)
        await csms.nothing(80)
        del csms.answers["BootNotification"]
        second = await csms.expect("BootNotification")
        assert second.at - first.at == pytest.approx(90, abs=0.2)
        after = await csms.expect("StatusNotification")
        assert after.at > second.at

    run(version, scenario)


@VERSIONS
def test_chooses_an_own_interval_when_none_is_given_and_after_errors(run, version):
    async def scenario(bench):
        csms = bench.csms
        csms.answers["BootNotification"] = lambda _: boot_answer(csms, "Pending", 0)
        station = bench.station(boot_retry=40.0)
        await station.start(csms.url)
        first = await csms.expect("BootNotification")
        csms.answers["BootNotification"] = CallError("", "InternalError")
        second = await csms.expect("BootNotification")
        third = await csms.expect("BootNotification")
        assert second.at - first.at == pytest.approx(40, abs=0.2)
        assert third.at - second.at == pytest.approx(40, abs=0.2)

    run(version, scenario)


@VERSIONS
def test_a_lost_connection_does_not_shorten_the_retry_interval(run, version):
    async def scenario(bench):
        csms = bench.csms
        csms.answers["BootNotification"] = lambda _: boot_answer(csms, "Pending", 200)
        station = bench.station()
        await station.start(csms.url)
        first = await csms.expect("BootNotification")
        await asyncio.sleep(1)
        csms.cut()
        second = await csms.expect("BootNotification", timeout=300)
        assert second.connection == 2
        assert second.at - first.at >= 200

    run(version, scenario)


def test_pending_16_answers_but_starts_nothing_and_boots_when_triggered(run):
    async def scenario(bench):
        csms = bench.csms
        csms.answers["BootNotification"] = lambda _: boot_answer(csms, "Pending", 600)
        station = bench.station()
        await station.start(csms.url)
        await csms.expect("BootNotification")
        await asyncio.sleep(1)
        assert (await csms.call("GetConfiguration", {}))["configurationKey"]
        refused = await csms.call("RemoteStartTransaction", {"idTag": "T", "connectorId": 1})
        assert refused == {"status": "Rejected"}
        del csms.answers["BootNotification"]
        trigger = {"requestedMessage": "BootNotification"}
        assert await csms.call("TriggerMessage", trigger) == {"status": "Accepted"}
        await csms.expect("BootNotification", timeout=5)
        await csms.expect("StatusNotification", timeout=5)

    run("1.6", scenario)


def test_pending_201_boots_when_triggered_with_that_reason(run):
    async def scenario(bench):
        csms = bench.csms
        csms.answers["BootNotification"] = lambda _: boot_answer(csms, "Pending", 600)
        station = bench.station()
        await station.start(csms.url)
        await csms.expect("BootNotification")
        await asyncio.sleep(1)
        start = {"idToken": {"idToken": "T", "type": "Central"}, "remoteStartId": 1, "evseId": 1}
        assert (await csms.call("RequestStartTransaction", start))["status"] == "Rejected"
        trigger = {"requestedMessage": "BootNotification"}
        assert await csms.call("TriggerMessage", trigger) == {"status": "Accepted"}
        boot = await csms.expect("BootNotification", timeout=5)
        assert boot.payload["reason"] == "Triggered"

    run("2.0.1", scenario)


def test_rejected_201_answers_calls_with_a_security_error(run):
    async def scenario(bench):
        csms = bench.csms
        csms.answers["BootNotification"] = lambda _: boot_answer(csms, "Rejected", 600)
        station = bench.station()
        await station.start(csms.url)
        await csms.expect("BootNotification")
        await asyncio.sleep(1)
        answer = await csms.ask("ClearCache", {})
        assert isinstance(answer, CallError)
        assert answer.code == "SecurityError"

    run("2.0.1", scenario)


def test_rejected_16_is_silent(run):
    async def scenario(bench):
        csms = bench.csms
        csms.answers["BootNotification"] = lambda _: boot_answer(csms, "Rejected", 600)
        station = bench.station()
        await station.start(csms.url)
        await csms.expect("BootNotification")
        await asyncio.sleep(1)
        link = await csms.connected()
        asked = asyncio.ensure_future(link.call("ClearCache", {}, 20))
        await asyncio.wait([asked])
        assert "no answer" in str(asked.exception())

    run("1.6", scenario)


@VERSIONS
def test_synchronizes_a_clock_that_is_off(run, version):
    async def scenario(bench):
        csms = bench.csms
        csms.answers["BootNotification"] = {
            "currentTime": "2030-01-01T00:00:00Z",
            "interval": 300,
            "status": "Accepted",
        }
        station = bench.station()
        await station.start(csms.url)
        status = await csms.expect("StatusNotification")
        assert status.payload["timestamp"].startswith("2030-01-01T00:00:0")

    run(version, scenario)


@VERSIONS
def test_comes_back_after_an_outage_with_growing_waits(run, version):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        csms.refuse = 503
        csms.cut()
        start = csms.clock.time()
        await asyncio.sleep(300)
        csms.refuse = None
        await csms.connected()
        waited = csms.clock.time() - start
        await asyncio.sleep(5)
        boots = [m for m in csms.received if m.action == "BootNotification"]
        assert len(boots) == 1  # Part 4, 5.3: a reconnection is no boot
        assert station.registration == "Accepted"
        assert 300 <= waited <= 300 + 82  # at most 5 s doubled four times plus 2 s

    run(version, scenario)


def test_reports_all_statuses_when_the_outage_exceeds_the_threshold(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted({"OCPPCommCtrlr.OfflineThreshold": "100"})
        await station.go_offline()
        await asyncio.sleep(150)
        await station.go_online()
        await csms.expect("StatusNotification", evseId=1)
        await csms.expect("StatusNotification", evseId=2)
        csms.skip()
        await station.go_offline()
        await station.plug_in(2)
        await asyncio.sleep(10)
        await station.go_online()
        changed = await csms.expect("StatusNotification")
        assert (changed.payload["evseId"], changed.payload["connectorStatus"]) == (2, "Occupied")

    run("2.0.1", scenario)


@VERSIONS
def test_power_cycle_boots_anew(run, version):
    async def scenario(bench):
        station = await bench.booted()
        await station.power_cycle()
        boot = await bench.csms.expect("BootNotification")
        assert boot.payload.get("reason", "PowerUp") == "PowerUp"
        await bench.csms.expect("StatusNotification")

    run(version, scenario)


@VERSIONS
def test_sends_its_credentials_and_its_escaped_identity(run, version):
    async def scenario(bench):
        password = "00112233445566778899aabbccddeeff"
        await bench.booted(identity="CS0 1/2", password=password, security_profile=1)
        scheme, encoded = bench.csms.headers["Authorization"].split(" ")
        raw = bytes.fromhex(password) if version == "1.6" else password.encode()
        assert scheme == "Basic"
        assert base64.b64decode(encoded) == b"CS0 1/2:" + raw
        assert bench.csms.identity == "CS0 1/2"

    run(version, scenario)


def test_a_new_password_is_used_on_a_new_connection(run):
    async def scenario(bench):
        csms = bench.csms
        await bench.booted(password="first-password-1", security_profile=1)
        data = {
            "component": {"name": "SecurityCtrlr"},
            "variable": {"name": "BasicAuthPassword"},
            "attributeValue": "second-password-2",
        }
        answer = await csms.call("SetVariables", {"setVariableData": [data]})
        assert answer["setVariableResult"][0]["attributeStatus"] == "Accepted"
        await csms.connected_again(2)
        assert base64.b64decode(csms.headers["Authorization"][6:]).endswith(b":second-password-2")

    run("2.0.1", scenario)


@VERSIONS
def test_a_puppet_tells_why_it_was_refused(run, version):
    async def scenario(bench):
        bench.csms.refuse = 401
        with pytest.raises(ConnectionRefused) as refused:
            await bench.station(automatic=False).start(bench.csms.url)
        assert refused.value.status == 401
        with pytest.raises(ConnectionRefused) as unreachable:
            await bench.station(automatic=False).start("ws://127.0.0.1:1")
        assert unreachable.value.status is None

    run(version, scenario)


@VERSIONS
def test_reset_reboots_and_keeps_the_settings(run, version):
    async def scenario(bench):
        csms = bench.csms
        await bench.booted()
        kind = "Hard"
        if version == "1.6":
            change = {"key": "ConnectionTimeOut", "value": "77"}
            await csms.call("ChangeConfiguration", change)
        else:
            kind = "Immediate"
            data = {
                "component": {"name": "TxCtrlr"},
                "variable": {"name": "EVConnectionTimeOut"},
                "attributeValue": "77",
            }
            await csms.call("SetVariables", {"setVariableData": [data]})
        assert await csms.call("Reset", {"type": kind}) == {"status": "Accepted"}
        boot = await csms.expect("BootNotification")
        assert boot.connection == 2
        assert boot.payload.get("reason", "RemoteReset") == "RemoteReset"
        if version == "2.0.1":
            await csms.expect("SecurityEventNotification", type="ResetOrReboot")
        assert bench.stations[0].policy.ev_connection_timeout == 77

    run(version, scenario)


def test_the_subprotocol_must_be_chosen(run):
    async def scenario(bench):
        async def no_choice(socket):
            await socket.wait_closed()

        from websockets.asyncio.server import serve

        async with serve(no_choice, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            with pytest.raises(ConnectionRefused, match="subprotocol"):
                await bench.station(automatic=False).start(f"ws://127.0.0.1:{port}")

    run("2.0.1", scenario)


def test_data_transfer_and_unknown_calls_are_answered(run):
    async def scenario(bench):
        await bench.booted()
        answer = await bench.csms.call("DataTransfer", {"vendorId": "x.y"})
        assert answer == {"status": "UnknownVendorId"}
        refused = await bench.csms.link.call("Nonsense", {})
        assert isinstance(refused, CallError)
        assert refused.code == "NotImplemented"
        assert isinstance(await bench.csms.ask("ClearCache", {}), CallResult)

    run("2.0.1", scenario)
