"""Local authorization lists of stations: their version and content (1.6 section 3.5.2, block D)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_csms.jobs import LocalList
from reference_csms.records import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ocppj.clock import Clock
    from reference_csms.store.protocols import LocalListStore

ACCEPTED = "Accepted"


class LocalListService:
    def __init__(self, store: LocalListStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def of(self, station: str) -> LocalList:
        return await self._store.local_lists.get(station) or LocalList(station)

    async def next_version(self, station: str) -> int:
        """Give a version above all that we know of."""
        known = await self.of(station)
        return max(known.version or 0, known.told_version or 0, 0) + 1

    async def told(self, station: str, version: int) -> None:
        """Keep the version that a station tells; 0 and -1 say that it has none (D02; 1.6 5.10)."""
        known = await self.of(station)
        entries = known.entries if version > 0 else ()
        await self._store.local_lists.put(replace(known, told_version=version, entries=entries))

    async def sent(
        self,
        station: str,
        answer: str,
        version: int,
        entries: Sequence[Mapping[str, Any]],
        *,
        full: bool,
        name: str,
        info: str,
    ) -> None:
        """Keep the outcome of an update; `name` and `info` are the members of an entry.

        A differential entry without `info` takes its token off the list (1.6 5.15, D01.FR.16).
        """
        known = await self.of(station)
        if answer != ACCEPTED:
            await self._store.local_lists.put(replace(known, answer=answer))
            return
        before = () if full else known.entries
        merged = merge(before, entries, name, info)
        now = self._clock.now()
        changed = replace(
            known, version=version, entries=merged, answer=answer, changed_at=now, told_version=None
        )
        await self._store.local_lists.put(changed)


def merge(
    before: Iterable[Mapping[str, Any]],
    entries: Iterable[Mapping[str, Any]],
    name: str,
    info: str,
) -> tuple[dict[str, Any], ...]:
    """Give a list as differential entries change it; one without `info` takes its token off."""
    merged = {_key(entry[name]): dict(entry) for entry in before}
    for entry in entries:
        merged.pop(_key(entry[name]), None)
        if info in entry:
            merged[_key(entry[name])] = dict(entry)
    return tuple(merged.values())


def _key(token: Any) -> str:
    parts = (token["idToken"], token["type"]) if isinstance(token, dict) else (token,)
    return fold(*parts)
