"""Templates of the SUT file."""

from __future__ import annotations

import pytest

from harness.targets.templates import (
    TemplateError,
    check_command,
    check_template,
    fill,
    fill_command,
    fill_url,
    pick,
)

VALUES = {
    "station": "CS/1",
    "evse_id": 2,
    "gone": None,
    "flag": True,
    "payload": {"type": "Hard", "list": [{"n": 1}]},
}


def test_text_that_is_one_field_keeps_the_type():
    assert fill("$evse_id", VALUES) == 2
    assert fill("$payload", VALUES) == VALUES["payload"]
    assert fill("${payload.list.0.n}", VALUES) == 1


def test_fields_within_a_text_become_text():
    assert fill("evse $evse_id of ${station}s, $flag, $$5", VALUES) == "evse 2 of CS/1s, true, $5"


def test_members_without_value_are_left_out():
    body = {"evse": "$gone", "deep": {"a": "$payload.none", "b": [1, "$flag"]}, "c": None}
    assert fill(body, VALUES) == {"deep": {"b": [1, True]}}


def test_url_values_are_percent_encoded():
    assert fill_url("/s/$station/x?e=$evse_id", VALUES) == "/s/CS%2F1/x?e=2"


def test_command_values_stay_one_argument():
    values = {**VALUES, "token": 'a b"; rm -rf $HOME'}
    assert fill_command("ctl --t={token} '{evse_id} x' {gone}", values) == [
        "ctl",
        '--t=a b"; rm -rf $HOME',
        "2 x",
        "",
    ]


def test_json_in_a_command_line_is_no_field():
    assert fill_command("""curl -d '{"e": {evse_id}}'""", VALUES) == ["curl", "-d", '{"e": 2}']


def test_objects_in_a_command_line_are_json():
    assert fill_command("x {payload.list}", VALUES) == ["x", '[{"n": 1}]']


@pytest.mark.parametrize("template", ["$nothing", {"a": ["${nothing.b}"]}])
def test_unknown_fields_are_found(template):
    with pytest.raises(TemplateError, match=r"unknown field 'nothing'; known are evse_id"):
        check_template(template, ("evse_id",))


@pytest.mark.parametrize(
    ("line", "words"),
    [("x {no}", "unknown field 'no'"), ("", "empty"), ("x 'y", "No closing quotation")],
)
def test_bad_command_lines_are_found(line, words):
    with pytest.raises(TemplateError, match=words):
        check_command(line, ("evse_id",))


@pytest.mark.parametrize(
    ("path", "found"),
    [("", {"a": [1]}), ("a", [1]), ("a.0", 1), ("a.1", None), ("b", None), ("a.0.c", None)],
)
def test_pick(path, found):
    assert pick({"a": [1]}, path) == found
