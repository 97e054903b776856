"""OCPP 2.0.1, block H: reservations."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from pydantic import Field

from ocppj.clock import format_datetime, parse_datetime
from reference_csms.goals import Arguments, present, read
from reference_csms.jobs import Reservation
from reference_csms.services.reservations import CANCELLED
from reference_csms.v201.tokens import stored_type
from schemas.v201 import reservation as messages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_csms.connection import ConnectedStation
    from reference_csms.goals import OperationTable, Operator
    from schemas.base import JsonObject


class Reserve(Arguments):
    """`minutes` from now on is how long the reservation holds."""

    id_token: str
    type: str | None = None
    evse_id: int | None = None
    connector_type: str | None = None
    minutes: float = Field(default=60, gt=0)


async def reserve(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """H01, with the token's group where it has one (H03.FR.04). The answer names our id."""
    wanted = read(Reserve, arguments)
    kind = wanted.type or await stored_type(operator, wanted.id_token)
    token = await operator.csms.services.authorization.find(wanted.id_token, kind)
    group = None
    if token is not None and token.group is not None:
        group = {"idToken": token.group, "type": token.group_type or kind}
    number = await operator.csms.store.next_number("reservation")
    expiry = operator.csms.clock.now() + timedelta(minutes=wanted.minutes)
    payload = present(
        id=number,
        expiryDateTime=format_datetime(expiry),
        connectorType=wanted.connector_type,
        idToken={"idToken": wanted.id_token, "type": kind},
        evseId=wanted.evse_id,
        groupIdToken=group,
    )
    return {**await operator.send("ReserveNow", payload), "reservationId": number}


class Cancelling(Arguments):
    reservation_id: int


async def cancel_reservation(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """H02."""
    wanted = read(Cancelling, arguments)
    payload = {"reservationId": wanted.reservation_id}
    return await operator.send("CancelReservation", payload)


OPERATIONS: Final[OperationTable] = {
    "cancel-reservation": cancel_reservation,
    "reserve": reserve,
}


async def reserved(
    station: ConnectedStation,
    request: messages.ReserveNowRequest,
    response: messages.ReserveNowResponse,
) -> None:
    """Keep the reservation with the station's answer."""
    kind, group = request.connector_type, request.group_id_token
    await station.services.reservations.asked(
        Reservation(
            station=station.identity,
            reservation_id=request.id,
            id_token=request.id_token.id_token,
            expires_at=parse_datetime(request.expiry_date_time),
            status=response.status.value,
            asked_at=station.services.reservations.now(),
            id_token_type=request.id_token.type.value,
            group=None if group is None else group.id_token,
            evse_id=request.evse_id,
            connector_type=None if kind is None else kind.value,
        )
    )


async def cancelled(
    station: ConnectedStation,
    request: messages.CancelReservationRequest,
    response: messages.CancelReservationResponse,
) -> None:
    """H02.FR.02."""
    if response.status is messages.CancelReservationStatusEnumType.ACCEPTED:
        await station.services.reservations.ended(
            station.identity, request.reservation_id, CANCELLED
        )


async def reservation_status_update(
    station: ConnectedStation, request: messages.ReservationStatusUpdateRequest
) -> messages.ReservationStatusUpdateResponse:
    """H04.FR.03."""
    await station.services.reservations.reported(
        station.identity, request.reservation_id, request.reservation_update_status.value
    )
    return messages.ReservationStatusUpdateResponse()
