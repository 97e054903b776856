"""The local authorization list of 1.6 (edition 2, 5.10 and 5.15)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocppj.clock import parse_datetime
from schemas.v16.enums import AuthorizationStatus, UpdateStatus, UpdateType
from schemas.v16.local_auth_list import (
    GetLocalListVersionRequest,
    GetLocalListVersionResponse,
    SendLocalListRequest,
    SendLocalListResponse,
)
from station_sim.memory import CachedToken
from station_sim.moments import Token
from station_sim.v16.core import configuration_of

if TYPE_CHECKING:
    from schemas.v16.types import IdTagInfo
    from station_sim.station import Station

UNSUPPORTED = -1
_CHARGES = (AuthorizationStatus.ACCEPTED, AuthorizationStatus.CONCURRENT_TX)  # 3.5.2


def get_version(station: Station, _: GetLocalListVersionRequest) -> GetLocalListVersionResponse:
    supported = configuration_of(station).key("LocalAuthListEnabled") is not None
    version = station.memory.local_list.told_version if supported else UNSUPPORTED
    return GetLocalListVersionResponse(list_version=version)


def send(station: Station, request: SendLocalListRequest) -> SendLocalListResponse:
    """Take a full or differential list; a list too long for one message, or for us, fails."""
    configuration = configuration_of(station)
    if not station.policy.local_list_enabled:
        return SendLocalListResponse(status=UpdateStatus.NOT_SUPPORTED)
    entries = request.local_authorization_list or []
    named = {Token(entry.id_tag): _info(entry.id_tag_info) for entry in entries}
    too_long = len(entries) > configuration.number("SendLocalListMaxLength")
    if too_long or len(named) != len(entries):
        return SendLocalListResponse(status=UpdateStatus.FAILED)
    outcome = station.memory.local_list.update(
        request.list_version,
        named,
        full=request.update_type is UpdateType.FULL,
        limit=configuration.number("LocalAuthListMaxLength"),
    )
    return SendLocalListResponse(status=UpdateStatus(outcome.value))


def _info(info: IdTagInfo | None) -> CachedToken | None:
    if info is None:
        return None
    expires = info.expiry_date
    return CachedToken(
        info.status in _CHARGES,
        info.parent_id_tag,
        None if expires is None else parse_datetime(expires).timestamp(),
    )
