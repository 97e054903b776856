"""Reservations of 1.6 (edition 2, 5.1 and 5.13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocppj.clock import parse_datetime
from ocppj.dispatch import Reply
from schemas.v16.enums import CancelReservationStatus, ReservationStatus
from schemas.v16.reservation import (
    CancelReservationRequest,
    CancelReservationResponse,
    ReserveNowRequest,
    ReserveNowResponse,
)
from station_sim.moments import Token
from station_sim.reservations import Reservation
from station_sim.v16.core import configuration_of
from station_sim.v16.messages import STATION_PLACE, place_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from station_sim.station import Station


def reserve_now(station: Station, request: ReserveNowRequest) -> Reply:
    """5.13; the reservation is reported after the answer."""
    place = place_of(station, request.connector_id)
    if place is None or (place == STATION_PLACE and not _general(station)):
        return Reply(ReserveNowResponse(status=ReservationStatus.REJECTED))
    evse_id, connector_id = place
    wanted = Reservation(
        request.reservation_id,
        evse_id,
        Token(request.id_tag),
        parse_datetime(request.expiry_date).timestamp(),
        request.parent_id_tag,
        connector_id or None,
    )
    status = station.reservations.reserve(wanted)
    return Reply(ReserveNowResponse(status=ReservationStatus(status)), (_announce(station),))


def cancel_reservation(station: Station, request: CancelReservationRequest) -> Reply:
    """5.1."""
    if not station.reservations.cancel(request.reservation_id):
        return Reply(CancelReservationResponse(status=CancelReservationStatus.REJECTED))
    accepted = CancelReservationResponse(status=CancelReservationStatus.ACCEPTED)
    return Reply(accepted, (_announce(station),))


def _general(station: Station) -> bool:
    configuration = configuration_of(station)
    known = configuration.key("ReserveConnectorZeroSupported") is not None
    return known and configuration.flag("ReserveConnectorZeroSupported")


def _announce(station: Station) -> Callable[[], Awaitable[None]]:
    async def announce() -> None:
        if station.automatic:
            station.reservations.announce()

    return announce
