"""Messages that must still come: of an accepted trigger, and of a start of the station.

Sources: OCPP 1.6, 5.17; F06.FR.10; A04.FR.01 with Part 2 Appendices, 1 (critical security events).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harness.rules.monitor import Finding, Monitor
from ocppj.frames import CallResult

if TYPE_CHECKING:
    from ocppj.frames import Answer, Call

_TRIGGERS: Final = frozenset({"TriggerMessage", "ExtendedTriggerMessage"})
_SIGNING: Final = "SignCertificate"
_BOOT: Final = "BootNotification"
_EVENT: Final = "SecurityEventNotification"
_STARTS: Final = ("StartupOfTheDevice", "ResetOrReboot")


class Triggered(Monitor):
    """Keeps what was accepted until it comes; `rule` is the version's."""

    def __init__(self, rule: str) -> None:
        self._rule = rule
        self._accepted: list[str] = []

    def on_answer(self, request: Call, answer: Answer) -> list[Finding]:
        status = answer.payload.get("status") if isinstance(answer, CallResult) else None
        if request.action in _TRIGGERS and status == "Accepted":
            self._accepted.append(_action(str(request.payload.get("requestedMessage"))))
        return []

    def on_call(self, call: Call) -> list[Finding]:
        if call.action in self._accepted:
            self._accepted.remove(call.action)
        return []

    def on_reboot_due(self) -> None:
        self._accepted.clear()

    def owed(self) -> list[Finding]:
        return [
            Finding(action, "message", "one, since the trigger was accepted", "none", self._rule)
            for action in self._accepted
        ]


class StartEvents(Monitor):
    """A station that has started, and is accepted, tells so as a security event."""

    def __init__(self) -> None:
        self._due = False

    def on_own_answer(self, request: Call, answer: Answer) -> None:
        status = answer.payload.get("status") if isinstance(answer, CallResult) else None
        if request.action == _BOOT and status == "Accepted":
            self._due |= request.payload.get("reason") != "Triggered"

    def on_call(self, call: Call) -> list[Finding]:
        if call.action == _EVENT and call.payload.get("type") in _STARTS:
            self._due = False
        return []

    def on_reboot_due(self) -> None:
        self._due = False

    def owed(self) -> list[Finding]:
        told = f"one of type {' or '.join(_STARTS)}"
        return [Finding(_EVENT, "message", told, "none", "A04.FR.01")] if self._due else []


def _action(requested: str) -> str:
    """Name the message: several kinds of certificate are asked for by one."""
    return _SIGNING if requested.startswith("Sign") else requested
