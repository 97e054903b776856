"""Charging profiles of 2.0.1, to and from the shape that both versions share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ocppj.clock import format_datetime
from schemas.v201.enums import (
    ChargingProfileKindEnumType,
    ChargingProfilePurposeEnumType,
    ChargingRateUnitEnumType,
    RecurrencyKindEnumType,
)
from schemas.v201.types import (
    ChargingProfileType,
    ChargingSchedulePeriodType,
    ChargingScheduleType,
)
from station_sim.smart_charging.electrics import exact, tenths
from station_sim.smart_charging.profiles import (
    Kind,
    Period,
    Profile,
    Purpose,
    Rate,
    Recurrency,
    Schedule,
    Unit,
)
from station_sim.time_source import moment_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemas.base import JsonObject
    from station_sim.smart_charging.composite import Step
    from station_sim.smart_charging.installed import Installed


def read(profile: ChargingProfileType) -> Profile:
    recurrency = profile.recurrency_kind
    return Profile(
        profile.id,
        profile.stack_level,
        Purpose(profile.charging_profile_purpose.value),
        Kind(profile.charging_profile_kind.value),
        tuple(_read_schedule(schedule) for schedule in profile.charging_schedule),
        None if recurrency is None else Recurrency(recurrency.value),
        moment_of(profile.valid_from),
        moment_of(profile.valid_to),
        profile.transaction_id,
    )


def _read_schedule(schedule: ChargingScheduleType) -> Schedule:
    unit = Unit(schedule.charging_rate_unit.value)
    minimum = schedule.min_charging_rate
    return Schedule(
        unit,
        tuple(
            Period(p.start_period, Rate(exact(p.limit), unit, p.number_phases), p.phase_to_use)
            for p in schedule.charging_schedule_period
        ),
        moment_of(schedule.start_schedule),
        schedule.duration,
        None if minimum is None else Rate(exact(minimum), unit),
        schedule.id,
    )


def wire_of(installed: Installed) -> JsonObject:
    """Give a profile as it was set; one that came from outside OCPP is written anew (K11.FR.06)."""
    return installed.wire or written(installed.profile).dump()


def written(profile: Profile) -> ChargingProfileType:
    return ChargingProfileType(
        id=profile.id,
        stack_level=profile.stack_level,
        charging_profile_purpose=ChargingProfilePurposeEnumType(profile.purpose.value),
        charging_profile_kind=ChargingProfileKindEnumType(profile.kind.value),
        charging_schedule=[written_schedule(schedule) for schedule in profile.schedules],
        **_given(
            recurrency_kind=profile.recurrency and RecurrencyKindEnumType(profile.recurrency.value),
            valid_from=_text(profile.valid_from),
            valid_to=_text(profile.valid_to),
            transaction_id=profile.transaction_id,
        ),
    )


def written_schedule(schedule: Schedule) -> ChargingScheduleType:
    return ChargingScheduleType(
        id=schedule.id or 1,
        charging_rate_unit=ChargingRateUnitEnumType(schedule.unit.value),
        charging_schedule_period=[
            _period(p.start, p.rate, p.phase_to_use) for p in schedule.periods
        ],
        **_given(start_schedule=_text(schedule.start), duration=schedule.duration),
    )


def _period(start: int, rate: Rate, phase: int | None) -> ChargingSchedulePeriodType:
    return ChargingSchedulePeriodType(
        start_period=start,
        limit=tenths(rate.value),
        **_given(number_phases=rate.phases, phase_to_use=phase),
    )


def periods(steps: Sequence[Step]) -> list[ChargingSchedulePeriodType]:
    """Write the steps of a composite schedule."""
    return [
        ChargingSchedulePeriodType(
            start_period=step.start, limit=tenths(step.limit), number_phases=step.phases
        )
        for step in steps
    ]


def _text(moment: int | None) -> str | None:
    return None if moment is None else format_datetime(datetime.fromtimestamp(moment, UTC))


def _given(**members: Any) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}
