from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness import cases
from harness.conditions import (
    AllOf,
    Always,
    AnyOf,
    Compared,
    Condition,
    ConditionError,
    Declared,
    Not,
    all_of,
    any_of,
    parse,
)

EVERY_CONDITION = sorted({case.condition for case in cases.load()})


@pytest.mark.parametrize(
    ("text", "features", "holds", "reason"),
    [
        ("", {}, True, "there is no condition"),
        ("C-30", {}, False, "C-30 is not declared"),
        ("C-30", {"C-30": True}, True, "C-30 is declared"),
        ("C-30", {"C-30": False}, False, "C-30 is declared as false"),
        ("AQ-5", {"AQ-5": "Temperature"}, True, "AQ-5 is declared as 'Temperature'"),
        ("AQ-5", {"AQ-5": ""}, False, "AQ-5 is declared as ''"),
        ("HFS-8", {"HFS-8": 0}, False, "HFS-8 is declared as 0"),
        ("NOT C-13", {"C-13": True}, False, "C-13 is declared"),
        ("NOT C-13", {}, True, "C-13 is not declared"),
        ("HFS-8 > 1", {"HFS-8": 2}, True, "HFS-8 is 2, which is > 1"),
        ("HFS-8 > 1", {"HFS-8": 1}, False, "HFS-8 is 1, which is not > 1"),
        ("HFS-8 > 1", {"HFS-8": True}, False, "HFS-8 is declared as true, not as a number"),
        ("HFS-8 > 1", {"HFS-8": "2"}, False, "HFS-8 is declared as '2', not as a number"),
        ("HFS-8 > 1", {}, False, "HFS-8 is not declared"),
        ("X >= 3 and X <= 3 and X = 3 and NOT X < 3", {"X": 3.0}, True, None),
        (
            "C-30 or C-31",
            {},
            False,
            "C-30 is not declared and C-31 is not declared",
        ),
        ("C-30 or C-31", {"C-31": True}, True, "C-31 is declared"),
        ("C-30 and C-31", {"C-31": True}, False, "C-30 is not declared"),
        (
            "C-40 and NOT AQ-8 AND (C-09.2 OR C-09.6)",
            {"C-40": True, "C-09.6": True},
            True,
            "C-40 is declared and AQ-8 is not declared and C-09.6 is declared",
        ),
        ("NOT (NOT C-52 and (C-10.2 or C-10.3))", {"C-10.3": True}, False, None),
        ("NOT (NOT C-52 and (C-10.2 or C-10.3))", {"C-52": True, "C-10.3": True}, True, None),
    ],
)
def test_outcome_and_the_declaration_that_decides_it(text, features, holds, reason):
    outcome = parse(text).evaluate(features)
    assert outcome.holds is holds
    assert reason is None or outcome.reason == reason


def test_and_binds_closer_than_or():
    condition = parse("A or B and C")
    assert condition.evaluate({"A": True}).holds
    assert not condition.evaluate({"B": True}).holds


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [
        ("C-30 or", 7, "a feature id"),
        ("C-30 C-31", 5, "'and', 'or' or the end"),
        ("(C-30 or C-31", 13, "')'"),
        ("C-30)", 4, "'and', 'or' or the end"),
        ("NOT", 3, "a feature id"),
        ("HFS-8 > C-30", 8, "a number"),
        ("HFS-8 >", 7, "a number"),
        ("1 < HFS-8", 0, "a feature id"),
        ("C-30 & C-31", 5, "a feature id, a keyword or a parenthesis"),
        ("()", 1, "a feature id"),
    ],
)
def test_an_error_names_the_position(text, position, expected):
    with pytest.raises(ConditionError) as caught:
        parse(text)
    assert caught.value.position == position
    assert f"expected {expected} at {position}" in str(caught.value)


@pytest.mark.parametrize("text", EVERY_CONDITION)
def test_every_condition_of_the_catalogue_is_in_normal_form(text):
    assert str(parse(text)) == text


def test_joining_merges_and_drops_what_always_holds():
    one, two, three = (Declared(name) for name in ("A", "B", "C"))
    assert all_of([one, Always(), AllOf((two, three))]) == AllOf((one, two, three))
    assert all_of([Always(), one]) == one
    assert all_of([]) == Always()
    assert any_of([one, AnyOf((two, three))]) == AnyOf((one, two, three))
    assert any_of([one, Always()]) == Always()
    assert any_of([]) == Always()


_LEAVES = st.sampled_from("ABCD").map(Declared) | st.builds(
    Compared, st.sampled_from("XY"), st.sampled_from([">", ">=", "<", "<=", "="]), st.integers(0, 3)
)
_CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    _LEAVES,
    lambda inner: (
        st.builds(Not, inner)
        | st.lists(inner, min_size=2, max_size=3).map(all_of)
        | st.lists(inner, min_size=2, max_size=3).map(any_of)
    ),
    max_leaves=12,
)
_FEATURES = st.dictionaries(st.sampled_from("ABCD"), st.booleans()).flatmap(
    lambda flags: st.dictionaries(st.sampled_from("XY"), st.integers(0, 3)).map(
        lambda numbers: {**flags, **numbers}
    )
)


@given(_CONDITIONS, _FEATURES)
def test_the_normal_form_means_the_same(condition, features):
    again = parse(str(condition))
    assert str(again) == str(condition)
    assert again.evaluate(features) == condition.evaluate(features)
    assert again.ids() == condition.ids()


@given(_CONDITIONS, _FEATURES)
def test_not_turns_round_and_keeps_the_reason(condition, features):
    plain, turned = condition.evaluate(features), Not(condition).evaluate(features)
    assert turned.holds is not plain.holds
    assert turned.reason == plain.reason
