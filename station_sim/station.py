"""The simulated charging station: hardware, settings, connection and what it does with them."""

from __future__ import annotations

import asyncio
import itertools
from typing import TYPE_CHECKING

from ocppj.dispatch import Dispatcher, Outcome
from ocppj.frames import CallResult
from ocppj.problems import BugLog, CallEnd, CallFailed
from ocppj.trace import NoTrace
from schemas.catalogue import Sender
from station_sim import availability
from station_sim.acts import Acts
from station_sim.answers import Answers
from station_sim.behaviours import Automatic
from station_sim.connection import Connection
from station_sim.display import Display
from station_sim.firmware import FirmwareUpdater
from station_sim.hardware import Hardware
from station_sim.kit import DraftError
from station_sim.ledger import Ledger
from station_sim.logs import LogUploader
from station_sim.memory import Memory
from station_sim.messenger import Messenger, Registration
from station_sim.moments import StopReason, Token
from station_sim.network_profiles import Dialling
from station_sim.points import Points
from station_sim.reservations import Reservations
from station_sim.smart_charging.controller import SmartCharging
from station_sim.tasks import Tasks
from station_sim.time_source import StationClock
from station_sim.trust.equipment import Equipped, equip
from station_sim.v16.kit import Kit16
from station_sim.v201.kit import Kit201

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator, Mapping

    from ocppj.clock import Clock
    from ocppj.dialect import Version
    from ocppj.dispatch import Routes
    from ocppj.frames import Answer, Call
    from ocppj.link import Transport
    from ocppj.session import Event
    from ocppj.trace import Recorder
    from schemas.base import JsonObject
    from station_sim.hardware import Connector
    from station_sim.kit import Kit
    from station_sim.settings import StationSettings

KITS: Mapping[Version, Kit] = {kit.dialect.version: kit for kit in (Kit16(), Kit201())}


class Station(Acts, Points, Messenger, Equipped):
    """One station.

    With `automatic` off it is a hand puppet: it connects and answers, but sends nothing on its
    own, and a reset or power cycle leaves the connection alone. `overlay` holds answers that go
    before its own; `tap` may wrap the websocket; `observe` gets connection number and event.
    """

    settings: StationSettings
    clock: StationClock
    last_token: Token
    remote_start_id: int | None

    def __init__(
        self,
        settings: StationSettings,
        *,
        clock: Clock,
        rng: random.Random,
        new_id: Callable[[], str],
        recorder: Recorder | None = None,
        bugs: BugLog | None = None,
        overlay: Routes[Station] | None = None,
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
        self.event_ids = itertools.count(1)
        self.store = self.kit.store(self)
        self.policy = self.kit.policy(self.store)
        self.store.apply(settings.values)
        self.voice = self.kit.voice(self)
        self.herald = self.kit.herald(self)
        self.smart_charging = SmartCharging(self)
        self.clock.jumped = self.smart_charging.apply
        self.reservations = Reservations(self)
        self.display: Display = Display(self)
        self.firmware = FirmwareUpdater(self)
        self.logs = LogUploader(self)
        self._transaction_over = asyncio.Event()
        equip(self)
        self.registration = Registration.NONE
        self.boot_reason = "PowerUp"
        self.last_token = Token("TOKEN-0001")
        self.remote_start_id = None
        self._reset_due: str | None = None
        self.tasks = Tasks(settings.identity, self.bugs)
        self.behaviour = Automatic(self)
        self.answers = Answers()
        front: Routes[Station] = {} if overlay is None else overlay
        tables: list[Routes[Station]] = [front, self.answers, self.kit.routes]
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
        self.lines.watch(self.connection)
        self.dialling = Dialling(
            self.memory.network, self.policy, lambda: self.settings.security_profile
        )
        self.dialling.watch(self.connection)
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
        self.smart_charging.stop()
        self.reservations.stop()
        await self.tasks.end()

    async def disconnect(self) -> None:
        """Close the websocket and stay unconnected until `go_online`."""
        await self.connection.hang_up()

    async def go_offline(self) -> None:
        """Lose the network: the line is cut without a closing handshake."""
        self.connection.down()

    async def go_online(self) -> None:
        self.connection.up()

    async def reconnect(self) -> None:
        """Close the connection and open a new one at once."""
        await self.connection.hang_up()
        self.connection.up()

    def change_password(self, password: str) -> None:
        """Take a new password; with Basic authentication in use, on a new connection at once."""
        self.connection.password = password
        self.security.report("ReconfigurationOfSecurityParameters", "new password")  # A01.FR.11
        if self.dialling.security_profile in (1, 2):
            self.tasks.spawn(self.reconnect(), "new password")

    async def power_cycle(self, seconds: float = 0.0) -> None:
        """Interrupt the power and come back; a hand puppet only takes note of it."""
        if self.automatic:
            self.tasks.spawn(self.behaviour.power_cycle(seconds), "power cycle")
        else:
            self.boot_reason = "PowerUp"

    def reset(self, boot_reason: str, reason: StopReason) -> None:
        """Reboot as the CSMS asked; a hand puppet only takes note of it."""
        if self.automatic:
            self.tasks.spawn(self.behaviour.reset(boot_reason, reason), "reset")
        else:
            self.boot_reason = boot_reason

    def reset_when_idle(self, boot_reason: str) -> None:
        """Reboot as soon as no transaction runs (B12.FR.01)."""
        self._reset_due = boot_reason

    def power_off(self) -> None:
        """Lose all volatile state."""
        for point in self.points:
            point.power_down()
        self.smart_charging.stop()
        self.reservations.stop()
        self.registration = Registration.NONE

    def power_on(self) -> None:
        self._new_points()
        for point in self.points:
            point.power_up()
        self.reservations.power_up()
        self.dialling.rebooted()
        self.smart_charging.apply()

    # messages

    async def call(self, action: str, payload: JsonObject, timeout: float | None = None) -> Answer:
        link = self.link
        if link is None:
            raise CallFailed(action, CallEnd.CLOSED, "the station is not connected")
        self.sent(action, payload)
        answer = await link.call(action, payload, timeout)
        if isinstance(answer, CallResult):
            self.kit.note(self, action, payload, answer.payload)
        return answer

    def sent(self, action: str, payload: JsonObject) -> None:
        """Take note of a message that leaves, so that the next drafts follow from it."""
        self.kit.note(self, action, payload, None)

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

    # physical acts

    async def present_token(
        self, id_token: str, type: str = "ISO14443", evse_id: int | None = None
    ) -> None:
        """Hold a token to the reader; what follows runs by itself."""
        if evse_id is not None:
            self.hardware.evse(evse_id)
        self.last_token = Token(id_token, type)
        if self.automatic:
            self.behaviour.token_presented(self.last_token, evse_id)

    def unlock(self, connector: Connector) -> None:
        """Open a lock; a cable without an EV on it falls out."""
        connector.locked = False
        for evse in self.hardware.evses:
            if connector in evse.connectors:
                evse.remove_cable(connector)

    def setting_changed(self, name: str) -> None:
        """Let the running behaviours take a changed setting into account."""
        if self.automatic:
            self.behaviour.setting_changed(name)

    def apply_scheduled(self) -> None:
        """Do what was asked for while a transaction was in the way."""
        availability.apply_scheduled(self)
        self._transaction_over.set()
        if self._reset_due is not None and not self.charging:
            boot_reason, self._reset_due = self._reset_due, None
            self.reset(boot_reason, StopReason.REBOOT)
