"""Messages inside DataTransfer: what the system under test sends must be one, by its schema.

What holds for a message that is sent by itself, holds for one inside too.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from harness.checks import text_of
from harness.rules.certificates import SignedChains, SigningRequests
from harness.rules.monitor import Finding, Monitor
from ocppj.frames import Call, CallResult
from schemas import tunnel, validation
from schemas.catalogue import Sender
from schemas.validation import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ocppj.frames import Answer
    from schemas.catalogue import Version

_INSIDE: Final[Mapping[tuple[tunnel.Tunnel, Sender], Sequence[Callable[[], Monitor]]]] = {
    (tunnel.PLUG_AND_CHARGE, Sender.STATION): (SigningRequests,),
    (tunnel.PLUG_AND_CHARGE, Sender.CSMS): (SignedChains,),
    (tunnel.VARIANT, Sender.STATION): (SigningRequests,),
    (tunnel.VARIANT, Sender.CSMS): (SignedChains,),
}


class Tunnels(Monitor):
    """Judges both ways. A vendor's variant is judged only where the system declares it."""

    def __init__(self, version: Version, sut: Sender, *, variants: bool) -> None:
        self._version = version
        self._sut = sut
        self._judged = {tunnel.PLUG_AND_CHARGE, tunnel.VARIANT} if variants else set()
        self._judged |= {tunnel.PLUG_AND_CHARGE}
        self._inside = {each: [make() for make in _INSIDE[each, sut]] for each in self._judged}

    def on_call(self, call: Call) -> list[Finding]:
        through = self._through(call)
        if through is None:
            return []
        name = through.named(call.payload.get("messageId"))
        known = through.messages.get(name)
        if known is None or known.sender is not self._sut:
            ours = [
                m.removeprefix(f"{through.name}/")
                for m, t in through.messages.items()
                if t.sender is self._sut
            ]
            expected = f"one of {', '.join(ours)}"
            actual = text_of(call.payload.get("messageId"))
            return [Finding(call.action, "messageId", expected, actual, through.document)]
        found = self._payload(through, name, Kind.REQUEST, call.payload)
        return found or self._rules(through, name, call)

    def on_own_call(self, call: Call) -> None:
        through = self._through(call)
        if through is not None:
            for monitor in self._inside[through]:
                monitor.on_own_call(_opened(call))

    def on_answer(self, request: Call, answer: Answer) -> list[Finding]:
        through = self._through(request)
        if through is None or not isinstance(answer, CallResult):
            return []
        name = through.named(request.payload.get("messageId"))
        if name not in through.messages or answer.payload.get("status") != "Accepted":
            return []
        return self._payload(through, name, Kind.RESPONSE, answer.payload)

    def _rules(self, through: tunnel.Tunnel, name: str, call: Call) -> list[Finding]:
        return [
            replace(finding, action=name, requirement=through.document)
            for monitor in self._inside[through]
            for finding in monitor.on_call(_opened(call))
        ]

    def _through(self, call: Call) -> tunnel.Tunnel | None:
        found = tunnel.tunnel_of(self._version, call.action, call.payload)
        return found if found in self._judged else None

    def _payload(
        self, through: tunnel.Tunnel, name: str, kind: Kind, payload: dict[str, object]
    ) -> list[Finding]:
        inner = tunnel.unwrap(payload)
        if inner is None:
            told = text_of(payload.get("data", "absent"))[:200]
            return [Finding(name, "data", "a JSON object as text", told, through.document)]
        return [
            Finding(
                name,
                f"data, {kind.value} {found.pointer or '/'}",
                f"{found.rule} {text_of(found.expected)}",
                f"{text_of(found.value)} ({found.message})",
                through.document,
            )
            for found in validation.violations(self._version, name, kind, inner)
        ]


def _opened(call: Call) -> Call:
    """Give the message inside as if it were sent by itself."""
    inner: dict[str, Any] = tunnel.unwrap(call.payload) or {}
    return Call(call.message_id, str(call.payload.get("messageId")), inner)
