"""OCPP 2.0.1, block P: Data Transfer.

Sections are those of Part 2 (specification, edition 3).
"""

from enum import StrEnum

from pydantic import Field

from schemas.base import JsonValue
from schemas.v201.types import Extensible, StatusInfoType


class DataTransferStatusEnumType(StrEnum):
    """Section 3.27."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    UNKNOWN_MESSAGE_ID = "UnknownMessageId"
    UNKNOWN_VENDOR_ID = "UnknownVendorId"


class DataTransferRequest(Extensible):
    """Section 1.13.1."""

    message_id: str | None = Field(default=None, max_length=50)
    data: JsonValue = None
    vendor_id: str = Field(max_length=255)


class DataTransferResponse(Extensible):
    """Section 1.13.2."""

    status: DataTransferStatusEnumType
    status_info: StatusInfoType | None = None
    data: JsonValue = None
