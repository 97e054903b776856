"""Mutants, the fields of a payload, and what each operator does to them."""

from __future__ import annotations

import random
from urllib.parse import quote

import pytest

from harness.mutation import operators, places
from harness.mutation.change import Moment, NotApplicable, Sent, change, possible
from harness.mutation.mutant import FrameKind, Group, Mutant, Spot, field_name, parse_id
from ocppj.dialect import DIALECTS
from ocppj.frames import Call, CallError, CallResult, parse
from schemas import validation
from schemas.catalogue import Kind

START = {
    "connectorId": 1,
    "idTag": "TAG1",
    "meterStart": 5,
    "timestamp": "2026-01-01T10:00:00.000Z",
}
EVENT = {
    "eventType": "Started",
    "timestamp": "2026-01-01T10:00:00.000Z",
    "triggerReason": "Authorized",
    "seqNo": 0,
    "offline": False,
    "transactionInfo": {"transactionId": "T1", "chargingState": "Charging"},
    "idToken": {"idToken": "TAG1", "type": "Central"},
    "evse": {"id": 1, "connectorId": 1},
    "meterValue": [
        {"timestamp": "2026-01-01T10:00:00.000Z", "sampledValue": [{"value": float(n)}]}
        for n in range(5)
    ],
}
EXAMPLES = {
    "start": ("1.6", FrameKind.REQUEST, "StartTransaction", START),
    "started": (
        "1.6",
        FrameKind.RESPONSE,
        "StartTransaction",
        {"transactionId": 7, "idTagInfo": {"status": "Accepted", "parentIdTag": "GROUP"}},
    ),
    "keys": (
        "1.6",
        FrameKind.RESPONSE,
        "GetConfiguration",
        {"configurationKey": [{"key": "A", "readonly": True, "value": "true"}], "unknownKey": []},
    ),
    "event": ("2.0.1", FrameKind.REQUEST, "TransactionEvent", EVENT),
    "heartbeat": ("2.0.1", FrameKind.REQUEST, "Heartbeat", {}),
}
KINDS = {FrameKind.REQUEST: Kind.REQUEST, FrameKind.RESPONSE: Kind.RESPONSE}


def sent(name):
    _, kind, action, payload = EXAMPLES[name]
    return Sent(Spot(kind, action, 1), payload, Moment(0, preparing=False))


def mutants(name, seed=0):
    return list(possible(EXAMPLES[name][0], "TC_X", sent(name), seed))


def changed(name, mutant, seed=0):
    version, kind, action, payload = EXAMPLES[name]
    frame = Call("m", action, payload) if kind is FrameKind.REQUEST else CallResult("m", payload)
    done = change(version, mutant, frame, seed)
    return done, parse(done.text, DIALECTS[version])


def find(name, operator, place=""):
    found = [m for m in mutants(name) if m.operator == operator and field_name(m.path) == place]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize("name", EXAMPLES)
def test_value_mutants_stay_valid_and_schema_mutants_break_the_schema(name):
    version, kind, action, payload = EXAMPLES[name]
    fields = [m for m in mutants(name) if m.operator in operators.FIELDS]
    assert fields
    for mutant in fields:
        _, frame = changed(name, mutant)
        valid = validation.is_valid(version, action, KINDS[kind], frame.payload)
        assert valid is (operators.group_of(mutant.operator) is not Group.SCHEMA), mutant.id
        assert frame.payload != payload, mutant.id
        assert frame.message_id == "m"


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_same_seed_gives_the_same_mutants_and_values(name):
    assert mutants(name) == mutants(name)
    for mutant in mutants(name):
        if mutant.operator in operators.FIELDS:
            assert changed(name, mutant) == changed(name, mutant)


def test_another_seed_can_choose_another_member():
    mutant = find("event", "enum", "transactionInfo.chargingState")
    values = {changed("event", mutant, seed)[0].after for seed in range(20)}
    assert len(values) > 1
    assert "Charging" not in values


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_id_names_its_mutant_and_needs_no_escaping(name):
    for mutant in mutants(name):
        assert parse_id(mutant.id) == mutant
        assert quote(mutant.id, safe=":") == mutant.id


@pytest.mark.parametrize(
    "text", ["", "TC_X", "TC_X:request:A:0::drop", "TC_X:call:A:1::drop", "TC_X:request:A:1:a b:id"]
)
def test_what_is_no_id_is_refused(text):
    with pytest.raises(ValueError, match="is no mutant"):
        parse_id(text)


