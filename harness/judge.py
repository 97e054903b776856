"""The judge: rules that every frame of the system under test must keep, in every case.

What it finds is `failed` at once, in a preparation too: framing, RPC rules, schemas, direction and
the rules that hold over a whole conversation (`harness.rules`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness import rules
from harness.checks import text_of
from harness.verdicts import Check
from ocppj.frames import Call, CallError, CallResult
from ocppj.problems import CallEnd
from ocppj.session import Answered, Breach, Breached, CallReceived, Unanswered, Unreadable
from schemas import catalogue, validation
from schemas.validation import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.rules.monitor import Finding
    from ocppj.dialect import Dialect
    from ocppj.session import Event
    from ocppj.trace import Trace
    from schemas.catalogue import Sender

_SECTIONS = {
    Breach.OVERLAPPING_CALL: "4.1.1",
    Breach.MESSAGE_ID_IN_USE: "4.1.4",
    Breach.MESSAGE_ID_REUSED: "4.1.4",
    Breach.UNSOLICITED_ANSWER: "4.1.4",
    Breach.REPEATED_ANSWER: "4.1.4",
    Breach.LATE_ANSWER: "4.1.1",
    Breach.UNKNOWN_ERROR_CODE: "4.2.3",
}
_ANY_ACTION = "OCPP-J"


class Judge:
    """Collects broken rules as checks that did not hold, in the order in which they came up."""

    def __init__(
        self,
        trace: Trace,
        dialect: Dialect,
        sut: Sender,
        current_step: Callable[[], str],
        *,
        variants: bool = False,
    ) -> None:
        self.broken: list[Check] = []
        self.advice: list[str] = []
        self._trace = trace
        self._dialect = dialect
        self._sut = sut
        self._step = current_step
        self._monitors = rules.monitors(dialect.version, sut, variants=variants)
        self._odd_sends = 0

    def expect_error_reply(self) -> None:
        """Note that a broken text was sent on purpose: one CALLERROR to no CALL is due for it."""
        self._odd_sends += 1

    def on_event(self, connection: int, event: Event) -> None:
        """Take one event of the harness's session; its text is the last record of the trace."""
        seq = self._trace.records[-1].seq if self._trace.records else None
        if self._trace.records:
            for monitor in self._monitors:
                monitor.on_time(self._trace.records[-1].at)
        match event:
            case Unreadable(problem):
                rule = f"{self._dialect.document}, 4.2"
                self._break(_ANY_ACTION, "frame", "a valid frame", problem.detail, rule, seq)
            case Breached(breach, frame, detail):
                self._on_breach(breach, frame, detail, seq)
            case CallReceived(call):
                self._on_call(call, seq)
            case Answered(request, answer):
                self._on_answer(request, answer, seq)
            case Unanswered(request, reason, detail):
                self._on_silence(request, reason, detail)

    def _on_breach(
        self, breach: Breach, frame: Call | CallResult | CallError, detail: str, seq: int | None
    ) -> None:
        if breach is Breach.UNSOLICITED_ANSWER and isinstance(frame, CallError) and self._odd_sends:
            self._odd_sends -= 1
            return
        if breach is Breach.OVERLAPPING_CALL and not self._dialect.overlap_forbidden:
            document = self._dialect.document
            self.advice.append(f"{breach.value} ({detail}): discouraged by {document}, 4.1.1")
            return
        action = frame.action if isinstance(frame, Call) else _ANY_ACTION
        rule = f"{self._dialect.document}, {_SECTIONS[breach]}"
        actual = f"{breach.value}{f' ({detail})' if detail else ''}, message id {frame.message_id}"
        self._break(action, "frame", "an exchange by the RPC rules", actual, rule, seq)

    def _on_call(self, call: Call, seq: int | None) -> None:
        version = self._dialect.version
        message = catalogue.message(version, call.action)
        if message is None:
            known = f"an action of OCPP {version}"
            self._break(
                call.action, "action", known, call.action, f"{self._dialect.document}, 4.2.1", seq
            )
            return
        if message.sender not in (self._sut, catalogue.Sender.BOTH):
            sender = f"sent by the {message.sender}"
            rule = f"OCPP {version}, {call.action}"
            self._break(call.action, "direction", sender, f"sent by the {self._sut}", rule, seq)
            return
        self._check_schema(call.action, Kind.REQUEST, call.payload, seq)
        for monitor in self._monitors:
            self._collect(monitor.on_call(call), seq)

    def _on_answer(self, request: Call, answer: CallResult | CallError, seq: int | None) -> None:
        if isinstance(answer, CallResult):
            self._check_schema(request.action, Kind.RESPONSE, answer.payload, seq)
        for monitor in self._monitors:
            self._collect(monitor.on_answer(request, answer), seq)

    def on_own_answer(self, request: Call, answer: CallResult | CallError) -> None:
        """Take an answer that the harness gave; the monitors need both sides of a conversation."""
        for monitor in self._monitors:
            monitor.on_own_answer(request, answer)

    def on_own_call(self, call: Call) -> None:
        for monitor in self._monitors:
            monitor.on_own_call(call)

    def on_reboot_due(self) -> None:
        """Note that the system under test is about to lose its power."""
        for monitor in self._monitors:
            monitor.on_reboot_due()

    def owed(self) -> list[Finding]:
        """Give what would be found broken if nothing more came."""
        return [finding for monitor in self._monitors for finding in monitor.owed()]

    def on_opened(self) -> None:
        for monitor in self._monitors:
            monitor.on_opened()

    def _on_silence(self, request: Call, reason: CallEnd, detail: str) -> None:
        if reason is CallEnd.TIMEOUT:
            rule = f"{self._dialect.document}, 4.1.1"
            expected = f"a CALLRESULT or CALLERROR within {detail}"
            self._break(request.action, "answer", expected, "none", rule, self._sent(request))

    def _sent(self, request: Call) -> int | None:
        for record in reversed(self._trace.records):
            if record.frame == request:
                return record.seq
        return None

    def _check_schema(self, action: str, kind: Kind, payload: object, seq: int | None) -> None:
        version = self._dialect.version
        if validation.is_valid(version, action, kind, payload):
            return
        for found in validation.violations(version, action, kind, payload):
            self._break(
                action,
                f"{kind.value} {found.pointer or '/'}",
                f"{found.rule} {text_of(found.expected)}",
                f"{text_of(found.value)} ({found.message})",
                f"JSON schema of {action}{kind.value.capitalize()}",
                seq,
            )

    def _collect(self, found: list[Finding], seq: int | None) -> None:
        for finding in found:
            self._break(
                finding.action,
                finding.subject,
                finding.expected,
                finding.actual,
                finding.requirement,
                seq,
            )

    def _break(
        self, action: str, subject: str, expected: str, actual: str, rule: str, seq: int | None
    ) -> None:
        self.broken.append(Check(False, self._step(), action, subject, expected, actual, rule, seq))
