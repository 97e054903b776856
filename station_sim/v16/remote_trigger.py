"""TriggerMessage of 1.6 (edition 2, section 5.17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocppj.dispatch import Reply
from schemas.v16 import security
from schemas.v16.enums import MessageTrigger, ReadingContext, TriggerMessageStatus
from schemas.v16.remote_trigger import TriggerMessageRequest, TriggerMessageResponse
from schemas.v16.security import ExtendedTriggerMessageRequest, ExtendedTriggerMessageResponse
from station_sim import firmware, logs
from station_sim.status import places
from station_sim.trust.store import Use
from station_sim.v16 import files, messages
from station_sim.v16.messages import STATION_PLACE, number_of, place_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from schemas.base import OcppModel
    from station_sim.memory import Place
    from station_sim.station import Station

    Send = Callable[[Station, int | None], None]


def trigger_message(station: Station, request: TriggerMessageRequest) -> Reply:
    """Accept what can be sent; the message goes out after the answer."""
    if not _known(station, request.connector_id):
        return Reply(TriggerMessageResponse(status=TriggerMessageStatus.REJECTED))
    then = _later(station, _TRIGGERS[request.requested_message], request.connector_id)
    return Reply(TriggerMessageResponse(status=TriggerMessageStatus.ACCEPTED), (then,))


def extended_trigger_message(station: Station, request: ExtendedTriggerMessageRequest) -> Reply:
    """Accept what can be sent, as above (security white paper, A02 and F06)."""
    status = security.TriggerMessageStatusEnumType
    if not _known(station, request.connector_id):
        return Reply(ExtendedTriggerMessageResponse(status=status.REJECTED))
    then = _later(station, _EXTENDED[request.requested_message], request.connector_id)
    return Reply(ExtendedTriggerMessageResponse(status=status.ACCEPTED), (then,))


def _known(station: Station, number: int | None) -> bool:
    return number is None or place_of(station, number) is not None


def _later(station: Station, send: Send, number: int | None) -> Callable[[], Awaitable[None]]:
    async def then() -> None:
        if station.automatic:
            send(station, number)

    return then


def _boot(station: Station, _: int | None) -> None:
    if station.registration == "Accepted":
        station.send(messages.boot_notification(station))
    else:
        station.behaviour.boot_now()


def _heartbeat(station: Station, _: int | None) -> None:
    station.send(messages.heartbeat(), station.behaviour.synchronize)


def _diagnostics(station: Station, _: int | None) -> None:
    """4.4: Idle where no upload is under way."""
    _send_upload(station, files.diagnostics_report(logs.State.IDLE))


def _firmware(station: Station, _: int | None) -> None:
    """4.5: Idle where no update is under way."""
    state = station.firmware.state if station.firmware.busy else firmware.State.IDLE
    request = files.simple_report(state)
    if request is not None:
        station.send(request)


def _log(station: Station, _: int | None) -> None:
    """N01.FR.12."""
    _send_upload(station, files.log_report(logs.State.IDLE, None))


def _send_upload(station: Station, idle: OcppModel | None) -> None:
    """Tell of the upload under way, where it is one that this message is about."""
    word = station.logs.word()
    request = word if type(word) is type(idle) else idle
    if request is not None:
        station.send(request)


def _signed_firmware(station: Station, _: int | None) -> None:
    """L01.FR.28, .29."""
    station.send(station.firmware.word() or files.signed_report(firmware.State.IDLE, None))


def _chosen(station: Station, number: int | None) -> list[Place]:
    if number is None:
        return [STATION_PLACE, *places(station)]
    place = place_of(station, number)
    return [] if place is None else [place]


def _status(station: Station, number: int | None) -> None:
    for place in _chosen(station, number):
        status = messages.status_at(station, place)
        station.send(messages.status_notification(station, place, status))


def _meter_values(station: Station, number: int | None) -> None:
    measurands = station.policy.meter_plan.updated
    for place in _chosen(station, number):
        if place == STATION_PLACE:
            continue
        point = station.point(place[0])
        value = messages.meter_value(station, point.evse, measurands, ReadingContext.TRIGGER)
        if value is None:
            continue
        transaction = point.transaction
        transaction_id = None if transaction is None else transaction.csms_id
        station.send(messages.meter_values(number_of(station, place), value, transaction_id))


def _certificate(station: Station, _: int | None) -> None:
    """A02.FR.02."""
    station.renewal.ask(Use.STATION)


_TRIGGERS: Mapping[MessageTrigger, Send] = {
    MessageTrigger.BOOT_NOTIFICATION: _boot,
    MessageTrigger.DIAGNOSTICS_STATUS_NOTIFICATION: _diagnostics,
    MessageTrigger.FIRMWARE_STATUS_NOTIFICATION: _firmware,
    MessageTrigger.HEARTBEAT: _heartbeat,
    MessageTrigger.METER_VALUES: _meter_values,
    MessageTrigger.STATUS_NOTIFICATION: _status,
}

_EXTENDED: Mapping[security.MessageTriggerEnumType, Send] = {
    security.MessageTriggerEnumType.BOOT_NOTIFICATION: _boot,
    security.MessageTriggerEnumType.LOG_STATUS_NOTIFICATION: _log,
    security.MessageTriggerEnumType.FIRMWARE_STATUS_NOTIFICATION: _signed_firmware,
    security.MessageTriggerEnumType.HEARTBEAT: _heartbeat,
    security.MessageTriggerEnumType.METER_VALUES: _meter_values,
    security.MessageTriggerEnumType.SIGN_CHARGE_POINT_CERTIFICATE: _certificate,
    security.MessageTriggerEnumType.STATUS_NOTIFICATION: _status,
}