@pytest.mark.parametrize(
    ("name", "operator", "place", "before", "after"),
    [
        ("start", "id", "connectorId", 1, 2),
        ("start", "id", "idTag", "TAG1", "TAG7"),
        ("start", "number", "meterStart", 5, 6),
        ("start", "hour", "timestamp", START["timestamp"], "2026-01-01T11:00:00.000Z"),
        ("started", "id", "transactionId", 7, 8),
        ("started", "remove", "idTagInfo.parentIdTag", "GROUP", "(absent)"),
        ("keys", "flip", "configurationKey[0].readonly", True, False),
        ("keys", "text", "configurationKey[0].value", "true", "false"),
        ("keys", "remove", "unknownKey", [], "(absent)"),
        ("event", "flip", "offline", False, True),
        ("event", "remove", "evse.connectorId", 1, "(absent)"),
        ("event", "number", "meterValue[2].sampledValue[0].value", 2.0, 3.0),
    ],
)
def test_a_value_operator_changes_the_one_field(name, operator, place, before, after):
    mutant = find(name, operator, place)
    done, frame = changed(name, mutant)
    assert (done.before, done.after) == (before, after)
    payload = EXAMPLES[name][3]
    if after == "(absent)":
        with pytest.raises(LookupError):
            places.value_at(frame.payload, mutant.path)
    else:
        assert places.value_at(frame.payload, mutant.path) == after
        places.put(frame.payload, mutant.path, before)
        assert frame.payload == payload


def test_every_field_has_its_value_mutant():
    place_of = {field_name(m.path) for m in mutants("event") if m.operator in operators.FIELDS}
    assert {
        "eventType",
        "timestamp",
        "triggerReason",
        "seqNo",
        "offline",
        "transactionInfo.transactionId",
        "transactionInfo.chargingState",
        "idToken.idToken",
        "idToken.type",
        "evse.id",
        "evse.connectorId",
        "meterValue[0].timestamp",
        "meterValue[0].sampledValue[0].value",
    } <= place_of


def test_of_an_array_the_first_elements_are_mutated():
    deep = {m.path[1] for m in mutants("event") if len(m.path) > 1 and m.path[0] == "meterValue"}
    assert deep == set(range(places.ELEMENTS))


def test_every_way_to_break_the_schema_that_a_message_has():
    names = {m.operator for m in mutants("event") if operators.group_of(m.operator) is Group.SCHEMA}
    assert names == {each.name for each in operators.SCHEMA}
    assert {m.operator for m in mutants("heartbeat")} == {"drop", "twice", "late", "unknown"}


def test_each_way_to_break_the_schema_is_tried_once_in_a_message():
    names = [m.operator for m in mutants("event") if operators.group_of(m.operator) is Group.SCHEMA]
    assert len(names) == len(set(names))


def test_only_a_response_becomes_an_error():
    assert "call_error" in {m.operator for m in mutants("started")}
    assert "call_error" not in {m.operator for m in mutants("start")}
    frame = changed("started", find("started", "call_error"))[1]
    assert (frame.message_id, frame.code) == ("m", "InternalError")


def test_an_error_frame_has_structural_mutants_only():
    refused = Sent(Spot(FrameKind.ERROR, "Reset", 1), {}, Moment(0, preparing=False))
    found = possible("1.6", "TC_X", refused, 0)
    assert [m.operator for m in found] == ["drop", "twice", "late"]


def test_a_mutant_that_fits_nothing_says_so():
    spot = Spot(FrameKind.REQUEST, "StartTransaction", 1)
    frame = Call("m", "StartTransaction", START)
    with pytest.raises(NotApplicable, match="nothing to change at 'reservationId'"):
        change("1.6", Mutant("TC_X", spot, ("reservationId",), "id"), frame, 0)
    with pytest.raises(NotApplicable, match="a CALLERROR came"):
        change("1.6", Mutant("TC_X", spot, ("idTag",), "id"), CallError("m", "X"), 0)


def test_an_empty_text_gets_a_character():
    place = places.Place(("idTag",), "", {"maxLength": 20}, required=True)
    assert list(operators.FIELDS["id"].candidates(place, random.Random(0))) == ["7"]


def test_an_unknown_operator_has_no_group():
    with pytest.raises(KeyError):
        operators.group_of("explode")
