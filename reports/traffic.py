"""What crossed the wire in a case: the exchanges of its trace, and the evidence beside them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ocppj.trace import Direction, Kind, TraceRecord, actions
from reports import tunnel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

CALL: Final = 2
CALL_RESULT: Final = 3
_REFUSING_ERRORS: Final = frozenset({"NotImplemented", "NotSupported"})
_Key = tuple[int, Direction, str]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A CALL and its answer.

    `by_sut` is true where the system under test sent the CALL: the trace is the harness's end, so
    what came in is the system's. `seq` and `answer_seq` are trace records. `error` is the code of
    a CALLERROR, or the status with which a tunnelled message was called unknown; empty otherwise.
    """

    action: str
    by_sut: bool
    seq: int
    answer_seq: int | None = None
    error: str = ""

    @property
    def refused(self) -> bool:
        """Whether the receiver says that it does not have this message."""
        return self.error in _REFUSING_ERRORS or self.error in tunnel.REFUSALS


@dataclass(slots=True)
class _Open:
    """A CALL whose answer is being looked for."""

    record: TraceRecord
    action: str
    payload: Mapping[str, Any]
    answer: TraceRecord | None = None


def exchanges(records: Iterable[TraceRecord], version: str) -> tuple[Exchange, ...]:
    """Pair the CALLs of a trace with their answers, in order of the CALLs.

    A tunnelled message gives two exchanges: that of DataTransfer, which crossed the wire, and
    that of the message inside it.
    """
    return tuple(made for call in _calls(records) for made in _exchanges(call, version))


def _calls(records: Iterable[TraceRecord]) -> list[_Open]:
    calls: list[_Open] = []
    latest: dict[_Key, _Open] = {}
    for record, action in actions(records):
        kind, message_id, *rest = _elements(record)
        if kind == CALL:
            call = _Open(record, action, rest[1])
            calls.append(call)
            latest[_key(record, message_id)] = call
        else:
            call = latest[_key(record, message_id, answer=True)]
            call.answer = call.answer or record
    return calls


def _elements(record: TraceRecord) -> list[Any]:
    return record.frame.elements() if record.frame is not None else []


def _key(record: TraceRecord, message_id: str, *, answer: bool = False) -> _Key:
    incoming = (record.direction is Direction.IN) is not answer
    return record.connection, Direction.IN if incoming else Direction.OUT, message_id


def _exchanges(call: _Open, version: str) -> Iterator[Exchange]:
    by_sut = call.record.direction is Direction.IN
    answer_seq = None if call.answer is None else call.answer.seq
    elements = [] if call.answer is None else _elements(call.answer)
    error = elements[2] if elements and elements[0] != CALL_RESULT else ""
    yield Exchange(call.action, by_sut, call.record.seq, answer_seq, error)
    inner = tunnel.inner(version, call.action, call.payload)
    if inner is not None:
        status = elements[2].get("status") if elements and not error else None
        unknown = status if status in tunnel.REFUSALS else ""
        yield Exchange(inner, by_sut, call.record.seq, answer_seq, error or unknown)


def evidence(records: Iterable[TraceRecord]) -> Mapping[str, tuple[str, ...]]:
    """Per message, what the observation records of a trace show of its effect."""
    shown: dict[str, list[str]] = defaultdict(list)
    for record in records:
        if record.kind is Kind.OBSERVATION and "message" in record.data:
            shown[str(record.data["message"])].append(str(record.data.get("shows", "")))
    return {message: tuple(texts) for message, texts in shown.items()}
