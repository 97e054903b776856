"""What the CSMS asked of stations and follows to its end: reservations, lists, files.

Records as in `reference_csms.records`, for both versions: 1.6 knows no EVSE and no token types,
and numbers only its logs and signed firmware updates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - the TinyDB store reads the types at run time
from enum import StrEnum
from typing import Any

from reference_csms.records import exact


@dataclass(frozen=True, slots=True)
class Reservation:
    """A reservation; `status` is the station's answer, then what became of it.

    `reported` is the end that the station itself told (2.0.1 ReservationStatusUpdate).
    """

    station: str
    reservation_id: int
    id_token: str
    expires_at: datetime
    status: str
    asked_at: datetime
    id_token_type: str | None = None
    group: str | None = None
    evse_id: int | None = None
    connector_id: int | None = None
    connector_type: str | None = None
    transaction_id: str | None = None
    reported: str | None = None

    @property
    def key(self) -> str:
        return exact(self.station, self.reservation_id)


@dataclass(frozen=True, slots=True)
class LocalList:
    """The list of tokens that a station holds; `entries` as they were sent, `answer` the last.

    `version` is that of the list that was accepted, `told_version` what the station last said.
    """

    station: str
    version: int | None = None
    entries: tuple[dict[str, Any], ...] = ()
    answer: str | None = None
    told_version: int | None = None
    changed_at: datetime | None = None

    @property
    def key(self) -> str:
        return self.station


class FileKind(StrEnum):
    """What a file is about."""

    FIRMWARE = "firmware"
    LOG = "log"
    PUBLICATION = "publication"


@dataclass(frozen=True, slots=True)
class FileJob:
    """A firmware update, a log upload or a publication, with every status that was reported.

    `request_id` is None in 1.6 for unsigned firmware and diagnostics; `subject` is the type of a
    log, or the message that asked for a firmware. A publication (2.0.1) has the MD5 `checksum` of
    its file, the `locations` at which it can be had, and the answer to its last `withdrawal`.
    """

    station: str
    kind: FileKind
    request_id: int | None = None
    subject: str | None = None
    location: str | None = None
    answer: str | None = None
    file_name: str | None = None
    status: str | None = None
    history: tuple[dict[str, Any], ...] = ()
    asked_at: datetime | None = None
    checksum: str | None = None
    locations: tuple[str, ...] = ()
    withdrawal: str | None = None

    @property
    def key(self) -> str:
        return exact(self.station, self.kind.value, self.request_id)
