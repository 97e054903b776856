"""OCPP 2.0.1, block J: meter values, alone or inside a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_csms.models import readings
from schemas.v201.meter_values import MeterValuesResponse

if TYPE_CHECKING:
    from reference_csms.connection import ConnectedStation
    from schemas.base import JsonObject


async def meter_values(station: ConnectedStation, payload: JsonObject) -> MeterValuesResponse:
    """J01.FR.18; EVSE 0 is the main meter."""
    await station.services.meter_values.add(
        station.identity, readings(payload["meterValue"]), evse_id=int(payload["evseId"])
    )
    return MeterValuesResponse()
