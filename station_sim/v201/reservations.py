"""Answers of a 2.0.1 station, block H: reservations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocppj.clock import parse_datetime
from ocppj.dispatch import Reply
from schemas.v201.reservation import (
    CancelReservationRequest,
    CancelReservationResponse,
    CancelReservationStatusEnumType,
    ReserveNowRequest,
    ReserveNowResponse,
    ReserveNowStatusEnumType,
)
from station_sim.hardware import NotPossible
from station_sim.moments import Token
from station_sim.reservations import Reservation
from station_sim.v201.provisioning import model_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from schemas.v201.reservation import ConnectorEnumType
    from station_sim.station import Station

ANY_EVSE = 0


def reserve_now(station: Station, request: ReserveNowRequest) -> Reply:
    """H01; the reservation is reported after the answer."""
    evse_id = _evse(station, request)
    if evse_id is None:
        return Reply(ReserveNowResponse(status=ReserveNowStatusEnumType.REJECTED))
    group = request.group_id_token
    wanted = Reservation(
        request.id,
        evse_id,
        Token(request.id_token.id_token, request.id_token.type.value),
        parse_datetime(request.expiry_date_time).timestamp(),
        None if group is None else group.id_token,
    )
    status = ReserveNowStatusEnumType(station.reservations.reserve(wanted))
    return Reply(ReserveNowResponse(status=status), (_announce(station),))


def cancel_reservation(station: Station, request: CancelReservationRequest) -> Reply:
    """H02."""
    if not station.reservations.cancel(request.reservation_id):
        rejected = CancelReservationStatusEnumType.REJECTED
        return Reply(CancelReservationResponse(status=rejected))
    accepted = CancelReservationResponse(status=CancelReservationStatusEnumType.ACCEPTED)
    return Reply(accepted, (_announce(station),))


def _evse(station: Station, request: ReserveNowRequest) -> int | None:
    """Find the EVSE meant, 0 for any; None where such a reservation cannot be (H01.FR.01, .19)."""
    model = model_of(station)
    if not model.flag("ReservationCtrlr.Enabled"):
        return None
    if request.evse_id is not None:
        return request.evse_id if _exists(station, request.evse_id) else None
    if request.connector_type is not None:
        return _of_type(station, request.connector_type)
    return ANY_EVSE if model.flag("ReservationCtrlr.NonEvseSpecific") else None


def _exists(station: Station, evse_id: int) -> bool:
    try:
        station.hardware.evse(evse_id)
    except NotPossible:
        return False
    return True


def _of_type(station: Station, kind: ConnectorEnumType) -> int | None:
    """Choose an EVSE with such a connector, rather one that has no reservation (H01.FR.06)."""
    having = [
        evse.id
        for evse in station.hardware.evses
        if any(connector.settings.type == kind.value for connector in evse.connectors)
    ]
    free = [evse_id for evse_id in having if station.reservations.at((evse_id, 1)) is None]
    return next(iter([*free, *having]), None)


def _announce(station: Station) -> Callable[[], Awaitable[None]]:
    async def announce() -> None:
        if station.automatic:
            station.reservations.announce()

    return announce
