"""TriggerMessage of 1.6 (edition 2, section 5.17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocppj.dispatch import Reply
from schemas.v16.enums import (
    DiagnosticsStatus,
    FirmwareStatus,
    MessageTrigger,
    ReadingContext,
    TriggerMessageStatus,
)
from schemas.v16.firmware import (
    DiagnosticsStatusNotificationRequest,
    FirmwareStatusNotificationRequest,
)
from schemas.v16.remote_trigger import TriggerMessageRequest, TriggerMessageResponse
from station_sim.status import places
from station_sim.v16 import messages
from station_sim.v16.messages import STATION_PLACE, number_of, place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from station_sim.memory import Place
    from station_sim.station import Station


def trigger_message(station: Station, request: TriggerMessageRequest) -> Reply:
    """Accept what can be sent; the message goes out after the answer."""
    number = request.connector_id
    known = number is None or place_of(station, number) is not None
    if not known:
        return Reply(TriggerMessageResponse(status=TriggerMessageStatus.REJECTED))
    send = _TRIGGERS[request.requested_message]

    async def then() -> None:
        if station.automatic:
            send(station, number)

    return Reply(TriggerMessageResponse(status=TriggerMessageStatus.ACCEPTED), (then,))


def _boot(station: Station, _: int | None) -> None:
    if station.registration == "Accepted":
        station.send(messages.boot_notification(station))
    else:
        station.behaviour.boot_now()


def _heartbeat(station: Station, _: int | None) -> None:
    station.send(messages.heartbeat(), station.behaviour.synchronize)


def _diagnostics(station: Station, _: int | None) -> None:
    station.send(DiagnosticsStatusNotificationRequest(status=DiagnosticsStatus.IDLE))


def _firmware(station: Station, _: int | None) -> None:
    station.send(FirmwareStatusNotificationRequest(status=FirmwareStatus.IDLE))


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


_TRIGGERS: Mapping[MessageTrigger, Callable[[Station, int | None], None]] = {
    MessageTrigger.BOOT_NOTIFICATION: _boot,
    MessageTrigger.DIAGNOSTICS_STATUS_NOTIFICATION: _diagnostics,
    MessageTrigger.FIRMWARE_STATUS_NOTIFICATION: _firmware,
    MessageTrigger.HEARTBEAT: _heartbeat,
    MessageTrigger.METER_VALUES: _meter_values,
    MessageTrigger.STATUS_NOTIFICATION: _status,
}
