"""Handshakes: who gets in, what the others are told, and what the trace says of it."""

from __future__ import annotations

import asyncio

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from ocppj.dialect import basic_authorization
from ocppj.handshake import client_compression
from ocppj.problems import CallEnd, CallFailed
from ocppj.session import Breach, Breached
from ocppj.trace import Kind
from reference_csms.records import Station
from reference_csms.settings import Settings, UnknownStations

PASSWORD = "0123456789abcdef0123456789abcdef"


async def refused(url: str, *subprotocols: str, authorization: str | None = None):
    headers = {"Authorization": authorization} if authorization else {}
    with pytest.raises(InvalidStatus) as caught:
        await connect(url, subprotocols=subprotocols or None, additional_headers=headers)
    return caught.value.response


def test_no_identity_is_not_found(run, bench):
    async def scenario():
        async with bench() as b:
            response = await refused(b.listener.url + "/", "ocpp1.6")
            assert response.status_code == 404
            (record,) = [r for r in b.trace.records if r.kind is Kind.REFUSED]
            assert record.data["status"] == 404
            assert record.data["reason"]

    run(scenario())


def test_too_long_an_identity_is_not_found(run, bench):
    async def scenario():
        async with bench() as b:
            assert (await refused(f"{b.listener.url}/{'x' * 49}", "ocpp1.6")).status_code == 404
            await b.connect("x" * 48, "1.6")

    run(scenario())


@pytest.mark.parametrize("offered", [(), ("ocpp1.5",), ("mqtt", "ocpp9")])
def test_without_a_common_subprotocol_it_is_a_bad_request(run, bench, offered):
    async def scenario():
        async with bench() as b:
            assert (await refused(b.listener.url + "/CS1", *offered)).status_code == 400

    run(scenario())


def test_the_station_s_order_of_subprotocols_decides(run, bench):
    async def scenario():
        async with bench() as b:
            for first, second in (("ocpp1.6", "ocpp2.0.1"), ("ocpp2.0.1", "ocpp1.6")):
                async with connect(b.listener.url + "/CS1", subprotocols=[first, second]) as ws:
                    assert ws.subprotocol == first

    run(scenario())


def test_unknown_stations_can_be_refused(run, bench):
    async def scenario():
        async with bench(settings=Settings(unknown_stations=UnknownStations.REFUSE)) as b:
            assert (await refused(b.listener.url + "/CS1", "ocpp1.6")).status_code == 404
            await b.store.stations.put(Station("CS1"))
            await b.connect("CS1", "1.6")

    run(scenario())


@pytest.mark.parametrize(
    ("version", "password"),
    [
        ("1.6", bytes.fromhex(PASSWORD)),
        ("1.6", PASSWORD.encode()),
        ("2.0.1", PASSWORD.encode()),
    ],
)
def test_the_right_password_opens(run, bench, version, password):
    async def scenario():
        async with bench() as b:
            await b.store.stations.put(Station("CS1", password=PASSWORD, security_profile=1))
            headers = {"Authorization": basic_authorization("CS1", password)}
            await b.connect("CS1", version, additional_headers=headers)
            assert b.csms.connected("CS1").security_profile == 1

    run(scenario())


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "Bearer x",
        "Basic !!!",
        basic_authorization("CS1", b"wrong"),
        basic_authorization("CS2", PASSWORD.encode()),
        basic_authorization("CS1", b""),
    ],
)
@pytest.mark.parametrize("by", ["station", "listener"])
def test_anything_else_is_unauthorized(run, bench, authorization, by):
    async def scenario():
        async with bench(security_profile=1 if by == "listener" else None) as b:
            profile = 1 if by == "station" else None
            station = Station("CS1", password=PASSWORD, security_profile=profile)
            await b.store.stations.put(station)
            url = b.listener.url + "/CS1"
            response = await refused(url, "ocpp2.0.1", authorization=authorization)
            assert response.status_code == 401
            assert response.headers["WWW-Authenticate"].startswith("Basic")
            assert b.csms.connected("CS1") is None

    run(scenario())


def test_a_station_without_a_password_cannot_use_a_secured_listener(run, bench):
    async def scenario():
        async with bench(security_profile=1) as b:
            await b.store.stations.put(Station("CS1"))
            authorization = basic_authorization("CS1", b"None")
            response = await refused(
                b.listener.url + "/CS1", "ocpp2.0.1", authorization=authorization
            )
            assert response.status_code == 401

    run(scenario())


