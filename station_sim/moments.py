"""What happens while charging, in values that both versions put into their own messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from station_sim.charging import ChargingPoint


class Cause(StrEnum):
    """Why a transaction message is sent, in the words of TriggerReasonEnumType."""

    EV_DETECTED = "EVDetected"
    EV_DEPARTED = "EVDeparted"
    PLUGGED_IN = "CablePluggedIn"
    EV_LOST = "EVCommunicationLost"
    AUTHORIZED = "Authorized"
    REMOTE_START = "RemoteStart"
    DATA_SIGNED = "SignedDataReceived"
    STATE = "ChargingStateChanged"
    STOP_AUTHORIZED = "StopAuthorized"
    REMOTE_STOP = "RemoteStop"
    DEAUTHORIZED = "Deauthorized"
    CONNECT_TIMEOUT = "EVConnectTimeout"
    UNLOCK = "UnlockCommand"
    RESET = "ResetCommand"
    ABNORMAL = "AbnormalCondition"
    PERIODIC = "MeterValuePeriodic"
    CLOCK = "MeterValueClock"
    RATE = "ChargingRateChanged"
    ENERGY_LIMIT = "EnergyLimitReached"
    TIME_LIMIT = "TimeLimitReached"
    TRIGGER = "Trigger"


class StopReason(StrEnum):
    """What began the end, in the words of ReasonEnumType; UnlockCommand is 1.6's alone."""

    LOCAL = "Local"
    REMOTE = "Remote"
    DEAUTHORIZED = "DeAuthorized"
    EV_DISCONNECTED = "EVDisconnected"
    STOPPED_BY_EV = "StoppedByEV"
    TIMEOUT = "Timeout"
    IMMEDIATE_RESET = "ImmediateReset"
    REBOOT = "Reboot"
    POWER_LOSS = "PowerLoss"
    UNLOCK = "UnlockCommand"
    EMERGENCY_STOP = "EmergencyStop"
    GROUND_FAULT = "GroundFault"
    OVERCURRENT = "OvercurrentFault"
    POWER_QUALITY = "PowerQuality"
    ENERGY_LIMIT = "EnergyLimitReached"
    TIME_LIMIT = "TimeLimitReached"
    SOC_LIMIT = "SOCLimitReached"
    OUT_OF_CREDIT = "LocalOutOfCredit"
    MASTER_PASS = "MasterPass"
    OTHER = "Other"


class ChargingState(StrEnum):
    IDLE = "Idle"
    EV_CONNECTED = "EVConnected"
    SUSPENDED_EV = "SuspendedEV"
    SUSPENDED_EVSE = "SuspendedEVSE"
    CHARGING = "Charging"


class Stage(StrEnum):
    STARTED = "Started"
    UPDATED = "Updated"
    ENDED = "Ended"


@dataclass(frozen=True, slots=True)
class Token:
    """An identifier as presented; tokens are compared without case. 1.6 has no types."""

    id: str
    type: str = "ISO14443"

    def matches(self, other: Token) -> bool:
        return self.id.casefold() == other.id.casefold() and self.type == other.type


@dataclass(frozen=True, slots=True)
class Authorization:
    """Who may charge; `group` is the parent or group identifier.

    `located` is false while nobody knows at which EVSE: the token came before the cable.
    """

    token: Token
    group: str | None = None
    remote_start_id: int | None = None
    located: bool = True


@dataclass(slots=True)
class Transaction:
    """One transaction; `csms_id` is the id that a 1.6 CSMS gave, None until it did.

    `meter_start` is the register in Wh when it began.
    """

    id: str
    evse_id: int
    connector_id: int | None = None
    seq_no: int = 0
    csms_id: int | None = None
    meter_start: float = 0.0
    token: Token | None = None
    stop_reason: StopReason | None = None
    reported_state: ChargingState | None = None
    begin_values_sent: bool = False
    ongoing: bool = True
    # The values for its last message; models of the version that is spoken.
    stored: list[Any] = field(default_factory=list)

    def next_seq_no(self) -> int:
        number, self.seq_no = self.seq_no, self.seq_no + 1
        return number


@dataclass(frozen=True, slots=True)
class Moment:
    """What happened to a transaction; `token` is set where the message is to carry it."""

    stage: Stage
    cause: Cause
    state: ChargingState | None = None
    token: Token | None = None
    remote_start_id: int | None = None
    stop_reason: StopReason | None = None


class Reporter(Protocol):
    """Turns moments and status changes into messages."""

    def moment(self, point: ChargingPoint, transaction: Transaction, moment: Moment) -> None: ...

    def status(self, point: ChargingPoint) -> None: ...

    def over(self, point: ChargingPoint) -> None: ...
