"""Messages that somebody has the station send, past its own behaviour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from station_sim.hardware import NotPossible

if TYPE_CHECKING:
    from ocppj.frames import Answer
    from schemas.base import JsonObject
    from station_sim.station import Station


async def send(station: Station, action: str, changes: JsonObject) -> Answer:
    """Send what the station would send now for that action, with these changes, valid or not.

    `changes` is a merge patch (RFC 7396): objects are merged, null takes a member out. Raises
    DraftError for an action without a draft, NotPossible without a connection, CallFailed where
    no answer comes.
    """
    draft = station.draft(action)
    if station.link is None:
        raise NotPossible(f"{action} cannot be sent: the station is not connected")
    return await station.call(action, merged(draft, changes))


async def send_raw(station: Station, text: str) -> None:
    """Put a text on the wire as it is. Raises NotPossible without a connection."""
    if station.link is None:
        raise NotPossible("nothing can be sent: the station is not connected")
    await station.link.send_raw(text)


def merged(base: Any, changes: Any) -> Any:
    """Apply a merge patch (RFC 7396); neither argument is changed."""
    if not isinstance(changes, dict):
        return changes
    result = dict(base) if isinstance(base, dict) else {}
    for name, value in changes.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result
