"""What an EV needs: the parameters fit the way in which energy is to be transferred."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harness.rules.monitor import Finding, Monitor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocppj.frames import Call

_AC: Final = "acChargingParameters"
_DC: Final = "dcChargingParameters"
_RULE: Final = "K15.FR.06"


class EvNeeds(Monitor):
    """Needs come with the parameters of AC or DC, and only with those that were asked for."""

    def on_call(self, call: Call) -> list[Finding]:
        needs = call.payload.get("chargingNeeds")
        if call.action != "NotifyEVChargingNeeds" or not isinstance(needs, dict):
            return []
        wanted = _DC if needs.get("requestedEnergyTransfer") == "DC" else _AC
        return list(_findings(wanted, needs.keys() & {_AC, _DC}))


def _findings(wanted: str, given: set[str]) -> Iterator[Finding]:
    if given != {wanted}:
        actual = " and ".join(sorted(given)) or "neither"
        subject = "chargingNeeds"
        yield Finding("NotifyEVChargingNeeds", subject, f"{wanted} alone", actual, _RULE)
