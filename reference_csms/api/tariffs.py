"""What charging costs: one tariff for all stations, and others for single ones."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query
from pydantic import BaseModel, ConfigDict, Field

from reference_csms.api.access import Behind
from reference_csms.listing import to_json
from reference_csms.tariffs import Tariff

router = APIRouter(prefix="/tariff", tags=["tariff"])

Only = Annotated[str, Query(description="the station that it is for; without it, all stations")]


class TariffSettings(BaseModel):
    """Prices per kWh, hour and session; members that are left out cost nothing."""

    model_config = ConfigDict(extra="forbid")

    currency: str = Field(default="EUR", min_length=3, max_length=3)
    per_kwh: float = Field(default=0.0, ge=0)
    per_hour: float = Field(default=0.0, ge=0)
    per_session: float = Field(default=0.0, ge=0)
    in_response: bool = False


@router.get("")
async def get_tariff(csms: Behind, station: Only = "") -> dict[str, Any]:
    """Show the tariff that holds for a station, or for all without one of their own."""
    found = await csms.services.tariffs.of(station)
    if found is None:
        raise HTTPException(404, "no tariff")
    return to_json(found)


@router.put("")
async def put_tariff(csms: Behind, settings: TariffSettings, station: Only = "") -> dict[str, Any]:
    await csms.services.tariffs.put(Tariff(station, **dict(settings)))
    await csms.store.commit()
    return await get_tariff(csms, station)


@router.delete("", status_code=204)
async def delete_tariff(csms: Behind, station: Only = "") -> None:
    if not await csms.store.tariffs.remove(station):
        raise HTTPException(404, "no such tariff")
    await csms.store.commit()
