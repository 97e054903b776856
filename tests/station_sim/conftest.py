"""A small raw CSMS and the means to run a station against it in virtual time."""

import asyncio
import itertools
import random
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from websockets.asyncio.server import serve

from ocppj.clock import LoopClock, VirtualClockLoop, format_datetime
from ocppj.dialect import DIALECTS
from ocppj.dispatch import Outcome
from ocppj.frames import Answer, Call, CallError, CallResult
from ocppj.handshake import identity_of, server_compression
from ocppj.link import Link
from ocppj.problems import BugLog
from ocppj.session import Session
from ocppj.trace import NoTrace
from schemas import validation
from schemas.validation import Kind
from station_sim.settings import StationSettings
from station_sim.station import Station

OWN = ("overlay", "tap", "observe", "recorder")
SILENCE = object()
ACCEPT = {"1.6": {"idTagInfo": {"status": "Accepted"}}, "2.0.1": {"status": "Accepted"}}


@dataclass
class Received:
    at: float
    action: str
    payload: dict[str, Any]
    connection: int


@dataclass
class Csms:
    """Answers everything sensibly; `answers` overrides by action: payload, CallError, callable."""

    version: str
    clock: LoopClock
    received: list[Received] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    interval: int = 300
    link: Link | None = None
    sockets: list[Any] = field(default_factory=list)
    refuse: int | None = None
    transaction_ids: Any = field(default_factory=lambda: itertools.count(1001))
    problems: list[str] = field(default_factory=list)
    bugs: BugLog = field(default_factory=BugLog)
    url: str = ""
    port: int = 0
    tls: ssl.SSLContext | None = None
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _cursor: int = 0
    _server: Any = None

    async def start(self) -> None:
        self._server = await serve(
            self._serve,
            "127.0.0.1",
            self.port,
            subprotocols=[DIALECTS[self.version].subprotocol],
            extensions=server_compression(),
            process_request=self._gate,
            ping_interval=None,
            ssl=self.tls,
        )
        self.port = self._server.sockets[0].getsockname()[1]
        self.url = f"ws://127.0.0.1:{self.port}/ocpp"

    async def stop(self) -> None:
        self._server.close()
        await self._server.wait_closed()

    def _gate(self, connection: Any, request: Any) -> Any:
        self.headers = request.headers
        self.identity = identity_of(request.path)
        if self.refuse is not None:
            return connection.respond(self.refuse, "no\n")
        return None

    async def _serve(self, socket: Any) -> None:
        dialect = DIALECTS[self.version]
        self.sockets.append(socket)
        number = len(self.sockets)
        ids = itertools.count(1)
        session = Session(dialect, new_id=lambda: f"csms-{number}-{next(ids)}")
        link = Link(
            socket, session, NoTrace(), lambda call: self._answer(call, number), bugs=self.bugs
        )
        self.link = link
        self._news.set()
        await link.run()
        if self.link is link:
            self.link = None
        self._news.set()

    async def _answer(self, call: Call, connection: int) -> Outcome:
        found = validation.violations(self.version, call.action, Kind.REQUEST, call.payload)
        self.problems += [f"{call.action}{v.pointer}: {v.message}" for v in found]
        # Answers are not instant, so that messages sent too early would show.
        await asyncio.sleep(0.05)
        now = self.clock.time()
        self.received.append(Received(now, call.action, call.payload, connection))
        self._news.set()
        answer = self.answers.get(call.action, self._default(call))
        if callable(answer):
            answer = answer(call.payload)
        if answer is SILENCE:
            return Outcome(None)
        if isinstance(answer, CallError):
            return Outcome(CallError(call.message_id, answer.code, answer.description))
        return Outcome(CallResult(call.message_id, answer))

    def _default(self, call: Call) -> dict[str, Any]:
        now = format_datetime(self.clock.now())
        token = {"status": "Accepted"}
        old = self.version == "1.6"
        defaults: dict[str, dict[str, Any]] = {
            "BootNotification": {
                "currentTime": now,
                "interval": self.interval,
                "status": "Accepted",
            },
            "Heartbeat": {"currentTime": now},
            "Authorize": {"idTagInfo": token} if old else {"idTokenInfo": token},
        }
        if call.action == "StartTransaction":
            return {"idTagInfo": token, "transactionId": next(self.transaction_ids)}
        if call.action == "TransactionEvent" and "idToken" in call.payload:
            return {"idTokenInfo": token}
        return defaults.get(call.action, {})

    async def expect(
        self, action: str | None = None, timeout: float = 60, **fields: Any
    ) -> Received:
        """Give the next message of that action with those top-level fields, skipping others."""
        seen = self._cursor
        try:
            async with asyncio.timeout(timeout):
                while True:
                    while self._cursor < len(self.received):
                        message = self.received[self._cursor]
                        self._cursor += 1
                        matches = all(message.payload.get(k) == v for k, v in fields.items())
                        if action in (None, message.action) and matches:
                            return message
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            got = [(m.action, m.payload) for m in self.received[seen:]]
            raise AssertionError(f"no {action} {fields} within {timeout} s, but {got}") from None

    async def nothing(self, seconds: float) -> None:
        """See that the station sends nothing for so long."""
        before = len(self.received)
        await asyncio.sleep(seconds)
        assert [(m.action, m.payload) for m in self.received[before:]] == []

    def skip(self) -> None:
        """Leave what was received so far out of account."""
        self._cursor = len(self.received)

    async def connected(self, timeout: float = 120) -> Link:
        async with asyncio.timeout(timeout):
            while self.link is None:
                self._news.clear()
                await self._news.wait()
        return self.link

    async def connected_again(self, times: int) -> None:
        """Wait for the connection of that number."""
        async with asyncio.timeout(120):
            while len(self.sockets) < times:
                self._news.clear()
                await self._news.wait()

    async def call(self, action: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Send a CALL and give the payload of its valid CALLRESULT."""
        answer = await self.ask(action, payload)
        assert isinstance(answer, CallResult), answer
        found = validation.violations(self.version, action, Kind.RESPONSE, answer.payload)
        assert found == []
        return answer.payload

    async def ask(self, action: str, payload: dict[str, Any]) -> Answer:
        assert validation.is_valid(self.version, action, Kind.REQUEST, payload), payload
        return await (await self.connected()).call(action, payload)

    def cut(self) -> None:
        """Lose the station's connection without a closing handshake."""
        self.sockets[-1].transport.abort()


@dataclass
class Bench:
    """One CSMS and the stations made for it."""

    csms: Csms
    bugs: BugLog
    stations: list[Station] = field(default_factory=list)

    def station(
        self, values: dict[str, str] | None = None, *, automatic: bool = True, **changes: Any
    ) -> Station:
        """Make a station; `changes` are settings, or arguments of Station itself."""
        own = {k: changes.pop(k) for k in OWN if k in changes}
        settings = StationSettings(
            version=self.csms.version,  # type: ignore[arg-type]
            values=values or {},
            **changes,
        )
        ids = itertools.count(1)
        station = Station(
            settings,
            clock=self.csms.clock,
            rng=random.Random(1),
            new_id=lambda: f"id-{len(self.stations)}-{next(ids)}",
            bugs=self.bugs,
            automatic=automatic,
            **own,
        )
        self.stations.append(station)
        return station

    async def booted(self, values: dict[str, str] | None = None, **changes: Any) -> Station:
        """Give a station that has booted and reported everything."""
        station = self.station(values, **changes)
        await station.start(self.csms.url)
        await self.csms.expect("BootNotification")
        await asyncio.sleep(5)
        self.csms.skip()
        return station


Scenario = Callable[[Bench], Any]


@pytest.fixture
def run() -> Callable[[str, Scenario], None]:
    """Run a scenario on a bench, in virtual time; nothing may be left wrong behind it."""

    def run(version: str, scenario: Scenario) -> None:
        with asyncio.Runner(loop_factory=VirtualClockLoop) as runner:
            runner.run(_on_bench(version, scenario))

    return run


async def _on_bench(version: str, scenario: Scenario) -> None:
    csms = Csms(version, LoopClock(asyncio.get_running_loop()))
    await csms.start()
    bench = Bench(csms, BugLog())
    try:
        await scenario(bench)
    finally:
        for station in bench.stations:
            await station.stop()
        await csms.stop()
    assert bench.bugs.bugs == []
    assert csms.bugs.bugs == []
    assert csms.problems == []
    left = [t.get_name() for t in asyncio.all_tasks() if t is not asyncio.current_task()]
    assert [name for name in left if "CS0" in name] == []
