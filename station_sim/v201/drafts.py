"""What a 2.0.1 station would send now, action by action: the hand puppet's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pki.hash_data import hash_data
from pki.hierarchies import Hierarchies
from pki.profiles import ocsp_url
from schemas.v201.data_transfer import DataTransferRequest
from schemas.v201.diagnostics import LogStatusNotificationRequest, UploadLogStatusEnumType
from schemas.v201.enums import ReadingContextEnumType
from schemas.v201.meter_values import MeterValuesRequest
from schemas.v201.provisioning import NotifyReportRequest
from schemas.v201.reservation import (
    ReservationStatusUpdateRequest,
    ReservationUpdateStatusEnumType,
)
from schemas.v201.transactions import (
    TransactionEventEnumType,
    TransactionEventRequest,
    TransactionType,
    TriggerReasonEnumType,
)
from schemas.v201.types import EVSEType
from station_sim.trust.store import Use
from station_sim.v201 import charging_drafts, contracts, customers, firmware, messages
from station_sim.v201.display import notification
from station_sim.v201.monitoring import reports

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cryptography import x509

    from pki.hash_data import HashData
    from schemas.base import JsonObject
    from schemas.v201.types import MeterValueType
    from station_sim.memory import Place
    from station_sim.station import Station

# For a certificate that names no responder; the field is required, and nobody dials it.
_NO_RESPONDER = "http://127.0.0.1/ocsp"
_REGISTER = ("Energy.Active.Import.Register",)


def _place(station: Station) -> Place:
    """Choose the connector meant: of the open transaction, with a cable in it, or the first."""
    entry = station.ledger.latest
    if entry is not None and entry.evse_id:
        return entry.evse_id, entry.connector_id or 1
    for evse in station.hardware.evses:
        if evse.connector_in_use is not None:
            return evse.id, evse.connector_in_use
    return 1, 1


def _status(station: Station) -> JsonObject:
    return messages.status_notification(station, _place(station)).dump()


def _transaction_event(station: Station) -> JsonObject:
    """Give the next message of the open transaction, or the first of a new one."""
    entry = station.ledger.latest
    started = TransactionEventEnumType.STARTED
    evse_id, connector_id = _place(station)
    remote, remote_start = station.remote_start_id, TriggerReasonEnumType.REMOTE_START
    return TransactionEventRequest(
        event_type=started if entry is None else TransactionEventEnumType.UPDATED,
        timestamp=station.clock.text(),
        trigger_reason=TriggerReasonEnumType.AUTHORIZED if remote is None else remote_start,
        seq_no=0 if entry is None else entry.next_seq_no,
        transaction_info=TransactionType(
            transaction_id=station.new_id() if entry is None else entry.id,
            remote_start_id=remote,
        ),
        evse=EVSEType(id=evse_id, connector_id=connector_id),
        id_token=messages.id_token(station.last_token) if entry is None else None,
    ).dump()


def _register(station: Station, evse_id: int) -> MeterValueType:
    context = ReadingContextEnumType.SAMPLE_PERIODIC
    evse = station.hardware.evse(evse_id)
    value = messages.meter_value(station, evse, _REGISTER, context)
    assert value is not None
    return value


def _meter_values(station: Station) -> JsonObject:
    evse_id, _ = _place(station)
    value = _register(station, evse_id)
    return MeterValuesRequest(evse_id=evse_id, meter_value=[value]).dump()


def _sign_certificate(station: Station) -> JsonObject:
    request = station.renewal.request(Use.STATION)
    return station.papers.sign_certificate(request, Use.STATION).dump()


def _certificate_status(station: Station) -> JsonObject:
    """Ask for the V2G certificate, or for what is installed first, or for one of a stranger."""
    store = station.memory.certificates
    entry = store.own(Use.V2G) or next(iter(store.entries), None)
    certificate, named = (
        _stranger(station) if entry is None else (entry.certificate, entry.names()[0])
    )
    responder = ocsp_url(certificate) or _NO_RESPONDER
    request = station.papers.certificate_status(named, responder)
    assert request is not None
    return request.dump()


def _stranger(station: Station) -> tuple[x509.Certificate, HashData]:
    v2g = Hierarchies(station.clock.now()).v2g_charger(station.settings.serial_number)
    return v2g.certificate, hash_data(v2g.certificate, v2g.intermediates[0])


def _monitors(station: Station) -> JsonObject:
    return reports(station, 0, list(station.memory.monitors))[0].dump()


DRAFTS: Final[Mapping[str, Callable[[Station], JsonObject]]] = {
    "Authorize": lambda station: messages.authorize(station.last_token).dump(),
    "BootNotification": lambda station: messages.boot_notification(station).dump(),
    "DataTransfer": lambda station: DataTransferRequest(vendor_id=station.settings.vendor).dump(),
    "FirmwareStatusNotification": lambda _: firmware.idle().dump(),
    "Get15118EVCertificate": lambda station: contracts.draft(station).dump(),
    "GetCertificateStatus": _certificate_status,
    "Heartbeat": lambda _: messages.heartbeat().dump(),
    "LogStatusNotification": lambda _: LogStatusNotificationRequest(
        status=UploadLogStatusEnumType.IDLE
    ).dump(),
    "MeterValues": _meter_values,
    "NotifyCustomerInformation": lambda station: customers.report(station, "")[0].dump(),
    "NotifyDisplayMessages": lambda station: notification(station, station.display.select()).dump(),
    "NotifyEvent": lambda station: messages.availability_event(station, _place(station)).dump(),
    "NotifyMonitoringReport": _monitors,
    "NotifyReport": lambda station: NotifyReportRequest(
        request_id=0, generated_at=station.clock.text(), seq_no=0
    ).dump(),
    "PublishFirmwareStatusNotification": lambda _: firmware.nothing_published().dump(),
    "ReservationStatusUpdate": lambda _: ReservationStatusUpdateRequest(
        reservation_id=0, reservation_update_status=ReservationUpdateStatusEnumType.EXPIRED
    ).dump(),
    "SecurityEventNotification": lambda station: messages.security_event(
        station, "StartupOfTheDevice"
    ).dump(),
    "SignCertificate": _sign_certificate,
    "StatusNotification": _status,
    "TransactionEvent": _transaction_event,
    **charging_drafts.DRAFTS,
}
