"""Settings of the station under test, changed over OCPP while a case is prepared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness import rules, tables
from harness.outcome import Inconclusive

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.rules.reports import Setting
    from harness.tables import Wish
    from harness.world import World


async def change(world: World, wishes: Sequence[Wish]) -> None:
    """Change settings one after the other.

    What a station refuses is read: a setting that is as wished all the same will do. Raises
    Inconclusive for any other refusal that the case does not provide for.
    """
    for wish in wishes:
        value = world.values.resolve(wish.value)
        setting = rules.change_setting(world.dialect.version, wish.name, value)
        await world.send_payload(setting.action, setting.payload)
        status = str(tables.value_at(await world.expect_answer(), setting.status))
        if status not in setting.done:
            await _refused(world, wish, setting, value, status)


async def current(world: World, name: str) -> str | None:
    """Read a setting of the station; None where it has none or shows none."""
    reading = rules.read_setting(world.dialect.version, name)
    await world.send_payload(reading.action, reading.payload)
    answer = await world.expect_answer()
    try:
        return str(tables.value_at(answer, reading.value))
    except tables.TableError:
        return None


async def _refused(world: World, wish: Wish, setting: Setting, value: str, status: str) -> None:
    refused = f"{wish.name} cannot be set to {value}: {setting.action} was answered {status}"
    has = await current(world, wish.name)
    missing = has is None and wish.when != ""
    if has != value and not missing and status not in _excused(wish, setting):
        raise Inconclusive(refused)
    world.notes.append(refused)


def _excused(wish: Wish, setting: Setting) -> tuple[str, ...]:
    """Give the refusals that the case provides for."""
    return {
        "": (),
        "if implemented": setting.absent,
        "if writable": setting.absent + setting.fixed,
    }[wish.when]
