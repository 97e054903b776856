"""Answers of a 2.0.1 station, block C: the authorization cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas.v201.authorization import (
    ClearCacheRequest,
    ClearCacheResponse,
    ClearCacheStatusEnumType,
)

if TYPE_CHECKING:
    from station_sim.station import Station


def clear_cache(station: Station, _: ClearCacheRequest) -> ClearCacheResponse:
    """C11."""
    if not station.policy.cache_enabled:
        return ClearCacheResponse(status=ClearCacheStatusEnumType.REJECTED)
    station.memory.clear_cache()
    return ClearCacheResponse(status=ClearCacheStatusEnumType.ACCEPTED)
