"""From a presented token, or a remote start, to permission to charge.

Sources: 1.6 edition 2, 3.5 and 4.1; 2.0.1 Part 2, C01, C10 to C15, E07, F01 and F02.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ocppj.frames import CallResult
from ocppj.problems import CallFailed
from station_sim.hardware import READER_FAILURE
from station_sim.memory import CachedToken
from station_sim.moments import Authorization, Cause, StopReason

if TYPE_CHECKING:
    from station_sim.charging import ChargingPoint
    from station_sim.moments import Token
    from station_sim.station import Station

_UNKNOWN = CachedToken(accepted=False)
_FREE = CachedToken(accepted=True)
_NOT_CACHED = ("NoAuthorization", "Central")


class Authorizer:
    """Decides who may charge, and where."""

    def __init__(self, station: Station) -> None:
        self._station = station

    async def present(self, token: Token, evse_id: int | None) -> None:
        """React to a token at the reader: it stops what it started, or starts."""
        if self._unreadable(evse_id) or self._released(token):
            return
        running = self._started_by(token, evse_id)
        if running is not None:
            running.deauthorize(Cause.STOP_AUTHORIZED, StopReason.LOCAL, token)
            return
        if not self._station.may_begin:
            return
        self._station.display.personal = None
        point = self._place(evse_id, token)
        if self._relieved(point, token, self._known(token), here=evse_id is not None):
            return  # C09.FR.07, E07.FR.01: without asking
        info = await self._info(token, anew=self._station.reservations.needs_group(point, token))
        if not info.accepted or self._master_passed(token, info):
            return
        if self._relieved(point, token, info, here=evse_id is not None):
            return
        if point.authorization is None:
            if not usable(self._station, point):
                return
            if not self._station.reservations.admits(point, token, info.group):
                return
            located = evse_id is not None or point.evse.vehicle is not None
            self._welcome()
            point.authorize(Authorization(token, info.group, located=located))

    async def start_remotely(
        self,
        point: ChargingPoint,
        token: Token,
        remote_start_id: int | None,
        group: str | None = None,
    ) -> None:
        """Start as the CSMS asked; ask it back where the settings want authorization first.

        C05.FR.01: a token of the CSMS's own making needs no authorization.
        """
        self._station.display.personal = None
        info = replace(_FREE, group=group)
        if self._station.policy.authorize_remote_start and token.type not in _NOT_CACHED:
            info = await self._info(token)
        reservations = self._station.reservations
        ask = info.group is None and token.type not in _NOT_CACHED
        if ask and reservations.needs_group(point, token):
            info = await self._info(token, anew=True)
        welcome = reservations.admits(point, token, info.group)
        welcome = welcome and not self._is_master_pass(info)  # C16.FR.03
        if info.accepted and welcome and point.authorization is None:
            self._welcome()
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
        if station.policy.stop_on_invalid_id or point.transaction is None:
            point.deauthorize(Cause.DEAUTHORIZED, StopReason.DEAUTHORIZED)
        else:
            station.behaviour.limits.invalidated(point, point.transaction)

    def _welcome(self) -> None:
        """Show with lights and display that somebody may charge (1.6, 9.1.4; 2.0.1, I04)."""
        self._station.hardware.blinks += self._station.policy.blinks
        self._station.voice.welcomed()

    def _relieved(
        self, point: ChargingPoint, token: Token, info: CachedToken | None, *, here: bool
    ) -> bool:
        """End the session of somebody of the same group (C09.FR.03, E07.FR.01).

        At a reader of the whole station that is any session, unless an EV waits for another.
        """
        if info is None or not info.accepted or info.group is None:
            return False
        waits = here or point.evse.vehicle is not None or point.evse.bay_occupied
        points = [point] if waits or point.authorization is not None else self._station.points
        for each in points:
            if each.authorization is not None and each.authorization.group == info.group:
                each.deauthorize(Cause.STOP_AUTHORIZED, StopReason.LOCAL, token)
                return True
        return False

    def _is_master_pass(self, info: CachedToken) -> bool:
        group = self._station.policy.master_pass_group
        return group is not None and (info.group or "").casefold() == group.casefold()

    def _master_passed(self, token: Token, info: CachedToken) -> bool:
        """End all transactions for a token of the master pass, which begins none (C16)."""
        if not self._is_master_pass(info):
            return False
        for point in self._station.points:
            if point.transaction is not None:
                point.deauthorize(Cause.STOP_AUTHORIZED, StopReason.MASTER_PASS, token)
        return True

    def _unreadable(self, evse_id: int | None) -> bool:
        """Tell whether the reader is broken; that of the station with those of all EVSEs."""
        evses = self._station.hardware.evses
        there = evses if evse_id is None else [self._station.hardware.evse(evse_id)]
        return all(any(c.fault == READER_FAILURE for c in e.connectors) for e in there)

    def _released(self, token: Token) -> bool:
        """Give the owner a cable back that was kept locked."""
        for point in self._station.points:
            if point.cable_owner is not None and point.cable_owner.matches(token):
                point.cable_owner = None
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
        if not policy.authorization_required or token.type == "NoAuthorization":  # C02
            return _FREE
        known = self._known(token)
        if anew and known is not None and known.group is None and station.is_online:
            known = None
        if known is not None and (
            policy.local_pre_authorize if known.accepted else self._is_final(token)
        ):
            return known
        if station.is_online and not policy.remote_authorization:
            return known or _UNKNOWN
        answer = await self._ask(token) if station.is_online else None
        if answer is not None:
            return answer
        if not station.papers.may_charge_offline(token):
            return _UNKNOWN
        if policy.local_authorize_offline and known is not None:
            return known
        return _FREE if known is None and policy.accept_unknown_offline else _UNKNOWN

    def _is_final(self, token: Token) -> bool:
        """Tell whether a refusal that is known holds without asking (2.4.6, 2.5.7).

        Else C10.FR.03, C12.FR.05 and C14.FR.03 ask the CSMS again.
        """
        policy = self._station.policy
        asks = policy.asks_about_listed if self._is_listed(token) else policy.asks_about_cached
        return not asks

    def _is_listed(self, token: Token) -> bool:
        station = self._station
        return station.policy.local_list_enabled and token in station.memory.local_list

    def _known(self, token: Token) -> CachedToken | None:
        """Look into the local list, then into the cache (1.6 3.5.3)."""
        station = self._station
        if self._is_listed(token):
            return station.memory.local_list.find(token, station.clock.time())
        return self._cached(token)

    def _cached(self, token: Token) -> CachedToken | None:
        station, policy = self._station, self._station.policy
        if not policy.cache_enabled:
            return None
        return station.memory.recall(token, station.clock.time(), policy.cache_lifetime)

    async def _ask(self, token: Token) -> CachedToken | None:
        """Ask the CSMS; None where it cannot be heard, which is as good as being offline."""
        station = self._station
        request = station.voice.authorize(token)
        try:
            answer = await station.papers.send(request)
        except CallFailed:
            return None
        if not isinstance(answer, CallResult):
            return _UNKNOWN
        info = station.voice.cached(answer.payload)
        self._remember(token, info)
        return info

    def _remember(self, token: Token, info: CachedToken) -> None:
        """Keep an answer, but for a token of the local list (1.6 3.5.3).

        C02.FR.03, C05.FR.02: nor for what is no token of a driver.
        """
        station = self._station
        if token not in station.memory.local_list and token.type not in _NOT_CACHED:
            memory, policy = station.memory, station.policy
            memory.remember(token, replace(info, heard=station.clock.time()))
            memory.shrink_cache(policy.cache_storage, policy.cache_policy, token)


def usable(station: Station, point: ChargingPoint) -> bool:
    """Tell whether an EVSE is neither faulted nor out of operation."""
    evse, availability = point.evse, station.memory.availability
    places = ((evse.id, connector.id) for connector in evse.connectors)
    closed = evse.faulted or station.firmware.blocks_connectors or point.restarting
    return not closed and any(availability.operative(place) for place in places)
