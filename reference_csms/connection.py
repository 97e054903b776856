"""One connected station, as handlers and callers see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from ocppj.dialect import Dialect
    from ocppj.frames import Answer
    from ocppj.link import Link
    from reference_csms.services.bundle import Services
    from schemas.base import JsonObject


class NotConnected(LookupError):
    """The station is known or unknown, but not connected now."""

    def __init__(self, identity: str) -> None:
        super().__init__(f"station {identity} is not connected")
        self.identity = identity


@dataclass(slots=True, eq=False)
class ConnectedStation:
    """A live connection; `connection` numbers it in the trace, `services` act for its handlers.

    `invited` names the messages that we asked this station for, which it may then send although
    its boot is not accepted yet.
    """

    identity: str
    dialect: Dialect
    connection: int
    connected_at: datetime
    services: Services
    security_profile: int = 0
    invited: set[str] = field(default_factory=set)
    _link: Link | None = None

    @property
    def link(self) -> Link:
        if self._link is None:
            raise NotConnected(self.identity)
        return self._link

    def attach(self, link: Link) -> None:
        """Give the station its link; the two need each other to begin."""
        self._link = link

    async def call(self, action: str, payload: JsonObject, timeout: float | None = None) -> Answer:
        """Send a CALL without keeping its outcome; raises CallFailed as `Link.call` does."""
        return await self.link.call(action, payload, timeout)
