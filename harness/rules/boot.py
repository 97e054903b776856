"""Registration: what a station may send before the CSMS has accepted it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harness.rules.monitor import Finding, Monitor
from ocppj.frames import CallResult

if TYPE_CHECKING:
    from ocppj.frames import Answer, Call

_REBOOTING: Final = "InstallRebooting"


@dataclass(frozen=True, slots=True)
class BootRules:
    """Where a version's document states the rules of the boot gate.

    `instructing` are the requests by which a CSMS lets a pending station speak.
    """

    unanswered: str
    pending: str
    rejected: str
    instructing: frozenset[str]


class BootGate(Monitor):
    """No CALL but BootNotification between a boot and its acceptance.

    A station that connects again without a reboot owes no BootNotification, so the gate closes
    with a BootNotification, or with the first connection after a reboot that we know of.
    """

    def __init__(self, rules: BootRules) -> None:
        self._rules = rules
        self._state = "accepted"
        self._instructed = False
        self._reboot_due = False

    def on_reboot_due(self) -> None:
        self._reboot_due = True

    def on_opened(self) -> None:
        if self._reboot_due:
            self._state, self._instructed = "not asked for", False

    def on_call(self, call: Call) -> list[Finding]:
        if call.action == "BootNotification":
            self._state, self._instructed = "unanswered", False
            self._reboot_due = False
            return []
        requirement = {
            "accepted": None,
            "not asked for": self._rules.unanswered,
            "unanswered": self._rules.unanswered,
            "Pending": None if self._instructed else self._rules.pending,
            "Rejected": self._rules.rejected,
        }[self._state]
        if call.payload.get("status") == _REBOOTING:  # of a firmware update, in both versions
            self._reboot_due = True
        if requirement is None:
            return []
        expected = "no CALL but BootNotification before the station is accepted"
        actual = f"{call.action} while the registration was {self._state}"
        return [Finding(call.action, "sequence", expected, actual, requirement)]

    def on_answer(self, request: Call, answer: Answer) -> list[Finding]:
        whole = request.action == "Reset" and "evseId" not in request.payload
        if whole and isinstance(answer, CallResult) and answer.payload.get("status") == "Accepted":
            self._reboot_due = True
        return []

    def on_own_answer(self, request: Call, answer: Answer) -> None:
        if request.action == "BootNotification" and isinstance(answer, CallResult):
            status = answer.payload.get("status")
            self._state = status if status in ("Pending", "Rejected") else "accepted"

    def on_own_call(self, call: Call) -> None:
        self._instructed = self._instructed or call.action in self._rules.instructing
