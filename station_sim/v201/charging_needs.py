"""EVs that negotiate by ISO 15118: they tell their needs, get a schedule, and choose from it.

Sources: 2.0.1 Part 2, K15 to K17. What EV and station say to each other is no OCPP, and is not
simulated message by message.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from ocppj.clock import format_datetime
from ocppj.frames import CallResult
from ocppj.problems import CallFailed
from schemas.v201.smart_charging import (
    ACChargingParametersType,
    ChargingNeedsType,
    EnergyTransferModeEnumType,
    NotifyEVChargingNeedsRequest,
    NotifyEVChargingScheduleRequest,
)
from station_sim.hardware import NotPossible
from station_sim.smart_charging.electrics import exact
from station_sim.smart_charging.profiles import (
    DAY_S,
    Kind,
    Period,
    Profile,
    Purpose,
    Rate,
    Schedule,
    Unit,
)
from station_sim.v201.charging_profiles import written_schedule

if TYPE_CHECKING:
    from station_sim.charging import ChargingPoint
    from station_sim.hardware import Evse, Vehicle
    from station_sim.station import Station

# ISO 15118 gives the station so long for its answer to the EV's needs (K15.FR.08).
PATIENCE_S = 60.0
MIN_CURRENT = 6
_MODES = {
    1: EnergyTransferModeEnumType.AC_SINGLE_PHASE,
    2: EnergyTransferModeEnumType.AC_TWO_PHASE,
    3: EnergyTransferModeEnumType.AC_THREE_PHASE,
}


@dataclass(slots=True)
class Session:
    """The high level communication with one EV; `version` is that of the profiles it knows."""

    vehicle: Vehicle
    told_needs: bool = False
    settled: bool = False
    version: int = 0
    news: asyncio.Event = field(default_factory=asyncio.Event)


class Negotiations:
    def __init__(self, station: Station) -> None:
        self._station = station
        self._sessions: dict[int, Session] = {}

    def too_early(self, evse_id: int) -> bool:
        """Tell whether an EV is there that has still to tell its needs (K15.FR.17)."""
        if not 1 <= evse_id <= len(self._station.hardware.evses):
            return False
        vehicle = self._station.hardware.evse(evse_id).vehicle
        return vehicle is not None and vehicle.negotiating and not self.negotiated(evse_id)

    def negotiated(self, evse_id: int) -> bool:
        session = self._session(evse_id)
        return session is not None and session.told_needs

    def _session(self, evse_id: int) -> Session | None:
        session = self._sessions.get(evse_id)
        if session is None or self._station.hardware.evse(evse_id).vehicle is not session.vehicle:
            return None
        return session

    # what begins a negotiation

    def begin(self, point: ChargingPoint) -> None:
        """Negotiate before the first energy flows (K15)."""
        evse_id = point.evse.id
        if self._session(evse_id) is None:
            session = self._open(point.evse)
            self._station.tasks.spawn(self._negotiate(point.evse, session, None, None), "EV needs")

    def ask(self, evse_id: int, energy: int | None, departure: int | None) -> None:
        """Let the EV want another schedule (K17)."""
        evse = self._station.hardware.evse(evse_id)
        session = self._session(evse_id) or self._open(evse)
        self._station.tasks.spawn(self._negotiate(evse, session, energy, departure), "EV needs")

    def tell(self, evse_id: int, limit: float | None) -> None:
        """Let the EV send a schedule, of `limit` A per phase or within what is offered."""
        evse = self._station.hardware.evse(evse_id)
        if evse.vehicle is None:
            raise NotPossible(f"no EV is connected to EVSE {evse_id}")
        self._station.tasks.spawn(self._tell(evse, limit), "EV schedule")

    def profiles_changed(self) -> None:
        """K16.FR.02: negotiate again where the EV knows an older schedule."""
        version = self._station.smart_charging.version
        for evse in self._station.hardware.evses:
            session = self._session(evse.id)
            if session is None or session.version == version:
                continue
            session.version = version
            session.news.set()
            if session.settled:
                self._station.tasks.spawn(self._tell(evse, None), "EV schedule")

    def _open(self, evse: Evse) -> Session:
        if evse.vehicle is None:
            raise NotPossible(f"no EV is connected to EVSE {evse.id}")
        session = Session(evse.vehicle, version=self._station.smart_charging.version)
        self._sessions[evse.id] = session
        return session

    # how it goes on

    async def _negotiate(
        self, evse: Evse, session: Session, energy: int | None, departure: int | None
    ) -> None:
        session.settled = False
        session.news.clear()
        with contextlib.suppress(CallFailed):  # offline: the limits at hand hold (K15.FR.15)
            if self._station.is_online and await self._accepted(evse, session, energy, departure):
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(PATIENCE_S):
                        await session.news.wait()
                    await self._tell(evse, None)
        session.settled = True
        evse.agreed()

    async def _accepted(
        self, evse: Evse, session: Session, energy: int | None, departure: int | None
    ) -> bool:
        session.told_needs = True
        request = self.needs(evse, energy, departure)
        answer = await self._station.call("NotifyEVChargingNeeds", request.dump())
        # With Processing the profile comes later, and is a renegotiation (K15, error handling).
        return isinstance(answer, CallResult) and answer.payload["status"] == "Accepted"

    def needs(
        self, evse: Evse, energy: int | None = None, departure: int | None = None
    ) -> NotifyEVChargingNeedsRequest:
        """Give what the EV needs; `departure` in seconds from now."""
        vehicle = evse.vehicle
        missing = 0.0
        if vehicle is not None and evse.state_of_charge is not None:
            missing = vehicle.capacity * (100 - evse.state_of_charge) / 100
        leaves = None
        if departure is not None:
            leaves = format_datetime(self._station.clock.now() + timedelta(seconds=departure))
        return NotifyEVChargingNeedsRequest(
            max_schedule_tuples=self._station.herald.capabilities.max_periods,
            charging_needs=ChargingNeedsType(
                requested_energy_transfer=_MODES[evse.phases_in_use],
                ac_charging_parameters=ACChargingParametersType(
                    energy_amount=round(missing) if energy is None else energy,
                    ev_min_current=MIN_CURRENT,
                    ev_max_current=int(evse.demanded_current or evse.settings.max_current),
                    ev_max_voltage=400,
                ),
                departure_time=leaves,
            ),
            evse_id=evse.id,
        )

    async def _tell(self, evse: Evse, limit: float | None) -> None:
        """K15.FR.10: send the EV's schedule, and follow it when it is accepted (K15.FR.14)."""
        site = self._station.smart_charging.site
        site.ev_schedules.pop(evse.id, None)
        begin, schedule = self.schedule(evse, limit)
        request = NotifyEVChargingScheduleRequest(
            time_base=format_datetime(datetime.fromtimestamp(begin, UTC)),
            charging_schedule=written_schedule(schedule),
            evse_id=evse.id,
        )
        answer = await self._station.call("NotifyEVChargingSchedule", request.dump())
        accepted = isinstance(answer, CallResult) and answer.payload["status"] == "Accepted"
        transaction = site.transaction_at(evse.id)
        if accepted and transaction is not None:
            site.ev_schedules[evse.id] = transaction, _followed(begin, schedule)
        self._station.smart_charging.apply()

    def schedule(self, evse: Evse, limit: float | None = None) -> tuple[int, Schedule]:
        """Give the schedule that the EV chooses, and the moment that it counts from."""
        smart = self._station.smart_charging
        own = next(
            (
                i.profile.schedule
                for i in self._station.memory.profiles
                if i.profile.purpose is Purpose.TX and smart.site.applies(i, evse.id)
            ),
            None,
        )
        duration = DAY_S if own is None or not own.duration else own.duration
        unit = Unit.A if own is None else own.unit
        found = smart.composite(evse.id, duration, unit)
        most = _in_unit(evse, unit, exact(evse.demanded_current) if limit is None else exact(limit))
        chosen = tuple(
            Period(
                step.start,
                Rate(min(step.limit, most) if limit is None else most, unit, step.phases),
            )
            for step in found.steps
        )
        number = 1 if own is None else own.id
        return found.begin, Schedule(unit, chosen, None, duration, id=number)


def _in_unit(evse: Evse, unit: Unit, current: Fraction) -> Fraction:
    if unit is Unit.A:
        return current
    return current * exact(evse.settings.voltage) * Fraction(evse.phases_in_use)


def _followed(begin: int, schedule: Schedule) -> Profile:
    placed = Schedule(schedule.unit, schedule.periods, begin, schedule.duration, id=schedule.id)
    return Profile(0, 0, Purpose.TX, Kind.ABSOLUTE, (placed,))
