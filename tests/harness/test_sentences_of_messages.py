"""Sentences about messages: `[any]` in what is kept, `$other_`, what must not come or came."""

from __future__ import annotations

import pytest

from harness.outcome import CaseFailed, ScenarioError
from harness.paths import TableError
from harness.tables import judge, parse_expectations, value_at
from steps.bdd import perform


def table(*lines):
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [["field", "check", "value"], *([*line, ""][:3] for line in cells)]


def say(s, text, *lines, kind="then"):
    """Say a sentence; gives None, or the check that failed."""
    try:
        s.run(perform(s.world, kind, text, table(*lines) if lines else None))
    except CaseFailed as failed:
        return failed.check
    return None


# [any]

EVENTS = {
    "eventData": [
        {"eventId": 1, "variable": {"name": "A"}, "actualValue": "x", "marks": [{"n": 1}]},
        {"eventId": 2, "variable": {"name": "B"}, "actualValue": "x", "marks": [{"n": 1}]},
        {
            "eventId": 3,
            "variable": {"name": "B"},
            "actualValue": "y",
            "marks": [{"n": 2}, {"n": 3}],
        },
    ]
}


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        (["eventData[any].variable.name | is | B"], "eventData[any].eventId", 2),
        (
            ["eventData[any].variable.name | is | B", "eventData[any].actualValue | is | y"],
            "eventData[any].eventId",
            3,
        ),
        (["eventData[any].eventId | is | 3"], "eventData[any].marks[*].n", [2, 3]),
        (["eventData[any].marks[any].n | is | 3"], "eventData[any].eventId", 3),
        (["eventData[any].marks[any].n | is | 3"], "eventData[any].marks[any].n", 3),
        (["eventData[any].variable.name | is | B"], "eventData[0].eventId", 1),
        (["eventData[any].variable.name | is | $wanted"], "eventData[any].actualValue", "y"),
    ],
)
def test_any_element_is_the_one_that_the_table_was_about(stand, lines, field, value):
    s = stand()
    s.world.values.keep("wanted", "B")
    if "$wanted" in lines[0]:
        lines = [*lines, "eventData[any].eventId | is not | 2"]
    sent = s.sends("NotifyEvent", **EVENTS)
    assert say(s, "the station sends a NotifyEvent request", *lines) is None
    assert say(s, f"the message's {field} is kept as found") is None
    assert s.world.values.get("found") == value
    assert s.world.values.source("$found") == sent.seq


def test_any_element_of_nothing_cannot_be_kept(stand):
    s = stand()
    s.sends("NotifyEvent", eventData=[], other={"a": 1})
    say(s, "the station sends a NotifyEvent request")
    for field in ("eventData[any].other", "other[any].a", "missing[any].a"):
        with pytest.raises(TableError, match="has no field"):
            say(s, f"the message's {field} is kept as found")


def test_rows_about_another_list_do_not_choose():
    rows = parse_expectations(table("other[any].n | is | 3"))
    assert value_at({"list": [{"n": 1}, {"n": 3}]}, "list[any].n", rows) == 1


def test_a_row_of_one_element_does_not_hold_on_two():
    split = {"list": [{"n": 1, "t": "a"}, {"n": 2}]}
    rows = parse_expectations(table("list[any].n | is | 2", "list[any].t | is | a"))
    assert [found.held for found in judge(split, rows, str)].count(False) == 1
    apart = parse_expectations(table("list[any].n | is | 2", "list[any].t | is absent"))
    assert all(found.held for found in judge(split, apart, str))


def test_nothing_is_kept_before_the_first_message(stand):
    with pytest.raises(ScenarioError, match="no message yet"):
        say(stand(), "the message's status is kept as found")


# $other_


@pytest.mark.parametrize(("kept", "other"), [(0, "1"), (4, "5"), (8, "9"), (9, "5"), ("9", "5")])
def test_another_severity(stand, kept, other):
    values = stand().world.values
    values.keep("severity", kept)
    assert values.resolve("$other_severity") == other


def test_a_name_that_is_kept_is_no_other_one(stand):
    values = stand().world.values
    values.keep("severity", 3)
    values.keep("other_severity", 7)
    assert values.get("other_severity") == 7
    with pytest.raises(ScenarioError, match=r"\$unknown"):
        values.get("other_unknown")


# what must not come, with and without a table

NONE = "the station sends no NotifyEvent request for 5 s"


@pytest.mark.parametrize(
    ("second", "name", "lines", "held"),
    [
        (4, "A", [], False),
        (6, "A", [], True),
        (4, "A", ["eventData[any].name | is | A"], False),
        (6, "A", ["eventData[any].name | is | A"], True),
        (4, "A", ["eventData[any].name | is | B"], True),
        (4, "A", ["eventData[any].name | is | A", "eventData[any].n | is | 2"], True),
    ],
)
def test_none_comes_or_none_that_fits(stand, second, name, lines, held):
    s = stand()
    s.later(second, "NotifyEvent", eventData=[{"name": name, "n": 1}, {"name": "C", "n": 2}])
    check = say(s, NONE, *lines)
    assert (check is None) is held
    if check is not None:
        assert (check.action, check.actual, check.seq) == ("NotifyEvent", "one came", 1)


def test_one_that_was_expected_is_not_forbidden(stand):
    s = stand()
    s.sends("NotifyEvent", eventData=[])
    assert say(s, "the station sends a NotifyEvent request") is None
    assert say(s, NONE) is None


# meanwhile


def test_meanwhile_something_else_came(stand):
    s = stand()
    s.sends("NotifyEvent", n=0)
    s.world.before_act = s.world.last_claim = 1
    s.sends("NotifyEvent", n=1)
    s.sends("StatusNotification")
    say(s, "the station sends a StatusNotification request")
    sentence = "meanwhile the station sends a NotifyEvent request"
    assert say(s, sentence, "n | is | 1") is None
    assert s.observed() == ["StatusNotification", "NotifyEvent"]
    assert s.world.last_claim == 3
    check = say(s, sentence, "n | is | 0")
    assert (check.held, check.actual) == (False, "1")
    assert say(s, "meanwhile the station sends a Heartbeat request").subject == "message"


def test_what_was_taken_before_the_act_is_not_taken_again(stand):
    s = stand()
    s.sends("NotifyEvent", n=1)
    say(s, "the station sends a NotifyEvent request")
    sentence = "meanwhile the station sends a NotifyEvent request"
    assert say(s, sentence, "n | is | 1") is None
    s.world.before_act = s.world.last_claim
    assert say(s, sentence, "n | is | 1").actual == "none"


def test_a_sentence_for_the_other_side_is_refused(stand):
    s = stand("TC_B_01_CSMS")
    for text in (NONE, "meanwhile the station sends a NotifyEvent request"):
        with pytest.raises(ScenarioError, match="not under test"):
            say(s, text)
    with pytest.raises(ScenarioError, match="is under test"):
        say(s, "the CSMS answers", kind="when")
    with pytest.raises(LookupError, match="no sentence"):
        say(s, "the station sings")
