"""What a CSMS says of a token: it says it whenever a token was sent, and only then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.rules.monitor import Finding, Monitor
from ocppj.frames import CallResult

if TYPE_CHECKING:
    from ocppj.frames import Answer, Call


class TokenInfo(Monitor):
    """A TransactionEvent with an idToken is answered with its idTokenInfo (E01.FR.12)."""

    def on_answer(self, request: Call, answer: Answer) -> list[Finding]:
        if request.action != "TransactionEvent" or not isinstance(answer, CallResult):
            return []
        if "idToken" not in request.payload or "idTokenInfo" in answer.payload:
            return []
        expected = "present, since the request has an idToken"
        return [Finding(request.action, "idTokenInfo", expected, "absent", "E01.FR.12")]
