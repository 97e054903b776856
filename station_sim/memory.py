"""What a station keeps over a reboot: settings, availability, tokens, undelivered messages."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from station_sim.local_list import LocalList
from station_sim.moments import Token
from station_sim.monitors import Monitors
from station_sim.network_profiles import Profiles as NetworkProfiles
from station_sim.notices import Outbox
from station_sim.offline_queue import OfflineQueue
from station_sim.smart_charging.installed import Profiles
from station_sim.trust.events import SecurityRecord
from station_sim.trust.store import CertificateStore

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from station_sim.display import DisplayMessage
    from station_sim.reservations import Reservation

Place = tuple[int, int]
STATION: Place = (0, 0)


@dataclass(frozen=True, slots=True)
class CachedToken:
    """What the CSMS last said of a token; `expires` and `heard` in POSIX seconds.

    `heard` is when it said so, or when the token was last used; `uses` counts how often it was.
    """

    accepted: bool
    group: str | None = None
    expires: float | None = None
    heard: float | None = None
    uses: int = 0

    def fresh(self, now: float, lifetime: float | None) -> bool:
        """Tell whether it still counts; `lifetime` is for what has no expiry of its own."""
        if self.expires is not None:
            return self.expires > now
        return lifetime is None or self.heard is None or now - self.heard <= lifetime


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
    notices: Outbox = field(default_factory=Outbox)
    local_list: LocalList = field(default_factory=LocalList)
    reservations: dict[int, Reservation] = field(default_factory=dict)
    firmware_version: str | None = None
    display: dict[int, DisplayMessage] = field(default_factory=dict)
    network: NetworkProfiles = field(default_factory=NetworkProfiles)
    profiles: Profiles = field(default_factory=Profiles)
    monitors: Monitors = field(default_factory=Monitors)
    certificates: CertificateStore = field(default_factory=CertificateStore)
    security: SecurityRecord = field(default_factory=SecurityRecord)
    ocsp: dict[str, str] = field(default_factory=dict)
    """The cached OCSP answer, base64, of own certificates by serial number (M06.FR.06)."""
    _cache: dict[tuple[str, str], CachedToken] = field(default_factory=dict)

    def remember(self, token: Token, cached: CachedToken) -> None:
        key = (token.id.casefold(), token.type)
        known = self._cache.get(key)
        self._cache[key] = cached if known is None else replace(cached, uses=known.uses)

    @property
    def cache_size(self) -> int:
        """The bytes that the cache takes, with what is needed for each entry itself."""
        return sum(_size(key, cached) for key, cached in self._cache.items())

    def shrink_cache(self, limit: int, policy: str, keep: Token) -> None:
        """Make room for the newest entry: refused tokens go first (C10.FR.07), then by the policy.

        LRU: what was not used for the longest time; LFU: the most seldom; FIFO: the oldest.
        """
        newest = (keep.id.casefold(), keep.type)
        order = _ORDERS[policy]
        others = sorted(
            ((key, cached) for key, cached in self._cache.items() if key != newest),
            key=lambda entry: (entry[1].accepted, order(entry[1])),
        )
        for key, _ in others:
            if self.cache_size <= limit:
                return
            del self._cache[key]

    def recall(self, token: Token, now: float, lifetime: float | None = None) -> CachedToken | None:
        """Give what is known of a token; what has expired is forgotten (C10.FR.10, .13).

        C10.FR.08: being used counts as being heard of.
        """
        key = (token.id.casefold(), token.type)
        cached = self._cache.get(key)
        if cached is None:
            return None
        if not cached.fresh(now, lifetime):
            self.forget(token)
            return None
        self._cache[key] = replace(cached, heard=now, uses=cached.uses + 1)
        return cached

    def cached(self) -> list[tuple[Token, CachedToken]]:
        """Give the whole cache, what has expired included."""
        return [(Token(*key), cached) for key, cached in self._cache.items()]

    def forget(self, token: Token) -> None:
        self._cache.pop((token.id.casefold(), token.type), None)

    def clear_cache(self) -> None:
        self._cache.clear()


_ENTRY_BYTES: Final = 32
_ORDERS: Final[Mapping[str, Callable[[CachedToken], float]]] = {
    "LRU": lambda cached: cached.heard or 0.0,
    "LFU": lambda cached: cached.uses,
    "FIFO": lambda _: 0.0,  # as they stand in the cache
}


def _size(key: tuple[str, str], cached: CachedToken) -> int:
    return _ENTRY_BYTES + len("".join((*key, cached.group or "")).encode())
