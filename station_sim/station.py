"""The simulated charging station: hardware, settings, connection and what it does with them."""

from __future__ import annotations

import asyncio
import itertools
from enum import StrEnum
from typing import TYPE_CHECKING

from ocppj.dispatch import Dispatcher, Outcome
from ocppj.frames import CallResult
from ocppj.problems import BugLog, CallEnd, CallFailed
from ocppj.trace import NoTrace
from schemas.catalogue import Sender
from station_sim.behaviours import Automatic
from station_sim.charging import ChargingPoint
from station_sim.connection import Connection
from station_sim.hardware import Fact, Hardware, NotPossible, Vehicle
from station_sim.kit import DraftError
from station_sim.ledger import Ledger
from station_sim.memory import Memory
from station_sim.moments import Cause, StopReason, Token
from station_sim.tasks import Tasks
from station_sim.time_source import StationClock
from station_sim.v16.kit import Kit16
from station_sim.v201.kit import Kit201

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator, Mapping

    from ocppj.clock import Clock
    from ocppj.dialect import Version
    from ocppj.dispatch import RouteTable
    from ocppj.frames import Answer, Call
    from ocppj.link import Link, Transport
    from ocppj.session import Event
    from ocppj.trace import Recorder
    from schemas.base import JsonObject, OcppModel
    from station_sim.hardware import Evse
    from station_sim.kit import Kit
    from station_sim.policy import Retry
    from station_sim.settings import StationSettings

KITS: Mapping[Version, Kit] = {kit.dialect.version: kit for kit in (Kit16(), Kit201())}


class Registration(StrEnum):
    """What the CSMS said to the last BootNotification since the station has power."""

    NONE = "None"
    PENDING = "Pending"
    REJECTED = "Rejected"
    ACCEPTED = "Accepted"


