"""One connected station, as handlers and callers see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from ocppj.frames import CallResult
from ocppj.problems import CallFailed
from reference_csms.entries import Command
from reference_csms.secrecy import masked

if TYPE_CHECKING:
    from datetime import datetime

    from ocppj.clock import Clock
    from ocppj.dialect import Dialect
    from ocppj.frames import Answer, CallError
    from ocppj.link import Link
    from reference_csms.services.bundle import Services
    from reference_csms.store.protocols import Log
    from schemas.base import JsonObject


class NotConnected(LookupError):
    """The station is known or unknown, but not connected now."""

    def __init__(self, identity: str) -> None:
        super().__init__(f"station {identity} is not connected")
        self.identity = identity


@dataclass(slots=True, eq=False)
class ConnectedStation:
    """A live connection; `connection` numbers it in the trace, `services` act for its handlers.

    `commands` is the log of what is sent to the station. `certificate_name` is the common name of
    its certificate, with security profile 3.

    `invited` names the messages that we asked this station for, which it may then send although
    its boot is not accepted yet.
    """

    identity: str
    dialect: Dialect
    connection: int
    connected_at: datetime
    services: Services
    clock: Clock
    commands: Log[Command]
    security_profile: int = 0
    certificate_name: str | None = None
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
        """Send a CALL and log how it ended, which the caller makes last by a commit.

        Raises NotConnected before the link is there, CallFailed as `Link.call` does.
        """
        link = self.link
        sent = partial(Command, self.identity, action, masked(payload), self.clock.now())
        try:
            answer = await link.call(action, payload, timeout)
        except CallFailed as failed:
            self.commands.append(sent(failure=str(failed)))
            raise
        if isinstance(answer, CallResult):
            self.commands.append(sent(result=masked(answer.payload)))
        else:
            self.commands.append(sent(error=error_json(answer)))
        return answer


def error_json(error: CallError) -> JsonObject:
    return {"code": error.code, "description": error.description, "details": error.details}
