"""The goal of GetLog, which both versions spell alike (N01)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_csms.goals import Arguments, present

if TYPE_CHECKING:
    from reference_csms.goals import Operator
    from schemas.base import JsonObject


class Upload(Arguments):
    """Where a log is to go, of which span of time, and how often the station is to try."""

    location: str
    oldest: str | None = None
    latest: str | None = None
    retries: int | None = None
    retry_interval_s: int | None = None


async def get_log(operator: Operator, wanted: Upload, kind: str) -> JsonObject:
    """Ask for a log of that LogEnumType. The answer names our requestId."""
    number = await operator.csms.store.next_number("request")
    log = present(
        remoteLocation=wanted.location,
        oldestTimestamp=wanted.oldest,
        latestTimestamp=wanted.latest,
    )
    payload = present(
        log=log,
        logType=kind,
        requestId=number,
        retries=wanted.retries,
        retryInterval=wanted.retry_interval_s,
    )
    return {**await operator.send("GetLog", payload), "requestId": number}
