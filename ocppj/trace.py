"""The trace: every text that crossed a link, in order, and what else a verdict rests on."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from ocppj import frames
from ocppj.dialect import DIALECTS
from ocppj.frames import Call, CallError, CallResult
from ocppj.problems import Fault, FrameProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from ocppj.dialect import Version
    from ocppj.frames import Frame, Parsed


class Direction(StrEnum):
    """Seen from the end that records: `in` was received, `out` was sent."""

    IN = "in"
    OUT = "out"


class Kind(StrEnum):
    """What a record tells of; only `text` crossed the wire."""

    TEXT = "text"
    OPENED = "opened"
    CLOSED = "closed"
    REFUSED = "refused"
    STEP = "step"
    OBSERVATION = "observation"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class TraceRecord:
    """One line of a trace.

    `at` is POSIX time in seconds (UTC); `connection` numbers the connections of one run, 0 where
    none is concerned. A record of kind `text` has the text as it crossed the wire and either its
    `frame` or its `problem`. The other kinds carry `data`:

    - opened, refused: `{"identity", "subprotocol", "version", "status", ...}`;
    - closed: `{"code", "reason"}`;
    - step: `{"keyword", "name"}`, the Gherkin step that begins here;
    - observation: `{"message", "shows"}`, evidence of a message's effect, written by the sentence
      that read state back or checked what must follow;
    - note: `{"text"}`.
    """

    seq: int
    at: float
    kind: Kind
    connection: int = 0
    direction: Direction | None = None
    text: str = ""
    frame: Frame | None = None
    problem: FrameProblem | None = None
    data: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Give the record as it stands in a `.jsonl` file, without absent and empty members."""
        line: dict[str, Any] = {"seq": self.seq, "at": iso(self.at), "kind": self.kind.value}
        if self.connection:
            line["connection"] = self.connection
        if self.direction is not None:
            line["direction"] = self.direction.value
        if self.kind is Kind.TEXT:
            line["text"] = self.text
        if self.problem is not None:
            problem = asdict(self.problem)
            line["problem"] = {key: value for key, value in problem.items() if value is not None}
        if self.data:
            line["data"] = dict(self.data)
        return line


def iso(at: float) -> str:
    """Write POSIX seconds as an RFC 3339 date-time in UTC with milliseconds."""
    moment = datetime.fromtimestamp(at, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Recorder(Protocol):
    """Where a link and the harness write records."""

    def text(
        self, connection: int, direction: Direction, text: str, parsed: Parsed
    ) -> TraceRecord | None: ...

    def event(self, kind: Kind, connection: int = 0, **data: Any) -> TraceRecord | None: ...


class Trace:
    """Records in memory, each handed to the listeners as it is made."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.records: list[TraceRecord] = []
        self.listeners: list[Callable[[TraceRecord], None]] = []
        self._now = now

    def text(self, connection: int, direction: Direction, text: str, parsed: Parsed) -> TraceRecord:
        seq = len(self.records) + 1
        at = self._now()
        return self._add(
            TraceRecord(seq, at, Kind.TEXT, connection, direction, text, *_apart(parsed))
        )

    def event(self, kind: Kind, connection: int = 0, **data: Any) -> TraceRecord:
        seq = len(self.records) + 1
        return self._add(TraceRecord(seq, self._now(), kind, connection, data=data))

    def _add(self, record: TraceRecord) -> TraceRecord:
        self.records.append(record)
        for listener in self.listeners:
            listener(record)
        return record


class NoTrace:
    """A recorder for systems whose traffic nobody reads."""

    def text(self, connection: int, direction: Direction, text: str, parsed: Parsed) -> None:
        return None

    def event(self, kind: Kind, connection: int = 0, **data: Any) -> None:
        return None


def write(path: Path, records: Iterable[TraceRecord]) -> None:
    """Write records as JSON Lines."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(record.to_json()) + "\n" for record in records)


def read(path: Path, version: Version) -> Iterator[TraceRecord]:
    """Read a trace file back, with the frame or the problem of each text as it was recorded.

    Frames are parsed again; times are rounded down to milliseconds, as the file has them.
    Raises ValueError naming the line when a line is no trace record.
    """
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            try:
                yield _from_json(json.loads(line), version)
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"{path}, line {number}: no trace record: {error}") from error


def _from_json(line: Mapping[str, Any], version: Version) -> TraceRecord:
    kind = Kind(line["kind"])
    direction = Direction(line["direction"]) if "direction" in line else None
    text = line.get("text", "")
    frame, problem = _parsed(line, version) if kind is Kind.TEXT else (None, None)
    return TraceRecord(
        line["seq"],
        datetime.fromisoformat(line["at"]).timestamp(),
        kind,
        line.get("connection", 0),
        direction,
        text,
        frame,
        problem,
        line.get("data", {}),
    )


def _parsed(line: Mapping[str, Any], version: Version) -> tuple[Frame | None, FrameProblem | None]:
    if "problem" in line:
        # Not every problem shows in the text: a binary message is kept as text too.
        kept = dict(line["problem"])
        return None, FrameProblem(Fault(kept.pop("fault")), **kept)
    return _apart(frames.parse(line["text"], DIALECTS[version]))


def _apart(parsed: Parsed) -> tuple[Frame | None, FrameProblem | None]:
    return (None, parsed) if isinstance(parsed, FrameProblem) else (parsed, None)


def actions(records: Iterable[TraceRecord]) -> Iterator[tuple[TraceRecord, str]]:
    """Pair every frame with the action it belongs to; answers take that of their CALL."""
    calls: dict[tuple[int, Direction, str], str] = {}
    opposite = {Direction.IN: Direction.OUT, Direction.OUT: Direction.IN}
    for record in records:
        if record.direction is None:
            continue
        match record.frame:
            case Call(message_id, action):
                calls[record.connection, record.direction, message_id] = action
                yield record, action
            case CallResult(message_id) | CallError(message_id):
                asked = calls.get((record.connection, opposite[record.direction], message_id))
                if asked is not None:
                    yield record, asked
