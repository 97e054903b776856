"""Reservations: who may charge where, until when (1.6, 5.13; 2.0.1 Part 2, H01 to H04)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station_sim import availability
from station_sim.authorization import usable

if TYPE_CHECKING:
    from collections.abc import Callable

    from station_sim.charging import ChargingPoint
    from station_sim.memory import Place
    from station_sim.moments import Token
    from station_sim.station import Station

    Bears = Callable[[Token, str | None], bool]


@dataclass(frozen=True, slots=True)
class Reservation:
    """One reservation of the EVSE `evse_id`, 0 for any; `expires` in POSIX seconds."""

    id: int
    evse_id: int
    token: Token
    expires: float
    group: str | None = None
    connector_id: int | None = None

    def fits(self, token: Token, group: str | None) -> bool:
        return self.token.matches(token) or (self.group is not None and self.group == group)

    def covers(self, place: Place) -> bool:
        evse_id, connector_id = place
        return evse_id == self.evse_id and self.connector_id in (None, connector_id)


class Reservations:
    """The reservations of one station; they live in its memory, their timers here."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._held = station.memory.reservations
        self._timers: dict[int, asyncio.TimerHandle] = {}

    # what the CSMS asks

    def reserve(self, wanted: Reservation) -> str:
        """Take or replace a reservation; give the status to answer with, `announce` follows."""
        status = self._refusal(wanted)
        if status is not None:
            return status
        self._held[wanted.id] = wanted
        self._arm(wanted)
        return "Accepted"

    def cancel(self, reservation_id: int) -> bool:
        """End a reservation as the CSMS asked; false for an unknown one."""
        return self._forget(reservation_id) is not None

    def announce(self) -> None:
        """Report what the connectors have become."""
        availability.announce(self._station)

    def _refusal(self, wanted: Reservation) -> str | None:
        """1.6 5.13 and H01.FR.11 to .16: say why not, None where nothing is in the way."""
        station = self._station
        points = station.points if wanted.evse_id == 0 else [station.point(wanted.evse_id)]
        if all(point.evse.faulted for point in points):
            return "Faulted"
        if not any(usable(station, point) for point in points):
            return "Unavailable"
        others = [held for held in self._held.values() if held.id != wanted.id]
        free = [p for p in points if self._is_free(p, others)]
        general = sum(held.evse_id == 0 for held in others)
        return None if len(free) > (general if wanted.evse_id == 0 else 0) else "Occupied"

    def _is_free(self, point: ChargingPoint, others: list[Reservation]) -> bool:
        busy = point.transaction is not None or point.authorization is not None
        busy = busy or point.evse.connector_in_use is not None
        reserved = any(held.evse_id == point.evse.id for held in others)
        return usable(self._station, point) and not busy and not reserved

    # who may charge

    def _active(self) -> list[Reservation]:
        """Give what counts now: nothing while ReservationCtrlr.Enabled is off (Part 2, 1)."""
        return list(self._held.values()) if self._station.policy.reservations_enabled else []

    def at(self, place: Place) -> Reservation | None:
        """Give the reservation of just this connector, if there is one."""
        return next((held for held in self._active() if held.covers(place)), None)

    def of(self, token: Token) -> Reservation | None:
        """Give the reservation that was made for this very token."""
        return next((held for held in self._active() if held.token.matches(token)), None)

    def needs_group(self, point: ChargingPoint, token: Token) -> bool:
        """Tell whether the token's group must be known to decide about it here."""
        here = [held for held in self._active() if held.evse_id in (0, point.evse.id)]
        return any(held.group and not held.token.matches(token) for held in here)

    def admits(self, point: ChargingPoint, token: Token, group: str | None) -> bool:
        """Refuse a token where another is expected, or where the last free place is promised."""
        here = [held for held in self._active() if held.evse_id == point.evse.id]
        if here:
            return all(held.fits(token, group) for held in here)
        general = [held for held in self._active() if held.evse_id == 0]
        if not general or any(held.fits(token, group) for held in general):
            return True
        free = [other for other in self._station.points if self._is_free(other, [])]
        return len({*map(id, free), id(point)}) > len(general)

    def use(self, point: ChargingPoint, token: Token, group: str | None) -> int | None:
        """End the reservation that a transaction fulfils, and give its id."""
        for held in self._active():
            if held.evse_id in (0, point.evse.id) and held.fits(token, group):
                self._forget(held.id)
                return held.id
        return None

    def made_for(self, bears: Bears) -> list[Reservation]:
        """Give the reservations of those whom `bears` tells by token and group."""
        return [held for held in self._held.values() if bears(held.token, held.group)]

    # the end

    def remove(self, bears: Bears) -> None:
        """End the reservations of a customer who is to be forgotten."""
        for held in self.made_for(bears):
            self._forget(held.id)
            self.announce()
            self._station.voice.reservation_ended(held, "Removed")

    def drop(self, evse_id: int) -> None:
        """End what was reserved at an EVSE, 0 for all: it is faulted or out of operation."""
        for held in list(self._held.values()):
            point = None if held.evse_id == 0 else self._station.point(held.evse_id)
            if evse_id in (0, held.evse_id) and (point is None or not usable(self._station, point)):
                self._forget(held.id)
                self._station.voice.reservation_ended(held, "Removed")

    def power_up(self) -> None:
        """Wind the timers up again after a reboot."""
        for held in list(self._held.values()):
            self._arm(held)

    def stop(self) -> None:
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    def _arm(self, reservation: Reservation) -> None:
        timer = self._timers.pop(reservation.id, None)
        if timer is not None:
            timer.cancel()
        seconds = max(0.0, reservation.expires - self._station.clock.time())
        loop = asyncio.get_running_loop()
        self._timers[reservation.id] = loop.call_later(seconds, self._expire, reservation)

    def _expire(self, reservation: Reservation) -> None:
        self._forget(reservation.id)
        self.announce()
        self._station.voice.reservation_ended(reservation, "Expired")

    def _forget(self, reservation_id: int) -> Reservation | None:
        timer = self._timers.pop(reservation_id, None)
        if timer is not None:
            timer.cancel()
        return self._held.pop(reservation_id, None)
