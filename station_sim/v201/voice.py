"""What a 2.0.1 station says on its own: status, transactions, meter values, security events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocppj.clock import parse_datetime
from schemas.v201.enums import ReadingContextEnumType
from schemas.v201.meter_values import MeterValuesRequest
from schemas.v201.reservation import (
    ReservationStatusUpdateRequest,
    ReservationUpdateStatusEnumType,
)
from schemas.v201.transactions import (
    ChargingStateEnumType,
    ReasonEnumType,
    TransactionEventEnumType,
    TransactionEventRequest,
    TransactionType,
    TriggerReasonEnumType,
)
from schemas.v201.types import EVSEType, SignedMeterValueType
from station_sim.memory import CachedToken
from station_sim.meter import REGISTER
from station_sim.moments import Cause, ChargingState, Moment, Stage, StopReason
from station_sim.monitoring import Monitoring
from station_sim.offline_queue import QueuedMessage
from station_sim.signing import ENCODING_METHOD, SIGNING_METHOD, MeterKey
from station_sim.status import places
from station_sim.v201 import contracts, events, messages
from station_sim.v201.display import farewell, priced, told_personally, welcome
from station_sim.v201.policy import Policy201

if TYPE_CHECKING:
    from schemas.base import JsonObject, OcppModel
    from schemas.v201.types import MeterValueType
    from station_sim.charging import ChargingPoint
    from station_sim.memory import Place
    from station_sim.meter import Sample
    from station_sim.moments import Token, Transaction
    from station_sim.reservations import Reservation
    from station_sim.station import Station


class Voice201:
    """Satisfies `station_sim.kit.Voice`."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self.monitoring = Monitoring(station, lambda found: events.notifications(station, found))
        self._reported: dict[Place, str] = {}
        self._key: MeterKey | None = None
        self._readings = 0

    def boot(self) -> OcppModel:
        return messages.boot_notification(self._station)

    def heartbeat(self) -> OcppModel:
        return messages.heartbeat()

    def authorize(self, token: Token) -> OcppModel:
        return messages.authorize(token, contracts.proof(self._station, token))

    def cached(self, payload: JsonObject) -> CachedToken:
        info = payload["idTokenInfo"]
        told_personally(self._station, info.get("personalMessage"))
        expires = info.get("cacheExpiryDateTime")
        group = info.get("groupIdToken")
        return CachedToken(
            info["status"] == "Accepted",
            None if group is None else group["idToken"],
            None if expires is None else parse_datetime(expires).timestamp(),
        )

    def welcomed(self) -> None:
        welcome(self._station)

    def booted(self) -> None:
        """Tell of the start as a critical security event (A04, appendix 1)."""
        powered = self._station.boot_reason == "PowerUp"
        event = "StartupOfTheDevice" if powered else "ResetOrReboot"
        self._station.security.report(event)

    def reservation_ended(self, reservation: Reservation, why: str) -> None:
        """H01.FR.16, .17, H04.FR.01."""
        update = ReservationUpdateStatusEnumType(why)
        self._station.post(
            ReservationStatusUpdateRequest(
                reservation_id=reservation.id, reservation_update_status=update
            )
        )

    # status

    def report_status(self, *, changed_only: bool) -> None:
        if not changed_only:
            self._reported.clear()
        for place in places(self._station):
            self._report_if_new(place)
        self.monitoring.check()

    def status(self, point: ChargingPoint) -> None:
        if self._station.is_online or self._station.policy.queues_all:
            for connector in point.evse.connectors:
                self._report_if_new((point.evse.id, connector.id))
        self.monitoring.check()

    def _report_if_new(self, place: Place) -> None:
        status = messages.status_at(self._station, place)
        if self._reported.get(place) != status:
            self._reported[place] = status
            self._station.post(messages.status_notification(self._station, place))

    # transactions

    def moment(self, point: ChargingPoint, transaction: Transaction, moment: Moment) -> None:
        values = self._values(point, transaction, moment)
        self._send(transaction, moment, values)
        if moment.stage is Stage.ENDED:
            farewell(self._station)
        if moment.stage is Stage.STARTED:
            self._station.behaviour.metering.begin(point, transaction)
            self.monitoring.changed()

    def _values(
        self, point: ChargingPoint, transaction: Transaction, moment: Moment
    ) -> list[MeterValueType]:
        plan = self._station.policy.meter_plan
        if moment.stage is Stage.ENDED:
            end = self._read(point, plan.ended, ReadingContextEnumType.TRANSACTION_END)
            return [*transaction.stored, *end]
        known = point.authorization is None or point.authorization.located
        if transaction.begin_values_sent or not known:
            return []
        if moment.stage is Stage.STARTED or moment.state is ChargingState.CHARGING:
            transaction.begin_values_sent = True  # E01.FR.17: later where the EVSE was unknown
            return self._read(point, plan.started, ReadingContextEnumType.TRANSACTION_BEGIN)
        return []

    def _read(
        self, point: ChargingPoint, measurands: tuple[str, ...], context: ReadingContextEnumType
    ) -> list[MeterValueType]:
        station = self._station
        value = messages.meter_value(station, point.evse, measurands, context, self._sign)
        return [] if value is None else [value]

    def _sign(self, sample: Sample, context: ReadingContextEnumType) -> SignedMeterValueType | None:
        """Sign a register's reading where the settings want it (E02.FR.14)."""
        policy = self._station.policy
        assert isinstance(policy, Policy201)
        by_clock = context is ReadingContextEnumType.SAMPLE_CLOCK
        signs = policy.signs_aligned if by_clock else policy.signs_readings  # J01, J02
        if not signs or sample.measurand != REGISTER or sample.phase is not None:
            return None
        if self._key is None:
            self._key = MeterKey.make(self._station.rng, self._station.settings.serial_number)
        self._readings += 1
        first = context is ReadingContextEnumType.TRANSACTION_BEGIN
        wanted = policy.public_key
        with_key = wanted == "EveryMeterValue" or (wanted == "OncePerTransaction" and first)
        return SignedMeterValueType(
            signed_meter_data=self._key.sign(
                sample, context.value, self._station.clock.now(), self._readings
            ),
            signing_method=SIGNING_METHOD,
            encoding_method=ENCODING_METHOD,
            public_key=self._key.public if with_key else "",
        )

    def _send(self, transaction: Transaction, moment: Moment, values: list[MeterValueType]) -> None:
        station = self._station
        request = self._event(transaction, moment, values)
        payload = request.dump()

        def build() -> JsonObject:
            if message.offline:  # E04.FR.03, E11.FR.07
                payload["offline"] = True
            return payload

        def answered(answer: JsonObject) -> None:
            priced(station, transaction.id, moment, payload, answer)
            if moment.token is not None and "idTokenInfo" in answer:
                point = station.points[transaction.evse_id - 1]
                where = point if point.transaction is transaction else None
                station.behaviour.authorizer.heard(where, moment.token, self.cached(answer))

        message = QueuedMessage(
            "TransactionEvent",
            build,
            answered,
            transaction=transaction.id,
            offline=not station.is_online,
        )
        station.memory.queue.push(message)

    def _event(
        self, transaction: Transaction, moment: Moment, values: list[MeterValueType]
    ) -> TransactionEventRequest:
        charging = moment.state is ChargingState.CHARGING
        phases = self._station.settings.evses[transaction.evse_id - 1].phases
        return TransactionEventRequest(
            event_type=TransactionEventEnumType(moment.stage.value),
            timestamp=self._station.clock.text(),
            trigger_reason=TriggerReasonEnumType(moment.cause.value),
            seq_no=transaction.next_seq_no(),
            number_of_phases_used=phases if charging else None,
            transaction_info=_info(transaction, moment),
            reservation_id=self._reservation(transaction, moment),
            evse=self._evse(transaction),
            id_token=None if moment.token is None else messages.id_token(moment.token),
            meter_value=values or None,
        )

    def _reservation(self, transaction: Transaction, moment: Moment) -> int | None:
        """Use up the reservation that the token was expected for (H01.FR.15, H03.FR.09)."""
        point = self._station.points[transaction.evse_id - 1]
        if moment.token is None or point.authorization is None:
            return None
        group = point.authorization.group
        return self._station.reservations.use(point, moment.token, group)

    def _evse(self, transaction: Transaction) -> EVSEType | None:
        """Name the EVSE as soon as it is known: a token before the cable is for any of them."""
        point = self._station.points[transaction.evse_id - 1]
        unknown = point.authorization is not None and not point.authorization.located
        if unknown and transaction.connector_id is None:
            return None
        return EVSEType(id=transaction.evse_id, connector_id=transaction.connector_id)

    def over(self, point: ChargingPoint) -> None:
        self.status(point)
        self.monitoring.changed()
        self._station.apply_scheduled()

    async def watch(self) -> None:
        await self.monitoring.run()

    # meter values

    def sampled(self, point: ChargingPoint, transaction: Transaction) -> None:
        measurands = self._station.policy.meter_plan.updated
        values = self._read(point, measurands, ReadingContextEnumType.SAMPLE_PERIODIC)
        if values:
            self._send(transaction, Moment(Stage.UPDATED, Cause.PERIODIC), values)

    def stored(self, point: ChargingPoint, transaction: Transaction) -> None:
        measurands = self._station.policy.meter_plan.ended
        context = ReadingContextEnumType.SAMPLE_PERIODIC
        transaction.stored.extend(self._read(point, measurands, context))

    def stored_aligned(self, point: ChargingPoint) -> None:
        measurands = self._station.policy.meter_plan.aligned_ended
        if point.transaction is not None:
            values = self._read(point, measurands, ReadingContextEnumType.SAMPLE_CLOCK)
            point.transaction.stored.extend(values)

    def aligned(self, point: ChargingPoint) -> None:
        """J01.FR.14, .20, .22: in a transaction as a part of it, otherwise as MeterValues."""
        plan, transaction = self._station.policy.meter_plan, point.transaction
        busy = any(other.transaction is not None for other in self._station.points)
        if busy and plan.aligned_when_idle_only:
            return
        values = self._read(point, plan.aligned, ReadingContextEnumType.SAMPLE_CLOCK)
        if not values:
            return
        if transaction is None:
            request = MeterValuesRequest(evse_id=point.evse.id, meter_value=values)
            self._station.post(request)
        else:
            self._send(transaction, Moment(Stage.UPDATED, Cause.CLOCK), values)


def _info(transaction: Transaction, moment: Moment) -> TransactionType:
    reason = moment.stop_reason
    state = moment.state
    return TransactionType(
        transaction_id=transaction.id,
        charging_state=None if state is None else ChargingStateEnumType(state.value),
        stopped_reason=None if reason is None else _reason(reason),
        remote_start_id=moment.remote_start_id,
    )


def _reason(reason: StopReason) -> ReasonEnumType:
    unknown_here = reason is StopReason.UNLOCK
    return ReasonEnumType.OTHER if unknown_here else ReasonEnumType(reason.value)
