"""Answers of a 2.0.1 station, block F: remote start and stop, unlock, trigger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocppj.dispatch import Reply
from schemas.v201.enums import ReadingContextEnumType
from schemas.v201.meter_values import MeterValuesRequest
from schemas.v201.remote_control import (
    MessageTriggerEnumType,
    RequestStartStopStatusEnumType,
    RequestStartTransactionRequest,
    RequestStartTransactionResponse,
    RequestStopTransactionRequest,
    RequestStopTransactionResponse,
    TriggerMessageRequest,
    TriggerMessageResponse,
    TriggerMessageStatusEnumType,
    UnlockConnectorRequest,
    UnlockConnectorResponse,
    UnlockStatusEnumType,
)
from station_sim.authorization import usable
from station_sim.hardware import LOCK_FAILURE
from station_sim.moments import Cause, StopReason, Token
from station_sim.status import places
from station_sim.trust.store import Use
from station_sim.v201 import firmware, logs, messages
from station_sim.v201.provisioning import model_of
from station_sim.v201.smart_charging import Objected, profile_for_start

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from schemas.v201.types import EVSEType
    from station_sim.charging import ChargingPoint
    from station_sim.station import Station


_V2G = "ISO15118Ctrlr.V2GCertificateInstallationEnabled"


def request_start(station: Station, request: RequestStartTransactionRequest) -> Reply:
    """F01, F02; the id of a transaction that runs already goes into the answer (F01.FR.13)."""
    token = Token(request.id_token.id_token, request.id_token.type.value)
    group = request.group_id_token.id_token if request.group_id_token else None
    point = _point_for(station, request.evse_id, token, group)
    if point is None:
        rejected = RequestStartStopStatusEnumType.REJECTED
        return Reply(RequestStartTransactionResponse(status=rejected))
    try:
        profile = profile_for_start(station, point, request.charging_profile)
    except Objected as objected:
        return Reply(
            RequestStartTransactionResponse(
                status=RequestStartStopStatusEnumType.REJECTED, status_info=objected.info
            )
        )
    if profile is not None:
        station.smart_charging.install_at_start(profile, token)
    station.last_token, station.remote_start_id = token, request.remote_start_id

    async def start() -> None:
        if station.automatic:
            authorizer = station.behaviour.authorizer
            await authorizer.start_remotely(point, token, request.remote_start_id, group)

    running = station.ledger.at(point.evse.id)
    response = RequestStartTransactionResponse(
        status=RequestStartStopStatusEnumType.ACCEPTED,
        transaction_id=None if running is None else running.id,
    )
    return Reply(response, (start,))


def _point_for(
    station: Station, evse_id: int | None, token: Token, group: str | None
) -> ChargingPoint | None:
    """Choose a free EVSE; F01.FR.21, .22: not one that somebody else has reserved."""
    if evse_id is not None:
        candidates = [point for point in station.points if point.evse.id == evse_id]
    else:
        candidates = sorted(station.points, key=lambda point: point.evse.vehicle is None)
    free = [p for p in candidates if p.authorization is None and usable(station, p)]
    admits = station.reservations.admits
    return next((point for point in free if admits(point, token, group)), None)


def request_stop(station: Station, request: RequestStopTransactionRequest) -> Reply:
    point = station.point_of(request.transaction_id)
    if point is None:
        rejected = RequestStartStopStatusEnumType.REJECTED
        return Reply(RequestStopTransactionResponse(status=rejected))

    async def stop() -> None:
        point.deauthorize(Cause.REMOTE_STOP, StopReason.REMOTE)

    accepted = RequestStartStopStatusEnumType.ACCEPTED
    return Reply(RequestStopTransactionResponse(status=accepted), (stop,))


def unlock_connector(station: Station, request: UnlockConnectorRequest) -> UnlockConnectorResponse:
    """F05."""
    if (request.evse_id, request.connector_id) not in set(places(station)):
        return UnlockConnectorResponse(status=UnlockStatusEnumType.UNKNOWN_CONNECTOR)
    point = station.point(request.evse_id)
    if point.transaction is not None and point.authorization is not None:
        ongoing = UnlockStatusEnumType.ONGOING_AUTHORIZED_TRANSACTION
        return UnlockConnectorResponse(status=ongoing)
    connector = point.evse.connector(request.connector_id)
    if connector.settings.fixed_cable or connector.fault == LOCK_FAILURE:
        return UnlockConnectorResponse(status=UnlockStatusEnumType.UNLOCK_FAILED)
    station.unlock(connector)
    return UnlockConnectorResponse(status=UnlockStatusEnumType.UNLOCKED)


def trigger_message(station: Station, request: TriggerMessageRequest) -> Reply:
    """F06; the message follows the answer (F06.FR.04)."""
    status = _may_trigger(station, request)

    async def send() -> None:
        if status is TriggerMessageStatusEnumType.ACCEPTED and station.automatic:
            _TRIGGERS[request.requested_message](station, request.evse)

    return Reply(TriggerMessageResponse(status=status), (send,))


def _may_trigger(station: Station, request: TriggerMessageRequest) -> TriggerMessageStatusEnumType:
    wanted = request.requested_message
    if wanted not in _TRIGGERS or not _publishes(station, wanted):
        return TriggerMessageStatusEnumType.NOT_IMPLEMENTED
    refused = {
        MessageTriggerEnumType.BOOT_NOTIFICATION: station.registration == "Accepted",
        MessageTriggerEnumType.SIGN_V2G_CERTIFICATE: not model_of(station).flag(_V2G),
        MessageTriggerEnumType.STATUS_NOTIFICATION: not _names_connector(station, request.evse),
        MessageTriggerEnumType.TRANSACTION_EVENT: not _running(station, request.evse),
        MessageTriggerEnumType.METER_VALUES: not _points(station, request.evse),
    }
    if refused.get(wanted, False):
        return TriggerMessageStatusEnumType.REJECTED
    return TriggerMessageStatusEnumType.ACCEPTED


def _publishes(station: Station, wanted: MessageTriggerEnumType) -> bool:
    published = MessageTriggerEnumType.PUBLISH_FIRMWARE_STATUS_NOTIFICATION
    return wanted is not published or station.settings.local_controller


def _names_connector(station: Station, evse: EVSEType | None) -> bool:
    return evse is not None and (evse.id, evse.connector_id or 0) in set(places(station))


def _points(station: Station, evse: EVSEType | None) -> list[ChargingPoint]:
    return [point for point in station.points if evse is None or evse.id in (0, point.evse.id)]


def _running(station: Station, evse: EVSEType | None) -> list[ChargingPoint]:
    return [point for point in _points(station, evse) if point.transaction is not None]


def _boot(station: Station, _: EVSEType | None) -> None:
    station.boot_reason = "Triggered"
    station.behaviour.boot_now()


def _heartbeat(station: Station, _: EVSEType | None) -> None:
    station.send(messages.heartbeat(), station.behaviour.synchronize)


def _station_certificate(station: Station, _: EVSEType | None) -> None:
    station.renewal.ask(Use.STATION)


def _v2g_certificate(station: Station, _: EVSEType | None) -> None:
    station.renewal.ask(Use.V2G)


def _log_status(station: Station, _: EVSEType | None) -> None:
    logs.report_status(station)


def _firmware_status(station: Station, _: EVSEType | None) -> None:
    firmware.report_status(station)


def _publication(station: Station, _: EVSEType | None) -> None:
    firmware.report_publication(station)


def _status(station: Station, evse: EVSEType | None) -> None:
    if evse is not None and evse.connector_id is not None:
        station.send(messages.status_notification(station, (evse.id, evse.connector_id)))


def _meter_values(station: Station, evse: EVSEType | None) -> None:
    measurands = station.policy.meter_plan.aligned
    for point in _points(station, evse):
        value = messages.meter_value(
            station, point.evse, measurands, ReadingContextEnumType.TRIGGER
        )
        if value is not None:
            station.send(MeterValuesRequest(evse_id=point.evse.id, meter_value=[value]))


def _transaction_event(station: Station, evse: EVSEType | None) -> None:
    for point in _running(station, evse):
        point.report_triggered()


_TRIGGERS: Mapping[MessageTriggerEnumType, Callable[[Station, EVSEType | None], None]] = {
    MessageTriggerEnumType.BOOT_NOTIFICATION: _boot,
    MessageTriggerEnumType.FIRMWARE_STATUS_NOTIFICATION: _firmware_status,
    MessageTriggerEnumType.HEARTBEAT: _heartbeat,
    MessageTriggerEnumType.LOG_STATUS_NOTIFICATION: _log_status,
    MessageTriggerEnumType.METER_VALUES: _meter_values,
    MessageTriggerEnumType.PUBLISH_FIRMWARE_STATUS_NOTIFICATION: _publication,
    MessageTriggerEnumType.SIGN_CHARGING_STATION_CERTIFICATE: _station_certificate,
    MessageTriggerEnumType.SIGN_V2G_CERTIFICATE: _v2g_certificate,
    MessageTriggerEnumType.STATUS_NOTIFICATION: _status,
    MessageTriggerEnumType.TRANSACTION_EVENT: _transaction_event,
}