def test_listeners_side_by_side(run, bench):
    async def scenario():
        async with bench() as b:
            second = await b.csms.serve(security_profile=1)
            assert second.port != b.listener.port
            await b.connect("CS1", "2.0.1")
            assert (await refused(second.url + "/CS2", "ocpp2.0.1")).status_code == 401
            with pytest.raises(OSError, match=str(second.port)):
                await b.csms.serve(port=second.port)
            await second.close()
            with pytest.raises(OSError):
                await connect(second.url + "/CS2", subprotocols=["ocpp2.0.1"])
            assert b.csms.connected("CS1") is not None

    run(scenario())


def test_profiles_that_need_tls_are_not_served_without(run, bench):
    async def scenario():
        async with bench() as b:
            with pytest.raises(ValueError, match="TLS"):
                await b.csms.serve(security_profile=2)

    run(scenario())


@pytest.mark.parametrize("offers", [True, False])
def test_compression_is_taken_when_offered(run, bench, offers):
    async def scenario():
        async with bench() as b:
            options = {"compression": None}
            if offers:
                options["extensions"] = client_compression()
            station = await b.connect("CS1", "2.0.1", **options)
            assert (await station.boot())["status"] == "Accepted"
            (opened,) = [r for r in b.trace.records if r.kind is Kind.OPENED]
            assert opened.data["compression"] is offers
            assert opened.data["identity"] == "CS1"
            assert opened.data["subprotocol"] == "ocpp2.0.1"

    run(scenario())


def test_an_identity_may_need_percent_encoding(run, bench):
    async def scenario():
        async with bench() as b:
            await b.connect("S%C3%BCd%2F1", "1.6")
            assert b.csms.connected("Süd/1").identity == "Süd/1"

    run(scenario())


def test_a_second_connection_replaces_the_first(run, bench):
    async def scenario():
        async with bench() as b:
            first = await b.connect()
            call = asyncio.ensure_future(b.csms.call("CS1", "ClearCache", {}))
            await first.receive()
            second = await b.connect()
            with pytest.raises(ConnectionClosed) as closed:
                await first.receive()
            assert closed.value.rcvd.code == 1008
            assert "newer" in closed.value.rcvd.reason
            with pytest.raises(CallFailed) as failed:
                await call
            assert failed.value.reason is CallEnd.CLOSED
            assert (await second.boot())["status"] == "Accepted"
            assert b.csms.connected("CS1").connection == 2
            opened = [r.connection for r in b.trace.records if r.kind is Kind.OPENED]
            assert opened == [1, 2]

    run(scenario())


def test_message_ids_are_remembered_per_station(run, bench):
    seen = []

    async def scenario():
        async with bench(observe=lambda connection, event: seen.append((connection, event))) as b:
            station = await b.connect()
            await station.ask("Heartbeat", {}, id="same")
            await station.ask("Heartbeat", {}, id="same")
            other = await b.connect("CS2")
            await other.ask("Heartbeat", {}, id="same")

    run(scenario())
    breaches = [(c, e.breach) for c, e in seen if isinstance(e, Breached)]
    assert breaches == [(1, Breach.MESSAGE_ID_REUSED)]


def test_waiting_for_a_station(run, bench):
    async def scenario():
        async with bench() as b:
            with pytest.raises(TimeoutError):
                await b.csms.wait_for_station("CS1", 3)
            waiting = asyncio.ensure_future(b.csms.wait_for_station("CS1", 30))
            await asyncio.sleep(1)
            await b.connect()
            assert (await waiting) is b.csms.connected("CS1")
            assert (await b.csms.wait_for_station("CS1", 1)) is b.csms.connected("CS1")

    run(scenario())


def test_closing_the_csms_closes_connections_and_ports(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.connect()
            await b.csms.close()
            with pytest.raises(ConnectionClosed):
                await station.receive()
            assert b.csms.all_connected == ()
            with pytest.raises(OSError):
                await connect(b.listener.url + "/CS1", subprotocols=["ocpp2.0.1"])

    run(scenario())


def test_a_tap_stands_between_session_and_socket(run, bench):
    class Muffled:
        def __init__(self, inner) -> None:
            self.inner = inner

        async def send(self, message):
            await self.inner.send(message.replace("Accepted", "Rejected"))

        async def recv(self):
            return await self.inner.recv()

        async def close(self, code=1000, reason=""):
            await self.inner.close(code, reason)

    async def scenario():
        async with bench(tap=Muffled) as b:
            station = await b.connect()
            assert (await station.boot())["status"] == "Rejected"
            assert (await b.store.stations.get("CS1")).answered.value == "Accepted"

    run(scenario())


def test_broken_frames_do_not_break_the_connection(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.connect()
            await station.websocket.send("{")
            assert (await station.receive())[:3] == [4, "-1", "RpcFrameworkError"]
            assert (await station.boot())["status"] == "Accepted"

    run(scenario())
