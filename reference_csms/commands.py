"""Single requests to a station, checked against the schema before they leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_csms.connection import NotConnected
from reference_csms.goals import refuse_invalid
from schemas import catalogue
from schemas.catalogue import Sender

if TYPE_CHECKING:
    from ocppj.frames import Answer
    from reference_csms.connection import ConnectedStation
    from reference_csms.csms import Csms
    from schemas.base import JsonObject


class UnknownStation(LookupError):
    """No station of this identity was ever seen or registered."""

    def __init__(self, identity: str) -> None:
        super().__init__(f"no station {identity} is known")


class UnknownAction(LookupError):
    """The station's version has no such message that a CSMS sends, or no such operation."""


async def reach(csms: Csms, identity: str) -> ConnectedStation:
    """Give a connected station; raises UnknownStation, or NotConnected at once."""
    station = csms.connected(identity)
    if station is not None:
        return station
    if await csms.store.stations.get(identity) is None:
        raise UnknownStation(identity)
    raise NotConnected(identity)


async def send(
    csms: Csms, identity: str, action: str, payload: JsonObject, timeout: float | None = None
) -> Answer:
    """Send one request, checked against its schema and nothing else.

    Raises UnknownStation, UnknownAction, InvalidArguments naming the offending members, and
    NotConnected and CallFailed as `Csms.call` does.
    """
    station = await reach(csms, identity)
    version = station.dialect.version
    message = catalogue.message(version, action)
    if message is None or message.sender is Sender.STATION:
        raise UnknownAction(f"a CSMS of OCPP {version} sends no {action}")
    refuse_invalid(version, action, payload)
    return await csms.call(identity, action, payload, timeout)
