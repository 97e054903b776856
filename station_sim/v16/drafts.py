"""What a 1.6 station would send now, action by action: the hand puppet's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas.v16.core import (
    DataTransferRequest,
    StartTransactionRequest,
    StopTransactionRequest,
)
from schemas.v16.enums import DiagnosticsStatus, FirmwareStatus, ReadingContext
from schemas.v16.firmware import (
    DiagnosticsStatusNotificationRequest,
    FirmwareStatusNotificationRequest,
)
from schemas.v16.security import (
    FirmwareStatusEnumType,
    LogStatusNotificationRequest,
    SecurityEventNotificationRequest,
    SignedFirmwareStatusNotificationRequest,
    UploadLogStatusEnumType,
)
from station_sim.trust.store import Use
from station_sim.v16 import iso15118_drafts, messages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from schemas.base import JsonObject
    from station_sim.memory import Place
    from station_sim.station import Station


def _place(station: Station) -> Place:
    """Choose the connector meant: of the open transaction, with a cable in it, or the first."""
    entry = station.ledger.latest
    if entry is not None:
        return entry.evse_id, entry.connector_id
    for evse in station.hardware.evses:
        if evse.connector_in_use is not None:
            return evse.id, evse.connector_in_use
    return 1, 1


def _status(station: Station) -> JsonObject:
    place = _place(station)
    status = messages.status_at(station, place)
    return messages.status_notification(station, place, status).dump()


def _start(station: Station) -> JsonObject:
    place = _place(station)
    reserved = station.reservations.at(place)
    return StartTransactionRequest(
        connector_id=messages.number_of(station, place),
        id_tag=station.last_token.id,
        meter_start=round(station.hardware.evse(place[0]).meter.energy),
        reservation_id=None if reserved is None else reserved.id,
        timestamp=station.clock.text(),
    ).dump()


def _stop(station: Station) -> JsonObject:
    entry = station.ledger.latest
    place = _place(station)
    return StopTransactionRequest(
        id_tag=station.last_token.id if entry is None else entry.id_token,
        meter_stop=round(station.hardware.evse(place[0]).meter.energy),
        timestamp=station.clock.text(),
        transaction_id=-1 if entry is None else int(entry.id),
    ).dump()


def _meter_values(station: Station) -> JsonObject:
    place, entry = _place(station), station.ledger.latest
    evse = station.hardware.evse(place[0])
    context = ReadingContext.SAMPLE_PERIODIC
    value = messages.meter_value(station, evse, ["Energy.Active.Import.Register"], context)
    assert value is not None
    transaction_id = None if entry is None else int(entry.id)
    return messages.meter_values(messages.number_of(station, place), value, transaction_id).dump()


def _security_event(station: Station) -> JsonObject:
    return SecurityEventNotificationRequest(
        type="StartupOfTheDevice", timestamp=station.clock.text()
    ).dump()


def _sign_certificate(station: Station) -> JsonObject:
    request = station.renewal.request(Use.STATION)
    return station.papers.sign_certificate(request, Use.STATION).dump()


DRAFTS: Final[Mapping[str, Callable[[Station], JsonObject]]] = {
    "Authorize": lambda station: messages.authorize(station.last_token).dump(),
    "BootNotification": lambda station: messages.boot_notification(station).dump(),
    "DataTransfer": lambda station: DataTransferRequest(vendor_id=station.settings.vendor).dump(),
    "DiagnosticsStatusNotification": lambda _: DiagnosticsStatusNotificationRequest(
        status=DiagnosticsStatus.IDLE
    ).dump(),
    "FirmwareStatusNotification": lambda _: FirmwareStatusNotificationRequest(
        status=FirmwareStatus.IDLE
    ).dump(),
    "Heartbeat": lambda _: messages.heartbeat().dump(),
    "LogStatusNotification": lambda _: LogStatusNotificationRequest(
        status=UploadLogStatusEnumType.IDLE
    ).dump(),
    "MeterValues": _meter_values,
    "SecurityEventNotification": _security_event,
    "SignedFirmwareStatusNotification": lambda _: SignedFirmwareStatusNotificationRequest(
        status=FirmwareStatusEnumType.IDLE
    ).dump(),
    "SignCertificate": _sign_certificate,
    "StartTransaction": _start,
    "StatusNotification": _status,
    "StopTransaction": _stop,
    **iso15118_drafts.DRAFTS,
}
