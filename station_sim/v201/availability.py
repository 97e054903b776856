"""Answers of a 2.0.1 station, block G: availability."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocppj.dispatch import Reply
from schemas.v201.availability import (
    ChangeAvailabilityRequest,
    ChangeAvailabilityResponse,
    ChangeAvailabilityStatusEnumType,
    OperationalStatusEnumType,
)
from station_sim import availability
from station_sim.memory import STATION
from station_sim.status import places

if TYPE_CHECKING:
    from schemas.v201.types import EVSEType
    from station_sim.memory import Place
    from station_sim.station import Station


def change_availability(station: Station, request: ChangeAvailabilityRequest) -> Reply:
    """G03, G04; the status notifications follow the answer."""
    place = _place(station, request.evse)
    if place is None:
        rejected = ChangeAvailabilityStatusEnumType.REJECTED
        return Reply(ChangeAvailabilityResponse(status=rejected))
    operative = request.operational_status is OperationalStatusEnumType.OPERATIVE
    status = availability.change(station, place, operative=operative)

    async def announce() -> None:
        availability.announce(station)

    answer = ChangeAvailabilityStatusEnumType(status)
    return Reply(ChangeAvailabilityResponse(status=answer), (announce,))


def _place(station: Station, evse: EVSEType | None) -> Place | None:
    if evse is None:
        return STATION
    place = (evse.id, evse.connector_id or 0)
    known = set(places(station)) | {(evse_id, 0) for evse_id, _ in places(station)}
    return place if place in known else None
