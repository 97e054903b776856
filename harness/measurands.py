"""Measurands: which of them a station is set to send, and whether it sends them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from harness import rules, settings
from harness.outcome import Inconclusive, ScenarioError
from harness.verdicts import Check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.inbox import Incoming
    from harness.world import World

DEFAULT: Final = "Energy.Active.Import.Register"


async def read(world: World, name: str) -> None:
    """Read a list of measurands from the station's settings and keep it as `$measurands`.

    Raises Inconclusive where there is none, CaseFailed for a name that is no measurand.
    """
    text = await settings.current(world, name)
    if text is None:
        raise Inconclusive(f"the station shows no {name}")
    read = [item.strip() for item in text.split(",") if item.strip()]
    strange = [item for item in read if not rules.is_measurand(world.dialect.version, item)]
    action = rules.read_setting(world.dialect.version, name).action
    actual = f"{strange[0]} among them" if strange else text
    world.check(Check(not strange, world.step, action, name, "measurands of OCPP", actual))
    world.values.keep("measurands", read)


def check(world: World, rule: str | None) -> None:
    """Check that each sampling of the last series has every measurand.

    A station may split a sampling over several messages with one timestamp (E02.FR.11).
    """
    wanted = world.values.get("measurands")
    if not world.series or not wanted:
        raise ScenarioError("no series of requests was taken, or no measurands were read")
    for moment, incoming in _samplings(world).items():
        sent = {name for one in incoming for name in _sent(one.payload, moment)}
        missing = [name for name in wanted if name not in sent]
        expected = f"{', '.join(wanted)} at {moment}"
        actual = f"all but {', '.join(missing)}" if missing else "all of them"
        last = incoming[-1]
        world.check(
            Check(
                not missing, world.step, last.action, "measurands", expected, actual, rule, last.seq
            )
        )


def _samplings(world: World) -> dict[str, list[Incoming]]:
    found: dict[str, list[Incoming]] = {}
    for incoming in world.series:
        for value in incoming.payload.get("meterValue", ()):
            found.setdefault(str(value["timestamp"]), []).append(incoming)
    return found


def _sent(payload: dict[str, Any], moment: str) -> Iterator[str]:
    """Name what was sampled at a moment, with and without its phase (`Voltage.L1` in 1.6)."""
    for value in payload.get("meterValue", ()):
        if str(value["timestamp"]) != moment:
            continue
        for sample in value["sampledValue"]:
            measurand = str(sample.get("measurand", DEFAULT))
            yield measurand
            yield f"{measurand}.{sample.get('phase')}"
