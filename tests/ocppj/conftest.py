"""Ends of a connection for the tests of `ocppj`: real loopback websockets in virtual time."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

from ocppj.clock import VirtualClockLoop
from ocppj.dialect import DIALECTS, OCPP201
from ocppj.dispatch import Outcome
from ocppj.frames import CallResult
from ocppj.link import Link
from ocppj.problems import BugLog
from ocppj.session import Session
from ocppj.trace import Kind, Trace
from reference_csms.direct import DirectConnection

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterator

    from websockets.asyncio.connection import Connection

    from ocppj.dialect import Dialect
    from ocppj.frames import Call
    from ocppj.link import Transport
    from ocppj.session import Event


WATCH = object()


async def echo(call: Call) -> Outcome:
    return Outcome(CallResult(call.message_id, call.payload))


@dataclass
class End:
    """One end of a connection and all that it saw."""

    name: str
    link: Link = field(init=False)
    socket: Connection = field(init=False)
    trace: Trace = field(init=False)
    running: asyncio.Task[Any] = field(init=False)
    bugs: BugLog = field(default_factory=BugLog)
    events: list[Event] = field(default_factory=list)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def observe(self, event: Event) -> None:
        self.events.append(event)
        self._changed.set()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for an event after which this holds."""
        while not holds():
            self._changed.clear()
            await self._changed.wait()

    async def event(self, kind: type[Event], count: int = 1) -> Any:
        """Wait for so many events of a kind; gives the last of them."""
        await self.until(lambda: len(self.events_of(kind)) >= count)
        return self.events_of(kind)[count - 1]

    def events_of(self, kind: type[Event]) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]

    def texts(self) -> list[str]:
        return [
            f"{record.direction} {record.text}"
            for record in self.trace.records
            if record.kind is Kind.TEXT
        ]


@dataclass
class Options:
    """How the ends of a test connection behave."""

    dialect: Dialect = OCPP201
    answer: Any = echo
    client_answer: Any = echo
    timeout: float = 30.0
    tap: Callable[[Transport], Transport] = lambda transport: transport
    observe: Any = WATCH
    recorder: Any = None
    idle_s: float = 0.0
    connection: type[ServerConnection] = ServerConnection


def make_end(name: str, socket: Connection, answer: Any, options: Options) -> End:
    ids = (f"{name}{number}" for number in itertools.count(1))
    end = End(name)
    end.socket = socket
    end.trace = Trace(asyncio.get_running_loop().time)
    recorder = end.trace if options.recorder is None else options.recorder(end.trace)
    session = Session(
        options.dialect,
        new_id=lambda: next(ids),
        call_timeout=options.timeout,
        connection=1,
    )
    end.link = Link(
        options.tap(socket),
        session,
        recorder,
        answer,
        bugs=end.bugs,
        observe=end.observe if options.observe is WATCH else options.observe,
    )
    return end


@contextlib.asynccontextmanager
async def linked(**chosen: Any) -> AsyncIterator[tuple[End, End]]:
    """Connect a station's and a CSMS's link over a loopback websocket."""
    options = Options(**chosen)
    accepted: asyncio.Future[End] = asyncio.get_running_loop().create_future()

    async def on_connection(socket: Any) -> None:
        end = make_end("m", socket, options.answer, options)
        accepted.set_result(end)
        await asyncio.sleep(options.idle_s)
        await end.link.run()

    async with serve(
        on_connection,
        "127.0.0.1",
        0,
        ping_interval=None,
        create_connection=options.connection,
        max_queue=4,
    ) as server:
        port = server.sockets[0].getsockname()[1]
        async with connect(f"ws://127.0.0.1:{port}/", ping_interval=None, proxy=None) as socket:
            station = make_end("s", socket, options.client_answer, options)
            station.running = asyncio.create_task(station.link.run(), name="station's link")
            csms = await accepted
            try:
                yield station, csms
            finally:
                await socket.close()
                await asyncio.wait({station.running})
                assert station.running.cancelled() or station.running.result()
                await csms.link.closed


@pytest.fixture(name="linked", params=[ServerConnection, DirectConnection], ids=["waits", "direct"])
def _linked(
    request: pytest.FixtureRequest,
) -> Callable[..., contextlib.AbstractAsyncContextManager[tuple[End, End]]]:
    """Connect links; the CSMS's end has each kind of websocket in turn."""
    return partial(linked, connection=request.param)


@pytest.fixture
def linked_directly() -> Callable[..., contextlib.AbstractAsyncContextManager[tuple[End, End]]]:
    """Connect links; the CSMS's end has a websocket that needs no waiting."""
    return partial(linked, connection=DirectConnection)


@pytest.fixture
def run() -> Iterator[Callable[[Coroutine[Any, Any, Any]], Any]]:
    """Run a coroutine in virtual time; whatever crashes in the background fails the test."""
    crashes: list[dict[str, Any]] = []
    loop = VirtualClockLoop()
    loop.set_exception_handler(lambda _, context: crashes.append(context))

    async def within_an_hour(work: Coroutine[Any, Any, Any], hours: float) -> Any:
        return await asyncio.wait_for(work, hours * 3600)

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        yield lambda work, hours=1: runner.run(within_an_hour(work, hours))
    assert not crashes, crashes


@pytest.fixture(params=list(DIALECTS.values()), ids=list(DIALECTS))
def dialect(request: pytest.FixtureRequest) -> Dialect:
    return request.param
