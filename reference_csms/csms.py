"""The reference CSMS: listeners, connected stations, and calls to them."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from ocppj.dispatch import Dispatcher, Outcome
from ocppj.frames import CallError, CallResult
from ocppj.handshake import Refusal
from ocppj.link import Link
from ocppj.problems import BugLog, ErrorCode
from ocppj.session import IdHistory, Session
from ocppj.trace import Kind, NoTrace
from reference_csms.admission import Admission, Admitted
from reference_csms.client_certificates import name_of, objection, proof_of
from reference_csms.connection import ConnectedStation, NotConnected
from reference_csms.expiry import ReservationTimer
from reference_csms.recording import Recording
from reference_csms.results import keep
from reference_csms.server import Listener, StationConnection, listen
from reference_csms.services.bundle import Services
from reference_csms.settings import Settings
from reference_csms.versions import VERSIONS
from schemas.catalogue import Sender

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping

    from websockets.http11 import Request

    from ocppj.clock import Clock
    from ocppj.dialect import Version
    from ocppj.dispatch import Routes
    from ocppj.frames import Answer, Call
    from ocppj.link import Transport
    from ocppj.session import Event
    from ocppj.trace import Recorder
    from reference_csms.client_certificates import Proof
    from reference_csms.store.protocols import Store
    from schemas.base import JsonObject

REPLACED = 1008
"""Close code for a connection whose station connected again."""


class Csms:
    """A CSMS for any number of stations of all versions.

    `overlays` are asked before our own tables and may be changed while we run; asking them must
    have no side effect. `tap` wraps each websocket between session and socket. `observe` sees the
    session events of every connection. The store stays its owner's: `close` does not close it.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        store: Store,
        new_id: Callable[[], str],
        settings: Settings | None = None,
        recorder: Recorder | None = None,
        bugs: BugLog | None = None,
        overlays: Mapping[Version, Routes[ConnectedStation]] | None = None,
        tap: Callable[[Transport], Transport] | None = None,
        observe: Callable[[int, Event], None] | None = None,
    ) -> None:
        self.clock = clock
        self.store = store
        self.settings = settings if settings is not None else Settings()
        self.bugs = bugs if bugs is not None else BugLog()
        self.services = Services.over(store, clock, self.settings)
        self.recording = Recording(recorder if recorder is not None else NoTrace(), store, clock)
        self._new_id = new_id
        self._overlays = dict(overlays or {})
        self._tap = tap
        self._observe = observe
        dialects = [spoken.dialect for spoken in VERSIONS.values()]
        self._admission = Admission(store, self.settings, dialects)
        self._dispatchers = {version: self._dispatcher(version) for version in VERSIONS}
        self._stations: dict[str, ConnectedStation] = {}
        self._histories: dict[str, IdHistory] = {}
        self._arrivals: dict[str, list[asyncio.Future[ConnectedStation]]] = {}
        self._listeners: list[Listener] = []
        self._reservations = ReservationTimer(self.services.reservations, store, self.bugs)
        self._closing: set[asyncio.Task[None]] = set()
        self._connections = 0

    def _dispatcher(self, version: Version) -> Dispatcher[ConnectedStation]:
        spoken = VERSIONS[version]
        tables = [self._overlays.get(version, {}), spoken.routes]
        return Dispatcher(spoken.dialect, Sender.STATION, tables, self.bugs)

    # listening

    async def serve(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        security_profile: int | None = None,
        ssl: ssl.SSLContext | None = None,
    ) -> Listener:
        """Open a listener, port 0 for any free one; several may be open at once.

        Raises OSError when the address is in use or not ours, ValueError for a security profile
        that needs TLS where there is none.
        """
        if security_profile is not None and security_profile >= 2 and ssl is None:
            raise ValueError(f"security profile {security_profile} needs TLS")
        listener = await listen(
            host,
            port,
            security_profile=security_profile,
            context=ssl,
            ping_interval=self.settings.ping_interval_s,
            decide=self._decide,
            verify=self._verify,
            run=self._run,
        )
        self._listeners.append(listener)
        await self._reservations.start()
        return listener

    async def close(self) -> None:
        """Close all listeners and connections and wait until they are gone."""
        for listener in self._listeners:
            await listener.close()
        self._listeners.clear()
        await self._reservations.close()
        self.recording.feed.publish(None)
        await asyncio.gather(*self._closing)

    # stations

    def connected(self, identity: str) -> ConnectedStation | None:
        return self._stations.get(identity)

    @property
    def all_connected(self) -> tuple[ConnectedStation, ...]:
        return tuple(self._stations.values())

    async def wait_for_station(self, identity: str, timeout: float) -> ConnectedStation:
        """Give the station as soon as it is connected; raises TimeoutError after `timeout` s."""
        station = self._stations.get(identity)
        if station is not None:
            return station
        arrival: asyncio.Future[ConnectedStation] = asyncio.get_running_loop().create_future()
        waiting = self._arrivals.setdefault(identity, [])
        waiting.append(arrival)
        try:
            async with asyncio.timeout(timeout):
                return await arrival
        finally:
            if arrival in waiting:
                waiting.remove(arrival)

    async def call(
        self, identity: str, action: str, payload: JsonObject, timeout: float | None = None
    ) -> Answer:
        """Send a CALL and keep what its answer tells.

        The payload goes out as it is. Raises NotConnected at once when the station is not there,
        CallFailed as `Link.call` does.
        """
        station = self._stations.get(identity)
        if station is None:
            raise NotConnected(identity)
        try:
            answer = await station.call(action, payload, timeout)
            if isinstance(answer, CallResult):
                await self._keep(station, action, payload, answer.payload)
        finally:
            await self.store.commit()
        return answer

    async def _keep(
        self, station: ConnectedStation, action: str, request: JsonObject, response: JsonObject
    ) -> None:
        table = VERSIONS[station.dialect.version].results
        try:
            await keep(table, station, action, request, response)
        except Exception as bug:  # noqa: BLE001 - the caller is owed the station's answer
            self.bugs.add(bug)

    # connections

    async def _decide(self, request: Request, profile: int | None) -> Admitted | Refusal:
        decision = await self._admission.decide(request, profile)
        if isinstance(decision, Refusal):
            self._refused(request.path, decision)
        return decision

    async def _verify(self, admitted: Admitted, proof: Proof) -> Refusal | None:
        """Judge what TLS proves; a wrong certificate is a security event (A00.FR.408)."""
        station = await self.store.stations.get(admitted.identity)
        refusal = objection(admitted, proof, station, self.settings.organizations)
        if refusal is not None:
            self._refused(admitted.path, refusal)
        if refusal is not None and proof.certificate is not None:
            await self.services.events.refused_certificate(admitted.identity, refusal.reason)
            await self.store.commit()
        return refusal

    def _refused(self, path: str, refusal: Refusal) -> None:
        self.recording.event(
            Kind.REFUSED, self._number(), path=path, status=refusal.status, reason=refusal.reason
        )

    def _number(self) -> int:
        self._connections += 1
        return self._connections

    async def _run(self, websocket: StationConnection, admitted: Admitted) -> None:
        station = self._join(websocket, admitted)
        await self.services.registration.connected(
            station.identity, station.dialect.version, station.security_profile
        )
        await self.store.commit()
        self._welcome(station)
        try:
            await station.link.run()
        finally:
            self.recording.stations.pop(station.connection, None)
            if self._stations.get(station.identity) is station:
                del self._stations[station.identity]

    def _join(self, websocket: StationConnection, admitted: Admitted) -> ConnectedStation:
        number = self._number()
        self.recording.stations[number] = admitted.identity
        self.recording.event(
            Kind.OPENED,
            number,
            identity=admitted.identity,
            subprotocol=admitted.dialect.subprotocol,
            version=admitted.dialect.version,
            path=admitted.path,
            security_profile=admitted.security_profile,
            compression=bool(websocket.protocol.extensions),
        )
        proof = proof_of(websocket.transport.get_extra_info("ssl_object"))
        station = ConnectedStation(
            identity=admitted.identity,
            dialect=admitted.dialect,
            connection=number,
            connected_at=self.clock.now(),
            services=self.services,
            clock=self.clock,
            commands=self.store.commands,
            security_profile=admitted.security_profile,
            certificate_name=name_of(proof) if admitted.security_profile == 3 else None,
        )
        station.attach(self._link(websocket, station))
        return station

    def _link(self, websocket: StationConnection, station: ConnectedStation) -> Link:
        history = self._histories.setdefault(station.identity, IdHistory())
        session = Session(
            station.dialect,
            new_id=self._new_id,
            call_timeout=self.settings.call_timeout_s,
            history=history,
            connection=station.connection,
        )
        observe = self._observe
        return Link(
            websocket if self._tap is None else self._tap(websocket),
            session,
            self.recording,
            partial(self._answer, station),
            bugs=self.bugs,
            observe=None if observe is None else partial(observe, station.connection),
        )

    def _welcome(self, station: ConnectedStation) -> None:
        before = self._stations.get(station.identity)
        self._stations[station.identity] = station
        if before is not None:
            closing = asyncio.create_task(
                before.link.close(REPLACED, "replaced by a newer connection"),
                name=f"close connection {before.connection}",
            )
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)
        for arrival in self._arrivals.pop(station.identity, []):
            if not arrival.done():
                arrival.set_result(station)

    async def _answer(self, station: ConnectedStation, call: Call) -> Outcome:
        version = station.dialect.version
        scripted = self._overlays.get(version, {}).get(call.action)
        try:
            if scripted is None and not await self._admits(station, call.action):
                return self._refuse(station, call)
            outcome = await self._dispatchers[version].dispatch(station, call)
            await self.store.commit()
            if outcome.then:  # what they store is to last as well
                outcome = Outcome(outcome.answer, (*outcome.then, self.store.commit))
        except Exception as bug:  # noqa: BLE001 - a store that fails must not silence the link
            self.bugs.add(bug)
            code = station.dialect.spell(ErrorCode.INTERNAL_ERROR)
            return Outcome(CallError(call.message_id, code, "the CSMS could not keep this CALL"))
        return outcome

    async def _admits(self, station: ConnectedStation, action: str) -> bool:
        return await self.services.registration.admits(station.identity, action, station.invited)

    def _refuse(self, station: ConnectedStation, call: Call) -> Outcome:
        code = station.dialect.spell(ErrorCode.SECURITY_ERROR)
        return Outcome(CallError(call.message_id, code, "the station's boot is not accepted"))
