"""Limits that end or suspend charging by themselves: of the driver, of the EV, of the settings.

Sources: 2.0.1 Part 2, E05.FR.02, .03 (MaxEnergyOnInvalidId), ReasonEnumType and
TriggerReasonEnumType; 1.6 edition 2, 9.1.14.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from station_sim.hardware import Fact, NotPossible
from station_sim.moments import Cause, StopReason

if TYPE_CHECKING:
    from collections.abc import Callable

    from station_sim.charging import ChargingPoint
    from station_sim.hardware import Evse
    from station_sim.moments import Transaction
    from station_sim.station import Station

_ROUNDING_WH: Final = 1e-3


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something to do when the register of an EVSE reaches `energy`, in Wh."""

    energy: float
    ring: Callable[[], None]


class EnergyAlarms:
    """The alarms of one EVSE by name; the time until the next follows from the power."""

    def __init__(self, evse: Evse) -> None:
        self._evse = evse
        self._alarms: dict[str, Alarm] = {}
        self._timer: asyncio.TimerHandle | None = None

    def set(self, name: str, energy: float, ring: Callable[[], None]) -> None:
        self._alarms[name] = Alarm(energy, ring)
        self.arm()

    def clear(self, name: str) -> None:
        if self._alarms.pop(name, None) is not None:
            self.arm()

    def arm(self) -> None:
        """Wait for the next alarm, as far as energy flows."""
        self.stop()
        meter = self._evse.meter
        if self._alarms and meter.power > 0:
            left = min(alarm.energy for alarm in self._alarms.values()) - meter.energy
            wait = max(0.0, left) * 3600 / meter.power
            self._timer = asyncio.get_running_loop().call_later(wait, self._ring)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _ring(self) -> None:
        reached = self._evse.meter.energy + _ROUNDING_WH
        due = {name: a for name, a in self._alarms.items() if a.energy <= reached}
        for name in due:
            del self._alarms[name]
        self.arm()
        for alarm in due.values():
            alarm.ring()


class SessionLimits:
    """Watches the sessions of a station while it has power."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._alarms = {evse.id: EnergyAlarms(evse) for evse in station.hardware.evses}
        self._times: dict[int, asyncio.TimerHandle] = {}
        self._credits: dict[str, float] = {}
        station.hardware.listen(self._on_fact)

    def stop(self) -> None:
        for timer in self._times.values():
            timer.cancel()
        for alarms in self._alarms.values():
            alarms.stop()

    # what the driver sets at the station

    def impose(
        self,
        evse_id: int,
        *,
        energy: float | None = None,
        seconds: float | None = None,
        soc: float | None = None,
        credit: float | None = None,
    ) -> None:
        """Limit the session at an EVSE: Wh and seconds from now on, SoC in percent, total cost.

        Raises NotPossible without a transaction there, ValueError for what cannot be a limit.
        """
        point = self._station.point(evse_id)
        transaction = point.transaction
        if transaction is None:
            raise NotPossible(f"there is no transaction at EVSE {evse_id}")
        limits = (energy, seconds, soc, credit)
        if any(limit is not None and limit <= 0 for limit in limits):
            raise ValueError("a limit is above 0")
        end = partial(self._end, point, transaction)
        now = point.evse.meter.energy
        if energy is not None:
            ring = partial(end, Cause.ENERGY_LIMIT, StopReason.ENERGY_LIMIT)
            self._alarms[evse_id].set("energy", now + energy, ring)
        if soc is not None:
            ring = partial(end, Cause.ENERGY_LIMIT, StopReason.SOC_LIMIT)
            self._alarms[evse_id].set("soc", point.evse.energy_at(soc), ring)
        if seconds is not None:
            ring = partial(end, Cause.TIME_LIMIT, StopReason.TIME_LIMIT)
            self._forget_time(evse_id)
            self._times[evse_id] = asyncio.get_running_loop().call_later(seconds, ring)
        if credit is not None:
            self._credits[transaction.id] = credit

    def priced(self, transaction_id: str, cost: float) -> None:
        """End a transaction whose cost, as the CSMS tells it, has used up the credit."""
        if cost < self._credits.get(transaction_id, float("inf")):
            return
        for point in self._station.points:
            running = point.transaction
            if running is not None and running.id == transaction_id:
                self._end(point, running, Cause.ENERGY_LIMIT, StopReason.OUT_OF_CREDIT)

    def _end(
        self, point: ChargingPoint, transaction: Transaction, cause: Cause, reason: StopReason
    ) -> None:
        here = self._station.points[point.evse.id - 1]
        if here.transaction is transaction:
            here.deauthorize(cause, reason)

    # what the settings ask for

    def invalidated(self, point: ChargingPoint, transaction: Transaction) -> None:
        """Let an invalid id have MaxEnergyOnInvalidId in all, then no more energy."""
        most = transaction.meter_start + self._station.policy.max_energy_on_invalid_id
        if point.evse.meter.energy >= most:
            point.block()
        else:
            self._alarms[point.evse.id].set("invalid", most, partial(self._block, transaction))

    def _block(self, transaction: Transaction) -> None:
        here = self._station.points[transaction.evse_id - 1]
        if here.transaction is transaction:
            here.block()

    # what the hardware does

    def _on_fact(self, evse: Evse, fact: Fact) -> None:
        alarms = self._alarms[evse.id]
        if fact is Fact.EV_CONNECTED:
            alarms.set("full", evse.energy_at(100), partial(self._full, evse))
        elif fact is Fact.EV_DISCONNECTED:
            alarms.clear("full")
        if self._station.points[evse.id - 1].transaction is None:
            for name in ("energy", "soc", "invalid"):
                alarms.clear(name)
            self._forget_time(evse.id)
        alarms.arm()

    def _full(self, evse: Evse) -> None:
        """Let the EV stop taking energy: its battery is full."""
        if evse.vehicle is not None:
            evse.demand_energy(False)

    def _forget_time(self, evse_id: int) -> None:
        timer = self._times.pop(evse_id, None)
        if timer is not None:
            timer.cancel()
