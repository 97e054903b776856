"""Conversation rules of OCPP 2.0.1."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from harness.rules.boot import BootGate, BootRules
from harness.rules.certificates import InstalledCertificates, SignedChains, SigningRequests
from harness.rules.configured import ConfiguredMeasurands
from harness.rules.ev_needs import EvNeeds
from harness.rules.events import TransactionCauses
from harness.rules.identity import BootReason, Identity
from harness.rules.inventory import Inventory
from harness.rules.monitor import Finding, Monitor
from harness.rules.monitoring import MonitoringResults
from harness.rules.monitors_told import MonitorsTold
from harness.rules.owed import StartEvents, Triggered
from harness.rules.parts import ReportParts
from harness.rules.profiles import Profiles
from harness.rules.readings import Readings
from harness.rules.reported import ReportedVariables
from harness.rules.reports import ComposedSchedule, Connector, Reading, Report, Setting, StartUp
from harness.rules.time_of_day import CsmsTime, StationTime
from harness.rules.tokens import TokenInfo
from harness.rules.variables import VariableResults
from schemas.catalogue import Sender
from schemas.v201.enums import MeasurandEnumType

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ocppj.frames import Call

_DOCUMENT: Final = "Part 2"
_FIXED: Final = frozenset({"model", "vendorName", "serialNumber"})
_BOOT: Final = BootRules(
    unanswered="B01.FR.08",
    pending="B02.FR.02",
    rejected="B03.FR.02",
    instructing=frozenset({"TriggerMessage", "GetBaseReport", "GetReport"}),
)


class TransactionEvents(Monitor):
    """Each transaction begins with Started, is numbered without gap or repeat, and ends once.

    Events that were queued while offline may arrive out of order (general tool rules of Part 6), so
    they are left out here.
    """

    def __init__(self) -> None:
        self._last: dict[str, int] = {}
        self._ended: set[str] = set()

    def on_call(self, call: Call) -> list[Finding]:
        if call.action != "TransactionEvent":
            return []
        if call.payload.get("offline"):
            return []
        try:
            transaction = call.payload["transactionInfo"]["transactionId"]
            kind, number = call.payload["eventType"], call.payload["seqNo"]
        except (KeyError, TypeError):
            return []  # the schema says what is wrong with it
        return self._follow(transaction, kind, number)

    def _follow(self, transaction: str, kind: str, number: Any) -> list[Finding]:
        found: list[Finding] = []
        last = self._last.get(transaction)
        if last is None and kind != "Started":
            started = "Started in the first message of a transaction"
            found.append(
                _finding("eventType", started, f"{kind}", "Part 2, TransactionEventRequest")
            )
        if last is not None and kind == "Started":
            once = f"Started once for transaction {transaction}"
            found.append(_finding("eventType", once, "Started again", "E01.FR.08"))
        if last is not None and number != last + 1:
            found.append(
                _finding("seqNo", f"{last + 1}, one more than before", f"{number}", "E01.FR.07")
            )
        if transaction in self._ended:
            done = "no message of a transaction after Ended"
            found.append(_finding("eventType", done, f"{kind}", "Part 2, TransactionEventRequest"))
        if isinstance(number, int):
            self._last[transaction] = number
        if kind == "Ended":
            self._ended.add(transaction)
        return found


def _finding(subject: str, expected: str, actual: str, requirement: str) -> Finding:
    return Finding("TransactionEvent", subject, expected, actual, requirement)


PROFILES: Final = partial(Profiles, _DOCUMENT, strict=True)

MONITORS: Final[Mapping[Sender, Sequence[Callable[[], Monitor]]]] = {
    Sender.STATION: (
        partial(BootGate, _BOOT),
        partial(StationTime, _DOCUMENT),
        TransactionEvents,
        TransactionCauses,
        Readings,
        ConfiguredMeasurands,
        VariableResults,
        MonitoringResults,
        MonitorsTold,
        partial(Identity, "chargingStation", _FIXED, "B01.FR.01"),
        BootReason,
        ReportParts,
        ReportedVariables,
        Inventory,
        SigningRequests,
        InstalledCertificates,
        EvNeeds,
        partial(Triggered, "F06.FR.10"),
        StartEvents,
        PROFILES,
    ),
    Sender.CSMS: (partial(CsmsTime, _DOCUMENT), TokenInfo, SignedChains, PROFILES),
}

CONSEQUENTIAL: Final[Mapping[Sender, frozenset[str]]] = {
    Sender.STATION: frozenset({"Authorize", "BootNotification"}),
    Sender.CSMS: frozenset(),
}


def connectors(per_evse: Sequence[int]) -> list[Connector]:
    """Give what a station reports a status for: each connector of each EVSE."""
    return [
        Connector(evse, number)
        for evse, count in enumerate(per_evse, start=1)
        for number in range(1, count + 1)
    ]


def connector(evse_id: int, connector_id: int) -> Connector:
    """Name one connector, counted within its EVSE."""
    return Connector(evse_id, connector_id)


def report(where: Connector, status: str) -> list[Report]:
    """Give the two messages by which a station may report a connector's status (G01.FR.03)."""
    ids = str(where.evse_id), str(where.connector_id)
    event = "eventData[any]"
    return [
        Report(
            "StatusNotification",
            (("evseId", ids[0]), ("connectorId", ids[1]), ("connectorStatus", status)),
        ),
        Report(
            "NotifyEvent",
            (
                (f"{event}.trigger", "Delta"),
                (f"{event}.actualValue", status),
                (f"{event}.component.name", "Connector"),
                (f"{event}.component.evse.id", ids[0]),
                (f"{event}.component.evse.connectorId", ids[1]),
                (f"{event}.variable.name", "AvailabilityState"),
            ),
        ),
    ]


