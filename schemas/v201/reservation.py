"""OCPP 2.0.1, block H: Reservation.

Sections are those of Part 2 (specification, edition 3).
"""

from enum import StrEnum

from schemas.base import DateTime
from schemas.v201.types import Extensible, IdTokenType, StatusInfoType


class CancelReservationStatusEnumType(StrEnum):
    """Section 3.6."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"


class ConnectorEnumType(StrEnum):
    """Section 3.22."""

    C_CCS1 = "cCCS1"
    C_CCS2 = "cCCS2"
    C_G105 = "cG105"
    C_TESLA = "cTesla"
    C_TYPE1 = "cType1"
    C_TYPE2 = "cType2"
    S309_1P_16A = "s309-1P-16A"
    S309_1P_32A = "s309-1P-32A"
    S309_3P_16A = "s309-3P-16A"
    S309_3P_32A = "s309-3P-32A"
    S_BS1361 = "sBS1361"
    S_CEE_7_7 = "sCEE-7-7"
    S_TYPE2 = "sType2"
    S_TYPE3 = "sType3"
    OTHER1_PH_MAX16_A = "Other1PhMax16A"
    OTHER1_PH_OVER16_A = "Other1PhOver16A"
    OTHER3_PH = "Other3Ph"
    PAN = "Pan"
    W_INDUCTIVE = "wInductive"
    W_RESONANT = "wResonant"
    UNDETERMINED = "Undetermined"
    UNKNOWN = "Unknown"


class ReservationUpdateStatusEnumType(StrEnum):
    """Section 3.72."""

    EXPIRED = "Expired"
    REMOVED = "Removed"


class ReserveNowStatusEnumType(StrEnum):
    """Section 3.73."""

    ACCEPTED = "Accepted"
    FAULTED = "Faulted"
    OCCUPIED = "Occupied"
    REJECTED = "Rejected"
    UNAVAILABLE = "Unavailable"


class CancelReservationRequest(Extensible):
    """Section 1.3.1."""

    reservation_id: int


class CancelReservationResponse(Extensible):
    """Section 1.3.2."""

    status: CancelReservationStatusEnumType
    status_info: StatusInfoType | None = None


class ReservationStatusUpdateRequest(Extensible):
    """Section 1.46.1."""

    reservation_id: int
    reservation_update_status: ReservationUpdateStatusEnumType


class ReservationStatusUpdateResponse(Extensible):
    """Section 1.46.2."""


class ReserveNowRequest(Extensible):
    """Section 1.47.1."""

    id: int
    expiry_date_time: DateTime
    connector_type: ConnectorEnumType | None = None
    id_token: IdTokenType
    evse_id: int | None = None
    group_id_token: IdTokenType | None = None


class ReserveNowResponse(Extensible):
    """Section 1.47.2."""

    status: ReserveNowStatusEnumType
    status_info: StatusInfoType | None = None
