"""The table language: paths, quantifiers, checks, literals and values."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from harness.checks import CHECKS, MISSING, equals, text_of
from harness.literals import typed
from harness.outcome import ScenarioError
from harness.paths import TableError, parse_path, put, remove
from harness.tables import (
    judge,
    parse_expectations,
    parse_fields,
    parse_messages,
    parse_settings,
    value_at,
)
from harness.values import Values
from schemas.validation import Kind

METERS = {
    "meterValue": [
        {"sampledValue": [{"measurand": "Power", "value": 1}, {"measurand": "Energy", "value": 2}]},
        {"sampledValue": [{"measurand": "Energy", "value": 3}]},
    ],
    "empty": [],
    "text": "abc",
}


def held(payload, *rows, names=None):
    """Judge rows `field | check | value` and give which of them held."""
    cells = [[cell.strip() for cell in row.split("|")] for row in rows]
    table = [["field", "check", "value"], *([*row, ""][:3] for row in cells)]
    known = names or {}
    found = judge(payload, parse_expectations(table), lambda text: known.get(text, text))
    return [f.held for f in found]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("a", ("a",)),
        ("a.b[0].c", ("a", "b", 0, "c")),
        ("a[*].b[any]", ("a", "[*]", "b", "[any]")),
        ("a[key=Heart.Beat].b", ("a", "[key=Heart.Beat]", "b")),
    ],
)
def test_paths(text, keys):
    assert parse_path(text) == keys


@pytest.mark.parametrize("text", ["", "a.", "a..b", "a[", "a[-1]", "a[some]", "a]"])
def test_what_is_no_path(text):
    with pytest.raises(TableError, match=r"path|field name"):
        parse_path(text)


@pytest.mark.parametrize(
    ("row", "holds"),
    [
        ("meterValue[*].sampledValue[*].value | at least | 1", True),
        ("meterValue[*].sampledValue[*].value | at least | 2", False),
        ("meterValue[any].sampledValue[any].value | is | 3", True),
        ("meterValue[any].sampledValue[any].value | is | 4", False),
        ("meterValue[*].sampledValue[any].measurand | is | Energy", True),
        ("meterValue[*].sampledValue[any].measurand | is | Power", False),
        ("meterValue[0].sampledValue[measurand=Power].value | is | 1", True),
        ("meterValue[1].sampledValue[measurand=Power].value | is present", False),
        ("meterValue[2] | is absent", True),
        ("text.below | is absent", True),
        ("meterValue | has size | 2", True),
    ],
)
def test_quantifiers(row, holds):
    assert held(METERS, row) == [holds]


@pytest.mark.parametrize("quantifier", ["*", "any"])
@pytest.mark.parametrize("name", ["empty", "missing", "text"])
@pytest.mark.parametrize("check", [c for c in CHECKS if "absent" not in c])
def test_no_row_holds_on_nothing(quantifier, name, check):
    value = "2" if CHECKS[check].takes_value else ""
    value = "2020-01-01T00:00:00Z" if check == "is near" else value
    assert held(METERS, f"{name}[{quantifier}].x | {check} | {value}") == [False]


def test_a_size_on_nothing_compares_with_a_kept_value():
    assert held({}, "a[*].b | has size | $n", names={"$n": "2"}) == [False]


def test_rows_with_one_any_prefix_bind_to_the_same_element():
    split = {"a": [{"x": 1, "y": 0}, {"x": 0, "y": 1}]}
    assert held(split, "a[any].x | is | 1", "a[any].y | is | 1").count(True) == 1
    together = {"a": [{"x": 0, "y": 0}, {"x": 1, "y": 1}]}
    assert held(together, "a[any].x | is | 1", "a[any].y | is | 1") == [True, True]


def test_every_row_gives_a_finding_with_its_place():
    rows = parse_expectations([["field", "check", "value"], ["a[*].b", "is", "1"]])
    (found,) = judge({"a": [{"b": 1}, {"b": 2}]}, rows, str)
    assert (found.held, found.place, found.expected, found.actual) == (False, "a[1].b", "1", "2")


CASES = {
    "is": [("42", "42", True), (42, "42", True), (42, "43", False), (MISSING, "", False)],
    "is not": [(42, "43", True), (42, "42", False), (MISSING, "42", False)],
    "is one of": [("A", "A, B", True), (2, "[1, 2]", True), ("C", "A, B", False)],
    "is absent": [(MISSING, "", True), (None, "", False), ("", "", False)],
    "is absent or": [
        (MISSING, "A", True),
        ("B", "A, B", True),
        ([], "[]", True),
        ("C", "A", False),
    ],
    "is present": [(None, "", True), (0, "", True), (MISSING, "", False)],
    "contains": [("Core,Reservation", "Core", True), (["a", 1], "1", True), ("Core", "x", False)],
    "matches": [
        ("AB12", "[A-Z]+[0-9]+", True),
        ("AB12x", "[A-Z]+[0-9]+", False),
        (MISSING, ".*", 0),
    ],
    "at least": [(3, "3", True), ("3.5", "3", True), (2, "3", False), (True, "0", False)],
    "at most": [(3, "3", True), (4, "3", False), ("x", "3", False), (MISSING, "3", False)],
    "has size": [([1, 2], "2", True), ("ab", "2", True), ([1], "[1, 2]", False), (2, "2", False)],
    "is near": [
        ("2026-01-01T00:00:10Z", "2026-01-01T00:00:00Z", True),
        ("2026-01-01T01:00:00+01:00", "2026-01-01T00:00:00Z", True),
        ("2026-01-01T00:00:11Z", "2026-01-01T00:00:00Z", False),
        ("yesterday", "2026-01-01T00:00:00Z", False),
        (0, "2026-01-01T00:00:00Z", False),
    ],
}


def test_every_check_is_tried_both_ways():
    assert CASES.keys() == CHECKS.keys()
    assert all({bool(holds) for *_, holds in tried} == {True, False} for tried in CASES.values())


@pytest.mark.parametrize(
    ("check", "actual", "value", "holds"),
    [(name, *entry) for name, tried in CASES.items() for entry in tried],
)
def test_checks(check, actual, value, holds):
    assert CHECKS[check].holds(actual, value) is bool(holds)


@pytest.mark.parametrize(
    ("actual", "literal", "same"),
    [
        (True, "true", True),
        (True, "1", False),
        (1, "true", False),
        (0, "false", False),
        (1.0, "1", True),
        ([1], "[true]", False),
        ({"a": [False]}, '{"a": [0]}', False),
        ({"a": 1, "b": 2}, '{"b": 2, "a": 1.0}', True),
        (None, "null", True),
        (None, "", False),
        ("true", "true", True),
        (5, "five", False),
    ],
)
def test_types_are_kept_apart_where_json_does(actual, literal, same):
    assert equals(actual, literal) is same


def test_a_wrong_time_in_the_table_is_no_fault_of_the_system():
    with pytest.raises(ValueError, match="no RFC 3339"):
        CHECKS["is near"].holds("2026-01-01T00:00:00Z", "soon")


def test_texts_of_values():
    assert [text_of(v) for v in ("a", True, None, [1], MISSING)] == [
        "a", "true", "null", "[1]", "absent",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ([["field", "value"]], "columns"),
        ([["field", "check", "colour"]], "columns"),
        ([["field", "check", "check"]], "columns"),
        ([["field", "check", "value"], ["a", "is", ""]], "wants a value"),
        ([["field", "check", "value"], ["a", "is absent", "1"]], "takes no value"),
        ([["field", "check", "value"], ["a", "equals", "1"]], "no check 'equals'"),
    ],
)
def test_tables_that_nobody_can_read(table, complaint):
    with pytest.raises(TableError, match=complaint):
        parse_expectations(table)


def test_the_other_tables():
    assert parse_fields(None) == ()
    assert parse_fields([["field", "value"], ["a.b", " 1 "]]) == (("a.b", "1"),)
    (wish,) = parse_settings([["setting", "value"], ["A.B", "1"]])
    assert (wish.name, wish.value) == ("A.B", "1")
    head = ["message", "field", "check", "value"]
    rows = [["One", "a", "is", "1"], ["", "b", "is", "2"], ["Two", "c", "is present", ""]]
    wanted = parse_messages([head, *rows])
    assert [(name, [e.field for e in rows]) for name, rows in wanted] == [
        ("One", ["a", "b"]),
        ("Two", ["c"]),
    ]
    with pytest.raises(TableError, match="names no message"):
        parse_messages([head, ["", "a", "is", "1"]])


def test_put_makes_what_is_on_the_way():
    payload = {"a": "text"}
    put(payload, parse_path("a.b[0].c"), 1)
    put(payload, parse_path("a.b[1]"), 2)
    put(payload, parse_path("a.b[1]"), 3)
    assert payload == {"a": {"b": [{"c": 1}, 3]}}


@pytest.mark.parametrize("path", ["a[2]", "a.b", "x[any]", "x[*].y", "x[key=1].y"])
def test_put_refuses_what_has_no_place(path):
    with pytest.raises(TableError, match="cannot be set"):
        put({"a": [1]}, parse_path(path), 1)


def test_remove_takes_fields_and_elements_out():
    payload = {"a": {"b": 1, "c": 2}, "d": [1, 2]}
    for path in ("a.b", "d[0]", "d[7]", "gone.far[1].away", "a.b.c"):
        remove(payload, parse_path(path))
    assert payload == {"a": {"c": 2}, "d": [2]}


def test_value_at():
    assert value_at(METERS, "meterValue[1].sampledValue[0].value") == 3
    assert value_at(METERS, "meterValue[*].sampledValue[*].value") == [[1, 2], [3]]
    assert value_at(METERS, "empty[*].x") == []
    for field in ("missing", "missing[*].x", "text[*]"):
        with pytest.raises(TableError, match="has no field"):
            value_at(METERS, field)


@pytest.mark.parametrize(
    ("version", "action", "field", "text", "value"),
    [
        ("1.6", "StartTransaction", "connectorId", "1", 1),
        ("1.6", "StartTransaction", "idTag", "42", "42"),
        ("1.6", "StartTransaction", "connectorId", "one", "one"),
        ("1.6", "StartTransaction", "unknown", "true", True),
        ("1.6", "StartTransaction", "unknown.deep", "text", "text"),
        ("2.0.1", "TransactionEvent", "offline", "true", True),
        ("2.0.1", "TransactionEvent", "evse.id", "1", 1),
        ("2.0.1", "TransactionEvent", "transactionInfo.transactionId", "7", "7"),
        ("2.0.1", "GetVariables", "getVariableData[0].component.name", "7", "7"),
        ("1.6", "GetConfiguration", "key", '["a"]', ["a"]),
    ],
)
def test_literals_take_the_type_of_the_schema(version, action, field, text, value):
    found = typed(version, action, Kind.REQUEST, parse_path(field), text)
    assert (type(found), found) == (type(value), value)


class Noon:
    def time(self):
        return self.now().timestamp()

    def now(self):
        return datetime(2026, 1, 1, 12, tzinfo=UTC)


def test_values_are_put_into_texts():
    values = Values({"evse_id": 1, "token": "04AB"}, Noon())
    values.keep("keys", ["a", "b"])
    values.keep("evse_id", 2)
    assert values.resolve("$evse_id of $token") == "2 of 04AB"
    assert values.resolve("$keys") == '["a", "b"]'
    assert values.resolve("$now") == "2026-01-01T12:00:00.000Z"
    assert (values.find("token"), values.find("nothing")) == ("04AB", None)


def test_an_unknown_value_names_the_nearest():
    with pytest.raises(ScenarioError, match=r"\$tokens, did you mean \$token\?"):
        Values({"token": "04AB"}, Noon()).resolve("$tokens")
    with pytest.raises(ScenarioError, match=r"as \$zzz$"):
        Values({}, Noon()).resolve("$zzz")