def is_measurand(text: str) -> bool:
    return text in list(MeasurandEnumType)


def start_up() -> list[StartUp]:
    """Boot; connector statuses and the security event of the start follow."""
    boot = (
        ("reason", "is", "PowerUp", "B01.FR.09"),
        ("chargingStation.model", "is", "$model", "B01.FR.01"),
        ("chargingStation.vendorName", "is", "$vendor", "B01.FR.01"),
    )
    event = (("type", "is one of", "StartupOfTheDevice, ResetOrReboot", "A04.FR.01"),)
    return [
        StartUp("BootNotification", boot, "B01.FR.05"),
        StartUp("SecurityEventNotification", event),
    ]


def _named(name: str) -> dict[str, Any]:
    """Read `Component.Variable` or `Component.Variable[Instance]`."""
    component, _, variable = name.partition(".")
    variable, _, instance = variable.rstrip("]").partition("[")
    named = {"name": variable, **({"instance": instance} if instance else {})}
    return {"component": {"name": component}, "variable": named}


def change_setting(name: str, value: str) -> Setting:
    """Set a variable, named `Component.Variable` or `Component.Variable[Instance]`."""
    data = {"attributeValue": value, **_named(name)}
    return Setting(
        "SetVariables",
        {"setVariableData": [data]},
        "setVariableResult[0].attributeStatus",
        done=("Accepted",),
        absent=("UnknownComponent", "UnknownVariable", "NotSupportedAttributeType"),
        fixed=("Rejected",),
        pending=("RebootRequired",),
        reset={"type": "Immediate"},
    )


def composite_schedule(answer: dict[str, Any], asked: int) -> ComposedSchedule | None:
    """Read the answer to GetCompositeSchedule."""
    schedule = answer.get("schedule")
    if schedule is None:
        return None
    periods = tuple(schedule["chargingSchedulePeriod"])
    return ComposedSchedule(schedule["scheduleStart"], schedule["duration"], periods)


def read_setting(name: str) -> Reading:
    """Read a variable, named as in `change_setting`."""
    payload = {"getVariableData": [_named(name)]}
    return Reading("GetVariables", payload, "getVariableResult[0].attributeValue")
