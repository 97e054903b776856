"""What the harness knows of each version beyond its messages: a table per version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from harness.rules import v16, v201
from harness.rules.tunnel import Tunnels

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from harness.rules.monitor import Monitor
    from harness.rules.reports import ComposedSchedule, Connector, Reading, Report, Setting, StartUp
    from schemas.catalogue import Sender, Version


class VersionRules(Protocol):
    """What each version's module supplies."""

    MONITORS: Mapping[Sender, Sequence[Callable[[], Monitor]]]
    CONSEQUENTIAL: Mapping[Sender, frozenset[str]]

    def connectors(self, per_evse: Sequence[int]) -> list[Connector]: ...

    def connector(self, evse_id: int, connector_id: int) -> Connector: ...

    def report(self, where: Connector, status: str) -> list[Report]: ...

    def start_up(self) -> list[StartUp]: ...

    def is_measurand(self, text: str) -> bool: ...

    def change_setting(self, name: str, value: str) -> Setting: ...

    def read_setting(self, name: str) -> Reading: ...

    def composite_schedule(self, answer: dict[str, Any], asked: int) -> ComposedSchedule | None: ...


_VERSIONS: Final[Mapping[Version, VersionRules]] = {"1.6": v16, "2.0.1": v201}


def monitors(version: Version, sut: Sender, *, variants: bool = False) -> list[Monitor]:
    """Make fresh monitors for a conversation with a system under test of this role.

    With `variants` what travels inside DataTransfer is judged for vendors' own ways too.
    """
    own = [make() for make in _VERSIONS[version].MONITORS[sut]]
    return [*own, Tunnels(version, sut, variants=variants)]


def consequential(version: Version, sut: Sender) -> frozenset[str]:
    """Give the actions whose CALLs change something: one that no step accounts for is a fault."""
    return _VERSIONS[version].CONSEQUENTIAL[sut]


def connectors(version: Version, per_evse: Sequence[int]) -> list[Connector]:
    """Give the places for which a station reports a status."""
    return _VERSIONS[version].connectors(per_evse)


def connector(version: Version, evse_id: int, connector_id: int) -> Connector:
    """Name one connector in the way of the version."""
    return _VERSIONS[version].connector(evse_id, connector_id)


def report(version: Version, where: Connector, status: str) -> list[Report]:
    """Give the messages by which a station may report a status; each of them says it all."""
    return _VERSIONS[version].report(where, status)


def start_up(version: Version) -> list[StartUp]:
    """Give what a station sends when it starts: its boot first, the others in any order."""
    return _VERSIONS[version].start_up()


def is_measurand(version: Version, text: str) -> bool:
    """Tell whether a text may stand in a setting that lists measurands."""
    return _VERSIONS[version].is_measurand(text)


def change_setting(version: Version, name: str, value: str) -> Setting:
    """Give the request that changes a setting of a station."""
    return _VERSIONS[version].change_setting(name, value)


def read_setting(version: Version, name: str) -> Reading:
    """Give the request that reads a setting of a station."""
    return _VERSIONS[version].read_setting(name)


def composite_schedule(
    version: Version, answer: dict[str, Any], asked: int
) -> ComposedSchedule | None:
    """Read the schedule in an answer to GetCompositeSchedule, asked for that many seconds."""
    return _VERSIONS[version].composite_schedule(answer, asked)
