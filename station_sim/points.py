"""The controllers of a station's EVSEs: which there are, what they hear of, when none is busy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station_sim.charging import ChargingPoint
from station_sim.hardware import Fact
from station_sim.messenger import Registration
from station_sim.smart_charging.controller import Watch

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from station_sim.hardware import Evse, Hardware
    from station_sim.kit import Voice
    from station_sim.ledger import Ledger
    from station_sim.moments import Cause, StopReason
    from station_sim.policy import Policy
    from station_sim.reservations import Reservations
    from station_sim.smart_charging.controller import SmartCharging
    from station_sim.smart_charging.herald import Herald


class Points:
    """The part of a station that charges; `points` holds a controller per EVSE, in order."""

    automatic: bool
    registration: Registration
    hardware: Hardware
    herald: Herald
    ledger: Ledger
    new_id: Callable[[], str]
    points: list[ChargingPoint]
    policy: Policy
    reservations: Reservations
    smart_charging: SmartCharging
    voice: Voice
    _transaction_over: asyncio.Event

    def point(self, evse_id: int) -> ChargingPoint:
        """Raise NotPossible for an EVSE that does not exist."""
        self.hardware.evse(evse_id)
        return self.points[evse_id - 1]

    def point_of(self, transaction_id: str) -> ChargingPoint | None:
        """Give the EVSE that an ongoing transaction uses, by the id that the CSMS knows."""
        entry = self.ledger.find(transaction_id)
        return None if entry is None else self.points[max(entry.evse_id, 1) - 1]

    @property
    def charging(self) -> bool:
        """Tell whether a transaction runs."""
        return any(point.transaction is not None for point in self.points)

    @property
    def may_begin(self) -> bool:
        """Tell whether sessions may begin: the CSMS accepted us, or need not (B02.FR.03)."""
        return self.policy.before_accepted or self.registration is Registration.ACCEPTED

    async def without_transactions(self) -> None:
        """Wait until no transaction runs."""
        while self.charging:
            self._transaction_over.clear()
            await self._transaction_over.wait()

    async def without_transaction(self, evse_id: int) -> None:
        """Wait until no transaction runs at an EVSE."""
        while self.points[evse_id - 1].transaction is not None:
            self._transaction_over.clear()
            await self._transaction_over.wait()

    def end_transactions(self, cause: Cause, reason: StopReason) -> None:
        for point in self.points:
            point.abort(cause, reason)

    def _new_points(self) -> None:
        self.points = [
            ChargingPoint(
                evse,
                self.policy,
                Watch(self.voice, self.smart_charging),
                self.new_id,
                on_ready=self.herald.negotiate,
                may_begin=lambda: self.may_begin,
            )
            for evse in self.hardware.evses
        ]

    def _on_fact(self, evse: Evse, fact: Fact) -> None:
        if self.automatic and self.hardware.powered:
            point = self.points[evse.id - 1]
            if fact is Fact.EV_CONNECTED:
                self._locate(point)
            elif fact is Fact.FAULT:
                self.reservations.drop(evse.id)
            point.on_fact(fact)

    def _locate(self, point: ChargingPoint) -> None:
        """Bring a token that came before the cable to the EVSE at which the cable goes in."""
        for other in self.points:
            waiting = other.authorization is not None and not other.authorization.located
            if waiting and other is not point and point.authorization is None:
                point.take_over(other)
                return
