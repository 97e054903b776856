"""Stations, and what can be asked of them."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query
from pydantic import BaseModel, ConfigDict, Field, field_validator

from ocppj.frames import CallError
from reference_csms import commands, operations, views
from reference_csms.api.access import Behind, Paged
from reference_csms.commands import UnknownStation
from reference_csms.connection import error_json
from reference_csms.goals import StationRefused
from reference_csms.records import Registration, Station

router = APIRouter(prefix="/stations", tags=["stations"])

DELETED = 1008
"""Close code for the connection of a station that was deleted."""


class StationSettings(BaseModel):
    """What an operator sets of a station; members that are left out keep their value."""

    model_config = ConfigDict(extra="forbid")

    password: str | None = Field(default=None, min_length=1, max_length=64)
    security_profile: int | None = Field(default=None, ge=0, le=3)
    registration: Registration | None = None
    boot_interval_s: int | None = Field(default=None, ge=0)
    items_per_message: int | None = Field(default=None, ge=1)
    evses: tuple[Annotated[int, Field(ge=1)], ...] | None = None
    """The number of connectors of each EVSE, beginning with EVSE 1."""
    serial_number: str | None = Field(default=None, min_length=1, max_length=64)
    """The common name that the station's certificate must have (A00.FR.405)."""

    @field_validator("registration", mode="before")
    @classmethod
    def _any_case(cls, given: object) -> object:
        return given.capitalize() if isinstance(given, str) else given

    def apply(self, station: Station) -> Station:
        changes = self.model_dump(exclude_unset=True)
        if changes.get("registration", Registration.ACCEPTED) is None:
            del changes["registration"]
        if "evses" in changes:
            changes["evses"] = changes["evses"] or ()
        return replace(station, **changes)


@router.get("")
async def list_stations(csms: Behind, page: Paged) -> list[dict[str, Any]]:
    return await views.stations(csms, page)


@router.get("/{identity}")
async def get_station(csms: Behind, identity: str) -> dict[str, Any]:
    found = await views.station(csms, identity)
    if found is None:
        raise UnknownStation(identity)
    return found


@router.put("/{identity}")
async def put_station(csms: Behind, identity: str, settings: StationSettings) -> dict[str, Any]:
    """Register a station, or change its settings; a new registration counts from the next boot."""
    station = await csms.services.registration.station(identity)
    await csms.store.stations.put(settings.apply(station))
    await csms.store.commit()
    return await get_station(csms, identity)


@router.delete("/{identity}", status_code=204)
async def delete_station(csms: Behind, identity: str) -> None:
    """Forget a station and close its connection; its transactions and readings stay."""
    if not await csms.store.stations.remove(identity):
        raise UnknownStation(identity)
    await csms.store.commit()
    live = csms.connected(identity)
    if live is not None:
        await live.link.close(DELETED, "the station was deleted")


@router.post("/{identity}/commands/{action}", tags=["commands"])
async def command(
    csms: Behind,
    identity: str,
    action: str,
    payload: Annotated[dict[str, Any], Body()],
    timeout: Annotated[float | None, Query(gt=0)] = None,
) -> dict[str, Any]:
    """Send one request as it is; 504 when there is no answer within `timeout` seconds."""
    answer = await commands.send(csms, identity, action, payload, timeout)
    if isinstance(answer, CallError):
        return {"call_error": error_json(answer)}
    return {"result": answer.payload}


@router.post("/{identity}/operations/{name}", tags=["commands"])
async def operation(
    csms: Behind,
    identity: str,
    name: str,
    arguments: Annotated[dict[str, Any] | None, Body()] = None,
) -> dict[str, Any]:
    """Reach a goal; the CSMS chooses the messages."""
    try:
        return {"result": await operations.run(csms, identity, name, arguments or {})}
    except StationRefused as refused:
        return {"call_error": error_json(refused.error)}
