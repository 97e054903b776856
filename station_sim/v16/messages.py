"""The requests that a 1.6 station sends, filled from its state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas.v16.core import (
    AuthorizeRequest,
    BootNotificationRequest,
    HeartbeatRequest,
    MeterValuesRequest,
    StatusNotificationRequest,
)
from schemas.v16.enums import (
    ChargePointErrorCode,
    ChargePointStatus,
    Location,
    Measurand,
    Phase,
    ReadingContext,
    UnitOfMeasure,
)
from schemas.v16.types import MeterValue, SampledValue
from station_sim.connector_states import RULES_16, status_of
from station_sim.hardware import EMERGENCY_STOP
from station_sim.status import facts, places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from station_sim.hardware import Evse
    from station_sim.memory import Place
    from station_sim.meter import Sample
    from station_sim.moments import Token
    from station_sim.station import Station

STATION_PLACE: Place = (0, 0)
ERROR_CODES: Final = frozenset(ChargePointErrorCode)


def number_of(station: Station, place: Place) -> int:
    """Give the number of a connector in 1.6: 1, 2, ... over all EVSEs; the station is 0."""
    return 0 if place == STATION_PLACE else list(places(station)).index(place) + 1


def place_of(station: Station, number: int) -> Place | None:
    """Give the place of a connector number, None where there is no such connector."""
    if number == 0:
        return STATION_PLACE
    numbered = list(places(station))
    return numbered[number - 1] if 1 <= number <= len(numbered) else None


def status_at(station: Station, place: Place) -> str:
    """Give the status of a connector, or of the station itself (4.9: it has three only)."""
    if place != STATION_PLACE:
        return status_of(facts(station, place), RULES_16)
    operative = station.memory.availability.operative(STATION_PLACE)
    return "Available" if operative else "Unavailable"


def boot_notification(station: Station) -> BootNotificationRequest:
    settings = station.settings
    return BootNotificationRequest(
        charge_point_vendor=settings.vendor[:20],
        charge_point_model=settings.model[:20],
        charge_point_serial_number=settings.serial_number[:25],
        firmware_version=(station.memory.firmware_version or settings.firmware_version)[:50],
    )


def heartbeat() -> HeartbeatRequest:
    return HeartbeatRequest()


def authorize(token: Token) -> AuthorizeRequest:
    return AuthorizeRequest(id_tag=token.id)


def _fault(evse: Evse, connector_id: int) -> str:
    own = evse.connector(connector_id).fault
    return EMERGENCY_STOP if evse.emergency else own or ChargePointErrorCode.NO_ERROR.value


def status_notification(
    station: Station, place: Place, status: str, info: str | None = None
) -> StatusNotificationRequest:
    """4.9; a fault that 1.6 has no code for is told in words."""
    fault = ChargePointErrorCode.NO_ERROR.value
    if place != STATION_PLACE:
        fault = _fault(station.hardware.evse(place[0]), place[1])
    known = fault in ERROR_CODES
    return StatusNotificationRequest(
        connector_id=number_of(station, place),
        error_code=ChargePointErrorCode(fault) if known else ChargePointErrorCode.OTHER_ERROR,
        info=info if known else str(fault)[:50],
        status=ChargePointStatus(status),
        timestamp=station.clock.text(),
    )


def meter_value(
    station: Station, evse: Evse, measurands: Iterable[str], context: ReadingContext
) -> MeterValue | None:
    """Read the meter now; None when it measures nothing of what is asked."""
    samples = evse.meter.read(measurands)
    if not samples:
        return None
    values = [_sampled(sample, context) for sample in samples]
    return MeterValue(timestamp=station.clock.text(), sampled_value=values)


def _sampled(sample: Sample, context: ReadingContext) -> SampledValue:
    return SampledValue(
        value=str(sample.value),
        context=context,
        measurand=Measurand(sample.measurand),
        phase=None if sample.phase is None else Phase(sample.phase),
        location=Location(sample.location),
        unit=UnitOfMeasure(sample.unit),
    )


def meter_values(number: int, value: MeterValue, transaction_id: int | None) -> MeterValuesRequest:
    return MeterValuesRequest(
        connector_id=number, transaction_id=transaction_id, meter_value=[value]
    )
