"""OCPP 1.6, profile Core: what stations send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocppj.clock import format_datetime
from reference_csms.models import readings
from reference_csms.records import ConnectorStatus
from reference_csms.services.transactions import Start, Stop
from reference_csms.v16.control import began
from reference_csms.v16.metering import registers
from reference_csms.v16.tokens import id_tag_info, status_of
from schemas.v16 import core
from schemas.v16.enums import RegistrationStatus

if TYPE_CHECKING:
    from reference_csms.connection import ConnectedStation


async def boot_notification(
    station: ConnectedStation, request: core.BootNotificationRequest
) -> core.BootNotificationResponse:
    """Section 4.2; a boot notification that we asked for tells of no boot."""
    if "BootNotification" in station.invited:
        station.invited.discard("BootNotification")
    else:
        await station.services.control.booted(station.identity)
        await station.services.device_model.rebooted(station.identity)
    decision = await station.services.registration.boot(station.identity, request.source)
    return core.BootNotificationResponse(
        status=RegistrationStatus(decision.status.value),
        current_time=format_datetime(decision.now),
        interval=decision.interval,
    )


async def heartbeat(
    station: ConnectedStation, request: core.HeartbeatRequest
) -> core.HeartbeatResponse:
    """Section 4.6."""
    now = await station.services.registration.heartbeat(station.identity)
    return core.HeartbeatResponse(current_time=format_datetime(now))


async def status_notification(
    station: ConnectedStation, request: core.StatusNotificationRequest
) -> core.StatusNotificationResponse:
    """Section 4.9."""
    await station.services.availability.report(
        ConnectorStatus(
            station=station.identity,
            connector_id=request.connector_id,
            status=request.status.value,
            timestamp=request.timestamp,
            error_code=request.error_code.value,
            info=request.info,
            vendor_id=request.vendor_id,
            vendor_error_code=request.vendor_error_code,
        )
    )
    return core.StatusNotificationResponse()


async def authorize(
    station: ConnectedStation, request: core.AuthorizeRequest
) -> core.AuthorizeResponse:
    """Section 4.1."""
    authorization = await station.services.authorization.authorize(request.id_tag)
    return core.AuthorizeResponse(id_tag_info=id_tag_info(authorization))


async def start_transaction(
    station: ConnectedStation, request: core.StartTransactionRequest
) -> core.StartTransactionResponse:
    """Section 4.8: it is always answered with a number, whatever becomes of the tag."""
    transactions = station.services.transactions
    transaction = await transactions.start(
        Start(
            station=station.identity,
            connector_id=request.connector_id,
            id_token=request.id_tag,
            meter_start=request.meter_start,
            at=request.timestamp,
            reservation_id=request.reservation_id,
        )
    )
    transaction = await began(station, transaction)
    if request.reservation_id is not None:
        await station.services.reservations.used(
            station.identity, request.reservation_id, transaction.transaction_id
        )
    authorization = await station.services.authorization.authorize(
        request.id_tag, within=transaction, starts=True
    )
    await transactions.authorized(transaction, status_of(authorization).value)
    return core.StartTransactionResponse(
        id_tag_info=id_tag_info(authorization), transaction_id=int(transaction.transaction_id)
    )


async def stop_transaction(
    station: ConnectedStation, request: core.StopTransactionRequest
) -> core.StopTransactionResponse:
    """Section 4.10."""
    transaction_id = str(request.transaction_id)
    before = await station.services.transactions.get(station.identity, transaction_id)
    transaction = await station.services.transactions.stop(
        Stop(
            station=station.identity,
            transaction_id=transaction_id,
            meter_stop=request.meter_stop,
            at=request.timestamp,
            reason=request.reason.value if request.reason else None,
            id_token=request.id_tag,
        )
    )
    await station.services.charging.transaction_ended(station.identity, transaction_id)
    await station.services.tariffs.note(transaction, request.timestamp)
    if before is None or before.active:  # a repeated stop brings no new values
        await station.services.meter_values.add(
            station.identity,
            readings(request.source.get("transactionData", ())),
            connector_id=transaction.connector_id,
            transaction_id=transaction_id,
        )
    if request.id_tag is None:
        return core.StopTransactionResponse()
    authorization = await station.services.authorization.authorize(
        request.id_tag, within=transaction
    )
    return core.StopTransactionResponse(id_tag_info=id_tag_info(authorization))


async def meter_values(
    station: ConnectedStation, request: core.MeterValuesRequest
) -> core.MeterValuesResponse:
    """Section 4.7; what belongs to a transaction brings its energy and cost up to date."""
    number, values = request.transaction_id, request.source["meterValue"]
    transaction_id = None if number is None else str(number)
    await station.services.meter_values.add(
        station.identity,
        readings(values),
        connector_id=request.connector_id,
        transaction_id=transaction_id,
    )
    if transaction_id is not None:
        metered = await station.services.transactions.metered(
            station.identity, transaction_id, registers(values)
        )
        if metered is not None:
            await station.services.tariffs.note(metered, values[-1]["timestamp"])
    return core.MeterValuesResponse()
