"""The harness's own side of a conversation: a puppet station, or a CSMS with scripted answers.

Neither is an implementation of its own: the puppet is the simulator with its behaviours switched
off, the CSMS is the reference, each with the scenario's answers put before its route table.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from harness.outcome import Inconclusive
from ocppj.dialect import DIALECTS
from reference_csms.admission import BASIC_AUTHENTICATION
from reference_csms.connection import NotConnected
from reference_csms.csms import Csms
from reference_csms.settings import Settings
from reference_csms.store.memory import MemoryStore
from station_sim.station import Station
from station_sim.trust.store import Use

if TYPE_CHECKING:
    import random
    import ssl
    from collections.abc import Callable, Iterable

    from cryptography import x509

    from harness.script import Script
    from ocppj.clock import Clock
    from ocppj.dispatch import Handler
    from ocppj.frames import Answer, Parsed
    from ocppj.problems import BugLog
    from ocppj.session import Event
    from ocppj.trace import Direction, Kind, Trace, TraceRecord
    from reference_csms.records import Token
    from reference_csms.server import Listener
    from station_sim.settings import StationSettings


@dataclass(frozen=True, slots=True)
class Tools:
    """What every part of a scenario is given from outside, so that runs repeat exactly."""

    clock: Clock
    rng: random.Random
    new_id: Callable[[], str]
    trace: Trace
    script: Script
    observe: Callable[[int, Event], None]
    bugs: BugLog


class Side(Protocol):
    """The harness's end of the connection to the system under test."""

    async def call(self, action: str, payload: dict[str, Any]) -> Answer:
        """Send a CALL to the system under test; raises CallFailed or Inconclusive."""
        ...

    def draft(self, action: str) -> dict[str, Any]:
        """Give the payload to start from, before the scenario's own fields are put in."""
        ...

    async def send_raw(self, text: str) -> None: ...

    async def cut(self) -> None:
        """Lose the connection."""
        ...

    async def close(self) -> None: ...


class PuppetStation:
    """The station that the harness plays for a CSMS under test."""

    def __init__(self, settings: StationSettings, tools: Tools) -> None:
        self.station = Station(
            settings,
            clock=tools.clock,
            rng=tools.rng,
            new_id=tools.new_id,
            recorder=tools.trace,
            bugs=tools.bugs,
            overlay=tools.script,
            observe=tools.observe,
            automatic=False,
        )

    async def connect(self, url: str) -> None:
        """Open the connection.

        Raises Inconclusive when there is no connection to be had.
        """
        try:
            await self.station.start(url)
        except (OSError, ConnectionError) as error:
            raise Inconclusive(f"no connection to the CSMS at {url}: {error}") from error

    @property
    def trusted_roots(self) -> list[x509.Certificate]:
        """The CSMS roots that the station has."""
        return self.station.memory.certificates.roots(Use.CSMS_ROOT)

    async def reconnect(self, url: str, profile: int) -> str | None:
        """Connect anew with a security profile; gives the reason where there is no connection."""
        station = self.station
        await station.tasks.end()
        station.settings = replace(station.settings, security_profile=profile)
        station.connection.password = (
            station.settings.password if profile in BASIC_AUTHENTICATION else None
        )
        try:
            await station.start(url)
        except (OSError, ConnectionError) as error:
            return str(error)
        return None

    async def call(self, action: str, payload: dict[str, Any]) -> Answer:
        return await self.station.call(action, payload)

    def draft(self, action: str) -> dict[str, Any]:
        return self.station.draft(action)

    async def send_raw(self, text: str) -> None:
        link = self.station.link
        if link is None:
            raise Inconclusive("the station is not connected")
        await link.send_raw(text)

    async def cut(self) -> None:
        await self.station.disconnect()

    async def close(self) -> None:
        await self.station.stop()


class Relay:
    """Hands records, events and scripted answers of a long-lived CSMS to the case of the moment."""

    def __init__(self) -> None:
        self.current: Tools | None = None

    def text(
        self, connection: int, direction: Direction, text: str, parsed: Parsed
    ) -> TraceRecord | None:
        if self.current is None:
            return None
        return self.current.trace.text(connection, direction, text, parsed)

    def event(self, kind: Kind, connection: int = 0, **data: Any) -> TraceRecord | None:
        if self.current is None:
            return None
        return self.current.trace.event(kind, connection, **data)

    def get(self, action: str, /) -> Handler[Any] | None:
        return None if self.current is None else self.current.script.get(action)

    def observe(self, connection: int, event: Event) -> None:
        if self.current is not None:
            self.current.observe(connection, event)


class HostCsms:
    """The CSMS that the harness plays for a station under test.

    It may outlive a case: an external station stays connected from one case to the next.
    """

    def __init__(self, identity: str, tools: Tools, settings: Settings | None = None) -> None:
        self.identity = identity
        self.relay = Relay()
        self.csms = Csms(
            clock=tools.clock,
            store=MemoryStore(),
            new_id=tools.new_id,
            settings=settings or Settings(),
            recorder=self.relay,
            bugs=tools.bugs,
            overlays=dict.fromkeys(DIALECTS, self.relay),
            observe=self.relay.observe,
        )
        self._listener: Listener | None = None

    async def know(self, tokens: Iterable[Token]) -> None:
        """Put tokens into the store."""
        for token in tokens:
            await self.csms.store.tokens.put(token)

    def take_case(self, tools: Tools) -> None:
        """Serve this case from now on."""
        self.relay.current = tools

    async def serve(
        self, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
    ) -> str:
        """Listen for the station; gives the URL to connect to, without the identity."""
        self._listener = await self.csms.serve(host, port, ssl=tls)
        return self._listener.url

    async def call(self, action: str, payload: dict[str, Any]) -> Answer:
        try:
            return await self.csms.call(self.identity, action, payload)
        except NotConnected as error:
            raise Inconclusive(f"the station is not connected: {error}") from error

    def draft(self, action: str) -> dict[str, Any]:
        return {}

    async def wait_for_station(self, timeout_s: float) -> None:
        """Wait until the station is connected; raises Inconclusive when it does not come."""
        try:
            await self.csms.wait_for_station(self.identity, timeout_s)
        except TimeoutError as error:
            url = self._listener.url if self._listener else "nowhere"
            waited = f"station {self.identity} did not connect to {url} within {timeout_s:g} s"
            raise Inconclusive(waited) from error

    async def send_raw(self, text: str) -> None:
        await self._link().send_raw(text)

    async def cut(self) -> None:
        await self._link().close(1001, "the connection is cut by the test")

    def _link(self) -> Any:
        station = self.csms.connected(self.identity)
        if station is None:
            raise Inconclusive("the station is not connected")
        return station.link

    async def close(self) -> None:
        await self.csms.close()
