"""OCPP 2.0.1, block G: Availability.

Sections are those of Part 2 (specification, edition 3).
"""

from enum import StrEnum

from schemas.base import DateTime
from schemas.v201.types import EVSEType, Extensible, StatusInfoType


class ChangeAvailabilityStatusEnumType(StrEnum):
    """Section 3.10."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    SCHEDULED = "Scheduled"


class ConnectorStatusEnumType(StrEnum):
    """Section 3.23."""

    AVAILABLE = "Available"
    OCCUPIED = "Occupied"
    RESERVED = "Reserved"
    UNAVAILABLE = "Unavailable"
    FAULTED = "Faulted"


class OperationalStatusEnumType(StrEnum):
    """Section 3.63."""

    INOPERATIVE = "Inoperative"
    OPERATIVE = "Operative"


class ChangeAvailabilityRequest(Extensible):
    """Section 1.5.1."""

    evse: EVSEType | None = None
    operational_status: OperationalStatusEnumType


class ChangeAvailabilityResponse(Extensible):
    """Section 1.5.2."""

    status: ChangeAvailabilityStatusEnumType
    status_info: StatusInfoType | None = None


class HeartbeatRequest(Extensible):
    """Section 1.29.1."""


class HeartbeatResponse(Extensible):
    """Section 1.29.2."""

    current_time: DateTime


class StatusNotificationRequest(Extensible):
    """Section 1.59.1."""

    timestamp: DateTime
    connector_status: ConnectorStatusEnumType
    evse_id: int
    connector_id: int


class StatusNotificationResponse(Extensible):
    """Section 1.59.2."""
