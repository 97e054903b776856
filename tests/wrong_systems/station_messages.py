"""Wrong stations that say the wrong thing: the simulator with one message or answer changed.

Each maker takes what `Station` takes; `station_entries` says what it stands for.
"""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ocppj.clock import format_datetime, parse_datetime
from ocppj.dispatch import PassOn, Reply
from ocppj.problems import CallRefused, ErrorCode
from station_sim.station import KITS, Station
from tests.wrong_systems import wire

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocppj.dispatch import Handler, Routes

    Payload = dict[str, Any]

_HOUR = timedelta(hours=1)


def _answering(routes: Routes[Station]) -> Callable[..., Station]:
    """Make a station that asks this route table before its own."""
    return lambda *args, **given: Station(*args, **given, overlay=routes)


def _tapped(tap: wire.Wrap) -> Callable[..., Station]:
    return lambda *args, **given: Station(*args, **{**given, "tap": tap})


# transaction messages


def _no_number(event: Payload) -> None:
    event["seqNo"] = 0


def _every_other_number(event: Payload) -> None:
    event["seqNo"] *= 2


def _one_transaction_for_all(event: Payload) -> None:
    event["transactionInfo"]["transactionId"] = "1"


def _clock_context(event: Payload) -> None:
    for value in event.get("meterValue", ()) if event["eventType"] == "Updated" else ():
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
    accepted = {"attributeStatus": "Accepted", "attributeType": "Actual"}
    done = [
        {"component": data["component"], "variable": data["variable"], **accepted}
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


def _agree(station: Station, request: Any) -> Reply:
    return Reply({"status": "Accepted", "data": '{"status":"Accepted"}'})


agrees_to_whatever_is_inside = _answering({"DataTransfer": _agree})
