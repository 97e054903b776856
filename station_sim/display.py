"""The display: messages of the CSMS, prices and personal texts, and what of it shows now.

Sources: 2.0.1 Part 2, I01 to I05 and O01 to O06. Messages live in the station's memory and so
survive a reboot; what has expired, or whose transaction is over, is gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from station_sim.authorization import usable

if TYPE_CHECKING:
    from collections.abc import Collection

    from schemas.base import JsonObject
    from station_sim.charging import ChargingPoint
    from station_sim.station import Station

ALWAYS_FRONT: Final = "AlwaysFront"
IN_FRONT: Final = "InFront"


@dataclass(frozen=True, slots=True)
class DisplayMessage:
    """A message; `begin` and `end` in POSIX seconds, `info` as the CSMS sent it.

    `state` limits it to a state of the station, `evse_id` to the display of one EVSE.
    """

    id: int
    priority: str
    text: str
    info: JsonObject
    state: str | None = None
    begin: float | None = None
    end: float | None = None
    transaction_id: str | None = None
    evse_id: int | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """The cost of a transaction as the CSMS told it; it tells no currency, the station has one."""

    transaction_id: str
    amount: float
    currency: str
    final: bool = False


class Display:
    """One screen for all EVSEs."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._prices: dict[str, Price] = {}
        self.personal: str | None = None
        """The tariff or other text that the CSMS gave for the driver who was authorized last."""

    # messages

    def install(self, message: DisplayMessage, capacity: int) -> str:
        """Install a message; gives Accepted, Rejected or UnknownTransaction.

        One of the same id is replaced (O06), and a second AlwaysFront one takes the first one's
        place (O01.FR.16). More than `capacity` are not taken (O01.FR.11).
        """
        if message.transaction_id is not None and not self._runs(message.transaction_id):
            return "UnknownTransaction"
        stays = {m.id: m for m in self._current() if m.id != message.id}
        if message.priority == ALWAYS_FRONT:
            stays = {m.id: m for m in stays.values() if m.priority != ALWAYS_FRONT}
        if len(stays) >= capacity:
            return "Rejected"
        self._station.memory.display = {**stays, message.id: message}
        return "Accepted"

    def clear(self, message_id: int) -> bool:
        """Take a message away; false when there is none of that id (O05.FR.02)."""
        self._current()
        return self._station.memory.display.pop(message_id, None) is not None

    def select(
        self,
        ids: Collection[int] | None = None,
        priority: str | None = None,
        state: str | None = None,
    ) -> list[DisplayMessage]:
        """Give the installed messages that fit all that is asked for (O03, O04)."""
        return [
            message
            for message in self._current()
            if (ids is None or message.id in ids)
            and priority in (None, message.priority)
            and state in (None, message.state)
        ]

    def _current(self) -> list[DisplayMessage]:
        """Drop what is over (O01.FR.07, O02.FR.02) and give the rest."""
        now = self._station.clock.time()
        memory = self._station.memory
        memory.display = {
            message.id: message
            for message in memory.display.values()
            if (message.end is None or now < message.end)
            and (message.transaction_id is None or self._runs(message.transaction_id))
        }
        return list(memory.display.values())

    def _runs(self, transaction_id: str) -> bool:
        station = self._station
        if not station.automatic:
            return station.ledger.find(transaction_id) is not None
        running = (point.transaction for point in station.points)
        return any(t is not None and t.id == transaction_id for t in running)

    # prices

    def price(self, price: Price) -> None:
        """Show what a transaction costs until now, or in the end (I02.FR.03, I03.FR.03).

        The final price stays until the next one comes.
        """
        kept = {key: price for key, price in self._prices.items() if not price.final}
        self._prices = {**kept, price.transaction_id: price}

    # the screen

    def lines(self) -> list[str]:
        """Give what can be read: an AlwaysFront message alone, else those in front, else all."""
        enabled = self._station.policy.shows_messages
        shown = [m for m in self._current() if self._due(m)] if enabled else []
        for priority in (ALWAYS_FRONT, IN_FRONT):
            first = [message.text for message in shown if message.priority == priority]
            if first:
                return first
        own = [] if self.personal is None else [self.personal]
        return [*own, *self._price_lines(), *(message.text for message in shown)]

    def text(self) -> str:
        """Give the lines as one text, empty when nothing shows."""
        return " | ".join(self.lines())

    def _price_lines(self) -> list[str]:
        prices = [p for p in self._prices.values() if p.final or self._runs(p.transaction_id)]
        return [f"{price.amount:.2f} {price.currency}" for price in prices]

    def _due(self, message: DisplayMessage) -> bool:
        early = message.begin is not None and self._station.clock.time() < message.begin
        return not early and (message.state is None or message.state in self._states(message))

    def _states(self, message: DisplayMessage) -> set[str]:
        """Say in which states the EVSEs are that a message is about."""
        points = self._station.points
        there = [p for p in points if message.evse_id in (None, p.evse.id)]
        return {self._state(point) for point in there}

    def _state(self, point: ChargingPoint) -> str:
        if point.evse.faulted:
            return "Faulted"
        if not usable(self._station, point):
            return "Unavailable"
        return "Charging" if point.evse.transferring else "Idle"
