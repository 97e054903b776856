"""OCPP 1.6, profile Reservation.

Sections are those of OCPP 1.6 edition 2.
"""

from pydantic import Field

from schemas.base import DateTime, OcppModel
from schemas.v16.enums import CancelReservationStatus, ReservationStatus


class CancelReservationRequest(OcppModel):
    """Section 6.5."""

    reservation_id: int


class CancelReservationResponse(OcppModel):
    """Section 6.6."""

    status: CancelReservationStatus


class ReserveNowRequest(OcppModel):
    """Section 6.37."""

    connector_id: int
    expiry_date: DateTime
    id_tag: str = Field(max_length=20)
    parent_id_tag: str | None = Field(default=None, max_length=20)
    reservation_id: int


class ReserveNowResponse(OcppModel):
    """Section 6.38."""

    status: ReservationStatus
