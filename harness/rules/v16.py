"""Conversation rules of OCPP 1.6."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from harness.rules.boot import BootGate, BootRules
from harness.rules.certificates import InstalledCertificates, SignedChains, SigningRequests
from harness.rules.configuration import ConfigurationKeys
from harness.rules.error_codes import ErrorCodes
from harness.rules.identity import Identity
from harness.rules.meter import Meter
from harness.rules.owed import Triggered
from harness.rules.profiles import Profiles
from harness.rules.reports import ComposedSchedule, Connector, Reading, Report, Setting, StartUp
from harness.rules.time_of_day import CsmsTime, StationTime
from schemas.catalogue import Sender
from schemas.v16.enums import Measurand, Phase

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from harness.rules.monitor import Monitor

_DOCUMENT: Final = "OCPP 1.6"
_FIXED: Final = frozenset(
    {
        "chargePointVendor",
        "chargePointModel",
        "chargePointSerialNumber",
        "chargeBoxSerialNumber",
    }
)
_BOOT: Final = BootRules(
    unanswered="OCPP 1.6, 4.2",
    pending="OCPP 1.6, 4.2",
    rejected="OCPP 1.6, 4.2",
    instructing=frozenset({"TriggerMessage", "ExtendedTriggerMessage"}),
)

PROFILES: Final = partial(Profiles, _DOCUMENT, strict=False)

MONITORS: Final[Mapping[Sender, Sequence[Callable[[], Monitor]]]] = {
    Sender.STATION: (
        partial(BootGate, _BOOT),
        partial(StationTime, _DOCUMENT),
        ConfigurationKeys,
        partial(Identity, "", _FIXED, "OCPP 1.6, 4.2"),
        Meter,
        ErrorCodes,
        SigningRequests,
        InstalledCertificates,
        partial(Triggered, "OCPP 1.6, 5.17"),
        PROFILES,
    ),
    Sender.CSMS: (partial(CsmsTime, _DOCUMENT), SignedChains, PROFILES),
}

CONSEQUENTIAL: Final[Mapping[Sender, frozenset[str]]] = {
    Sender.STATION: frozenset(
        {"Authorize", "BootNotification", "StartTransaction", "StopTransaction"}
    ),
    Sender.CSMS: frozenset(),
}


def connectors(per_evse: Sequence[int]) -> list[Connector]:
    """Give what a station reports a status for: connector 0, which is the station, and the rest."""
    return [Connector(0, 0)] + [Connector(0, number + 1) for number in range(sum(per_evse))]


def connector(evse_id: int, connector_id: int) -> Connector:
    """Name one connector; 1.6 counts connectors only."""
    return Connector(0, connector_id)


def report(where: Connector, status: str) -> list[Report]:
    """Give the messages by which a station reports a connector's status."""
    fields = (("connectorId", str(where.connector_id)), ("status", status))
    return [Report("StatusNotification", fields)]


def start_up() -> list[StartUp]:
    """Boot; connector statuses follow."""
    rows = (
        ("chargePointVendor", "is", "$vendor", "OCPP 1.6, 4.2"),
        ("chargePointModel", "is", "$model", "OCPP 1.6, 4.2"),
    )
    return [StartUp("BootNotification", rows, "OCPP 1.6, 4.9")]


def is_measurand(text: str) -> bool:
    """Know a measurand, also with a phase behind it: `Voltage.L1` (section 9.1)."""
    measurand, _, phase = text.rpartition(".")
    return text in list(Measurand) or (measurand in list(Measurand) and phase in list(Phase))


def change_setting(name: str, value: str) -> Setting:
    """Set a configuration key."""
    payload = {"key": name, "value": value}
    return Setting(
        "ChangeConfiguration",
        payload,
        "status",
        done=("Accepted",),
        absent=("NotSupported",),
        fixed=("Rejected",),
        pending=("RebootRequired",),
        reset={"type": "Hard"},
    )


def composite_schedule(answer: dict[str, Any], asked: int) -> ComposedSchedule | None:
    """Read the answer to GetCompositeSchedule; without a duration of its own it is as asked."""
    schedule = answer.get("chargingSchedule")
    if schedule is None or "scheduleStart" not in answer:
        return None
    duration, periods = schedule.get("duration", asked), schedule["chargingSchedulePeriod"]
    return ComposedSchedule(answer["scheduleStart"], duration, tuple(periods))


def read_setting(name: str) -> Reading:
    """Read a configuration key."""
    return Reading("GetConfiguration", {"key": [name]}, f"configurationKey[key={name}].value")
