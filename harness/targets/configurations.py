"""What the built-in systems declare: features as a SUT file would, and several configurations.

Some features exclude one another (a fixed cable or a detachable one, one EVSE or several), so the
self-run declares several stations, and a case runs with the first that satisfies its condition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

Declared = Mapping[str, bool | int | float | str]
_NONE: Final[Declared] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Configuration:
    """One way in which a built-in system is set up.

    `station_values` are factory settings of the simulator (configuration keys of 1.6, variables of
    2.0.1), `evses` the number of its EVSEs.
    """

    name: str
    features: Declared
    station_values: Mapping[str, str] = field(default_factory=dict)
    evses: int = 2


_STATION: Final[Declared] = MappingProxyType(
    {
        "C-30": True,
        "C-31": True,
        "C-36": True,
        "C-37": True,
        "C-38": True,
        "C-40": True,
    }
)

STATIONS: Final[Mapping[str, tuple[Configuration, ...]]] = MappingProxyType(
    {
        "1.6": (Configuration("two connectors", _NONE),),
        "2.0.1": (Configuration("two EVSEs", _STATION),),
    }
)
CSMSS: Final[Mapping[str, tuple[Configuration, ...]]] = MappingProxyType(
    {
        "1.6": (Configuration("default", _NONE),),
        "2.0.1": (Configuration("default", _STATION),),
    }
)


def of(role: str, version: str) -> tuple[Configuration, ...]:
    """Give the configurations of a built-in system, the preferred one first."""
    return (CSMSS if role == "csms" else STATIONS)[version]
