"""Error codes of OCPP 1.6: any may stand beside any status as a warning, but for one (4.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harness.rules.monitor import Finding, Monitor

if TYPE_CHECKING:
    from ocppj.frames import Call

_CODE: Final = "EVCommunicationError"
_WITH: Final = ("Preparing", "SuspendedEV", "SuspendedEVSE", "Finishing")


class ErrorCodes(Monitor):
    """EVCommunicationError is told only of a connector at which an EV does not charge."""

    def on_call(self, call: Call) -> list[Finding]:
        if call.action != "StatusNotification" or call.payload.get("errorCode") != _CODE:
            return []
        status = call.payload.get("status")
        if status in _WITH:
            return []
        expected = f"another one beside {status}"
        return [Finding(call.action, "errorCode", expected, _CODE, "OCPP 1.6, 4.9")]
