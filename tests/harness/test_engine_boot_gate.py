"""The boot gate after a reboot: what a station may say on its next connection."""

from __future__ import annotations

import pytest

from harness.rules.boot import BootGate, BootRules
from ocppj.frames import Call, CallError, CallResult

RULES = BootRules("unanswered", "pending", "rejected", frozenset({"TriggerMessage"}))
BOOT = Call("1", "BootNotification", {})
BEAT = Call("2", "Heartbeat", {})


def connected(*, rebooting: bool) -> BootGate:
    """Give the gate of a station that was up, and has connected again."""
    gate = BootGate(RULES)
    if rebooting:
        gate.on_reboot_due()
    gate.on_opened()
    return gate


def reset(gate: BootGate, status: str, **payload: object) -> None:
    assert gate.on_answer(Call("9", "Reset", payload), CallResult("9", {"status": status})) == []


def test_a_call_before_the_boot_is_found() -> None:
    found = connected(rebooting=True).on_call(BEAT)
    assert [(f.action, f.requirement) for f in found] == [("Heartbeat", "unanswered")]


def test_a_connection_without_a_reboot_owes_no_boot() -> None:
    assert connected(rebooting=False).on_call(BEAT) == []


def test_what_is_sent_before_the_power_goes_is_no_fault() -> None:
    gate = BootGate(RULES)
    gate.on_reboot_due()
    assert gate.on_call(Call("3", "StopTransaction", {})) == []


def test_the_boot_settles_it_for_good() -> None:
    gate = connected(rebooting=True)
    assert gate.on_call(BOOT) == []
    gate.on_own_answer(BOOT, CallResult("1", {"status": "Accepted"}))
    gate.on_opened()
    assert gate.on_call(BEAT) == []


@pytest.mark.parametrize(
    ("status", "payload", "due"),
    [
        ("Accepted", {"type": "Hard"}, True),
        ("Scheduled", {"type": "OnIdle"}, False),
        ("Rejected", {"type": "Soft"}, False),
        ("Accepted", {"type": "Immediate", "evseId": 1}, False),
    ],
)
def test_an_accepted_reset_of_the_whole_station_is_a_reboot(
    status: str, payload: dict[str, object], due: bool
) -> None:
    gate = BootGate(RULES)
    reset(gate, status, **payload)
    gate.on_opened()
    assert bool(gate.on_call(BEAT)) is due


def test_a_refused_reset_is_none() -> None:
    gate = BootGate(RULES)
    gate.on_answer(Call("9", "Reset", {"type": "Hard"}), CallError("9", "InternalError", "", {}))
    gate.on_opened()
    assert gate.on_call(BEAT) == []
