"""What a 1.6 station says on its own: status, transactions, meter values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocppj.clock import parse_datetime
from schemas.v16.core import StartTransactionRequest, StopTransactionRequest
from schemas.v16.enums import ReadingContext, Reason
from station_sim.connector_states import TRANSITIONS_16, way
from station_sim.memory import CachedToken
from station_sim.moments import ChargingState, Stage, StopReason
from station_sim.offline_queue import QueuedMessage
from station_sim.status import Steady, places
from station_sim.v16 import contracts, messages
from station_sim.v16.messages import STATION_PLACE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from schemas.base import JsonObject, OcppModel
    from schemas.v16.types import MeterValue
    from station_sim.charging import ChargingPoint
    from station_sim.memory import Place
    from station_sim.moments import Moment, Token, Transaction
    from station_sim.reservations import Reservation
    from station_sim.station import Station

# 7.36; an immediate reset is a hard one, what 1.6 has no word for is Other.
REASONS: Mapping[StopReason, Reason] = {
    StopReason.LOCAL: Reason.LOCAL,
    StopReason.REMOTE: Reason.REMOTE,
    StopReason.DEAUTHORIZED: Reason.DE_AUTHORIZED,
    StopReason.EV_DISCONNECTED: Reason.EV_DISCONNECTED,
    StopReason.STOPPED_BY_EV: Reason.OTHER,
    StopReason.TIMEOUT: Reason.OTHER,
    StopReason.IMMEDIATE_RESET: Reason.HARD_RESET,
    StopReason.REBOOT: Reason.SOFT_RESET,
    StopReason.POWER_LOSS: Reason.POWER_LOSS,
    StopReason.UNLOCK: Reason.UNLOCK_COMMAND,
    StopReason.EMERGENCY_STOP: Reason.EMERGENCY_STOP,
    StopReason.GROUND_FAULT: Reason.OTHER,
    StopReason.OVERCURRENT: Reason.OTHER,
    StopReason.POWER_QUALITY: Reason.OTHER,
    StopReason.ENERGY_LIMIT: Reason.OTHER,
    StopReason.TIME_LIMIT: Reason.OTHER,
    StopReason.SOC_LIMIT: Reason.OTHER,
    StopReason.OUT_OF_CREDIT: Reason.OTHER,
    StopReason.OTHER: Reason.OTHER,
}


class Voice16:
    """Satisfies `station_sim.kit.Voice`."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._reported: dict[Place, str] = {}
        self._steady = Steady(station)

    def boot(self) -> OcppModel:
        self._reported.clear()
        return messages.boot_notification(self._station)

    def heartbeat(self) -> OcppModel:
        return messages.heartbeat()

    def authorize(self, token: Token) -> OcppModel:
        by_contract = token.type == contracts.CONTRACT_TOKEN
        if by_contract and self._station.papers.plug_and_charge:
            return contracts.authorize(self._station, token)
        return messages.authorize(token)

    def welcomed(self) -> None:
        """1.6 knows no tariffs."""

    def cached(self, payload: JsonObject) -> CachedToken:
        if "idTokenInfo" in payload:
            return contracts.cached(payload)
        info = payload["idTagInfo"]
        expires = info.get("expiryDate")
        return CachedToken(
            info["status"] == "Accepted",
            info.get("parentIdTag"),
            None if expires is None else parse_datetime(expires).timestamp(),
        )

    def booted(self) -> None:
        """Nothing more is due after the status reports."""

    async def watch(self) -> None:
        """1.6 has no monitors."""

    # status

    def report_status(self, *, changed_only: bool) -> None:
        if not changed_only:
            self._reported.clear()
        for place in (STATION_PLACE, *places(self._station)):
            status = messages.status_at(self._station, place)
            if self._reported.get(place) != status:
                self._report(place, status)

    def reservation_ended(self, reservation: Reservation, why: str) -> None:
        """1.6 has no message for it; the connector's status tells."""

    def status(self, point: ChargingPoint) -> None:
        if not self._station.is_online:
            return
        for connector in point.evse.connectors:
            self._steady.report(
                (point.evse.id, connector.id), lambda place: self._report_way(point, place)
            )

    def _report_way(self, point: ChargingPoint, place: Place) -> None:
        start = self._reported.get(place)
        if start is None or not self._station.is_online:
            return  # the report after the boot or the outage will say it
        goal = messages.status_at(self._station, place)
        for status in way(start, goal, TRANSITIONS_16):
            self._report(place, status, _info(point))

    def _report(self, place: Place, status: str, info: str | None = None) -> None:
        self._reported[place] = status
        station = self._station
        station.post(messages.status_notification(station, place, status, info))

    # transactions

    def moment(self, point: ChargingPoint, transaction: Transaction, moment: Moment) -> None:
        if moment.stage is Stage.STARTED:
            self._start(point, transaction)
        elif moment.stage is Stage.ENDED:
            self._stop(point, transaction, moment)

    def _start(self, point: ChargingPoint, transaction: Transaction) -> None:
        station = self._station
        assert transaction.token is not None
        token = transaction.token
        request = StartTransactionRequest(
            connector_id=self._number(transaction),
            id_tag=token.id,
            meter_start=round(point.evse.meter.energy),
            reservation_id=station.reservations.use(point, token, _group(point)),
            timestamp=station.clock.text(),
        )

        def answered(payload: JsonObject) -> None:
            transaction.csms_id = payload["transactionId"]
            where = point if point.transaction is transaction else None
            station.behaviour.authorizer.heard(where, token, self.cached(payload))

        self._queue("StartTransaction", request.dump, answered)
        station.behaviour.metering.begin(point, transaction)

    def _stop(self, point: ChargingPoint, transaction: Transaction, moment: Moment) -> None:
        station = self._station
        meter_stop, timestamp = round(point.evse.meter.energy), station.clock.text()
        data = self._ending_values(point, transaction)

        def build() -> JsonObject:
            return StopTransactionRequest(
                id_tag=None if moment.token is None else moment.token.id,
                meter_stop=meter_stop,
                timestamp=timestamp,
                transaction_id=_id(transaction),
                reason=REASONS[moment.stop_reason or StopReason.LOCAL],
                transaction_data=data or None,
            ).dump()

        self._queue("StopTransaction", build)

    def _ending_values(self, point: ChargingPoint, transaction: Transaction) -> list[MeterValue]:
        measurands = self._station.policy.meter_plan.ended
        last = messages.meter_value(
            self._station, point.evse, measurands, ReadingContext.TRANSACTION_END
        )
        return [*transaction.stored, *([] if last is None else [last])]

    def over(self, point: ChargingPoint) -> None:
        self.status(point)
        self._station.apply_scheduled()

    # meter values

    def sampled(self, point: ChargingPoint, transaction: Transaction) -> None:
        measurands = self._station.policy.meter_plan.updated
        context = ReadingContext.SAMPLE_PERIODIC
        value = messages.meter_value(self._station, point.evse, measurands, context)
        if value is not None:
            self._send_values(self._number(transaction), value, transaction)

    def stored(self, point: ChargingPoint, transaction: Transaction) -> None:
        measurands = self._station.policy.meter_plan.ended
        self._store(point, transaction, measurands, ReadingContext.SAMPLE_PERIODIC)

    def stored_aligned(self, point: ChargingPoint) -> None:
        measurands = self._station.policy.meter_plan.aligned_ended
        if point.transaction is not None:
            self._store(point, point.transaction, measurands, ReadingContext.SAMPLE_CLOCK)

    def _store(
        self,
        point: ChargingPoint,
        transaction: Transaction,
        measurands: tuple[str, ...],
        context: ReadingContext,
    ) -> None:
        value = messages.meter_value(self._station, point.evse, measurands, context)
        if value is not None:
            transaction.stored.append(value)

    def aligned(self, point: ChargingPoint) -> None:
        measurands = self._station.policy.meter_plan.aligned
        context = ReadingContext.SAMPLE_CLOCK
        value = messages.meter_value(self._station, point.evse, measurands, context)
        if value is None:
            return
        connector_id = point.evse.connector_in_use or point.evse.connectors[0].id
        number = messages.number_of(self._station, (point.evse.id, connector_id))
        self._send_values(number, value, point.transaction)

    def _send_values(self, number: int, value: MeterValue, transaction: Transaction | None) -> None:
        def build() -> JsonObject:
            transaction_id = None if transaction is None else _id(transaction)
            return messages.meter_values(number, value, transaction_id).dump()

        self._queue("MeterValues", build)

    def _queue(
        self,
        action: str,
        build: Callable[[], JsonObject],
        on_answer: Callable[[JsonObject], None] = lambda _: None,
    ) -> None:
        self._station.memory.queue.push(QueuedMessage(action, build, on_answer))

    def _number(self, transaction: Transaction) -> int:
        connector_id = transaction.connector_id or 1
        return messages.number_of(self._station, (transaction.evse_id, connector_id))


def _id(transaction: Transaction) -> int:
    # Without an id the start was never acknowledged, and no id can match (-1 is nobody's).
    return -1 if transaction.csms_id is None else transaction.csms_id


def _group(point: ChargingPoint) -> str | None:
    return None if point.authorization is None else point.authorization.group


def _info(point: ChargingPoint) -> str | None:
    lost = point.evse.connector_in_use is not None and point.state is ChargingState.IDLE
    return "EV side disconnected" if lost else None
