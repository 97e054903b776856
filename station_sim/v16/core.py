"""Answers of a 1.6 station to the requests of the profile Core (edition 2, section 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ocppj.dispatch import Reply
from ocppj.problems import CallRefused, ErrorCode
from schemas.v16.core import (
    ChangeAvailabilityRequest,
    ChangeAvailabilityResponse,
    ChangeConfigurationRequest,
    ChangeConfigurationResponse,
    ClearCacheRequest,
    ClearCacheResponse,
    GetConfigurationRequest,
    GetConfigurationResponse,
    RemoteStartTransactionRequest,
    RemoteStartTransactionResponse,
    RemoteStopTransactionRequest,
    RemoteStopTransactionResponse,
    ResetRequest,
    ResetResponse,
    UnlockConnectorRequest,
    UnlockConnectorResponse,
)
from schemas.v16.enums import (
    AvailabilityStatus,
    AvailabilityType,
    ClearCacheStatus,
    ConfigurationStatus,
    RemoteStartStopStatus,
    ResetStatus,
    ResetType,
    UnlockStatus,
)
from schemas.v16.types import KeyValue
from station_sim import availability
from station_sim.authorization import usable
from station_sim.configuration import Change, Configuration, Key
from station_sim.hardware import LOCK_FAILURE
from station_sim.moments import Cause, StopReason, Token
from station_sim.trust.prerequisites import missing
from station_sim.v16.messages import STATION_PLACE, place_of
from station_sim.v16.smart_charging import profile_for_start

if TYPE_CHECKING:
    from station_sim.charging import ChargingPoint
    from station_sim.station import Station

_PASSWORD: Final = "authorizationkey"
_PROFILE: Final = "securityprofile"


def configuration_of(station: Station) -> Configuration:
    assert isinstance(station.store, Configuration)
    return station.store


def change_availability(station: Station, request: ChangeAvailabilityRequest) -> Reply:
    place = place_of(station, request.connector_id)
    if place is None:
        return Reply(ChangeAvailabilityResponse(status=AvailabilityStatus.REJECTED))
    operative = request.type is AvailabilityType.OPERATIVE
    if place == STATION_PLACE and operative:
        station.memory.availability.inoperative &= {STATION_PLACE}  # 0 speaks for all connectors
    status = availability.change(station, place, operative=operative)
    response = ChangeAvailabilityResponse(status=AvailabilityStatus(status))
    return Reply(response, (lambda: _announce(station),))


async def _announce(station: Station) -> None:
    availability.announce(station)


def get_configuration(
    station: Station, request: GetConfigurationRequest
) -> GetConfigurationResponse:
    """Without keys all are given; `GetConfigurationMaxKeys` limits those that may be asked for."""
    configuration = configuration_of(station)
    if not request.key:
        known = [_key_value(configuration, key) for key in configuration.all()]
        return GetConfigurationResponse(configuration_key=known)
    if len(request.key) > configuration.number("GetConfigurationMaxKeys"):
        too_many = f"{len(request.key)} keys; see GetConfigurationMaxKeys"
        raise CallRefused(ErrorCode.OCCURRENCE_CONSTRAINT_VIOLATION, too_many)
    found = [(name, configuration.key(name)) for name in request.key]
    return GetConfigurationResponse(
        configuration_key=[_key_value(configuration, key) for _, key in found if key is not None],
        unknown_key=[name for name, key in found if key is None],
    )


def _key_value(configuration: Configuration, key: Key) -> KeyValue:
    value = None if key.writeonly else configuration.text(key.name)
    return KeyValue(key=key.name, readonly=key.readonly, value=value)


def change_configuration(station: Station, request: ChangeConfigurationRequest) -> Reply:
    """5.3; what concerns the connection is used on a new one, made after the answer (A01, A05)."""
    key = request.key.casefold()
    may_change = key != _PROFILE or _may_rise(station, request.value)
    configuration = configuration_of(station)
    change = configuration.change(request.key, request.value) if may_change else Change.REJECTED

    async def renew() -> None:
        if change is not Change.ACCEPTED:
            return
        if key == _PASSWORD:
            station.change_password(request.value)
        elif key == _PROFILE and station.automatic:
            station.security.report("ReconfigurationOfSecurityParameters", "new security profile")
            station.dialling.rise(int(request.value))
            station.tasks.spawn(station.reconnect(), "new security profile")

    response = ChangeConfigurationResponse(status=ConfigurationStatus(change.value))
    return Reply(response, (renew,))


def _may_rise(station: Station, value: str) -> bool:
    """Security white paper, A05.FR.01 to .05: only higher, and only with what it needs."""
    if not value.isdecimal():
        return False
    profile = int(value)
    return profile > station.dialling.security_profile and missing(station, profile) is None


def clear_cache(station: Station, _: ClearCacheRequest) -> ClearCacheResponse:
    if not station.policy.cache_enabled:
        return ClearCacheResponse(status=ClearCacheStatus.REJECTED)
    station.memory.clear_cache()
    return ClearCacheResponse(status=ClearCacheStatus.ACCEPTED)


def remote_start(station: Station, request: RemoteStartTransactionRequest) -> Reply:
    point = _point_for(station, request.connector_id, Token(request.id_tag))
    if point is None:
        return Reply(RemoteStartTransactionResponse(status=RemoteStartStopStatus.REJECTED))
    try:
        profile = profile_for_start(station, point, request.charging_profile)
    except ValueError:
        return Reply(RemoteStartTransactionResponse(status=RemoteStartStopStatus.REJECTED))
    token = station.last_token = Token(request.id_tag)
    if profile is not None:
        station.smart_charging.install_at_start(profile, token)

    async def start() -> None:
        if station.automatic:
            await station.behaviour.authorizer.start_remotely(point, token, None)

    response = RemoteStartTransactionResponse(status=RemoteStartStopStatus.ACCEPTED)
    return Reply(response, (start,))


def _point_for(station: Station, number: int | None, token: Token) -> ChargingPoint | None:
    """Choose the EVSE of a remote start: that of the connector, or one with an EV, or any free.

    Where a reservation waits for a group, the group of the token is found out later.
    """
    held = station.reservations
    if number is not None:
        place = place_of(station, number)
        if place is None or place == STATION_PLACE:
            return None
        candidates = [station.point(place[0])]
    else:
        candidates = sorted(station.points, key=lambda point: point.evse.vehicle is None)
    free = (p for p in candidates if p.authorization is None and usable(station, p))
    welcome = (p for p in free if held.needs_group(p, token) or held.admits(p, token, None))
    return next(welcome, None)


def remote_stop(station: Station, request: RemoteStopTransactionRequest) -> Reply:
    point = station.point_of(str(request.transaction_id))
    if point is None:
        return Reply(RemoteStopTransactionResponse(status=RemoteStartStopStatus.REJECTED))

    async def stop() -> None:
        point.deauthorize(Cause.REMOTE_STOP, StopReason.REMOTE)

    response = RemoteStopTransactionResponse(status=RemoteStartStopStatus.ACCEPTED)
    return Reply(response, (stop,))


def reset(station: Station, request: ResetRequest) -> Reply:
    """5.14; not while firmware is being installed."""
    if station.firmware.past_recall:
        return Reply(ResetResponse(status=ResetStatus.REJECTED))
    reasons = {ResetType.HARD: StopReason.IMMEDIATE_RESET, ResetType.SOFT: StopReason.REBOOT}

    async def reboot() -> None:
        station.reset("RemoteReset", reasons[request.type])

    return Reply(ResetResponse(status=ResetStatus.ACCEPTED), (reboot,))


def unlock_connector(station: Station, request: UnlockConnectorRequest) -> UnlockConnectorResponse:
    place = place_of(station, request.connector_id)
    if place is None or place == STATION_PLACE:
        return UnlockConnectorResponse(status=UnlockStatus.NOT_SUPPORTED)
    evse_id, connector_id = place
    point = station.point(evse_id)
    connector = point.evse.connector(connector_id)
    if connector.settings.fixed_cable:
        return UnlockConnectorResponse(status=UnlockStatus.NOT_SUPPORTED)
    if connector.fault == LOCK_FAILURE:
        return UnlockConnectorResponse(status=UnlockStatus.UNLOCK_FAILED)
    if point.transaction is not None and point.evse.connector_in_use == connector_id:
        point.deauthorize(Cause.UNLOCK, StopReason.UNLOCK)  # 5.18: it ends the transaction first
    station.unlock(connector)
    return UnlockConnectorResponse(status=UnlockStatus.UNLOCKED)
