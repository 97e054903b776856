"""From a presented token, or a remote start, to permission to charge.

Sources: 1.6 edition 2, 3.5 and 4.1; 2.0.1 Part 2, C01, C10 to C15, E07, F01 and F02.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ocppj.frames import CallResult
from station_sim.memory import CachedToken
from station_sim.moments import Authorization, Cause, StopReason

if TYPE_CHECKING:
    from station_sim.charging import ChargingPoint
    from station_sim.moments import Token
    from station_sim.station import Station

_UNKNOWN = CachedToken(accepted=False)
_FREE = CachedToken(accepted=True)


class Authorizer:
    """Decides who may charge, and where."""

    def __init__(self, station: Station) -> None:
        self._station = station

    async def present(self, token: Token, evse_id: int | None) -> None:
        """React to a token at the reader: it stops what it started, or starts."""
        if self._released(token):
            return
        running = self._started_by(token, evse_id)
        if running is not None:
            running.deauthorize(Cause.STOP_AUTHORIZED, StopReason.LOCAL, token)
            return
        point = self._place(evse_id, token)
        info = await self._info(token, anew=self._station.reservations.needs_group(point, token))
        if not info.accepted:
            return
        if point.authorization is None:
            if not usable(self._station, point):
                return
            if not self._station.reservations.admits(point, token, info.group):
                return
            located = evse_id is not None or point.evse.vehicle is not None
            point.authorize(Authorization(token, info.group, located=located))
        elif info.group is not None and info.group == point.authorization.group:
            point.deauthorize(Cause.STOP_AUTHORIZED, StopReason.LOCAL, token)

    async def start_remotely(
        self, point: ChargingPoint, token: Token, remote_start_id: int | None
    ) -> None:
        """Start as the CSMS asked; ask it back where the settings want authorization first."""
        info = _FREE
        if self._station.policy.authorize_remote_start:
            info = await self._info(token)
        reservations = self._station.reservations
        if info.group is None and reservations.needs_group(point, token):
            info = await self._info(token, anew=True)
        welcome = reservations.admits(point, token, info.group)
        if info.accepted and welcome and point.authorization is None:
            authorization = Authorization(token, info.group, remote_start_id)
            point.authorize(authorization, Cause.REMOTE_START)

    def heard(self, point: ChargingPoint | None, token: Token, info: CachedToken) -> None:
        """Take what an answer to a transaction message says of its token (E05)."""
        station = self._station
        self._remember(token, info)
        if point is None or point.authorization is None:
            return
        if info.accepted or not point.authorization.token.matches(token):
            return
        if station.policy.stop_on_invalid_id:
            point.deauthorize(Cause.DEAUTHORIZED, StopReason.DEAUTHORIZED)
        else:
            point.block()

    def _released(self, token: Token) -> bool:
        """Give the owner a cable back that was kept locked."""
        for point in self._station.points:
            if point.cable_owner is not None and point.cable_owner.matches(token):
                for connector in point.evse.connectors:
                    self._station.unlock(connector)
                return True
        return False

    def _started_by(self, token: Token, evse_id: int | None) -> ChargingPoint | None:
        for point in self._station.points:
            here = evse_id in (None, point.evse.id)
            if here and point.authorization and point.authorization.token.matches(token):
                return point
        return None

    def _place(self, evse_id: int | None, token: Token) -> ChargingPoint:
        """Choose the EVSE: the one named, one that waits with an EV, or the first free one."""
        station = self._station
        if evse_id is not None:
            return station.point(evse_id)
        free = [p for p in station.points if p.authorization is None and usable(station, p)]
        free = [p for p in free if p.cable_owner is None]
        reserved = station.reservations.of(token)
        if reserved is not None and reserved.evse_id:
            return station.point(reserved.evse_id)
        plugged = [p for p in free if p.evse.vehicle is not None]
        occupied = [p for p in free if p.evse.bay_occupied]
        return next(iter([*plugged, *occupied, *free, *station.points]))

    async def _info(self, token: Token, *, anew: bool = False) -> CachedToken:
        """Find out about a token; `anew`: what is known must name a group, or be asked again."""
        station, policy = self._station, self._station.policy
        if not policy.authorization_required:
            return _FREE
        known = self._known(token)
        if anew and known is not None and known.group is None and station.is_online:
            known = None
        if known is not None and known.accepted and policy.local_pre_authorize:
            return known
        if station.is_online and policy.remote_authorization:
            return await self._ask(token)
        if not station.papers.may_charge_offline(token):
            return _UNKNOWN
        if policy.local_authorize_offline and known is not None:
            return known
        return _FREE if known is None and policy.accept_unknown_offline else _UNKNOWN

    def _known(self, token: Token) -> CachedToken | None:
        """Look into the local list, then into the cache (1.6 3.5.3)."""
        station = self._station
        if station.policy.local_list_enabled and token in station.memory.local_list:
            return station.memory.local_list.find(token, station.clock.time())
        return self._cached(token)

    def _cached(self, token: Token) -> CachedToken | None:
        station, policy = self._station, self._station.policy
        if not policy.cache_enabled:
            return None
        return station.memory.recall(token, station.clock.time(), policy.cache_lifetime)

    async def _ask(self, token: Token) -> CachedToken:
        station = self._station
        request = station.voice.authorize(token)
        answer = await station.papers.send(request)
        if not isinstance(answer, CallResult):
            return _UNKNOWN
        info = station.voice.cached(answer.payload)
        self._remember(token, info)
        return info

    def _remember(self, token: Token, info: CachedToken) -> None:
        """Keep an answer, but for a token of the local list (1.6 3.5.3)."""
        station = self._station
        if token not in station.memory.local_list:
            station.memory.remember(token, replace(info, heard=station.clock.time()))


def usable(station: Station, point: ChargingPoint) -> bool:
    """Tell whether an EVSE is neither faulted nor out of operation."""
    evse, availability = point.evse, station.memory.availability
    places = ((evse.id, connector.id) for connector in evse.connectors)
    closed = evse.faulted or station.firmware.blocks_connectors
    return not closed and any(availability.operative(place) for place in places)
