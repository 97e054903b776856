"""OCPP 1.6, profile Reservation: what stations answer, and the operator's goals."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from ocppj.clock import format_datetime, parse_datetime
from reference_csms.goals import Arguments, present, read
from reference_csms.jobs import Reservation
from reference_csms.services.reservations import CANCELLED
from schemas.v16.enums import CancelReservationStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_csms.connection import ConnectedStation
    from reference_csms.goals import OperationTable, Operator
    from schemas.base import JsonObject
    from schemas.v16 import reservation


async def reserve_now(
    station: ConnectedStation,
    request: reservation.ReserveNowRequest,
    response: reservation.ReserveNowResponse,
) -> None:
    """Section 5.13."""
    await station.services.reservations.asked(
        Reservation(
            station.identity,
            request.reservation_id,
            request.id_tag,
            parse_datetime(request.expiry_date),
            response.status.value,
            station.services.reservations.now(),
            group=request.parent_id_tag,
            connector_id=request.connector_id,
        )
    )


async def cancel_reservation(
    station: ConnectedStation,
    request: reservation.CancelReservationRequest,
    response: reservation.CancelReservationResponse,
) -> None:
    """Section 5.1."""
    if response.status is CancelReservationStatus.ACCEPTED:
        await station.services.reservations.ended(
            station.identity, request.reservation_id, CANCELLED
        )


class Reserve(Arguments):
    """`minutes` from now on; the group of a token that we know is told too."""

    id_token: str
    connector_id: int = 0
    minutes: int = 60


async def reserve(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """Section 5.13. The answer names the id of the reservation."""
    wanted = read(Reserve, arguments)
    csms = operator.csms
    number = await csms.store.next_number("reservation")
    token = await csms.services.authorization.find(wanted.id_token)
    payload = present(
        connectorId=wanted.connector_id,
        expiryDate=format_datetime(csms.clock.now() + timedelta(minutes=wanted.minutes)),
        idTag=wanted.id_token,
        parentIdTag=None if token is None else token.group,
        reservationId=number,
    )
    response = await operator.send("ReserveNow", payload)
    return {**response, "reservationId": number}


class Cancel(Arguments):
    reservation_id: int


async def cancel(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """Section 5.1."""
    wanted = read(Cancel, arguments)
    return await operator.send("CancelReservation", {"reservationId": wanted.reservation_id})


OPERATIONS: Final[OperationTable] = {"cancel-reservation": cancel, "reserve": reserve}
