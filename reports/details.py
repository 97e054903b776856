"""What a case of index.html shows when it is opened: steps, checks and the trace, packed.

All cases go into one compressed text, since traces repeat themselves: 850 cases take a tenth of
their JSON. Where even that is too much, long traces are cut in the middle; the page then points to
the trace file, and records on which a check failed are never cut.
"""

from __future__ import annotations

import base64
import json
import zlib
from typing import TYPE_CHECKING, Any, Final

from ocppj.trace import Kind, actions, iso
from reports.traffic import CALL, CALL_RESULT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from harness.results import CaseResult
    from ocppj.trace import TraceRecord
    from reports.load import RunData

BUDGET: Final = 1_700_000
"""Characters that the packed details may take in the page."""

_LIMITS: Final = (400, 120, 40, 12, 4, 0)
_LONGEST_TEXT: Final = 6_000
_FRAME_NAMES: Final = {CALL: "CALL", CALL_RESULT: "CALLRESULT"}


def pack(data: RunData, budget: int = BUDGET) -> str:
    """Give the details of all cases as base64 of zlib of JSON, at most `budget` characters long.

    Cuts traces, and at last every detail, to get there.
    """
    for limit in _LIMITS:
        packed = _packed({result.id: _details(result, data, limit) for result in data.results})
        if len(packed) <= budget:
            return packed
    return _packed({})


def _packed(details: Mapping[str, Any]) -> str:
    text = json.dumps(details, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def _details(result: CaseResult, data: RunData, limit: int) -> dict[str, Any]:
    trace = data.trace(result)
    failing = {check.seq for check in result.checks if not check.held and check.seq is not None}
    kept = _cut(trace.records, failing, limit)
    return {
        "steps": [[step.keyword, step.name, step.status] for step in result.steps],
        "checks": [
            [
                check.held,
                check.requirement or "",
                check.action,
                *map(_clip, (check.subject, check.expected, check.actual)),
                check.seq,
            ]
            for check in result.checks
        ],
        "trace": _records(kept, trace.records),
        "records": len(trace.records),
        "failing": sorted(failing),
        "problem": trace.problem,
    }


def _cut(records: Sequence[TraceRecord], failing: set[int], limit: int) -> dict[int, TraceRecord]:
    """Keep the beginning, the end and the failing records, by their place in the trace."""
    first, last = limit // 2, len(records) - (limit - limit // 2)
    return {
        place: record
        for place, record in enumerate(records)
        if place < first or place >= last or record.seq in failing
    }


def _records(kept: Mapping[int, TraceRecord], whole: Iterable[TraceRecord]) -> list[dict[str, Any]]:
    """Describe the kept records; `gap` counts those left out before one."""
    named = {record.seq: action for record, action in actions(whole)}
    described, due = [], 0
    for place, record in kept.items():
        line = _record(record, named.get(record.seq, ""))
        if place > due:
            line["gap"] = place - due
        due = place + 1
        described.append(line)
    return described


def _record(record: TraceRecord, action: str) -> dict[str, Any]:
    line: dict[str, Any] = {"seq": record.seq, "at": iso(record.at), "kind": record.kind.value}
    if record.kind is not Kind.TEXT:
        return {**line, "data": _clip(_told(record))}
    if record.direction is not None:
        line["to"] = record.direction.value
    if record.problem is not None:
        line["problem"] = _clip(f"{record.problem.fault}: {record.problem.detail}")
    if record.frame is not None:
        line["frame"] = _FRAME_NAMES.get(record.frame.elements()[0], "CALLERROR")
    return {**line, "action": action, "text": _clip(record.text)}


def _told(record: TraceRecord) -> str:
    """Say what a record that is no text tells."""
    data = record.data
    match record.kind:
        case Kind.STEP:
            return f"{data.get('keyword', '')} {data.get('name', '')}".strip()
        case Kind.OBSERVATION:
            return f"{data.get('message', '')}: {data.get('shows', '')}"
        case Kind.NOTE:
            return str(data.get("text", ""))
        case _:
            return ", ".join(f"{name} {value}" for name, value in data.items())


def _clip(text: str) -> str:
    left_out = len(text) - _LONGEST_TEXT
    return text if left_out <= 0 else f"{text[:_LONGEST_TEXT]} ... ({left_out} more characters)"
