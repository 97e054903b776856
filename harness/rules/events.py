"""What a TransactionEvent says of its cause fits what has happened in the conversation.

Sources: E01.FR.18, E02.FR.01, E02.FR.15, E06.FR.08, TriggerReasonEnumType, ReasonEnumType.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from harness.rules.monitor import Finding, Monitor, left_to_the_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ocppj.frames import Answer, Call

_EVENT: Final = "TransactionEvent"
_PHASES: Final = 3
_NOT_ACCEPTED: Final = "an idTokenInfo that is not Accepted"
_TRIGGERS: Final[Mapping[str, str]] = {
    "RemoteStart": "RequestStartTransaction",
    "RemoteStop": "RequestStopTransaction",
    "Trigger": "TriggerMessage",
    "UnlockCommand": "UnlockConnector",
    "ResetCommand": "Reset",
    "Deauthorized": _NOT_ACCEPTED,
}
"""What the CSMS must have sent before it can be the trigger of an event."""
_STOPS: Final[Mapping[str, str]] = {
    "Remote": "RequestStopTransaction",
    "ImmediateReset": "Reset",
    "DeAuthorized": _NOT_ACCEPTED,
}
_STOPPED: Final[Mapping[str, str]] = {"RemoteStop": "Remote", "Deauthorized": "DeAuthorized"}
"""Triggers that leave no choice of the reason for which the transaction stops."""


class TransactionCauses(Monitor):
    """A cause that lies with the CSMS is named only when the CSMS has given it."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def on_own_call(self, call: Call) -> None:
        self._given.add(call.action)

    def on_own_answer(self, request: Call, answer: Answer) -> None:
        info = getattr(answer, "payload", {}).get("idTokenInfo", {})
        if info.get("status", "Accepted") != "Accepted":
            self._given.add(_NOT_ACCEPTED)

    @left_to_the_schema
    def on_call(self, call: Call) -> list[Finding]:
        if call.action != _EVENT:
            return []
        return [*self._causes(call.payload), *_told(call.payload)]

    def _causes(self, event: Mapping[str, Any]) -> Iterator[Finding]:
        reasons = (
            ("triggerReason", event["triggerReason"], _TRIGGERS, "E02.FR.15"),
            (
                "transactionInfo.stoppedReason",
                event["transactionInfo"].get("stoppedReason"),
                _STOPS,
                "E06.FR.08",
            ),
        )
        for subject, reason, causes, rule in reasons:
            cause = causes.get(reason)
            if cause is not None and cause not in self._given:
                expected = f"another one, since the CSMS has not sent {cause}"
                yield Finding(_EVENT, subject, expected, str(reason), rule)


def _told(event: Mapping[str, Any]) -> Iterator[Finding]:
    trigger, info = event["triggerReason"], event["transactionInfo"]
    if trigger == "ChargingStateChanged" and "chargingState" not in info:
        expected = f"present, since the trigger is {trigger}"
        yield Finding(_EVENT, "transactionInfo.chargingState", expected, "absent", "E01.FR.18")
    if trigger == "Authorized" and "idToken" not in event:
        expected = f"present, since the trigger is {trigger}"
        yield Finding(_EVENT, "idToken", expected, "absent", "E02.FR.01")
    stopped = info.get("stoppedReason", "Local")
    if event["eventType"] == "Ended" and _STOPPED.get(trigger, stopped) != stopped:
        expected = f"{_STOPPED[trigger]}, since the trigger is {trigger}"
        yield Finding(_EVENT, "transactionInfo.stoppedReason", expected, stopped, "E06.FR.08")
    phases = event.get("numberOfPhasesUsed", 0)
    if phases > _PHASES:
        rule = "Part 2, TransactionEventRequest"
        yield Finding(_EVENT, "numberOfPhasesUsed", f"at most {_PHASES}", f"{phases}", rule)
