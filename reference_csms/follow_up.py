"""CALLs that the CSMS makes on its own, as the consequence of what a station sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocppj.frames import CallResult
from ocppj.problems import CallFailed
from reference_csms.connection import NotConnected
from schemas import validation
from schemas.validation import Kind

if TYPE_CHECKING:
    from reference_csms.connection import ConnectedStation
    from schemas.base import JsonObject


async def ask(station: ConnectedStation, action: str, payload: JsonObject) -> JsonObject | None:
    """Send a CALL and give its valid response; None for anything else, a lost station included."""
    try:
        answer = await station.call(action, payload)
    except (CallFailed, NotConnected):
        return None
    if not isinstance(answer, CallResult):
        return None
    version = station.dialect.version
    valid = validation.is_valid(version, action, Kind.RESPONSE, answer.payload)
    return answer.payload if valid else None
