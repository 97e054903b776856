"""Wrong stations: the simulator with one behaviour broken.

Each maker takes what `Station` takes; `registry` says what it stands for and which cases catch it.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ocppj.clock import format_datetime, parse_datetime
from ocppj.dispatch import PassOn, Reply
from ocppj.frames import CALL
from ocppj.problems import CallRefused, ErrorCode
from station_sim.authorization import Authorizer
from station_sim.behaviours import Automatic
from station_sim.hardware import Fact
from station_sim.memory import CachedToken
from station_sim.moments import Authorization, Token
from station_sim.policy import Retry
from station_sim.station import KITS, Station
from tests.wrong_systems import wire

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocppj.dispatch import Handler, Routes
    from ocppj.link import Link
    from schemas.base import OcppModel
    from station_sim.hardware import Evse
    from station_sim.moments import StopReason

    Payload = dict[str, Any]

_HOUR = timedelta(hours=1)


def _behaving(behaviour: type[Automatic]) -> Callable[..., Station]:
    """Make a station that boots and beats in another way."""

    def make(*args: Any, **given: Any) -> Station:
        station = Station(*args, **given)
        station.behaviour = behaviour(station)
        return station

    return make


def _authorizing(authorizer: type[Authorizer]) -> Callable[..., Station]:
    """Make a station that decides in another way who may charge."""

    def make(*args: Any, **given: Any) -> Station:
        station = Station(*args, **given)
        station.behaviour.authorizer = authorizer(station)
        return station

    return make


def _answering(routes: Routes[Station]) -> Callable[..., Station]:
    """Make a station that asks this route table before its own."""
    return lambda *args, **given: Station(*args, **given, overlay=routes)


def _tapped(tap: wire.Wrap) -> Callable[..., Station]:
    return lambda *args, **given: Station(*args, **{**given, "tap": tap})


# booting


class _Impatient(Automatic):
    def _put_off_boot(self, answer: Payload | None) -> None:
        super()._put_off_boot({"interval": 1})


class _GivesUp(Automatic):
    async def _boot(self, link: Link) -> Payload | None:
        answer = await super()._boot(link)
        if answer is not None and answer["status"] != "Accepted":
            await asyncio.Event().wait()
        return answer


class _TakesPendingForAccepted(Automatic):
    async def _boot(self, link: Link) -> Payload | None:
        answer = await super()._boot(link)
        if answer is not None and answer["status"] == "Pending":
            return {**answer, "status": "Accepted"}
        return answer


class _TalksWhileRejected(Automatic):
    async def _boot(self, link: Link) -> Payload | None:
        answer = await super()._boot(link)
        if answer is not None and answer["status"] == "Rejected":
            await link.call("Heartbeat", {})
        return answer


class _BeatsAtItsOwnPace(Automatic):
    def _accepted(self, answer: Payload) -> None:
        super()._accepted({**answer, "interval": 25})


class _TalksBeforeItBoots(Automatic):
    async def _boot(self, link: Link) -> Payload | None:
        await link.call("Heartbeat", {})
        return await super()._boot(link)


class _ReportsBeforeTheAnswer(Automatic):
    async def _boot(self, link: Link) -> Payload | None:
        boot = asyncio.ensure_future(super()._boot(link))
        await asyncio.sleep(0.01)  # on the wire behind the BootNotification
        status = self._station.draft("StatusNotification")
        await link.send_raw(json.dumps([CALL, "status", "StatusNotification", status]))
        return await boot


hammers_the_boot = _behaving(_Impatient)
gives_up_booting = _behaving(_GivesUp)
takes_pending_for_accepted = _behaving(_TakesPendingForAccepted)
reports_before_the_boot_answer = _behaving(_ReportsBeforeTheAnswer)
talks_while_rejected = _behaving(_TalksWhileRejected)
talks_before_it_boots = _behaving(_TalksBeforeItBoots)
beats_at_its_own_pace = _behaving(_BeatsAtItsOwnPace)


class OneConnector(Station):
    """Reports its first connector only."""

    def post(self, request: OcppModel, on_answer: Callable[[Payload], None] | None = None) -> None:
        payload = request.dump()
        if payload.get("evseId", payload.get("connectorId", 0)) < 2:
            super().post(request, on_answer)


class NeverResets(Station):
    """Accepts a reset and goes on as before."""

    def reset(self, boot_reason: str, reason: StopReason) -> None:
        """Do nothing."""


class ForgetsAvailability(Station):
    """Is available again after every boot."""

    def power_off(self) -> None:
        super().power_off()
        self.memory.availability.inoperative.clear()


# who may charge, and what it is told of it


class _AsksNobody(Authorizer):
    async def _info(self, token: Token) -> CachedToken:
        return CachedToken(accepted=True)


class _HeedsNobody(Authorizer):
    async def _ask(self, token: Token) -> CachedToken:
        await super()._ask(token)
        return CachedToken(accepted=True)


charges_without_asking = _authorizing(_AsksNobody)
charges_whatever_the_answer = _authorizing(_HeedsNobody)


class FreeVend(Station):
    """Charges every car that is plugged in, as if it had a token of its own."""

    def _on_fact(self, evse: Evse, fact: Fact) -> None:
        super()._on_fact(evse, fact)
        if fact is Fact.EV_CONNECTED and self.automatic:
            self.point(evse.id).authorize(Authorization(Token("FREEVEND")))


class TriesOnce(Station):
    """Sends a transaction message once, whatever becomes of it."""

    @property
    def retry(self) -> Retry:
        return Retry(1, 0)


# transaction messages


def _no_number(event: Payload) -> None:
    event["seqNo"] = 0


def _every_other_number(event: Payload) -> None:
    event["seqNo"] *= 2


def _one_transaction_for_all(event: Payload) -> None:
    event["transactionInfo"]["transactionId"] = "1"


def _clock_context(event: Payload) -> None:
    for value in event.get("meterValue", ()):
        for sample in value["sampledValue"]:
            sample["context"] = "Sample.Clock"


def _hour_ahead(start: Payload) -> None:
    start["timestamp"] = format_datetime(parse_datetime(start["timestamp"]) + _HOUR)


numbers_every_event_zero = _tapped(wire.in_calls("TransactionEvent", _no_number))
leaves_gaps_in_numbers = _tapped(wire.in_calls("TransactionEvent", _every_other_number))
reuses_the_transaction_id = _tapped(wire.in_calls("TransactionEvent", _one_transaction_for_all))
calls_samples_clock_aligned = _tapped(wire.in_calls("TransactionEvent", _clock_context))
stamps_local_time_as_utc = _tapped(wire.in_calls("StartTransaction", _hour_ahead))


def names_each_event_a_transaction(*args: Any, **given: Any) -> Station:
    numbers = itertools.count(1)

    def rename(event: Payload) -> None:
        event["transactionInfo"]["transactionId"] = f"T{next(numbers)}"

    return Station(*args, **{**given, "tap": wire.in_calls("TransactionEvent", rename)})


# the wire


def _null_info(status: Payload) -> None:
    status["info"] = None


calls_before_the_answer = _tapped(wire.tap(wire.calls_twice))
answers_under_another_id = _tapped(wire.tap(wire.answers_under_another_id))
writes_null_for_absent = _tapped(wire.in_calls("StatusNotification", _null_info))


def numbers_every_call_alike(*args: Any, **given: Any) -> Station:
    return Station(*args, **{**given, "new_id": lambda: "1"})


# answers


def _all_keys_are_too_many(station: Station, request: Any) -> PassOn:
    if not request.key:
        raise CallRefused(ErrorCode.OCCURRENCE_CONSTRAINT_VIOLATION, "name the keys")
    return PassOn()


def spells_errors_as_in_201(*args: Any, **given: Any) -> Station:
    spelling = wire.respells({"OccurenceConstraintViolation": "OccurrenceConstraintViolation"})
    routes = {"GetConfiguration": _all_keys_are_too_many}
    return Station(*args, **{**given, "tap": spelling, "overlay": routes})


def _without_aligned_data(answer: Payload) -> Payload:
    keys = [key for key in answer["configurationKey"] if key["key"] != "StopTxnAlignedData"]
    return {**answer, "configurationKey": keys}


lacks_a_configuration_key = _answering({"GetConfiguration": wire.revises(_without_aligned_data)})


def _set_nothing(station: Station, request: Any) -> Reply:
    done = [
        {name: data[name] for name in ("component", "variable")} | {"attributeStatus": "Accepted"}
        for data in request.dump()["setVariableData"]
    ]
    return Reply({"setVariableResult": done})


accepts_settings_and_keeps_none = _answering({"SetVariables": _set_nothing})


def _accept(station: Station, request: Any) -> Reply:
    return Reply({"status": "Accepted"})


class AcceptsTheUnknown:
    """Knows what the station itself does not know, and does nothing of it."""

    def __init__(self, known: Routes[Station]) -> None:
        self._known = known

    def get(self, action: str, /) -> Handler[Station] | None:
        stub = action in ("DataTransfer", "TriggerMessage") or self._known.get(action) is None
        return _accept if stub else None


def accepts_everything_unimplemented(settings: Any, **given: Any) -> Station:
    unknown = AcceptsTheUnknown(KITS[settings.version].routes)
    return Station(settings, **given, overlay=unknown)


ignores_charging_profiles = _answering({"SetChargingProfile": _accept})


class KeepsItsPassword(Station):
    """Accepts a new password and goes on with the old one."""

    def change_password(self, password: str) -> None:
        """Do nothing."""
