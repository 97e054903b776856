"""OCPP 2.0.1, block K: the operator's goals, put into requests."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from reference_csms import charging_goals as goals
from reference_csms.goals import (
    Arguments,
    Complaint,
    InvalidArguments,
    present,
    read,
    refuse_invalid,
)
from reference_csms.v201.charging_profiles import profile_of
from schemas.v201.types import ChargingProfileType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_csms.goals import OperationTable, Operator
    from schemas.base import JsonObject

ANY_SOURCE: Final = ["EMS", "Other", "SO", "CSO"]


class Limit(goals.Limit):
    """EVSE 0 is the whole station; the purpose follows from what is limited."""

    evse_id: int = 0


async def limit_current(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """K01: limit the station, a running transaction, or the transactions to come."""
    wanted = read(Limit, arguments)
    charging, identity = operator.csms.services.charging, operator.station.identity
    profile = await _profile(operator, wanted)
    payload = {"evseId": wanted.evse_id, "chargingProfile": profile}
    refuse_invalid(operator.station.dialect.version, "SetChargingProfile", payload)
    offered = profile_of(identity, wanted.evse_id, ChargingProfileType.parse(profile))
    if wanted.profile_id is None:
        profile["id"] = await charging.number_for(offered)
    with charging.offering(replace(offered, profile_id=profile["id"])):
        response = await operator.send("SetChargingProfile", payload)
    return {**response, "chargingProfileId": profile["id"]}


async def _profile(operator: Operator, wanted: Limit) -> JsonObject:
    """Make a profile, of the schedule that is wanted."""
    whole = "ChargingStationMaxProfile"
    purpose, transaction_id = await goals.purpose_of(operator, wanted, wanted.evse_id, whole)
    now = operator.csms.clock.now()
    return {
        "id": wanted.profile_id or 0,
        **wanted.members(now),
        **present(chargingProfilePurpose=purpose, transactionId=transaction_id),
        "chargingSchedule": [{"id": 1, **wanted.schedule(now)}],
    }


class Cleared(goals.Cleared):
    evse_id: int | None = None


async def clear_limit(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """K10; K10.FR.02 wants an id or a criterion."""
    wanted = read(Cleared, arguments)
    criteria = present(
        evseId=wanted.evse_id, chargingProfilePurpose=wanted.purpose, stackLevel=wanted.stack_level
    )
    if wanted.profile_id is None and not criteria:
        needed = "give profile_id, or one of evse_id, purpose and stack_level"
        raise InvalidArguments([Complaint("", needed)])
    given = {} if wanted.profile_id is not None else {"chargingProfileCriteria": criteria}
    payload = {**present(chargingProfileId=wanted.profile_id), **given}
    return await operator.send("ClearChargingProfile", payload)


class Profiles(Arguments):
    evse_id: int | None = None
    purpose: str | None = None
    stack_level: int | None = None
    sources: list[str] | None = None
    profile_ids: list[int] | None = None


async def get_profiles(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """K09; the answer names the request id of the report. Without criteria, of all sources."""
    wanted = read(Profiles, arguments)
    criteria = present(
        chargingProfilePurpose=wanted.purpose,
        stackLevel=wanted.stack_level,
        chargingLimitSource=wanted.sources,
        chargingProfileId=wanted.profile_ids,
    )
    number = await operator.csms.store.next_number("charging profile report")
    payload = present(
        requestId=number,
        evseId=wanted.evse_id,
        chargingProfile=criteria or {"chargingLimitSource": ANY_SOURCE},  # K09.FR.03
    )
    response = await operator.send("GetChargingProfiles", payload)
    return {**response, "requestId": number}


class Composite(goals.Composite):
    evse_id: int = 0


async def composite_schedule(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """K08."""
    wanted = read(Composite, arguments)
    payload = present(evseId=wanted.evse_id, duration=wanted.duration, chargingRateUnit=wanted.unit)
    return await operator.send("GetCompositeSchedule", payload)


OPERATIONS: Final[OperationTable] = {
    "clear-limit": clear_limit,
    "composite-schedule": composite_schedule,
    "get-profiles": get_profiles,
    "limit-current": limit_current,
}
