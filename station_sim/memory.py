"""What a station keeps over a reboot: settings, availability, tokens, undelivered messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from station_sim.offline_queue import OfflineQueue

if TYPE_CHECKING:
    from station_sim.moments import Token

Place = tuple[int, int]
STATION: Place = (0, 0)


@dataclass(frozen=True, slots=True)
class CachedToken:
    """What the CSMS last said of a token; `expires` in POSIX seconds."""

    accepted: bool
    group: str | None = None
    expires: float | None = None


@dataclass(slots=True)
class Availability:
    """Places (EVSE id, connector id) that the CSMS made inoperative; 0 means the whole of it."""

    inoperative: set[Place] = field(default_factory=set)
    scheduled: dict[Place, bool] = field(default_factory=dict)

    def operative(self, place: Place) -> bool:
        evse_id, _ = place
        return not self.inoperative & {STATION, (evse_id, 0), place}

    def set(self, place: Place, operative: bool) -> None:
        if operative:
            self.inoperative.discard(place)
        else:
            self.inoperative.add(place)


@dataclass(slots=True)
class Memory:
    """The non-volatile part of a station."""

    values: dict[str, str] = field(default_factory=dict)
    availability: Availability = field(default_factory=Availability)
    queue: OfflineQueue = field(default_factory=OfflineQueue)
    _cache: dict[tuple[str, str], CachedToken] = field(default_factory=dict)

    def remember(self, token: Token, cached: CachedToken) -> None:
        self._cache[token.id.casefold(), token.type] = cached

    def recall(self, token: Token, now: float) -> CachedToken | None:
        """Give what is known of a token and has not expired."""
        cached = self._cache.get((token.id.casefold(), token.type))
        if cached is None or (cached.expires is not None and cached.expires <= now):
            return None
        return cached

    def clear_cache(self) -> None:
        self._cache.clear()
