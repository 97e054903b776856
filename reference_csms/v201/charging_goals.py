"""OCPP 2.0.1, block K: the operator's goals, put into requests."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NoReturn

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

EXTERNAL: Final = "ChargingStationExternalConstraints"
WHOLE: Final = "ChargingStationMaxProfile"
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
    purpose, transaction_id = await goals.purpose_of(operator, wanted, wanted.evse_id, WHOLE)
    _refuse_forbidden(wanted, purpose, transaction_id)
    now = operator.csms.clock.now()
    return {
        "id": wanted.profile_id or 0,
        **wanted.members(now),
        **present(chargingProfilePurpose=purpose, transactionId=transaction_id),
        "chargingSchedule": [{"id": 1, **wanted.schedule(now)}],
    }


def _refuse_forbidden(wanted: Limit, purpose: str, transaction_id: str | None) -> None:
    """Raise InvalidArguments for what a CSMS shall not set, whatever the schema says."""
    if purpose == EXTERNAL:
        _complain("purpose", "this purpose is for limits that others set")  # K01.FR.22
    if purpose == "TxProfile" and wanted.evse_id == 0:
        _complain("evse_id", "a profile of a transaction is for an EVSE")  # K01.FR.16
    if purpose == "TxProfile" and transaction_id is None:
        _complain("transaction_id", "needed, since no transaction runs at this EVSE")  # K01.FR.03
    if purpose == WHOLE and wanted.evse_id != 0:
        _complain("evse_id", "this purpose is for the whole station")  # K04.FR.03
    if purpose == WHOLE and wanted.kind == "Relative":
        _complain("kind", "a profile of the whole station is not Relative")  # K01.FR.38


def _complain(argument: str, message: str) -> NoReturn:
    raise InvalidArguments([Complaint(f"/{argument}", message)])


class Cleared(goals.Cleared):
    evse_id: int | None = None


async def clear_limit(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """K10; K10.FR.02 wants an id or a criterion."""
    wanted = read(Cleared, arguments)
    if wanted.purpose == EXTERNAL:
        _complain("purpose", "limits that others set are theirs to clear")  # K10.FR.06
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
