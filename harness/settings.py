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
    """Change settings one after the other; raises Inconclusive for one that the station refuses."""
    for wish in wishes:
        value = world.values.resolve(wish.value)
        setting = rules.change_setting(world.dialect.version, wish.name, value)
        await world.send_payload(setting.action, setting.payload)
        answer = await world.expect_answer()
        status = tables.value_at(answer, setting.status)
        if status in setting.done:
            continue
        refused = f"{wish.name} cannot be set to {value}: {setting.action} was answered {status}"
        if status not in _excused(wish, setting):
            raise Inconclusive(refused)
        world.notes.append(refused)


def _excused(wish: Wish, setting: Setting) -> tuple[str, ...]:
    """Give the refusals that the case provides for."""
    return {
        "": (),
        "if implemented": setting.absent,
        "if writable": setting.absent + setting.fixed,
    }[wish.when]
