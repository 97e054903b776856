"""Answers of a 2.0.1 station, block N: logs that are uploaded (N01)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocppj.dispatch import Reply
from schemas.v201.diagnostics import (
    GetLogRequest,
    GetLogResponse,
    LogStatusEnumType,
    LogStatusNotificationRequest,
    UploadLogStatusEnumType,
)
from station_sim import logs

if TYPE_CHECKING:
    from station_sim.station import Station


def get_log(station: Station, request: GetLogRequest) -> Reply:
    """N01.FR.01 to .05, .12; the upload follows the answer."""
    job = logs.prepare(
        station, logs.Wanted.of(request), lambda state: status(state, request.request_id)
    )
    if job is None:
        return Reply(GetLogResponse(status=LogStatusEnumType.REJECTED))
    canceling = station.logs.busy
    answer = LogStatusEnumType.ACCEPTED_CANCELED if canceling else LogStatusEnumType.ACCEPTED

    async def begin() -> None:
        if station.automatic:
            station.logs.begin(job)

    return Reply(GetLogResponse(status=answer, filename=job.name), (begin,))


def status(state: logs.State, request_id: int | None) -> LogStatusNotificationRequest:
    """Make the message of a state; without an upload it names no request (N01.FR.13)."""
    number = None if state is logs.State.IDLE else request_id
    return LogStatusNotificationRequest(
        status=UploadLogStatusEnumType(state.value), request_id=number
    )


def report_status(station: Station) -> None:
    """Tell how the upload goes on, or that there is none, as the CSMS asked (N01.FR.13)."""
    station.send(station.logs.word() or status(logs.State.IDLE, None))
