"""OCPP 2.0.1, block J: meter values, alone or inside a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_csms.models import json_text
from schemas.v201 import meter_values as messages

if TYPE_CHECKING:
    from reference_csms.connection import ConnectedStation
    from schemas.v201.types import MeterValueType


async def meter_values(
    station: ConnectedStation, request: messages.MeterValuesRequest
) -> messages.MeterValuesResponse:
    """J01.FR.18; EVSE 0 is the main meter."""
    await station.services.meter_values.add(
        station.identity, readings(request.meter_value), evse_id=request.evse_id
    )
    return messages.MeterValuesResponse()


def readings(meter_values: list[MeterValueType]) -> list[tuple[str, str]]:
    return [(meter_value.timestamp, json_text(meter_value)) for meter_value in meter_values]
