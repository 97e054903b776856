"""Entries of the CSMS's logs: what is only ever added.

Values as in `reference_csms.records`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - the TinyDB store reads the types at run time
from typing import Any


@dataclass(frozen=True, slots=True)
class MonitoringEvent:
    """One element of a NotifyEvent request, as sent."""

    station: str
    received_at: datetime
    data: dict[str, Any]
    generated_at: str | None = None
    seq_no: int | None = None


@dataclass(frozen=True, slots=True)
class SecurityEvent:
    station: str
    type: str
    timestamp: str
    tech_info: str | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """A CALL of the CSMS and how it ended: `result`, `error`, or `failure` without an answer."""

    station: str
    action: str
    request: dict[str, Any]
    sent_at: datetime
    result: dict[str, Any] | None = None
    error: dict[str, Any] | None = None
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class VendorMessage:
    """A DataTransfer request that reached us, or one of ours (`sent`) at the time of its answer.

    `answer` is the data that came back.
    """

    station: str
    vendor_id: str
    status: str
    received_at: datetime
    message_id: str | None = None
    data: Any = None
    sent: bool = False
    answer: Any = None


@dataclass(slots=True)
class LoggedMessage:
    """A text that crossed a station's link at `at`, POSIX seconds; `direction` as the CSMS sees it.

    `action` is that of a CALL, `problem` what is wrong with a text that is no frame. Not
    frozen only because two are made for each CALL, and that takes a quarter of the time.
    """

    at: float
    station: str
    connection: int
    direction: str
    text: str
    action: str | None = None
    problem: str | None = None
