"""Hostile peers on real websockets: each gets a verdict with a trace, and the run goes on."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import threading
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from types import SimpleNamespace

import pytest
from websockets.asyncio.client import connect
from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import connect as connect_sync
from websockets.sync.server import serve as serve_sync

from reference_csms.csms import Csms
from station_sim.station import Station

CSMS_CASES = """Feature: C
  Scenario: TC_C_02_CSMS First
    Given a connected station
    When the station sends a Heartbeat request
    Then the CSMS answers

  Scenario: TC_B_01_CSMS Second
    Given a connected station
    When the station sends a Heartbeat request
    Then the CSMS answers
"""
STATION_CASES = """Feature: B
  Scenario: TC_B_06_CS First
    Given a connected station
    When the CSMS sends a ClearCache request
    Then the station answers

  Scenario: TC_B_01_CS Second
    Given a connected station
    When the CSMS sends a ClearCache request
    Then the station answers
"""
CSMS, STATION = "ocpp201/csms/x.feature", "ocpp201/charging_station/x.feature"


async def silent(socket):
    await socket.wait_closed()


async def closing(socket):
    await socket.close()


async def garbage(socket):
    await socket.send('{"\u0000": [2,')
    await socket.wait_closed()


async def binary(socket):
    await socket.send(b"\xff\xfe\x00[3,")
    await socket.wait_closed()


async def nothing_in_it(socket):
    async for text in socket:
        match json.loads(text):
            case [2, message_id, *_]:
                await socket.send(json.dumps([3, message_id, None]))


async def boot(socket):
    """Start like any station."""
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    maker = {"vendorName": "OCPP Conformance", "model": "Simulator"}
    free = {"connectorId": 1, "connectorStatus": "Available", "timestamp": now}
    calls = [
        ("BootNotification", {"reason": "PowerUp", "chargingStation": maker}),
        ("StatusNotification", {"evseId": 1, **free}),
        ("StatusNotification", {"evseId": 2, **free}),
        ("SecurityEventNotification", {"type": "StartupOfTheDevice", "timestamp": now}),
    ]
    for number, (action, payload) in enumerate(calls):
        await socket.send(json.dumps([2, f"b{number}", action, payload]))
        await socket.recv()


async def silent_station(socket):
    await boot(socket)
    await silent(socket)


async def leaving_station(socket):
    await boot(socket)


async def empty_station(socket):
    await boot(socket)
    await nothing_in_it(socket)


async def flooding_station(socket):
    """Heartbeats for ever, each after the answer to the one before."""
    await boot(socket)
    for number in count():
        await socket.send(json.dumps([2, f"h{number}", "Heartbeat", {}]))
        await socket.recv()


async def flooding_csms(socket):
    """Many requests at once, and the answers that are due."""
    for number in range(50):
        await socket.send(json.dumps([2, f"c{number}", "ClearCache", {}]))
    await nothing_in_it(socket)


class HostileCsms:
    """Listens like a CSMS, and then behaves as it likes."""

    def __init__(self, behaviour):
        self._behaviour = behaviour
        self._server = None

    async def serve(self, **_):
        self._server = await serve(
            self._attend, "127.0.0.1", 0, subprotocols=["ocpp2.0.1"], close_timeout=1
        )
        port = self._server.sockets[0].getsockname()[1]
        return SimpleNamespace(url=f"ws://127.0.0.1:{port}/ocpp")

    async def _attend(self, connection):
        with contextlib.suppress(ConnectionClosed):
            await self._behaviour(connection)

    async def close(self):
        self._server.close()
        await self._server.wait_closed()


class HostileStation:
    """Connects like a station, and then behaves as it likes."""

    def __init__(self, behaviour, identity):
        self._behaviour, self._identity = behaviour, identity
        self._task = None

    async def start(self, url):
        self._task = asyncio.create_task(self._attend(f"{url}/{self._identity}"))

    async def _attend(self, url):
        with contextlib.suppress(ConnectionClosed):
            async with connect(url, subprotocols=["ocpp2.0.1"], close_timeout=1) as socket:
                await self._behaviour(socket)

    async def stop(self):
        self._task.cancel()
        await asyncio.wait([self._task])


def csms_first(behaviour):
    """Give the hostile CSMS to the first case and the reference to the others."""
    made = count()

    def make(**given):
        return HostileCsms(behaviour) if next(made) == 0 else Csms(**given)

    return lambda given: replace(given, make_csms=make)


def station_first(behaviour):
    made = count()

    def make(settings, **given):
        if next(made) == 0:
            return HostileStation(behaviour, settings.identity)
        return Station(settings, **given)

    return lambda given: replace(given, make_station=make)


def expect_verdict(played, first, second, verdict, words):
    assert played.verdicts() == {first: verdict, second: "passed"}, [
        r.reason for r in played.values()
    ]
    assert words in played[first].reason
    assert played.trace(first)
    assert "harness trouble" not in played[first].reason


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        (silent, "a CALLRESULT or CALLERROR within 30 s"),
        (closing, "the connection was lost before the answer"),
        (garbage, "a valid frame"),
        (binary, "a valid frame"),
        (nothing_in_it, "BootNotification: response /"),
        (flooding_csms, "a CALL before its earlier CALL was answered"),
    ],
)
def test_a_hostile_csms(play, behaviour, words):
    played = play({CSMS: CSMS_CASES}, change=csms_first(behaviour))
    expect_verdict(played, "TC_C_02_CSMS", "TC_B_01_CSMS", "failed", words)


@pytest.mark.parametrize(
    ("behaviour", "verdict", "words"),
    [
        (silent, "failed", "a BootNotification request within 60 s"),
        (closing, "failed", "a BootNotification request within 60 s"),
        (silent_station, "failed", "a CALLRESULT or CALLERROR within 30 s"),
        (leaving_station, "inconclusive", "is not connected"),
        (garbage, "failed", "a valid frame"),
        (binary, "failed", "a valid frame"),
        (empty_station, "failed", "ClearCache: response /"),
        (flooding_station, "inconclusive", "does not come to rest"),
    ],
)
def test_a_hostile_station(play, behaviour, verdict, words):
    played = play({STATION: STATION_CASES}, change=station_first(behaviour))
    expect_verdict(played, "TC_B_06_CS", "TC_B_01_CS", verdict, words)


# external systems, in real time

DEADLINES = {"answer_s": 0.3, "message_s": 0.6, "answer_delay_s": 0.01}


@pytest.fixture
def external_csms():
    """Serve a CSMS in a thread; gives its URL for a behaviour."""
    with contextlib.ExitStack() as stack:

        def start(behaviour):
            server = stack.enter_context(
                serve_sync(behaviour, "127.0.0.1", 0, subprotocols=["ocpp2.0.1"])
            )
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            stack.callback(thread.join, 10)
            stack.callback(server.shutdown)
            return f"ws://127.0.0.1:{server.socket.getsockname()[1]}/ocpp"

        yield start


def sut_file(folder, text):
    file = folder / "sut.toml"
    file.write_text(text, encoding="utf-8")
    return file


def deaf(connection):
    """Take everything and say nothing, until the other side hangs up."""
    with contextlib.suppress(ConnectionClosed):
        while True:
            connection.recv()


def test_an_external_csms_that_says_nothing(play, tmp_path, external_csms):
    url = external_csms(deaf)
    file = sut_file(
        tmp_path, f'role = "csms"\nversion = "2.0.1"\nname = "deaf"\nurl = "{url}"\n'
        '[features]\nC-30 = true\n'
    )  # fmt: skip
    played = play({CSMS: CSMS_CASES}, sut_file=file, **DEADLINES)
    assert played.verdicts() == {"TC_C_02_CSMS": "failed", "TC_B_01_CSMS": "failed"}
    assert all(played.trace(case) for case in played)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def insist(url, stop):
    """Connect whenever it is possible, and send rubbish."""
    while not stop.is_set():
        try:
            with connect_sync(url, subprotocols=["ocpp2.0.1"], close_timeout=1) as connection:
                connection.send("rubbish")
                connection.recv(timeout=5)
        except (OSError, TimeoutError, WebSocketException):
            stop.wait(0.05)  # a listener that closes answers HTTP 503


def test_an_external_station_that_sends_rubbish(play, tmp_path):
    port, stop = free_port(), threading.Event()
    file = sut_file(
        tmp_path, f'role = "station"\nversion = "2.0.1"\nname = "rude"\nidentity = "CS001"\n'
        f'listen = "127.0.0.1:{port}"\n[features]\nC-30 = true\n'
    )  # fmt: skip
    thread = threading.Thread(target=insist, args=(f"ws://127.0.0.1:{port}/ocpp/CS001", stop))
    thread.start()
    try:
        played = play({STATION: STATION_CASES}, sut_file=file, **DEADLINES)
    finally:
        stop.set()
        thread.join(10)
    assert set(played.verdicts()) == {"TC_B_06_CS", "TC_B_01_CS"}
    assert "passed" not in played.verdicts().values()
    assert "failed" in played.verdicts().values()
    assert not thread.is_alive()
