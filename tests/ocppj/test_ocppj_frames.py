"""Frames in and out: every fault by version, and no text that makes the parser raise."""

from __future__ import annotations

import json
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ocppj import frames
from ocppj.dialect import DIALECTS, OCPP16, OCPP201
from ocppj.frames import Call, CallError, CallResult
from ocppj.problems import Fault, FrameProblem

BOUNDED = settings(derandomize=True, database=None, deadline=None, max_examples=150)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)
FINITE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)
IDS = st.text(max_size=36)
PAYLOADS = st.dictionaries(st.text(max_size=5), FINITE, max_size=4)
FRAMES = (
    st.builds(Call, IDS, st.text(), PAYLOADS)
    | st.builds(CallResult, IDS, PAYLOADS)
    | st.builds(CallError, IDS, st.text(), st.text(max_size=255), PAYLOADS)
)

LONG = "x" * 37


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ('[2,"a","Heartbeat",{}]', Call("a", "Heartbeat", {})),
        (' [ 2 , "a" , "Heartbeat" , {"b" : 1} ] ', Call("a", "Heartbeat", {"b": 1})),
        ('[3,"a",{"b":[1.5]}]', CallResult("a", {"b": [1.5]})),
        ('[4,"a","GenericError","",{}]', CallError("a", "GenericError")),
        (
            '[4,"-1","InternalError","why",{"b":1}]',
            CallError("-1", "InternalError", "why", {"b": 1}),
        ),
        # 1.6-J 4.2.1 and Part 4 4.1.5 know null as a notation of an empty payload.
        ('[2,"a","Heartbeat",null]', Call("a", "Heartbeat", {})),
        ('[3,"a",null]', CallResult("a", {})),
        # Neither document asks for an id of at least one character.
        ('[3,"",{}]', CallResult("", {})),
        (f'[3,"{"x" * 36}",{{}}]', CallResult("x" * 36, {})),
        ('[3,"\\ud83d\\ude00",{}]', CallResult("\N{GRINNING FACE}", {})),
    ],
)
def test_good_frames(text, frame, dialect):
    assert frames.parse(text, dialect) == frame


@pytest.mark.parametrize(
    ("data", "fault", "position", "message_id", "message_type"),
    [
        (b'[2,"a","Heartbeat",{}]', Fault.BINARY, None, None, None),
        ("", Fault.NOT_JSON, None, None, None),
        ('[2,"a","Heartbeat",{}', Fault.NOT_JSON, None, None, None),
        ('[2,"a","Heartbeat",{"a":NaN}]', Fault.NOT_JSON, None, None, None),
        ('[2,"a","Heartbeat",{"a":-Infinity}]', Fault.NOT_JSON, None, None, None),
        ('[2,"a","Heartbeat",{"a":1e999}]', Fault.NOT_JSON, None, None, None),
        ('[2,"a","Heartbeat",{"a":"\\ud800"}]', Fault.NOT_JSON, None, None, None),
        ("[" * 100_000, Fault.NOT_JSON, None, None, None),
        (f"[2{'0' * 5000}]", Fault.NOT_JSON, None, None, None),
        ('{"a":1}', Fault.NOT_A_LIST, None, None, None),
        ('"text"', Fault.NOT_A_LIST, None, None, None),
        ("null", Fault.NOT_A_LIST, None, None, None),
        ("[]", Fault.EMPTY, None, None, None),
        ('["2","a","Heartbeat",{}]', Fault.MESSAGE_TYPE, 0, "a", None),
        ('[true,"a","Heartbeat",{}]', Fault.MESSAGE_TYPE, 0, "a", None),
        ('[[[1]],7,"Heartbeat",{}]', Fault.MESSAGE_TYPE, 0, None, None),
        (f'["{LONG * 2}"]', Fault.MESSAGE_TYPE, 0, None, None),
        ('[5,"a","Heartbeat",{}]', Fault.UNKNOWN_MESSAGE_TYPE, 0, "a", 5),
        (f'[1,"{LONG}"]', Fault.UNKNOWN_MESSAGE_TYPE, 0, LONG, 1),
        ("[2]", Fault.MESSAGE_ID, 1, None, 2),
        ('[3,42,"Heartbeat",{}]', Fault.MESSAGE_ID, 1, None, 3),
        (f'[2,"{LONG}","Heartbeat",{{}}]', Fault.MESSAGE_ID_LENGTH, 1, LONG, 2),
        ('[2,"a","Heartbeat"]', Fault.ELEMENT_COUNT, 3, "a", 2),
        ('[2,"a","Heartbeat",{},{}]', Fault.ELEMENT_COUNT, 4, "a", 2),
        ('[3,"a"]', Fault.ELEMENT_COUNT, 2, "a", 3),
        ('[4,"a","GenericError",""]', Fault.ELEMENT_COUNT, 4, "a", 4),
        ('[2,"a",7,{}]', Fault.ELEMENT_TYPE, 2, "a", 2),
        ('[4,"a",null,"",{}]', Fault.ELEMENT_TYPE, 2, "a", 4),
        ('[4,"a","GenericError",null,{}]', Fault.ELEMENT_TYPE, 3, "a", 4),
        ('[4,"a","GenericError","",null]', Fault.ELEMENT_TYPE, 4, "a", 4),
        ('[2,"a","Heartbeat",[]]', Fault.PAYLOAD, 3, "a", 2),
        ('[3,"a","text"]', Fault.PAYLOAD, 2, "a", 3),
        ('[3,"a",false]', Fault.PAYLOAD, 2, "a", 3),
    ],
)
def test_faults(data, fault, position, message_id, message_type, dialect):
    problem = frames.parse(data, dialect)
    assert isinstance(problem, FrameProblem)
    assert problem.detail
    assert len(problem.detail) <= 255
    assert problem == FrameProblem(fault, problem.detail, position, message_id, message_type)


