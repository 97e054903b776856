"""What BootNotification says of the station: it stays the same station, and gives a true reason.

Sources: OCPP 1.6, 4.2; B01.FR.01, B01.FR.09; BootReasonEnumType. Firmware may change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from harness.rules.monitor import Finding, Monitor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ocppj.frames import Call

_BOOT: Final = "BootNotification"


class Identity(Monitor):
    """Compares the fixed fields of each boot with the boots before it."""

    def __init__(self, inside: str, fields: frozenset[str], rule: str) -> None:
        self._inside = inside
        self._fields = fields
        self._rule = rule
        self._known: dict[str, Any] = {}

    def on_call(self, call: Call) -> list[Finding]:
        if call.action != _BOOT:
            return []
        told = call.payload.get(self._inside) if self._inside else call.payload
        return list(self._compare(told)) if isinstance(told, dict) else []

    def _compare(self, told: Mapping[str, Any]) -> Iterator[Finding]:
        for name in sorted(self._fields & told.keys()):
            before = self._known.setdefault(name, told[name])
            if before != told[name]:
                expected = f"{before}, as at the boot before"
                yield Finding(_BOOT, name, expected, str(told[name]), self._rule)


class BootReason(Monitor):
    """Triggered is the reason only when BootNotification was asked for."""

    def __init__(self) -> None:
        self._asked_for = False

    def on_own_call(self, call: Call) -> None:
        wanted = call.payload.get("requestedMessage")
        self._asked_for |= call.action == "TriggerMessage" and wanted == _BOOT

    def on_call(self, call: Call) -> list[Finding]:
        reason = call.payload.get("reason")
        if call.action != _BOOT or reason != "Triggered" or self._asked_for:
            return []
        expected = "another reason, since nothing has triggered it"
        return [Finding(_BOOT, "reason", expected, "Triggered", "B01.FR.09")]
