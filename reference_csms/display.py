"""What the CSMS knows of the messages on stations' displays (2.0.1, block O)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - the TinyDB store reads the types at run time
from typing import Any

from reference_csms.records import exact


@dataclass(frozen=True, slots=True)
class DisplayMessage:
    """One message of a station; `message` has the members that OCPP gives a MessageInfo.

    `answer` is what the station said when we set it, `cleared` what it said when we took it away.
    `installed` tells whether the station has it, as far as known; `told_at` is its last report.
    """

    station: str
    message_id: int
    message: dict[str, Any] | None = None
    answer: str | None = None
    cleared: str | None = None
    installed: bool = False
    told_at: datetime | None = None

    @property
    def key(self) -> str:
        return exact(self.station, self.message_id)


@dataclass(frozen=True, slots=True)
class DisplayReport:
    """What we asked for by GetDisplayMessages: the answer, and the messages that arrived.

    `whole` when nothing narrowed the question, so that what is not listed does not exist.
    """

    station: str
    request_id: int
    answer: str | None = None
    whole: bool = False
    message_ids: tuple[int, ...] = ()
    parts: int = 0
    complete: bool = False

    @property
    def key(self) -> str:
        return exact(self.station, self.request_id)
