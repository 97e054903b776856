"""OCPP 2.0.1, block I: what a transaction costs, told in answers or by CostUpdated."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from pydantic import Field

from ocppj.dispatch import Reply
from reference_csms.follow_up import ask
from reference_csms.goals import Arguments, read
from reference_csms.tariffs import Tariff
from schemas.v201.enums import LocationEnumType, MeasurandEnumType

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from reference_csms.connection import ConnectedStation
    from reference_csms.goals import OperationTable, Operator
    from reference_csms.records import Transaction
    from schemas.base import JsonObject
    from schemas.v201.transactions import TransactionEventRequest, TransactionEventResponse
    from schemas.v201.types import MeterValueType, SampledValueType

_MAX_EXPONENT: Final = 12
_REGISTER: Final = MeasurandEnumType.ENERGY_ACTIVE_IMPORT_REGISTER


class Prices(Arguments):
    """A tariff for the station; its members are those of `Tariff`."""

    currency: str = Field(default="EUR", min_length=3, max_length=3)
    per_kwh: float = Field(default=0.0, ge=0)
    per_hour: float = Field(default=0.0, ge=0)
    per_session: float = Field(default=0.0, ge=0)
    in_response: bool = False


async def set_tariff(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """Set what charging costs at this station from now on; nothing is sent."""
    wanted = read(Prices, arguments)
    await operator.csms.services.tariffs.put(Tariff(operator.station.identity, **dict(wanted)))
    return {}


OPERATIONS: Final[OperationTable] = {"set-tariff": set_tariff}


async def priced(
    station: ConnectedStation,
    transaction: Transaction,
    request: TransactionEventRequest,
    response: TransactionEventResponse,
) -> Reply:
    """Add the cost to an answer, or let it follow (I02.FR.01, I03.FR.02, I03.FR.04)."""
    tariff = await station.services.tariffs.of(station.identity)
    if tariff is None:
        return Reply(response)
    metered = registers(request.meter_value or ())
    now = await station.services.tariffs.price(transaction, tariff, request.timestamp)
    if not now.active or tariff.in_response:
        return Reply(response.model_copy(update={"total_cost": now.total_cost}))
    return Reply(response, (_tell(station, now),) if metered else ())


def _tell(station: ConnectedStation, transaction: Transaction) -> Callable[[], Awaitable[None]]:
    payload = {"totalCost": transaction.total_cost, "transactionId": transaction.transaction_id}

    async def tell() -> None:
        await ask(station, "CostUpdated", payload)

    return tell


def registers(meter_values: list[MeterValueType] | tuple[()]) -> list[float]:
    """Give the readings of the energy register over all phases at the outlet, in Wh."""
    found: list[float] = []
    for value in meter_values:
        for sample in value.sampled_value:
            reading = _watt_hours(sample) if _is_total(sample) else None
            if reading is not None:
                found.append(reading)
    return found


def _is_total(sample: SampledValueType) -> bool:
    return (
        sample.phase is None
        and sample.measurand in (None, _REGISTER)
        and sample.location in (None, LocationEnumType.OUTLET)
    )


def _watt_hours(sample: SampledValueType) -> float | None:
    """Convert a reading; None for one beyond all reason, which schemas allow."""
    unit = sample.unit_of_measure
    if unit is None:
        return float(sample.value)
    thousand, exponent = 1000.0 if unit.unit == "kWh" else 1.0, unit.multiplier or 0
    if abs(exponent) > _MAX_EXPONENT:
        return None
    reading = float(sample.value) * thousand * 10.0**exponent
    return reading if math.isfinite(reading) else None
