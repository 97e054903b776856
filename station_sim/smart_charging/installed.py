"""The profiles that a station holds; they survive a reboot (K01.FR.27; 1.6 errata 3.37)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from station_sim.smart_charging.profiles import Purpose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemas.base import JsonObject
    from station_sim.smart_charging.profiles import Profile

CSO = "CSO"
"""The source of limits that came over OCPP, as distinct from EMS, SO and Other."""


@dataclass(frozen=True, slots=True)
class Installed:
    """A profile where it applies; EVSE 0 is the whole station.

    `wire` is the profile as it was set, to be reported so; `transaction` is the station's own id of
    the transaction that a TxProfile is for; `since` is when it came, in POSIX seconds.
    """

    profile: Profile
    evse_id: int
    wire: JsonObject
    source: str = CSO
    transaction: str | None = None
    since: int = 0

    @property
    def external(self) -> bool:
        return self.profile.purpose is Purpose.EXTERNAL


@dataclass(slots=True)
class Profiles:
    """Profiles by id, which is unique in a station."""

    _by_id: dict[int, Installed] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Installed]:
        return iter(list(self._by_id.values()))

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, profile_id: int) -> Installed | None:
        return self._by_id.get(profile_id)

    def put(self, installed: Installed) -> None:
        """Add a profile, or replace the one of its id (K01.FR.05)."""
        self._by_id[installed.profile.id] = installed

    def remove(self, condemned: Callable[[Installed], bool]) -> int:
        """Remove what the test names, and give how many that were."""
        gone = [key for key, installed in self._by_id.items() if condemned(installed)]
        for key in gone:
            del self._by_id[key]
        return len(gone)
