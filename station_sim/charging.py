"""Charging at one EVSE: authorization, power path and transaction, for both versions.

A transaction starts when a start point is reached and ends when a stop point is lost (2.0.1 Part
2, E01 and E06). 1.6 knows one such rule, and is the same machine with fixed points. Physical facts
and decisions come in, moments go out to a reporter that puts them into messages.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from station_sim.hardware import EMERGENCY_STOP, Fact
from station_sim.moments import Cause, ChargingState, Moment, Stage, StopReason, Transaction
from station_sim.policy import Point

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from collections.abc import Set as AbstractSet

    from station_sim.hardware import Evse
    from station_sim.moments import Authorization, Reporter, Token
    from station_sim.policy import Policy


_PATH = frozenset({Point.POWER_PATH, Point.ENERGY})
_LOCKED = frozenset({Cause.EV_LOST, Cause.DEAUTHORIZED})
"""Causes of an end after which the settings, or the owner of the cable, decide about the lock."""
FATAL: Final[Mapping[str, StopReason]] = {
    EMERGENCY_STOP: StopReason.EMERGENCY_STOP,
    "GroundFailure": StopReason.GROUND_FAULT,
    "OverCurrentFailure": StopReason.OVERCURRENT,
    "OverVoltage": StopReason.POWER_QUALITY,
    "UnderVoltage": StopReason.POWER_QUALITY,
}
"""The faults, by the ChargePointErrorCode of 1.6, that end a transaction, and its stop reason."""


@dataclass(slots=True)
class ChargingPoint:
    """The controller of one EVSE.

    `restarting`: nobody can use it now. `finished`: a session ended and its cable is still there.
    `cable_owner`: the token that releases a cable which stays locked after the EV was disconnected
    (E09.FR.03) or the token was refused (E05.FR.11).
    """

    evse: Evse
    policy: Policy
    reporter: Reporter
    new_id: Callable[[], str]
    authorization: Authorization | None = None
    transaction: Transaction | None = None
    finished: bool = False
    blocked: bool = False
    restarting: bool = False
    on_ready: Callable[[ChargingPoint], None] = lambda _: None
    may_begin: Callable[[], bool] = lambda: True
    cable_owner: Token | None = None
    points: set[Point] = field(default_factory=set)
    _state: ChargingState = ChargingState.IDLE
    _token_due: Token | None = None
    _remote_due: int | None = None
    _held: Cause | None = None
    _timeout: asyncio.TimerHandle | None = None

    def power_up(self) -> None:
        """Take the physical state for what it is, after a boot."""
        if self.evse.bay_occupied:
            self.points.add(Point.BAY)
        if self.evse.vehicle is not None:
            self.points.add(Point.EV_CONNECTED)
        self._state = self.state

    @property
    def state(self) -> ChargingState:
        if self.evse.vehicle is None:
            return ChargingState.IDLE
        if self.evse.transferring:
            return ChargingState.CHARGING
        if Point.POWER_PATH not in self.points:
            return ChargingState.EV_CONNECTED
        if self.evse.contactor_closed and not self.evse.vehicle.wants_energy:
            return ChargingState.SUSPENDED_EV
        return ChargingState.SUSPENDED_EVSE

    # physical facts

    def on_fact(self, fact: Fact) -> None:
        _REACTIONS[fact](self)

    def _bay_entered(self) -> None:
        self._moment(Cause.EV_DETECTED, reached={Point.BAY})

    def _bay_left(self) -> None:
        self._moment(Cause.EV_DEPARTED, lost={Point.BAY}, reason=StopReason.LOCAL)

    def take_over(self, other: ChargingPoint) -> None:
        """Continue here what was authorized before anybody knew at which EVSE."""
        self.authorization, self.transaction = other.authorization, other.transaction
        self._token_due, self._remote_due = other._token_due, other._remote_due
        self.points |= other.points & {Point.AUTHORIZED}
        if self.transaction is not None:
            self.transaction.evse_id = self.evse.id
        other.forget()

    def forget(self) -> None:
        """Be without authorization and transaction, telling nobody."""
        self._forget_authorization()
        self.transaction = self._token_due = self._remote_due = None
        self.points.discard(Point.AUTHORIZED)
        self.reporter.status(self)

    def _ev_connected(self) -> None:
        self.finished = False
        if self.authorization is not None:
            self.authorization = replace(self.authorization, located=True)
        self._state = ChargingState.EV_CONNECTED
        self.reporter.status(self)
        self._moment(Cause.PLUGGED_IN, reached={Point.EV_CONNECTED})
        self._close_path()

    def _ev_disconnected(self) -> None:
        lost = {Point.EV_CONNECTED, *_PATH}
        owner = None if self.authorization is None else self.authorization.token
        had_transaction = self.transaction is not None
        if self.policy.stop_on_ev_disconnect:
            lost.add(Point.AUTHORIZED)
            self._forget_authorization()
        self.evse.switch(False)
        self._state = ChargingState.IDLE
        self._moment(Cause.EV_LOST, lost=lost, reason=StopReason.EV_DISCONNECTED)
        self.finished = self.finished or (had_transaction and self.transaction is None)
        self.reporter.status(self)
        if self.authorization is None and self.policy.unlock_on_ev_disconnect:
            self.evse.lock(False)
        elif self.authorization is None:
            self.cable_owner = owner or self.cable_owner

    def _cable_removed(self) -> None:
        self.finished, self.cable_owner = False, None
        self.reporter.status(self)

    def _energy_changed(self) -> None:
        """Report a change of the charging state with what it means for the transaction."""
        state = self.state
        if state is self._state:
            return
        self._state = state
        energy = {Point.ENERGY}
        lost = energy if Point.ENERGY in self.points and not self.evse.transferring else set()
        reached = energy - self.points if self.evse.transferring else set()
        by_ev = state is ChargingState.SUSPENDED_EV
        reason = StopReason.STOPPED_BY_EV if by_ev else StopReason.OTHER
        self._moment(Cause.STATE, reached=reached, lost=lost, reason=reason)
        self.reporter.status(self)

    def _fault(self) -> None:
        """End what a fault has made unsafe (E06.FR.16); others only suspend the energy."""
        reason = FATAL.get(self.evse.fault or "")
        if reason is not None and self.transaction is not None:
            self.abort(Cause.ABNORMAL, reason)
        self._energy_changed()
        self.reporter.status(self)

    # decisions

    def admitted(self) -> None:
        """Start what could not be started before the CSMS accepted the station (2.6.3)."""
        held, self._held = self._held, None
        if held is not None and self.transaction is None and self.points & self.policy.start_points:
            self._start(held)

    def authorize(self, authorization: Authorization, cause: Cause = Cause.AUTHORIZED) -> None:
        """Let this token charge here; the power path closes as soon as an EV is connected."""
        self.authorization = authorization
        self.blocked = False
        self.cable_owner = None
        self._token_due = authorization.token
        self._remote_due = authorization.remote_start_id
        if self.transaction is not None:
            self.transaction.token = authorization.token
        reached = {Point.AUTHORIZED}
        if self.finished:  # a new session with the cable and the car of the last one
            reached |= self.points & {Point.BAY, Point.EV_CONNECTED}
        self.finished = False
        self._moment(cause, reached=reached)
        self.reporter.status(self)
        if self.evse.vehicle is None:
            self._arm_timeout()
        self._close_path()

    def deauthorize(self, cause: Cause, reason: StopReason, token: Token | None = None) -> None:
        """End the authorization and so the energy transfer; the stop points decide the rest."""
        if self.transaction is None and self.authorization is None:
            return
        owner = None if self.authorization is None else self.authorization.token
        self._forget_authorization()
        self._token_due = token
        stops = self.policy.stop_points
        if stops & {Point.AUTHORIZED, Point.POWER_PATH} or stops & self.points & {Point.ENERGY}:
            self._open_path()
            self._moment(cause, lost={Point.AUTHORIZED, *_PATH}, reason=reason)
        else:
            self._moment(cause, lost={Point.AUTHORIZED}, reason=reason)
            self._open_path()
            self.points -= _PATH
            self._energy_changed()
        if cause is Cause.DEAUTHORIZED:  # E05.FR.11: the cable is not for whoever comes along
            self.cable_owner = owner if self.evse.vehicle is not None else None
        else:
            self.evse.lock(False)
        self.reporter.status(self)

    def block(self) -> None:
        """Stop the energy but not the transaction (E05.FR.02: the id was refused)."""
        self.blocked = True
        self._open_path()
        self._energy_changed()

    def abort(self, cause: Cause, reason: StopReason) -> None:
        """End the transaction whatever the stop points are, for a reset or a loss of power."""
        self._forget_authorization()
        self._open_path()
        self.points -= {Point.AUTHORIZED, *_PATH}
        self._state = self.state
        if self.transaction is not None:
            self._end(cause, reason)

    def power_down(self) -> None:
        """Drop the timers; the hardware keeps what it has."""
        self._forget_authorization()

    def report_triggered(self) -> None:
        """Report the ongoing transaction as it stands, with its charging state (F06.FR.07)."""
        if self.transaction is not None:
            self.transaction.reported_state = None
            self._report(self.transaction, Stage.UPDATED, Cause.TRIGGER)

    def rate_changed(self) -> None:
        """Report that an EV charges faster or slower than before (K11.FR.04)."""
        if self.transaction is not None and self._state is ChargingState.CHARGING:
            self._report(self.transaction, Stage.UPDATED, Cause.RATE)

    # the power path

    def _close_path(self) -> None:
        ready = self.evse.vehicle is not None and self.authorization is not None
        if not ready or self.blocked or self.evse.contactor_closed or self.evse.faulted:
            return
        self._cancel_timeout()
        self.evse.lock(True)
        if self.evse.vehicle is not None and self.evse.vehicle.negotiating:
            self.on_ready(self)  # K15: an EV with ISO 15118 charges only after its negotiation
            return
        if self.policy.signs_readings and self.transaction is None:
            self._moment(Cause.DATA_SIGNED, reached={Point.DATA_SIGNED})
        self.points.add(Point.POWER_PATH)
        self._state = self.state
        if self.transaction is None:
            self._moment(Cause.STATE, reached={Point.POWER_PATH})
        self.evse.switch(True)
        self._energy_changed()

    def _open_path(self) -> None:
        self.evse.switch(False)

    def _forget_authorization(self) -> None:
        self.authorization = None
        self._cancel_timeout()

    def _arm_timeout(self) -> None:
        self._cancel_timeout()
        seconds = self.policy.ev_connection_timeout
        if seconds > 0:
            loop = asyncio.get_running_loop()
            self._timeout = loop.call_later(seconds, self._connection_timed_out)

    def _connection_timed_out(self) -> None:
        """End what waited for an EV; F02.FR.08: a transaction about the bay goes on."""
        self._timeout = None
        if Point.BAY in self.policy.stop_points:
            self.deauthorize(Cause.CONNECT_TIMEOUT, StopReason.TIMEOUT)
        else:
            self.abort(Cause.CONNECT_TIMEOUT, StopReason.TIMEOUT)
            self.reporter.status(self)

    def _cancel_timeout(self) -> None:
        if self._timeout is not None:
            self._timeout.cancel()
            self._timeout = None

    # the transaction

    def _moment(
        self,
        cause: Cause,
        *,
        reached: AbstractSet[Point] = frozenset(),
        lost: AbstractSet[Point] = frozenset(),
        reason: StopReason = StopReason.LOCAL,
    ) -> None:
        self.points |= reached
        self.points -= lost
        if lost & {Point.AUTHORIZED, Point.EV_CONNECTED}:
            lost = lost | {Point.POWER_PATH}  # 2.6.6.2: as a stop point it is either of the two
        transaction = self.transaction
        if transaction is None:
            if reached & self.policy.start_points:
                self._held = None if self.may_begin() else cause
                if self._held is None:
                    self._start(cause)
        elif lost & self.policy.stop_points:
            self._end(cause, reason)
        else:
            if Point.AUTHORIZED in lost and transaction.stop_reason is None:
                transaction.stop_reason = reason
            self._report(transaction, Stage.UPDATED, cause)

    def _start(self, cause: Cause) -> None:
        token = self.authorization.token if self.authorization else None
        meter_start = self.evse.meter.energy
        self.transaction = Transaction(
            self.new_id(), self.evse.id, token=token, meter_start=meter_start
        )
        self._report(self.transaction, Stage.STARTED, cause)

    def _end(self, cause: Cause, reason: StopReason) -> None:
        assert self.transaction is not None
        transaction = self.transaction
        if transaction.stop_reason is None:
            transaction.stop_reason = reason
        transaction.ongoing = False
        self.transaction = None
        self._forget_authorization()
        if cause not in _LOCKED:
            self.evse.lock(False)
        self._open_path()
        self.points -= {Point.AUTHORIZED, Point.DATA_SIGNED, *_PATH}
        self.finished = self.evse.connector_in_use is not None
        self._state = self.state
        self._report(transaction, Stage.ENDED, cause, transaction.stop_reason)
        self.reporter.over(self)

    def _report(
        self,
        transaction: Transaction,
        stage: Stage,
        cause: Cause,
        reason: StopReason | None = None,
    ) -> None:
        state = self._state if self._state is not transaction.reported_state else None
        transaction.reported_state = self._state
        if self._remote_due is not None:
            cause = Cause.REMOTE_START  # F02.FR.21: the next message tells of the remote start
        moment = Moment(stage, cause, state, self._token_due, self._remote_due, reason)
        self._token_due = self._remote_due = None
        transaction.connector_id = self.evse.connector_in_use or transaction.connector_id
        self.reporter.moment(self, transaction, moment)


_REACTIONS: dict[Fact, Callable[[ChargingPoint], None]] = {
    Fact.EV_CONNECTED: ChargingPoint._ev_connected,
    Fact.EV_DISCONNECTED: ChargingPoint._ev_disconnected,
    Fact.CABLE_REMOVED: ChargingPoint._cable_removed,
    Fact.BAY_ENTERED: ChargingPoint._bay_entered,
    Fact.BAY_LEFT: ChargingPoint._bay_left,
    Fact.DEMAND: ChargingPoint._energy_changed,
    Fact.FAULT: ChargingPoint._fault,
    Fact.CONTACTOR: lambda _: None,
    Fact.OFFER: ChargingPoint._energy_changed,
    Fact.AGREED: ChargingPoint._close_path,
}
