"""The local authorization list (1.6 edition 2, 3.5.2 and 5.15; 2.0.1 Part 2, block D)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from station_sim.moments import Token

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station_sim.memory import CachedToken


class Update(StrEnum):
    """The outcome of an update, in words that both versions have."""

    ACCEPTED = "Accepted"
    FAILED = "Failed"
    VERSION_MISMATCH = "VersionMismatch"


@dataclass(slots=True)
class LocalList:
    """Tokens that the CSMS has vouched for, or warned of; `version` is that of the last update."""

    version: int = 0
    _entries: dict[tuple[str, str], CachedToken] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def told_version(self) -> int:
        """The version to tell: 0 says that the list is empty (1.6 5.10, D02.FR.02)."""
        return self.version if self._entries else 0

    def find(self, token: Token, now: float) -> CachedToken | None:
        """Give what the list says of a token, unless that has expired."""
        listed = self._entries.get(_key(token))
        if listed is None or (listed.expires is not None and listed.expires <= now):
            return None
        return listed

    def __contains__(self, token: Token) -> bool:
        return _key(token) in self._entries

    def items(self) -> list[tuple[Token, CachedToken]]:
        """Give all entries, what has expired included."""
        return [(Token(*key), info) for key, info in self._entries.items()]

    def update(
        self,
        version: int,
        entries: Mapping[Token, CachedToken | None],
        *,
        full: bool,
        limit: int,
    ) -> Update:
        """Replace the list, or change it: None takes a token off. Nothing changes on a failure.

        1.6 errata 3.52: 0 and -1 have a meaning of their own and are no versions of a list.
        """
        if version <= 0:
            return Update.FAILED
        if not full and version <= self.version:
            return Update.VERSION_MISMATCH
        merged = {} if full else dict(self._entries)
        for token, info in entries.items():
            if info is not None:
                merged[_key(token)] = info
            elif full:
                return Update.FAILED  # there is nothing that could be taken off
            else:
                merged.pop(_key(token), None)
        if len(merged) > limit:
            return Update.FAILED
        self.version, self._entries = version, merged
        return Update.ACCEPTED


def _key(token: Token) -> tuple[str, str]:
    return token.id.casefold(), token.type