def test_error_description_is_bounded_in_201_only():
    text = json.dumps([4, "a", "GenericError", "d" * 256, {}])
    assert frames.parse(text, OCPP16) == CallError("a", "GenericError", "d" * 256)
    problem = frames.parse(text, OCPP201)
    assert isinstance(problem, FrameProblem)
    assert (problem.fault, problem.position) == (Fault.DESCRIPTION_LENGTH, 3)
    assert frames.parse(text.replace("dd", "d", 1), OCPP201) == CallError(
        "a", "GenericError", "d" * 255
    )


@BOUNDED
@given(st.text() | st.text(st.characters()) | st.binary() | JSON.map(json.dumps))
@example("\ud800")
@example('["\ud800"]')
@example("﻿[]")
def test_no_text_and_no_bytes_make_it_raise(data):
    for dialect in DIALECTS.values():
        assert isinstance(frames.parse(data, dialect), Call | CallResult | CallError | FrameProblem)


@BOUNDED
@given(st.lists(JSON, max_size=6), st.sampled_from([2, 3, 4, 5]))
def test_no_array_makes_it_raise(elements, kind):
    text = json.dumps([kind, *elements])
    for dialect in DIALECTS.values():
        parsed = frames.parse(text, dialect)
        if isinstance(parsed, FrameProblem):
            dialect.reply_to(parsed)
        else:
            assert frames.parse(frames.encode(parsed), dialect) == parsed


@pytest.mark.parametrize("head", ["", "[", '[2,"a","X",', '[{"a":'])
def test_nesting_never_makes_it_raise(head):
    limit = sys.getrecursionlimit()
    for depth in range(limit - 60, limit + 5, 3):
        text = head + "[" * depth + "]" * depth + "]" * bool(head)
        assert isinstance(frames.parse(text, OCPP201), FrameProblem)


@BOUNDED
@given(FRAMES)
def test_encode_and_parse_are_inverse(frame):
    text = frames.encode(frame)
    assert text.isascii()
    for dialect in DIALECTS.values():
        assert frames.parse(text, dialect) == frame


def test_encode_refuses_what_is_no_json():
    with pytest.raises(ValueError, match="JSON"):
        frames.encode(Call("a", "Heartbeat", {"b": float("nan")}))


def test_type_names():
    kinds = [Call("a", "b", {}), CallResult("a", {}), CallError("a", "b")]
    assert [frames.type_names[type(frame)] for frame in kinds] == [
        "CALL",
        "CALLRESULT",
        "CALLERROR",
    ]
