"""What a station's response changes: tables of action to handler, asked after every own CALL."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from reference_csms.connection import ConnectedStation
from schemas import catalogue, validation
from schemas.validation import Kind

if TYPE_CHECKING:
    from schemas.base import JsonObject

ResultHandler = Callable[[ConnectedStation, Any, Any], Awaitable[None]]
"""Gets the station, our request model and the station's response model."""

ResultTable = Mapping[str, ResultHandler]


async def keep(
    table: ResultTable,
    station: ConnectedStation,
    action: str,
    request: JsonObject,
    response: JsonObject,
) -> None:
    """Let the table act on a CALL and its response, if both are what their schemas want."""
    version = station.dialect.version
    handler, message = table.get(action), catalogue.message(version, action)
    if handler is None or message is None:
        return
    if not validation.is_valid(version, action, Kind.REQUEST, request):
        return
    if not validation.is_valid(version, action, Kind.RESPONSE, response):
        return
    sent, got = message.request_model(), message.response_model()
    await handler(station, sent.parse(request), got.parse(response))
