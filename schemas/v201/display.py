"""OCPP 2.0.1, block O: Display Message.

Sections are those of Part 2 (specification, edition 3).
"""

from enum import StrEnum

from pydantic import Field

from schemas.base import DateTime
from schemas.v201.types import ComponentType, Extensible, MessageContentType, StatusInfoType


class ClearMessageStatusEnumType(StrEnum):
    """Section 3.19."""

    ACCEPTED = "Accepted"
    UNKNOWN = "Unknown"


class DisplayMessageStatusEnumType(StrEnum):
    """Section 3.29."""

    ACCEPTED = "Accepted"
    NOT_SUPPORTED_MESSAGE_FORMAT = "NotSupportedMessageFormat"
    REJECTED = "Rejected"
    NOT_SUPPORTED_PRIORITY = "NotSupportedPriority"
    NOT_SUPPORTED_STATE = "NotSupportedState"
    UNKNOWN_TRANSACTION = "UnknownTransaction"


class GetDisplayMessagesStatusEnumType(StrEnum):
    """Section 3.39."""

    ACCEPTED = "Accepted"
    UNKNOWN = "Unknown"


class MessagePriorityEnumType(StrEnum):
    """Section 3.52."""

    ALWAYS_FRONT = "AlwaysFront"
    IN_FRONT = "InFront"
    NORMAL_CYCLE = "NormalCycle"


class MessageStateEnumType(StrEnum):
    """Section 3.53."""

    CHARGING = "Charging"
    FAULTED = "Faulted"
    IDLE = "Idle"
    UNAVAILABLE = "Unavailable"


class MessageInfoType(Extensible):
    """Section 2.31."""

    display: ComponentType | None = None
    id: int
    priority: MessagePriorityEnumType
    state: MessageStateEnumType | None = None
    start_date_time: DateTime | None = None
    end_date_time: DateTime | None = None
    transaction_id: str | None = Field(default=None, max_length=36)
    message: MessageContentType


class ClearDisplayMessageRequest(Extensible):
    """Section 1.8.1."""

    id: int


class ClearDisplayMessageResponse(Extensible):
    """Section 1.8.2."""

    status: ClearMessageStatusEnumType
    status_info: StatusInfoType | None = None


class GetDisplayMessagesRequest(Extensible):
    """Section 1.21.1."""

    id: list[int] | None = Field(default=None, min_length=1)
    request_id: int
    priority: MessagePriorityEnumType | None = None
    state: MessageStateEnumType | None = None


class GetDisplayMessagesResponse(Extensible):
    """Section 1.21.2."""

    status: GetDisplayMessagesStatusEnumType
    status_info: StatusInfoType | None = None


class NotifyDisplayMessagesRequest(Extensible):
    """Section 1.35.1."""

    message_info: list[MessageInfoType] | None = Field(default=None, min_length=1)
    request_id: int
    tbc: bool = False


class NotifyDisplayMessagesResponse(Extensible):
    """Section 1.35.2."""


class SetDisplayMessageRequest(Extensible):
    """Section 1.52.1."""

    message: MessageInfoType


class SetDisplayMessageResponse(Extensible):
    """Section 1.52.2."""

    status: DisplayMessageStatusEnumType
    status_info: StatusInfoType | None = None
