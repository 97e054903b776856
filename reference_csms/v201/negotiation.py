"""Schedules for EVs that speak ISO 15118 (2.0.1 Part 2, K15 to K17)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ocppj.clock import format_datetime, parse_datetime
from reference_csms.follow_up import ask
from reference_csms.services.charging_calculation import DAY_S, VOLTAGE, Told
from reference_csms.v201.charging_profiles import profile_of
from schemas.v201 import smart_charging as messages
from schemas.v201.enums import (
    ChargingProfileKindEnumType,
    ChargingProfilePurposeEnumType,
    ChargingRateUnitEnumType,
)
from schemas.v201.types import (
    ChargingProfileType,
    ChargingSchedulePeriodType,
    ChargingScheduleType,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from reference_csms.connection import ConnectedStation

_MODE = messages.EnergyTransferModeEnumType
_PHASES: Final[Mapping[messages.EnergyTransferModeEnumType, int]] = {
    _MODE.AC_SINGLE_PHASE: 1,
    _MODE.AC_TWO_PHASE: 2,
    _MODE.AC_THREE_PHASE: 3,
}
TX = ChargingProfilePurposeEnumType.TX_PROFILE


async def profile_for(
    station: ConnectedStation, request: messages.NotifyEVChargingNeedsRequest
) -> ChargingProfileType | None:
    """Make a profile out of what the EV wants and what it may have; None without transaction."""
    charging = station.services.charging
    transaction = await charging.transaction_at(station.identity, request.evse_id)
    if transaction is None:
        return None
    now = charging.now()
    duration = _duration(request.charging_needs, now)
    ceiling = await charging.ceiling(station.identity, request.evse_id, duration)
    schedule = ChargingScheduleType(
        id=1,
        start_schedule=format_datetime(now),
        duration=duration,
        charging_rate_unit=_unit(request.charging_needs),
        charging_schedule_period=[_period(request.charging_needs, ceiling)],
    )
    profile = ChargingProfileType(
        id=0,
        stack_level=0,
        charging_profile_purpose=TX,
        charging_profile_kind=ChargingProfileKindEnumType.ABSOLUTE,
        charging_schedule=[schedule],
        transaction_id=transaction.transaction_id,
    )
    stored = profile_of(station.identity, request.evse_id, profile)
    return profile.model_copy(update={"id": await charging.number_for(stored)})


def _duration(needs: messages.ChargingNeedsType, now: datetime) -> int:
    """Give the seconds until the EV leaves, a day where it does not say."""
    if needs.departure_time is None:
        return DAY_S
    seconds = int((parse_datetime(needs.departure_time) - now).total_seconds())
    return seconds if seconds > 0 else DAY_S


def _unit(needs: messages.ChargingNeedsType) -> ChargingRateUnitEnumType:
    unit = ChargingRateUnitEnumType
    return unit.W if needs.requested_energy_transfer is _MODE.DC else unit.A


def _period(needs: messages.ChargingNeedsType, ceiling: float | None) -> ChargingSchedulePeriodType:
    """Give all that the EV can take, but no more than the limits; `ceiling` in A per phase."""
    ac, dc = needs.ac_charging_parameters, needs.dc_charging_parameters
    if needs.requested_energy_transfer is _MODE.DC:
        power = ceiling * 3 * VOLTAGE if ceiling is not None else None
        wanted = None if dc is None else dc.ev_max_power or dc.ev_max_current * dc.ev_max_voltage
        return ChargingSchedulePeriodType(start_period=0, limit=_least(power, wanted))
    phases = _PHASES[needs.requested_energy_transfer]
    current = _least(ceiling, None if ac is None else ac.ev_max_current)
    return ChargingSchedulePeriodType(start_period=0, limit=current, number_phases=phases)


def _least(*limits: float | None) -> float:
    """Give the lowest limit that is known, with one digit and never above it."""
    return int(min((limit for limit in limits if limit is not None), default=0.0) * 10) / 10


async def note_needs(
    station: ConnectedStation,
    request: messages.NotifyEVChargingNeedsRequest,
    status: messages.NotifyEVChargingNeedsStatusEnumType,
) -> None:
    charging = station.services.charging
    transaction = await charging.transaction_at(station.identity, request.evse_id)
    known = await charging.negotiation(station.identity, request.evse_id)
    await charging.negotiated(
        replace(
            known,
            needs=request.charging_needs.dump(),
            max_schedule_tuples=request.max_schedule_tuples,
            needs_answer=status.value,
            transaction_id=None if transaction is None else transaction.transaction_id,
        )
    )


async def note_schedule(
    station: ConnectedStation, request: messages.NotifyEVChargingScheduleRequest
) -> bool:
    """Judge the EV's schedule by our own limits, and keep it with the answer."""
    charging, schedule = station.services.charging, request.charging_schedule
    told = Told(
        parse_datetime(request.time_base).timestamp(),
        DAY_S if schedule.duration is None else schedule.duration,
        schedule.charging_rate_unit.value,
        [period.dump() for period in schedule.charging_schedule_period],
    )
    fits = await charging.fits(station.identity, request.evse_id, told)
    known = await charging.negotiation(station.identity, request.evse_id)
    await charging.negotiated(
        replace(
            known,
            schedule=schedule.dump(),
            time_base=request.time_base,
            schedule_answer="Accepted" if fits else "Rejected",
        )
    )
    return fits


async def offer(station: ConnectedStation, evse_id: int, profile: ChargingProfileType) -> None:
    """Send a profile (K15.FR.07), and keep it with the answer."""
    request = messages.SetChargingProfileRequest(evse_id=evse_id, charging_profile=profile)
    offered, charging = profile_of(station.identity, evse_id, profile), station.services.charging
    with charging.offering(offered):
        answer = await ask(station, "SetChargingProfile", request.dump())
        status = None if answer is None else answer["status"]
        if status == "Accepted":
            await charging.accepted(offered)
    await charging.offered(station.identity, evse_id, profile.id, status)


async def offer_again(station: ConnectedStation, evse_id: int) -> None:
    """Negotiate again by the needs that the EV told (K16); the profile keeps its id."""
    known = await station.services.charging.negotiation(station.identity, evse_id)
    if known.needs is None:
        return
    needs = messages.ChargingNeedsType.parse(known.needs)
    request = messages.NotifyEVChargingNeedsRequest(charging_needs=needs, evse_id=evse_id)
    profile = await profile_for(station, request)
    if profile is not None:
        await offer(station, evse_id, profile)
