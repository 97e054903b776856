"""What a driver can be asked to bring about, in OCPP's own words.

`Action` is a closed union: every driver ends its `match` with `assert_never`, so that a new action
is a type error in each driver until it is dealt with. The names and fields of the physical acts are
also the contract of the simulator's HTTP API (design section 6).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class PlugIn:
    """The EV driver connects the cable at both ends; the EV may speak ISO 15118."""

    evse_id: int
    connector_id: int = 1
    iso15118: bool = False


@dataclass(frozen=True, slots=True)
class Unplug:
    """The EV driver takes the cable out."""

    evse_id: int
    connector_id: int = 1


@dataclass(frozen=True, slots=True)
class PresentToken:
    """The EV driver presents a token; `type` as in 2.0.1, `evse_id` where the reader has one."""

    id_token: str
    type: str = "Central"
    evse_id: int | None = None


@dataclass(frozen=True, slots=True)
class EnterBay:
    """The EV drives into the parking bay of an EVSE."""

    evse_id: int


@dataclass(frozen=True, slots=True)
class LeaveBay:
    """The EV leaves the parking bay of an EVSE."""

    evse_id: int


@dataclass(frozen=True, slots=True)
class StartEnergy:
    """The EV begins to draw energy."""

    evse_id: int


@dataclass(frozen=True, slots=True)
class StopEnergy:
    """The EV stops drawing energy while it stays connected."""

    evse_id: int


@dataclass(frozen=True, slots=True)
class PowerCycle:
    """The station loses its power and gets it back."""


@dataclass(frozen=True, slots=True)
class ReportFault:
    """A connector becomes faulty; `code` is a ChargePointErrorCode of 1.6, free text in 2.0.1."""

    evse_id: int
    connector_id: int
    code: str


@dataclass(frozen=True, slots=True)
class ClearFault:
    """A connector's fault is repaired."""

    evse_id: int
    connector_id: int


@dataclass(frozen=True, slots=True)
class ImposeLimit:
    """An external system (EMS, SO or Other) limits the station, not by OCPP; `unit` is A or W."""

    source: str
    limit: float
    unit: str = "A"


@dataclass(frozen=True, slots=True)
class ReleaseLimit:
    """The external system takes its limit back."""

    source: str


@dataclass(frozen=True, slots=True)
class RequestContractCertificate:
    """The connected EV asks for a contract certificate; `action` is Install or Update."""

    evse_id: int
    action: str = "Install"


@dataclass(frozen=True, slots=True)
class SendCommand:
    """The CSMS is asked to send exactly this request; the fallback where no goal fits."""

    station: str
    action: str
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReadVariables:
    """The CSMS is asked for variables of a station, `(component, variable)` each."""

    station: str
    variables: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StartRemotely:
    """The CSMS is asked to start a transaction for a token; it chooses the payload itself."""

    station: str
    id_token: str
    type: str
    evse_id: int | None = None


@dataclass(frozen=True, slots=True)
class Pursue:
    """The CSMS is asked for a goal, an operation of docs/rest_api.md; it chooses the messages."""

    station: str
    goal: str
    arguments: dict[str, Any]


PhysicalAct = (
    PlugIn
    | Unplug
    | PresentToken
    | EnterBay
    | LeaveBay
    | StartEnergy
    | StopEnergy
    | PowerCycle
    | ReportFault
    | ClearFault
    | ImposeLimit
    | ReleaseLimit
    | RequestContractCertificate
)
Operation = SendCommand | ReadVariables | StartRemotely | Pursue
Action = PhysicalAct | Operation

PHYSICAL_ACTS: Final[tuple[type, ...]] = PhysicalAct.__args__
OPERATIONS: Final[tuple[type, ...]] = Operation.__args__


def name_of(action: Action) -> str:
    return type(action).__name__


def fields_of(action: Action) -> dict[str, Any]:
    """Give the fields of an action as JSON."""
    return asdict(action)


@dataclass(frozen=True, slots=True)
class Question:
    """A look at what a system shows of its state through its public interface.

    `collection` is a name of the REST contract (`stations`, `variables`, `transactions`, ...),
    `filters` narrows it. The answer is a list of JSON objects.
    """

    collection: str
    filters: tuple[tuple[str, str], ...] = ()
