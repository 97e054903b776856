"""OCPP 2.0.1, block E: Transactions.

Sections are those of Part 2 (specification, edition 3).
"""

from enum import StrEnum

from pydantic import Field

from schemas.base import DateTime, Number
from schemas.v201.types import (
    EVSEType,
    Extensible,
    IdTokenInfoType,
    IdTokenType,
    MessageContentType,
    MeterValueType,
)


class ChargingStateEnumType(StrEnum):
    """Section 3.16."""

    CHARGING = "Charging"
    EV_CONNECTED = "EVConnected"
    SUSPENDED_EV = "SuspendedEV"
    SUSPENDED_EVSE = "SuspendedEVSE"
    IDLE = "Idle"


class ReasonEnumType(StrEnum):
    """Section 3.67."""

    DE_AUTHORIZED = "DeAuthorized"
    EMERGENCY_STOP = "EmergencyStop"
    ENERGY_LIMIT_REACHED = "EnergyLimitReached"
    EV_DISCONNECTED = "EVDisconnected"
    GROUND_FAULT = "GroundFault"
    IMMEDIATE_RESET = "ImmediateReset"
    LOCAL = "Local"
    LOCAL_OUT_OF_CREDIT = "LocalOutOfCredit"
    MASTER_PASS = "MasterPass"
    OTHER = "Other"
    OVERCURRENT_FAULT = "OvercurrentFault"
    POWER_LOSS = "PowerLoss"
    POWER_QUALITY = "PowerQuality"
    REBOOT = "Reboot"
    REMOTE = "Remote"
    SOC_LIMIT_REACHED = "SOCLimitReached"
    STOPPED_BY_EV = "StoppedByEV"
    TIME_LIMIT_REACHED = "TimeLimitReached"
    TIMEOUT = "Timeout"


class TransactionEventEnumType(StrEnum):
    """Section 3.80."""

    ENDED = "Ended"
    STARTED = "Started"
    UPDATED = "Updated"


class TriggerReasonEnumType(StrEnum):
    """Section 3.82."""

    AUTHORIZED = "Authorized"
    CABLE_PLUGGED_IN = "CablePluggedIn"
    CHARGING_RATE_CHANGED = "ChargingRateChanged"
    CHARGING_STATE_CHANGED = "ChargingStateChanged"
    DEAUTHORIZED = "Deauthorized"
    ENERGY_LIMIT_REACHED = "EnergyLimitReached"
    EV_COMMUNICATION_LOST = "EVCommunicationLost"
    EV_CONNECT_TIMEOUT = "EVConnectTimeout"
    METER_VALUE_CLOCK = "MeterValueClock"
    METER_VALUE_PERIODIC = "MeterValuePeriodic"
    TIME_LIMIT_REACHED = "TimeLimitReached"
    TRIGGER = "Trigger"
    UNLOCK_COMMAND = "UnlockCommand"
    STOP_AUTHORIZED = "StopAuthorized"
    EV_DEPARTED = "EVDeparted"
    EV_DETECTED = "EVDetected"
    REMOTE_STOP = "RemoteStop"
    REMOTE_START = "RemoteStart"
    ABNORMAL_CONDITION = "AbnormalCondition"
    SIGNED_DATA_RECEIVED = "SignedDataReceived"
    RESET_COMMAND = "ResetCommand"


class TransactionType(Extensible):
    """Section 2.48."""

    transaction_id: str = Field(max_length=36)
    charging_state: ChargingStateEnumType | None = None
    time_spent_charging: int | None = None
    stopped_reason: ReasonEnumType | None = None
    remote_start_id: int | None = None


class GetTransactionStatusRequest(Extensible):
    """Section 1.27.1."""

    transaction_id: str | None = Field(default=None, max_length=36)


class GetTransactionStatusResponse(Extensible):
    """Section 1.27.2."""

    ongoing_indicator: bool | None = None
    messages_in_queue: bool


class TransactionEventRequest(Extensible):
    """Section 1.60.1."""

    event_type: TransactionEventEnumType
    meter_value: list[MeterValueType] | None = Field(default=None, min_length=1)
    timestamp: DateTime
    trigger_reason: TriggerReasonEnumType
    seq_no: int
    offline: bool = False
    number_of_phases_used: int | None = None
    cable_max_current: int | None = None
    reservation_id: int | None = None
    transaction_info: TransactionType
    evse: EVSEType | None = None
    id_token: IdTokenType | None = None


class TransactionEventResponse(Extensible):
    """Section 1.60.2."""

    total_cost: Number | None = None
    charging_priority: int | None = None
    id_token_info: IdTokenInfoType | None = None
    updated_personal_message: MessageContentType | None = None
