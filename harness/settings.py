"""Settings of the station under test, changed over OCPP while a case is prepared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harness import preparation, rules, tables
from harness.outcome import Inconclusive
from harness.paths import TableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.inbox import Incoming
    from harness.rules.reports import Setting
    from harness.tables import Wish
    from harness.world import World

_RESET: Final = "Reset"
_BOOT: Final = "BootNotification"


async def change(world: World, wishes: Sequence[Wish]) -> None:
    """Change settings one after the other, and reboot the station where one of them asks for it.

    What a station refuses is read: a setting that is as wished all the same will do. Raises
    Inconclusive for any other refusal that the case does not provide for, and where the station
    does not reboot.
    """
    pending: dict[str, Setting] = {}
    for wish in wishes:
        value = world.values.resolve(wish.value)
        setting = rules.change_setting(world.dialect.version, wish.name, value)
        await world.send_payload(setting.action, setting.payload)
        status = str(tables.value_at(await world.expect_answer(), setting.status))
        if status in setting.pending:
            pending[wish.name] = setting
        elif status not in setting.done:
            await _refused(world, wish, setting, value, status)
    if pending:
        await _reboot(world, ", ".join(pending), next(iter(pending.values())))


async def current(world: World, name: str) -> str | None:
    """Read a setting of the station; None where it has none or shows none."""
    reading = rules.read_setting(world.dialect.version, name)
    await world.send_payload(reading.action, reading.payload)
    answer = await world.expect_answer()
    try:
        return str(tables.value_at(answer, reading.value))
    except TableError:
        return None


async def _refused(world: World, wish: Wish, setting: Setting, value: str, status: str) -> None:
    refused = f"{wish.name} cannot be set to {value}: {setting.action} was answered {status}"
    has = await current(world, wish.name)
    missing = has is None and wish.when != ""
    if has != value and not missing and status not in _excused(wish, setting):
        raise Inconclusive(refused)
    world.notes.append(refused)


async def _reboot(world: World, names: str, setting: Setting) -> None:
    """Have the new values used (OCPP 1.6, 7.22; SetVariableStatusEnumType)."""
    needed = f"{names} takes effect after a reboot"
    begin = world.trace.records[-1].seq if world.trace.records else 0
    await world.send_payload(_RESET, setting.reset)
    status = (await world.expect_answer())["status"]
    if status != "Accepted":
        raise Inconclusive(f"{needed}, and {_RESET} was answered {status}")

    def booted() -> Incoming | None:
        return next((i for i in world.inbox.unclaimed(_BOOT) if i.seq > begin), None)

    timeout = world.limits.message_s
    if await world.until(booted, timeout) is None:
        raise Inconclusive(f"{needed}, and no {_BOOT} came within {timeout:g} s after {_RESET}")
    await preparation.quiet(world)
    world.inbox.clear(after=begin)
    world.notes.append(f"{needed}: the station was reset")


def _excused(wish: Wish, setting: Setting) -> tuple[str, ...]:
    """Give the refusals that the case provides for."""
    return {
        "": (),
        "if implemented": setting.absent,
        "if writable": setting.absent + setting.fixed,
    }[wish.when]
