"""What a script can speak of: the station's EVSEs, its version's messages, the acts."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from schemas import catalogue
from schemas.catalogue import Sender
from station_sim import actions
from station_sim.script.source import Wrong
from station_sim.station import KITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from station_sim.settings import StationSettings


class Cast:
    """Checks the names in a script against the station that it is for; each check raises Wrong."""

    def __init__(self, settings: StationSettings) -> None:
        self._evses = settings.evses
        self._version = settings.version
        self._kit = KITS[settings.version]

    def place(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Check EVSE and connector, and name them as the acts do."""
        evse, connector = fields.get("evse"), fields.get("connector")
        if evse is not None and not 1 <= evse <= len(self._evses):
            raise Wrong(
                f"there is no EVSE {evse}; the station has {_up_to(len(self._evses))} (--evses)"
            )
        if evse is not None and connector is not None:
            count = len(self._evses[evse - 1].connectors)
            if not 1 <= connector <= count:
                raise Wrong(f"EVSE {evse} has no connector {connector}, only {_up_to(count)}")
        names = {"evse": "evse_id", "connector": "connector_id"}
        return {names.get(name, name): value for name, value in fields.items()}

    def act(self, name: str, fields: Mapping[str, Any]) -> None:
        known(name, actions.NAMES, "there is no act")
        actions.check(name, fields)

    def drafted(self, action: str) -> None:
        known(action, self._kit.drafts, f"no station of OCPP {self._version} can send")

    def request(self, action: str, sender: Sender) -> None:
        """Check that this side sends requests of that action."""
        messages = catalogue.messages(self._version).values()
        sends = [m.action for m in messages if m.sender in (sender, Sender.BOTH)]
        side = "station" if sender is Sender.STATION else "CSMS"
        known(action, sends, f"no {side} of OCPP {self._version} sends")

    def status(self, name: str) -> None:
        known(name, self._kit.statuses, f"no connector of OCPP {self._version} is")


def known(name: str, names: Iterable[str], fault: str) -> None:
    """Raise Wrong with the fault, and what there is instead."""
    there_is = sorted(names)
    if name not in there_is:
        near = difflib.get_close_matches(name, there_is, 1)
        hint = f"did you mean {near[0]}?" if near else f"there is {', '.join(there_is)}"
        raise Wrong(f"{fault} {name}; {hint}")


def _up_to(count: int) -> str:
    return "1" if count == 1 else f"1 to {count}"
