"""OCPP 2.0.1, block E: what stations tell of transactions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_csms.models import readings
from reference_csms.services.transactions import Progress
from reference_csms.v201 import control
from reference_csms.v201.tariff_cost import priced, registers
from reference_csms.v201.tokens import id_token_info, status_of
from schemas.v201 import transactions as messages
from schemas.v201.transactions import TransactionEventEnumType, TriggerReasonEnumType

if TYPE_CHECKING:
    from ocppj.dispatch import Reply
    from reference_csms.connection import ConnectedStation
    from reference_csms.records import Transaction
    from schemas.v201.types import IdTokenType


async def transaction_event(
    station: ConnectedStation, request: messages.TransactionEventRequest
) -> Reply:
    """E02.FR.02, E02.FR.04, E05.FR.01: a token in it is judged again."""
    services = station.services
    transaction, new = await services.transactions.progress(_progress(station.identity, request))
    if new and request.meter_value:
        await services.meter_values.add(
            station.identity,
            readings(request.source["meterValue"]),
            evse_id=transaction.evse_id,
            connector_id=transaction.connector_id,
            transaction_id=transaction.transaction_id,
        )
    if new and request.transaction_info.remote_start_id is not None:
        await control.began(station, transaction)
    if new and request.reservation_id is not None:
        await services.reservations.used(
            station.identity, request.reservation_id, transaction.transaction_id
        )
    if not transaction.active:
        await services.charging.transaction_ended(station.identity, transaction.transaction_id)
    if request.id_token is None:
        response = messages.TransactionEventResponse()
    else:
        transaction, response = await _judge(station, transaction, request.id_token)
    return await priced(station, transaction, request, response)


async def _judge(
    station: ConnectedStation, transaction: Transaction, id_token: IdTokenType
) -> tuple[Transaction, messages.TransactionEventResponse]:
    starts = id_token.id_token == transaction.id_token
    authorization = await station.services.authorization.authorize(
        id_token.id_token,
        id_token.type.value,
        station=station.identity,
        within=transaction,
        starts=starts,
    )
    if starts:
        status = status_of(authorization).value
        transaction = await station.services.transactions.authorized(transaction, status)
    return transaction, messages.TransactionEventResponse(
        id_token_info=id_token_info(authorization)
    )


def _progress(identity: str, request: messages.TransactionEventRequest) -> Progress:
    info, evse, token = request.transaction_info, request.evse, request.id_token
    return Progress(
        station=identity,
        transaction_id=info.transaction_id,
        seq_no=request.seq_no,
        at=request.timestamp,
        started=request.event_type is TransactionEventEnumType.STARTED,
        ended=request.event_type is TransactionEventEnumType.ENDED,
        evse_id=evse.id if evse else None,
        connector_id=evse.connector_id if evse else None,
        id_token=token.id_token if token else None,
        id_token_type=token.type.value if token else None,
        charging_state=info.charging_state.value if info.charging_state else None,
        stopped_reason=info.stopped_reason.value if info.stopped_reason else None,
        reservation_id=request.reservation_id,
        remote_start_id=info.remote_start_id,
        trigger_reason=request.trigger_reason.value,
        phases_used=request.number_of_phases_used,
        cable_max_current=request.cable_max_current,
        time_spent_charging=info.time_spent_charging,
        registers=registers(request.meter_value or ()),
        offline=request.offline,
        stops=request.trigger_reason is TriggerReasonEnumType.STOP_AUTHORIZED,
    )
