"""OCPP 2.0.1, block F: Remote Control.

Sections are those of Part 2 (specification, edition 3).
"""

from enum import StrEnum

from pydantic import Field

from schemas.v201.types import (
    ChargingProfileType,
    EVSEType,
    Extensible,
    IdTokenType,
    StatusInfoType,
)


class MessageTriggerEnumType(StrEnum):
    """Section 3.54."""

    BOOT_NOTIFICATION = "BootNotification"
    LOG_STATUS_NOTIFICATION = "LogStatusNotification"
    FIRMWARE_STATUS_NOTIFICATION = "FirmwareStatusNotification"
    HEARTBEAT = "Heartbeat"
    METER_VALUES = "MeterValues"
    SIGN_CHARGING_STATION_CERTIFICATE = "SignChargingStationCertificate"
    SIGN_V2G_CERTIFICATE = "SignV2GCertificate"
    STATUS_NOTIFICATION = "StatusNotification"
    TRANSACTION_EVENT = "TransactionEvent"
    SIGN_COMBINED_CERTIFICATE = "SignCombinedCertificate"
    PUBLISH_FIRMWARE_STATUS_NOTIFICATION = "PublishFirmwareStatusNotification"


class RequestStartStopStatusEnumType(StrEnum):
    """Section 3.71."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"


class TriggerMessageStatusEnumType(StrEnum):
    """Section 3.81."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    NOT_IMPLEMENTED = "NotImplemented"


class UnlockStatusEnumType(StrEnum):
    """Section 3.83."""

    UNLOCKED = "Unlocked"
    UNLOCK_FAILED = "UnlockFailed"
    ONGOING_AUTHORIZED_TRANSACTION = "OngoingAuthorizedTransaction"
    UNKNOWN_CONNECTOR = "UnknownConnector"


class RequestStartTransactionRequest(Extensible):
    """Section 1.44.1."""

    evse_id: int | None = None
    group_id_token: IdTokenType | None = None
    id_token: IdTokenType
    remote_start_id: int
    charging_profile: ChargingProfileType | None = None


class RequestStartTransactionResponse(Extensible):
    """Section 1.44.2."""

    status: RequestStartStopStatusEnumType
    status_info: StatusInfoType | None = None
    transaction_id: str | None = Field(default=None, max_length=36)


class RequestStopTransactionRequest(Extensible):
    """Section 1.45.1."""

    transaction_id: str = Field(max_length=36)


class RequestStopTransactionResponse(Extensible):
    """Section 1.45.2."""

    status: RequestStartStopStatusEnumType
    status_info: StatusInfoType | None = None


class TriggerMessageRequest(Extensible):
    """Section 1.61.1."""

    evse: EVSEType | None = None
    requested_message: MessageTriggerEnumType


class TriggerMessageResponse(Extensible):
    """Section 1.61.2."""

    status: TriggerMessageStatusEnumType
    status_info: StatusInfoType | None = None


class UnlockConnectorRequest(Extensible):
    """Section 1.62.1."""

    evse_id: int
    connector_id: int


class UnlockConnectorResponse(Extensible):
    """Section 1.62.2."""

    status: UnlockStatusEnumType
    status_info: StatusInfoType | None = None
