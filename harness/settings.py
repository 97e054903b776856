"""Settings of the station under test, changed over OCPP while a case is prepared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness import rules, tables
from harness.outcome import Inconclusive

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.world import World


async def change(world: World, wanted: Sequence[tuple[str, str]]) -> None:
    """Change settings one after the other; raises Inconclusive for one that the station refuses."""
    for name, text in wanted:
        value = world.values.resolve(text)
        setting = rules.change_setting(world.dialect.version, name, value)
        await world.send_payload(setting.action, setting.payload)
        answer = await world.expect_answer()
        status = tables.value_at(answer, setting.status)
        if status not in setting.done:
            refused = f"{name} cannot be set to {value}: {setting.action} was answered {status}"
            raise Inconclusive(refused)
