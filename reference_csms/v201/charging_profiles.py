"""Between the charging profiles of 2.0.1 messages and the stored ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_csms.charging import ChargingProfile

if TYPE_CHECKING:
    from schemas.v201.types import ChargingProfileType


def profile_of(
    station: str, evse_id: int, profile: ChargingProfileType, source: str = "CSO"
) -> ChargingProfile:
    recurrency = profile.recurrency_kind
    return ChargingProfile(
        station,
        profile.id,
        profile.charging_profile_purpose.value,
        profile.stack_level,
        profile.charging_profile_kind.value,
        tuple(schedule.dump() for schedule in profile.charging_schedule),
        evse_id=evse_id,
        transaction_id=profile.transaction_id,
        recurrency=None if recurrency is None else recurrency.value,
        valid_from=profile.valid_from,
        valid_to=profile.valid_to,
        source=source,
    )
