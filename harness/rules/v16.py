"""Conversation rules of OCPP 1.6."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from harness.rules.boot import BootGate, BootRules
from harness.rules.reports import Connector, Reading, Report, Setting
from schemas.catalogue import Sender

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from harness.rules.monitor import Monitor

_BOOT: Final = BootRules(
    unanswered="OCPP 1.6, 4.2",
    pending="OCPP 1.6, 4.2",
    rejected="OCPP 1.6, 4.2",
    instructing=frozenset({"TriggerMessage", "ExtendedTriggerMessage"}),
)

MONITORS: Final[Mapping[Sender, Sequence[Callable[[], Monitor]]]] = {
    Sender.STATION: (partial(BootGate, _BOOT),),
    Sender.CSMS: (),
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


def change_setting(name: str, value: str) -> Setting:
    """Set a configuration key."""
    payload = {"key": name, "value": value}
    done = ("Accepted", "RebootRequired")
    return Setting("ChangeConfiguration", payload, "status", done, ("NotSupported",), ("Rejected",))


def read_setting(name: str) -> Reading:
    """Read a configuration key."""
    return Reading("GetConfiguration", {"key": [name]}, f"configurationKey[key={name}].value")
