"""The CSMS as a program, and its API on a socket."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from ocppj.clock import LoopClock
from pki.authority import AUTHORITY_DAYS
from pki.hash_data import hash_data
from pki.ocsp import Status
from pki.validation import flaws_of_chain
from reference_csms.api.app import create_api
from reference_csms.api.serving import is_loopback, serve_api
from reference_csms.app import (
    Listen,
    Options,
    StoreChoice,
    parse_address,
    parse_listen,
    parse_store,
    running,
)
from reference_csms.records import Token
from reference_csms.services.authorities import kept_hierarchies
from reference_csms.store.journal import StoreLocked
from reference_csms.store.memory import MemoryStore


@pytest.mark.parametrize(
    ("text", "listen"),
    [
        ("127.0.0.1:9000", Listen("127.0.0.1", 9000)),
        ("127.0.0.1:9000,profile=1", Listen("127.0.0.1", 9000, 1)),
        ("0.0.0.0:0 , profile=3", Listen("0.0.0.0", 0, 3)),
        ("9000", Listen("127.0.0.1", 9000)),
        ("[::1]:9000", Listen("::1", 9000)),
    ],
)
def test_listeners_are_read(text, listen):
    assert parse_listen(text) == listen


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("127.0.0.1", "HOST:PORT"),
        ("127.0.0.1:x", "HOST:PORT"),
        ("127.0.0.1:70000", "HOST:PORT"),
        ("", "HOST:PORT"),
        ("::1:9000", "brackets"),
        ("127.0.0.1:9000,tls", "unknown option 'tls'"),
        ("127.0.0.1:9000,profile=4", "0, 1, 2 or 3"),
        ("127.0.0.1:9000,profile=", "0, 1, 2 or 3"),
    ],
)
def test_bad_listeners_are_explained(text, says):
    with pytest.raises(ValueError, match=says):
        parse_listen(text)


def test_stores_are_read():
    assert parse_store("memory") == StoreChoice()
    assert parse_store("tinydb:a:b.db") == StoreChoice(Path("a:b.db"))
    assert parse_address("127.0.0.1:8080") == ("127.0.0.1", 8080)


@pytest.mark.parametrize("text", ["", "tinydb", "tinydb:", "postgres:x"])
def test_bad_stores_are_explained(text):
    with pytest.raises(ValueError, match="memory or tinydb:PATH"):
        parse_store(text)


def options(folder: Path, **more) -> Options:
    return Options(
        listen=(Listen("127.0.0.1", 0), Listen("127.0.0.1", 0, 1)),
        api=("127.0.0.1", 0),
        store=StoreChoice(folder / "csms.db"),
        **more,
    )


def loop_clock() -> LoopClock:
    return LoopClock(asyncio.get_running_loop())


def test_it_runs_and_remembers(run, tmp_path):
    async def scenario():
        async with running(options(tmp_path), clock=loop_clock()) as program:
            first, second = program.listeners
            assert (first.security_profile, second.security_profile) == (None, 1)
            assert program.api is not None
            assert program.api_token is None
            async with httpx.AsyncClient(base_url=program.api.url + "/api/v1") as api:
                await api.put("/tokens/TAG", json={})
            with pytest.raises(StoreLocked):
                async with running(options(tmp_path), clock=loop_clock()):
                    pass
        async with running(options(tmp_path), clock=loop_clock()) as program:
            assert await program.csms.store.tokens.find() == [Token("TAG")]
            assert program.recoveries == ()

    run(scenario())


def test_the_authorities_survive_a_restart(run, tmp_path):
    async def scenario():
        roots, names = [], ("cso", "v2g", "mo", "manufacturer")
        for _ in range(2):
            async with running(options(tmp_path), clock=loop_clock()) as program:
                ours = program.csms.services.certificates
                roots.append([ours.root(name) for name in names])
                if len(roots) == 1:
                    contract = ours.hierarchies.contract("DE1")
        world = ours.hierarchies
        assert roots[0] == roots[1]
        assert len(set(roots[0])) == len(names)
        trusted = [world.mo.anchor]
        now = loop_clock().now()
        assert list(flaws_of_chain(contract.chain, trusted, now=now)) == []
        again = world.contract("DE2")
        assert list(flaws_of_chain(again.chain, trusted, now=now)) == []
        named = hash_data(contract.certificate, contract.intermediates[0])
        assert world.responder.status_of(named) is Status.GOOD

    run(scenario())


def test_authorities_that_expired_are_minted_anew(run, tmp_path):
    class Later:
        def now(self):
            return loop_clock().now() + timedelta(days=AUTHORITY_DAYS + 1)

    async def scenario():
        store = MemoryStore()
        first = await kept_hierarchies(store, loop_clock())
        same = await kept_hierarchies(store, loop_clock())
        other = await kept_hierarchies(store, Later())
        assert same.cso.anchor == first.cso.anchor
        assert other.cso.anchor != first.cso.anchor
        (kept, *_) = await store.authorities.find()
        assert kept.certificates.startswith("-----BEGIN CERTIFICATE-----")

    run(scenario())


def test_a_failed_start_gives_everything_back(run, tmp_path):
    async def scenario():
        async with running(options(tmp_path), clock=loop_clock()) as program:
            taken = Options(listen=(Listen("127.0.0.1", program.listeners[0].port),), api=None)
            with pytest.raises(OSError):
                async with running(taken, clock=loop_clock()):
                    pass
            secured = Options(listen=(Listen("127.0.0.1", 0, 2),), api=None)
            with pytest.raises(ValueError, match="TLS"):
                async with running(secured, clock=loop_clock()):
                    pass

    run(scenario())


def test_off_loopback_the_api_wants_a_token(run, bench):
    async def scenario():
        async with bench() as b:
            with pytest.raises(ValueError, match="token"):
                await serve_api(create_api(b.csms), "0.0.0.0")
        reachable = Options(listen=(), api=("0.0.0.0", 0))
        async with running(reachable, clock=loop_clock()) as program:
            assert program.api is not None
            assert len(program.api_token or "") > 20
            url = f"http://127.0.0.1:{program.api.port}/api/v1/stations"
            async with httpx.AsyncClient() as api:
                assert (await api.get(url)).status_code == 401
                headers = {"Authorization": f"Bearer {program.api_token}"}
                assert (await api.get(url, headers=headers)).status_code == 200

    run(scenario())


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.1", False),
        ("example.org", False),
    ],
)
def test_what_is_loopback(host, loopback):
    assert is_loopback(host) is loopback


def test_events_are_told_as_they_happen(run, bench):
    async def scenario():
        async with bench() as b:
            server = await serve_api(create_api(b.csms))
            told: list[dict] = []
            ready = asyncio.Event()

            async def listen() -> None:
                async with (
                    httpx.AsyncClient(timeout=60) as client,
                    client.stream("GET", server.url + "/api/v1/events") as answer,
                ):
                    assert answer.headers["Content-Type"].startswith("text/event-stream")
                    async for line in answer.aiter_lines():
                        if line.startswith(":"):
                            ready.set()
                        if line.startswith("data: "):
                            told.append(json.loads(line.removeprefix("data: ")))

            listener = asyncio.ensure_future(listen())
            async with asyncio.timeout(20):
                await ready.wait()
            station = await b.booted()
            await station.websocket.close()
            await b.gone("CS1")
            await b.csms.close()
            async with asyncio.timeout(20):
                await listener
            await server.close()
            kinds = [(event["event"], event.get("direction")) for event in told]
            assert kinds == [
                ("opened", None),
                ("message", "in"),
                ("message", "out"),
                ("closed", None),
            ]
            assert {event["station"] for event in told} == {"CS1"}

    run(scenario())


def test_a_reader_of_events_does_not_hold_the_end_up(run, bench):
    async def scenario():
        async with bench() as b:
            server = await serve_api(create_api(b.csms))
            async with (
                httpx.AsyncClient(timeout=60) as client,
                client.stream("GET", server.url + "/api/v1/events") as answer,
            ):
                lines = answer.aiter_lines()
                assert (await anext(lines)).startswith(":")
                assert b.csms.recording.feed.watched
                await server.close()
            assert not b.csms.recording.feed.watched

    run(scenario())


def test_an_hour_of_virtual_time_costs_none(run, bench):
    """The API in the loop does not tick."""

    async def scenario():
        async with bench() as b:
            server = await serve_api(create_api(b.csms))
            async with httpx.AsyncClient(timeout=60) as client:
                before = b.csms.clock.time()
                await asyncio.sleep(3600)
                assert (await client.get(server.url + "/healthz")).status_code == 200
                assert b.csms.clock.time() - before >= 3600
            await server.close()

    run(scenario())
