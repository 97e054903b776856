"""Answers of a 2.0.1 station, block D: the local authorization list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocppj.clock import parse_datetime
from schemas.v201.enums import AuthorizationStatusEnumType
from schemas.v201.local_auth_list import (
    GetLocalListVersionRequest,
    GetLocalListVersionResponse,
    SendLocalListRequest,
    SendLocalListResponse,
    SendLocalListStatusEnumType,
    UpdateEnumType,
)
from station_sim.device_model import Variable
from station_sim.memory import CachedToken
from station_sim.moments import Token
from station_sim.v201.limits import limit
from station_sim.v201.provisioning import model_of

if TYPE_CHECKING:
    from schemas.v201.local_auth_list import AuthorizationData
    from schemas.v201.types import IdTokenInfoType
    from station_sim.station import Station


def get_version(station: Station, _: GetLocalListVersionRequest) -> GetLocalListVersionResponse:
    """D02.FR.01 to .03: 0 without a list."""
    enabled = station.policy.local_list_enabled
    version = station.memory.local_list.version if enabled else 0
    return GetLocalListVersionResponse(version_number=version)


def send(station: Station, request: SendLocalListRequest) -> SendLocalListResponse:
    """D01.FR.04 to .06, .11, .15 to .19."""
    entries = request.local_authorization_list or []
    limit(model_of(station), "LocalAuthListCtrlr", None, request, entries)
    named = {_token(entry): _info(entry.id_token_info) for entry in entries}
    if not station.policy.local_list_enabled or len(named) != len(entries):
        return SendLocalListResponse(status=SendLocalListStatusEnumType.FAILED)
    capacity = model_of(station).find("LocalAuthListCtrlr", "Entries")
    assert isinstance(capacity, Variable)
    assert capacity.maximum is not None
    outcome = station.memory.local_list.update(
        request.version_number,
        named,
        full=request.update_type is UpdateEnumType.FULL,
        limit=int(capacity.maximum),
    )
    return SendLocalListResponse(status=SendLocalListStatusEnumType(outcome.value))


def _token(entry: AuthorizationData) -> Token:
    return Token(entry.id_token.id_token, entry.id_token.type.value)


def _info(info: IdTokenInfoType | None) -> CachedToken | None:
    if info is None:
        return None
    group, expires = info.group_id_token, info.cache_expiry_date_time
    return CachedToken(
        info.status is AuthorizationStatusEnumType.ACCEPTED,
        None if group is None else group.id_token,
        None if expires is None else parse_datetime(expires).timestamp(),
    )
