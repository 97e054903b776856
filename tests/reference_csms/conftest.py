"""A CSMS on loopback with raw stations: websockets and JSON, nothing of our own client side."""

from __future__ import annotations

import asyncio
import itertools
import json
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from urllib.parse import unquote

import pytest
from websockets.asyncio.client import connect

from ocppj.clock import LoopClock, VirtualClockLoop
from ocppj.trace import Trace
from reference_csms.csms import Csms
from reference_csms.store.memory import MemoryStore

SUBPROTOCOLS = {"1.6": "ocpp1.6", "2.0.1": "ocpp2.0.1"}
BOOTS: dict[str, dict[str, Any]] = {
    "1.6": {"chargePointVendor": "Acme", "chargePointModel": "One"},
    "2.0.1": {"chargingStation": {"model": "One", "vendorName": "Acme"}, "reason": "PowerUp"},
}
WAIT_S = 20.0


class RawStation:
    """The station's end of a websocket."""

    def __init__(self, websocket, version: str) -> None:
        self.websocket = websocket
        self.version = version
        self._numbers = itertools.count(1)

    async def receive(self) -> list[Any]:
        async with asyncio.timeout(WAIT_S):
            return json.loads(await self.websocket.recv())

    async def send(self, frame: list[Any]) -> None:
        await self.websocket.send(json.dumps(frame))

    async def ask(self, action: str, payload: dict[str, Any], id: str | None = None) -> list[Any]:
        """Send a CALL and give the whole answer frame."""
        message_id = id or f"{action}-{next(self._numbers)}"
        await self.send([2, message_id, action, payload])
        answer = await self.receive()
        assert answer[1] == message_id
        return answer

    async def call(self, action: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Send a CALL and give the payload of its CALLRESULT."""
        answer = await self.ask(action, payload)
        assert answer[0] == 3, answer
        return answer[2]

    async def error(self, action: str, payload: dict[str, Any]) -> str:
        """Send a CALL and give the code of its CALLERROR."""
        answer = await self.ask(action, payload)
        assert answer[0] == 4, answer
        return answer[2]

    async def boot(self) -> dict[str, Any]:
        return await self.call("BootNotification", BOOTS[self.version])

    async def reply(self, action: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Take the next CALL, which must be `action`, answer it, and give its payload."""
        kind, message_id, got, request = await self.receive()
        assert (kind, got) == (2, action)
        await self.send([3, message_id, payload])
        return request

    async def refuse(self, action: str, code: str) -> None:
        kind, message_id, got, _ = await self.receive()
        assert (kind, got) == (2, action)
        await self.send([4, message_id, code, "no", {}])


class Bench:
    """A running CSMS, its trace, and the stations that a test connects."""

    def __init__(self, csms: Csms, trace: Trace, listener, stack: AsyncExitStack) -> None:
        self.csms = csms
        self.store = csms.store
        self.trace = trace
        self.listener = listener
        self._stack = stack

    async def connect(self, identity="CS1", version="2.0.1", *, url=None, **options) -> RawStation:
        before = self.csms.connected(identity)
        websocket = await self._stack.enter_async_context(
            connect(
                f"{url or self.listener.url}/{identity}",
                subprotocols=[SUBPROTOCOLS[version]],
                **options,
            )
        )
        if before is None:
            await self.csms.wait_for_station(unquote(identity), WAIT_S)
        else:
            await self._closed(before)
        return RawStation(websocket, version)

    async def booted(self, identity="CS1", version="2.0.1") -> RawStation:
        station = await self.connect(identity, version)
        await station.boot()
        return station

    async def gone(self, identity: str) -> None:
        """Wait until a station is no longer connected."""
        station = self.csms.connected(identity)
        if station is not None:
            await self._closed(station)

    async def _closed(self, station) -> None:
        async with asyncio.timeout(WAIT_S):
            await asyncio.shield(station.link.closed)


@pytest.fixture
def run():
    """Run a coroutine on a virtual clock."""
    with asyncio.Runner(loop_factory=VirtualClockLoop) as runner:
        yield runner.run


@pytest.fixture
def bench():
    """Make benches with the options of a Csms; a bug of the CSMS fails the test."""

    @asynccontextmanager
    async def make(*, store=None, bugs_expected=False, security_profile=None, **options):
        clock = LoopClock(asyncio.get_running_loop())
        trace = Trace(clock.time)
        numbers = itertools.count(1)
        csms = Csms(
            clock=clock,
            store=store if store is not None else MemoryStore(),
            new_id=lambda: f"csms-{next(numbers)}",
            recorder=trace,
            **options,
        )
        listener = await csms.serve(security_profile=security_profile)
        try:
            async with AsyncExitStack() as stack:
                yield Bench(csms, trace, listener, stack)
        finally:
            await csms.close()
        assert bool(csms.bugs.bugs) == bugs_expected, csms.bugs.bugs

    return make
