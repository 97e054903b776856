"""The requests that a 2.0.1 station sends, filled from its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas.v201.authorization import AuthorizeRequest
from schemas.v201.availability import (
    ConnectorStatusEnumType,
    HeartbeatRequest,
    StatusNotificationRequest,
)
from schemas.v201.diagnostics import NotifyEventRequest
from schemas.v201.enums import (
    IdTokenEnumType,
    LocationEnumType,
    MeasurandEnumType,
    PhaseEnumType,
    ReadingContextEnumType,
)
from schemas.v201.monitoring import (
    EventDataType,
    EventNotificationEnumType,
    EventTriggerEnumType,
)
from schemas.v201.provisioning import (
    BootNotificationRequest,
    BootReasonEnumType,
    ChargingStationType,
)
from schemas.v201.security import SecurityEventNotificationRequest
from schemas.v201.types import (
    ComponentType,
    EVSEType,
    IdTokenType,
    MeterValueType,
    SampledValueType,
    UnitOfMeasureType,
    VariableType,
)
from station_sim.connector_states import RULES_201, status_of
from station_sim.status import facts, places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from schemas.v201.types import OCSPRequestDataType, SignedMeterValueType
    from station_sim.hardware import Evse
    from station_sim.memory import Place
    from station_sim.meter import Sample
    from station_sim.moments import Token
    from station_sim.station import Station

    Sign = Callable[[Sample, ReadingContextEnumType], SignedMeterValueType | None]


def boot_notification(station: Station, reason: str | None = None) -> BootNotificationRequest:
    settings = station.settings
    return BootNotificationRequest(
        reason=BootReasonEnumType(reason or station.boot_reason),
        charging_station=ChargingStationType(
            serial_number=settings.serial_number[:25],
            model=settings.model[:20],
            vendor_name=settings.vendor[:50],
            firmware_version=(station.memory.firmware_version or settings.firmware_version)[:50],
        ),
    )


def heartbeat() -> HeartbeatRequest:
    return HeartbeatRequest()


def id_token(token: Token) -> IdTokenType:
    return IdTokenType(id_token=token.id, type=IdTokenEnumType(token.type))


def authorize(token: Token, proof: list[OCSPRequestDataType] | None = None) -> AuthorizeRequest:
    """Ask about a token; `proof` names the contract certificate that it was read from."""
    return AuthorizeRequest(id_token=id_token(token), iso_15118_certificate_hash_data=proof)


def status_at(station: Station, place: Place) -> str:
    return status_of(facts(station, place), RULES_201)


def overall_status(station: Station, evse_id: int | None = None) -> str:
    """Give the AvailabilityState of an EVSE, or of the station: that of its best connector."""
    there = [p for p in places(station) if evse_id in (None, p[0])]
    found = {status_at(station, place) for place in there}
    order = ("Available", "Occupied", "Reserved", "Unavailable", "Faulted")
    return next(status for status in order if status in found)


def problem(station: Station, evse_id: int | None = None, connector_id: int | None = None) -> str:
    """Tell whether something is wrong there, as a boolean of the device model."""
    there = [
        place
        for place in places(station)
        if evse_id in (None, place[0]) and connector_id in (None, place[1])
    ]
    return str(any(facts(station, place).faulted for place in there)).lower()


def status_notification(station: Station, place: Place) -> StatusNotificationRequest:
    evse_id, connector_id = place
    return StatusNotificationRequest(
        timestamp=station.clock.text(),
        connector_status=ConnectorStatusEnumType(status_at(station, place)),
        evse_id=evse_id,
        connector_id=connector_id,
    )


def availability_event(station: Station, place: Place) -> NotifyEventRequest:
    """Report a connector's status as a change of its AvailabilityState (G01.FR.03)."""
    evse_id, connector_id = place
    event = EventDataType(
        event_id=next(station.event_ids),
        timestamp=station.clock.text(),
        trigger=EventTriggerEnumType.DELTA,
        actual_value=status_at(station, place),
        event_notification_type=EventNotificationEnumType.HARD_WIRED_NOTIFICATION,
        component=ComponentType(
            name="Connector", evse=EVSEType(id=evse_id, connector_id=connector_id)
        ),
        variable=VariableType(name="AvailabilityState"),
    )
    return NotifyEventRequest(generated_at=station.clock.text(), seq_no=0, event_data=[event])


def security_event(station: Station, event: str) -> SecurityEventNotificationRequest:
    return SecurityEventNotificationRequest(type=event, timestamp=station.clock.text())


def meter_value(
    station: Station,
    evse: Evse,
    measurands: Iterable[str],
    context: ReadingContextEnumType,
    sign: Sign = lambda _, __: None,
) -> MeterValueType | None:
    """Read the meter now; None when it measures nothing of what is asked."""
    samples = evse.meter.read(measurands)
    if not samples:
        return None
    values = [_sampled(sample, context, sign(sample, context)) for sample in samples]
    return MeterValueType(timestamp=station.clock.text(), sampled_value=values)


def _sampled(
    sample: Sample, context: ReadingContextEnumType, signed: SignedMeterValueType | None
) -> SampledValueType:
    return SampledValueType(
        value=sample.value,
        context=context,
        measurand=MeasurandEnumType(sample.measurand),
        phase=None if sample.phase is None else PhaseEnumType(sample.phase),
        location=LocationEnumType(sample.location),
        signed_meter_value=signed,
        unit_of_measure=UnitOfMeasureType(unit=sample.unit),
    )