class Station:
    """One station.

    With `automatic` off it is a hand puppet: it connects and answers, but sends nothing on its
    own, and a reset or power cycle leaves the connection alone. `overlay` holds answers that go
    before its own; `tap` may wrap the websocket; `observe` gets connection number and event.
    """

    def __init__(
        self,
        settings: StationSettings,
        *,
        clock: Clock,
        rng: random.Random,
        new_id: Callable[[], str],
        recorder: Recorder | None = None,
        bugs: BugLog | None = None,
        overlay: RouteTable[Station] | None = None,
        tap: Callable[[Transport], Transport] | None = None,
        observe: Callable[[int, Event], None] | None = None,
        automatic: bool = True,
        connection_numbers: Iterator[int] | None = None,
    ) -> None:
        self.settings, self.rng, self.new_id = settings, rng, new_id
        self.automatic = automatic
        self.bugs = BugLog() if bugs is None else bugs
        self.clock = StationClock(clock)
        self.kit = KITS[settings.version]
        self.memory = Memory()
        self.hardware = Hardware(settings, clock.time)
        self.hardware.listen(self._on_fact)
        self.ledger = Ledger()
        self.store = self.kit.store(self)
        self.policy = self.kit.policy(self.store)
        self.store.apply(settings.values)
        self.voice = self.kit.voice(self)
        self.registration = Registration.NONE
        self.boot_reason = "PowerUp"
        self.points: list[ChargingPoint] = []
        self.tasks = Tasks(settings.identity, self.bugs)
        self.behaviour = Automatic(self)
        tables = [{} if overlay is None else overlay, self.kit.routes]
        self._dispatcher = Dispatcher(self.kit.dialect, Sender.CSMS, tables, self.bugs)
        self.connection = Connection(
            settings,
            self.kit.dialect,
            self.policy,
            rng=rng,
            new_id=new_id,
            recorder=NoTrace() if recorder is None else recorder,
            answer=self._answer,
            bugs=self.bugs,
            tap=tap,
            observe=observe,
            numbers=itertools.count(1) if connection_numbers is None else connection_numbers,
        )
        self._new_points()

    # life

    async def start(self, url: str) -> None:
        """Switch the station on: it connects to `url`/identity and keeps itself connected.

        A hand puppet returns when it is connected, or raises ConnectionRefused.
        """
        if self.automatic:
            self.connection.on_up = self.behaviour.on_up
            self.connection.on_down = self.behaviour.on_down
            self.behaviour.power_up()
            self.tasks.spawn(self.connection.keep(url), "connection")
            return
        first: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.tasks.spawn(self.connection.keep(url, first), "connection")
        await first

    async def stop(self) -> None:
        """End everything that runs; the connection is closed properly."""
        for point in self.points:
            point.power_down()
        await self.tasks.end()

    async def disconnect(self) -> None:
        """Close the websocket and stay unconnected until `go_online`."""
        await self.connection.hang_up()

    async def go_offline(self) -> None:
        """Lose the network: the line is cut without a closing handshake."""
        self.connection.down()

    async def go_online(self) -> None:
        self.connection.up()

    async def power_cycle(self) -> None:
        """Interrupt the power and come back; a hand puppet only takes note of it."""
        if self.automatic:
            self.tasks.spawn(self.behaviour.power_cycle(), "power cycle")
        else:
            self.boot_reason = "PowerUp"

    def power_off(self) -> None:
        """Lose all volatile state."""
        for point in self.points:
            point.power_down()
        self.registration = Registration.NONE

    def _new_points(self) -> None:
        self.points = [
            ChargingPoint(evse, self.policy, self.voice, self.new_id)
            for evse in self.hardware.evses
        ]

    def power_on(self) -> None:
        self._new_points()
        for point in self.points:
            point.power_up()

    # messages

    @property
    def link(self) -> Link | None:
        """The open connection, None without one."""
        return self.connection.link

    @property
    def is_online(self) -> bool:
        """Connected and accepted: allowed to send."""
        return self.link is not None and self.registration is Registration.ACCEPTED

    async def online(self) -> None:
        await self.behaviour.released.wait()

    @property
    def retry(self) -> Retry:
        return self.policy.retry

    async def call(self, action: str, payload: JsonObject, timeout: float | None = None) -> Answer:
        """Send a CALL as it is, past all behaviour, and wait for the answer.

        Raises CallFailed when none comes within `timeout` seconds, or there is no connection.
        """
        link = self.link
        if link is None:
            raise CallFailed(action, CallEnd.CLOSED, "the station is not connected")
        self.sent(action, payload)
        answer = await link.call(action, payload, timeout)
        if isinstance(answer, CallResult):
            self.kit.note(self.ledger, action, payload, answer.payload)
        return answer

    def sent(self, action: str, payload: JsonObject) -> None:
        """Take note of a message that leaves, so that the next drafts follow from it."""
        self.kit.note(self.ledger, action, payload, None)

    def post(
        self, request: OcppModel, on_answer: Callable[[JsonObject], None] | None = None
    ) -> None:
        """Send a message that is only worth sending now; without a connection it is not."""
        if self.link is not None and self.automatic:
            self.tasks.spawn(self._post(request, on_answer), action_of(request))

    async def _post(
        self, request: OcppModel, on_answer: Callable[[JsonObject], None] | None
    ) -> None:
        answer = await self.call(action_of(request), request.dump())
        if on_answer is not None and isinstance(answer, CallResult):
            on_answer(answer.payload)

    def draft(self, action: str) -> JsonObject:
        """Give the payload that this station would send now for that action.

        Raises DraftError for an action that it cannot draft.
        """
        draft = self.kit.drafts.get(action)
        if draft is None:
            raise DraftError(f"no draft for {action} of OCPP {self.settings.version}")
        return draft(self)

    async def _answer(self, call: Call) -> Outcome:
        if self.automatic and self.registration is not Registration.ACCEPTED:
            outcome = self.kit.unregistered(self, call)
            if outcome is not None:
                return outcome
        return await self._dispatcher.dispatch(self, call)

    # the charging points

    def point(self, evse_id: int) -> ChargingPoint:
        """Raise NotPossible for an EVSE that does not exist."""
        self.hardware.evse(evse_id)
        return self.points[evse_id - 1]

    def point_of(self, transaction_id: str) -> ChargingPoint | None:
        """Give the EVSE that an ongoing transaction uses, by the id that the CSMS knows."""
        entry = self.ledger.find(transaction_id)
        return None if entry is None else self.points[max(entry.evse_id, 1) - 1]

    def _on_fact(self, evse: Evse, fact: Fact) -> None:
        if self.automatic:
            point = self.points[evse.id - 1]
            if fact is Fact.EV_CONNECTED:
                self._locate(point)
            point.on_fact(fact)

    def _locate(self, point: ChargingPoint) -> None:
        """A token that came before the cable is for the EVSE at which the cable goes in."""
        for other in self.points:
            waiting = other.authorization is not None and not other.authorization.located
            if waiting and other is not point and point.authorization is None:
                point.take_over(other)
                return

    # physical acts

    async def plug_in(
        self, evse_id: int, connector_id: int = 1, vehicle: Vehicle | None = None
    ) -> None:
        self.hardware.evse(evse_id).plug_in(connector_id, vehicle or Vehicle())

    async def unplug(self, evse_id: int, connector_id: int = 1) -> None:
        self.hardware.evse(evse_id).unplug(connector_id)

    async def present_token(
        self, id_token: str, type: str = "ISO14443", evse_id: int | None = None
    ) -> None:
        """Hold a token to the reader; what follows runs by itself."""
        if evse_id is not None:
            self.hardware.evse(evse_id)
        if self.automatic:
            self.behaviour.token_presented(Token(id_token, type), evse_id)

    async def enter_bay(self, evse_id: int) -> None:
        self.hardware.evse(evse_id).occupy_bay(True)

    async def leave_bay(self, evse_id: int) -> None:
        evse = self.hardware.evse(evse_id)
        if evse.vehicle is not None:
            raise NotPossible(f"the EV is still plugged in at EVSE {evse_id}")
        evse.occupy_bay(False)

    async def start_energy(self, evse_id: int) -> None:
        """The EV asks for energy."""
        self.hardware.evse(evse_id).demand_energy(True)

    async def stop_energy(self, evse_id: int) -> None:
        """The EV suspends the energy transfer."""
        self.hardware.evse(evse_id).demand_energy(False)

    async def report_fault(self, evse_id: int, code: str, connector_id: int = 1) -> None:
        """Break something; `code` is a ChargePointErrorCode of 1.6."""
        self.hardware.evse(evse_id).set_fault(connector_id, code)

    async def clear_fault(self, evse_id: int, connector_id: int = 1) -> None:
        self.hardware.evse(evse_id).set_fault(connector_id, None)

    def end_transactions(self, cause: Cause, reason: StopReason) -> None:
        for point in self.points:
            point.abort(cause, reason)


def action_of(request: OcppModel) -> str:
    return type(request).__name__.removesuffix("Request")
