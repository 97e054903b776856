"""Traces: what is kept, and that a file gives it back."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocppj import frames, trace
from ocppj.dialect import DIALECTS, OCPP16, OCPP201
from ocppj.frames import Call, CallError, CallResult
from ocppj.problems import Fault, FrameProblem
from ocppj.trace import Direction, Kind, NoTrace, Trace, TraceRecord

BOUNDED = settings(derandomize=True, database=None, deadline=None, max_examples=100)
TIMES = st.floats(0, 4e9)
DATA = st.dictionaries(st.text(max_size=4), st.text() | st.integers() | st.none(), max_size=3)
TEXTS = st.one_of(
    st.text(),
    st.builds(lambda i: json.dumps([2, i, "Heartbeat", {}]), st.text(max_size=40)),
    st.builds(lambda i, d: json.dumps([4, i, "GenericError", d, {}]), st.text(), st.text()),
    st.sampled_from(["[]", "[7]", '[3,"a",[]]', '[3,"a",null]']),
)


def at_record(number, at, text, dialect, direction=Direction.IN, connection=1):
    parsed = frames.parse(text, dialect)
    shown = text if isinstance(text, str) else text.decode("utf-8", "backslashreplace")
    bad = isinstance(parsed, FrameProblem)
    return TraceRecord(
        number,
        at,
        Kind.TEXT,
        connection,
        direction,
        shown,
        None if bad else parsed,
        parsed if bad else None,
    )


@BOUNDED
@given(
    st.sampled_from(list(DIALECTS.values())),
    st.lists(st.tuples(TIMES, TEXTS | st.binary(), st.sampled_from(Direction)), max_size=5),
    st.lists(st.tuples(TIMES, st.sampled_from([k for k in Kind if k is not Kind.TEXT]), DATA)),
)
def test_a_file_gives_back_what_was_recorded(tmp_path_factory, dialect, texts, others):
    records = [at_record(n, at, text, dialect, way) for n, (at, text, way) in enumerate(texts)]
    records += [
        TraceRecord(n, at, kind, n % 2, data=data) for n, (at, kind, data) in enumerate(others)
    ]
    path = tmp_path_factory.getbasetemp() / "round_trip.jsonl"
    trace.write(path, records)
    again = list(trace.read(path, dialect.version))
    assert [record.to_json() for record in again] == [record.to_json() for record in records]
    for before, after in zip(records, again, strict=True):
        assert (before.frame, before.problem) == (after.frame, after.problem)
        assert (before.seq, before.kind, before.connection) == (
            after.seq,
            after.kind,
            after.connection,
        )
        assert (before.direction, before.text) == (after.direction, after.text)
        assert dict(before.data) == dict(after.data)
        assert -1e-6 <= before.at - after.at < 0.001 + 1e-6


def test_a_binary_message_stays_a_problem_in_the_file(tmp_path):
    record = at_record(1, 0.0, b'[2,"a","Heartbeat",{}]', OCPP201)
    path = tmp_path / "binary.jsonl"
    trace.write(path, [record])
    (again,) = trace.read(path, "2.0.1")
    assert again == record
    assert again.problem is not None
    assert again.problem.fault is Fault.BINARY


def test_a_line_shows_what_there_is_and_nothing_else():
    record = TraceRecord(3, 1.5, Kind.NOTE, data={"text": "so"})
    assert record.to_json() == {
        "seq": 3,
        "at": "1970-01-01T00:00:01.500Z",
        "kind": "note",
        "data": {"text": "so"},
    }
    text = at_record(4, 1.5, "[2]", OCPP16, Direction.OUT, connection=2)
    assert text.to_json() == {
        "seq": 4,
        "at": "1970-01-01T00:00:01.500Z",
        "kind": "text",
        "connection": 2,
        "direction": "out",
        "text": "[2]",
        "problem": {
            "fault": "message id unreadable",
            "detail": "no MessageId",
            "position": 1,
            "message_type": 2,
        },
    }


@pytest.mark.parametrize(
    "line",
    [
        "no JSON",
        "[]",
        "7",
        "{}",
        '{"seq":1,"at":"2024-01-01T00:00:00Z","kind":"rumour"}',
        '{"seq":1,"at":"yesterday","kind":"note"}',
        '{"seq":1,"at":7,"kind":"note"}',
        '{"at":"2024-01-01T00:00:00Z","kind":"note"}',
        '{"seq":1,"at":"2024-01-01T00:00:00Z","kind":"text"}',
        '{"seq":1,"at":"2024-01-01T00:00:00Z","kind":"text","text":7}',
        '{"seq":1,"at":"2024-01-01T00:00:00Z","kind":"text","text":"","direction":"up"}',
        '{"seq":1,"at":"2024-01-01T00:00:00Z","kind":"text","text":"","problem":{"fault":"x"}}',
        '{"seq":1,"at":"2024-01-01T00:00:00Z","kind":"text","problem":{"fault":"not JSON"}}',
    ],
)
def test_a_line_that_is_no_record_is_named(tmp_path, line):
    path = tmp_path / "bad.jsonl"
    good = '{"seq":1,"at":"2024-01-01T00:00:00Z","kind":"note"}'
    path.write_text(f"{good}\n{line}\n", encoding="utf-8")
    records = trace.read(path, "2.0.1")
    assert next(records).kind is Kind.NOTE
    with pytest.raises(ValueError, match=r"bad\.jsonl, line 2: no trace record"):
        next(records)


def test_recording_numbers_stamps_and_tells_the_listeners():
    times = iter([1.0, 2.0, 3.0])
    kept = Trace(lambda: next(times))
    heard = []
    kept.listeners.append(heard.append)
    opened = kept.event(Kind.OPENED, 1, identity="CS1")
    call = Call("a", "Heartbeat", {})
    text = kept.text(1, Direction.IN, frames.encode(call), call)
    problem = FrameProblem(Fault.EMPTY, "an empty JSON array")
    bad = kept.text(1, Direction.OUT, "[]", problem)
    assert kept.records == heard == [opened, text, bad]
    assert [(record.seq, record.at) for record in heard] == [(1, 1.0), (2, 2.0), (3, 3.0)]
    assert (text.frame, text.problem) == (call, None)
    assert (bad.frame, bad.problem) == (None, problem)
    assert dict(opened.data) == {"identity": "CS1"}


def test_no_trace_keeps_nothing():
    recorder = NoTrace()
    call = Call("a", "Heartbeat", {})
    assert recorder.text(1, Direction.IN, "", call) is None
    assert recorder.event(Kind.NOTE, text="so") is None


def test_iso_is_utc_with_milliseconds():
    assert trace.iso(0.0) == "1970-01-01T00:00:00.000Z"
    assert trace.iso(math.pi) == "1970-01-01T00:00:03.141Z"


def test_actions_pairs_answers_with_their_calls():
    def record(seq, direction, frame, connection=1):
        return TraceRecord(seq, 0.0, Kind.TEXT, connection, direction, "", frame)

    ins, out = Direction.IN, Direction.OUT
    records = [
        TraceRecord(1, 0.0, Kind.OPENED, 1),
        record(2, ins, Call("1", "BootNotification", {})),
        record(3, out, Call("1", "Reset", {})),
        record(4, ins, CallResult("1", {"to": "Reset"})),
        record(5, out, CallError("1", "InternalError")),
        record(6, out, CallResult("2", {"to": "nothing"})),
        record(7, out, CallResult("1", {"to": "nothing on connection 2"}), connection=2),
        TraceRecord(8, 0.0, Kind.TEXT, 1, ins, "[]", None, FrameProblem(Fault.EMPTY, "")),
    ]
    assert [(record.seq, action) for record, action in trace.actions(records)] == [
        (2, "BootNotification"),
        (3, "Reset"),
        (4, "Reset"),
        (5, "BootNotification"),
    ]
