"""Reservations: what a station answered, and what became of them (1.6 section 3.11, H01 to H04)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reference_csms.records import exact

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ocppj.clock import Clock
    from reference_csms.jobs import Reservation
    from reference_csms.store.protocols import ReservationStore

ACTIVE = "Accepted"
CANCELLED = "Cancelled"
EXPIRED = "Expired"
USED = "Used"


class ReservationService:
    """`watch` is told when an active reservation was put, so that a timer can end it."""

    def __init__(self, store: ReservationStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self.watch: Callable[[], None] = _nobody

    async def asked(self, reservation: Reservation) -> None:
        """Keep a reservation with the station's answer; one of the same id is replaced."""
        known = await self._store.reservations.get(reservation.key)
        if known is not None and known.status == ACTIVE != reservation.status:
            return  # a refused change leaves the reservation as it was
        await self._store.reservations.put(reservation)
        if reservation.status == ACTIVE:
            self.watch()

    async def next_expiry(self) -> float | None:
        """Give the seconds until the next active reservation expires; None without any."""
        active = await self._store.reservations.find(status=ACTIVE)
        ends = min((one.expires_at for one in active), default=None)
        return None if ends is None else (ends - self._clock.now()).total_seconds()

    async def expire(self) -> None:
        """End the active reservations whose time is up; stations of 1.6 do not tell of it."""
        for one in await self._store.reservations.find(status=ACTIVE):
            if self.status(one) == EXPIRED:
                await self._store.reservations.put(replace(one, status=EXPIRED))

    async def ended(self, station: str, reservation_id: int, status: str) -> None:
        """Note what became of an active reservation; others are past that."""
        known = await self._store.reservations.get(exact(station, reservation_id))
        if known is not None and known.status == ACTIVE:
            await self._store.reservations.put(replace(known, status=status))

    async def reported(self, station: str, reservation_id: int, status: str) -> None:
        """Keep the end that the station told, `Expired` or `Removed` (H04.FR.03)."""
        known = await self._store.reservations.get(exact(station, reservation_id))
        if known is not None:
            await self._store.reservations.put(replace(known, status=status, reported=status))

    async def used(self, station: str, reservation_id: int, transaction_id: str) -> None:
        """Tie a reservation to the transaction that ended it."""
        known = await self._store.reservations.get(exact(station, reservation_id))
        if known is not None:
            used = replace(known, status=USED, transaction_id=transaction_id)
            await self._store.reservations.put(used)

    def now(self) -> datetime:
        return self._clock.now()

    def status(self, reservation: Reservation) -> str:
        """Tell what holds now; time alone ends a reservation, also while we were not running."""
        over = reservation.expires_at <= self._clock.now()
        return EXPIRED if over and reservation.status == ACTIVE else reservation.status


def _nobody() -> None:
    """Watch nothing."""
