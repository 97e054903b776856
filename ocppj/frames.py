"""OCPP-J frames: the texts that two systems exchange (1.6-J and 2.0.1 Part 4, section 4.2)."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NoReturn

from ocppj.problems import Fault, FrameProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocppj.dialect import Dialect

CALL: Final = 2
CALL_RESULT: Final = 3
CALL_ERROR: Final = 4

MAX_MESSAGE_ID: Final = 36
MAX_ERROR_DESCRIPTION: Final = 255  # 2.0.1 only: 1.6 sets no limit

_ELEMENTS: Final[Mapping[int, tuple[str, ...]]] = {
    CALL: ("MessageTypeId", "MessageId", "Action", "Payload"),
    CALL_RESULT: ("MessageTypeId", "MessageId", "Payload"),
    CALL_ERROR: ("MessageTypeId", "MessageId", "ErrorCode", "ErrorDescription", "ErrorDetails"),
}


@dataclass(frozen=True, slots=True)
class Call:
    """A request: `[2, message id, action, payload]`."""

    message_id: str
    action: str
    payload: dict[str, Any]

    def elements(self) -> list[Any]:
        return [CALL, self.message_id, self.action, self.payload]


@dataclass(frozen=True, slots=True)
class CallResult:
    """A response: `[3, message id, payload]`."""

    message_id: str
    payload: dict[str, Any]

    def elements(self) -> list[Any]:
        return [CALL_RESULT, self.message_id, self.payload]


@dataclass(frozen=True, slots=True)
class CallError:
    """An error response: `[4, message id, code, description, details]`."""

    message_id: str
    code: str
    description: str = ""
    details: dict[str, Any] = field(default_factory=dict)

    def elements(self) -> list[Any]:
        return [CALL_ERROR, self.message_id, self.code, self.description, self.details]


type_names: Final[Mapping[type, str]] = {
    Call: "CALL",
    CallResult: "CALLRESULT",
    CallError: "CALLERROR",
}

Frame = Call | CallResult | CallError
Answer = CallResult | CallError
Parsed = Frame | FrameProblem


def encode(frame: Frame) -> str:
    """Give the JSON text of a frame, in ASCII so that no text can break the UTF-8 on the wire."""
    return _encode(frame.elements())


def parse(data: str | bytes, dialect: Dialect) -> Parsed:
    """Read one websocket message; never raises, whatever the bytes.

    What breaks the framing rules comes back as a `FrameProblem` that names the rule and the
    position. Payloads are not looked into: that is the work of `schemas.validation`. A payload of
    null is read as `{}`: discouraged, but a notation of "no payload" (1.6-J 4.2.1, Part 4 4.1.5).
    """
    if isinstance(data, bytes):
        return FrameProblem(Fault.BINARY, "a binary websocket message; OCPP-J sends text")
    try:
        elements = _load(data)
    except RecursionError:
        return FrameProblem(Fault.NOT_JSON, "JSON nested too deeply to read")
    except UnicodeEncodeError:
        return FrameProblem(Fault.NOT_JSON, "half a surrogate pair, which is no UTF-8")
    except ValueError as error:
        return FrameProblem(Fault.NOT_JSON, f"not JSON: {error}")
    return _frame(elements, dialect)


def _load(text: str) -> object:
    elements = _decode(text)
    if "\\u" in text or not text.isascii():
        # Python's strings can hold half a surrogate pair; no UTF-8 and no validator can.
        json.dumps(elements, ensure_ascii=False).encode()
    return elements


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(f"{text[:20]} is beyond the numbers that JSON can exchange")
    return number


# The functions of `json` build their coder anew for each call that is not plain.
_decode = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_finite).decode
_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


def _frame(elements: object, dialect: Dialect) -> Parsed:
    if not isinstance(elements, list):
        return FrameProblem(Fault.NOT_A_LIST, f"{_kind(elements)} where a JSON array is due")
    if not elements:
        return FrameProblem(Fault.EMPTY, "an empty JSON array")
    if _is_call(elements):
        return Call(elements[1], elements[2], elements[3])
    kind = elements[0]
    message_id = elements[1] if len(elements) > 1 else None
    readable = message_id if isinstance(message_id, str) else None
    if type(kind) is not int:
        wrong = f"message type is {_show(kind)}, not an integer"
        return FrameProblem(Fault.MESSAGE_TYPE, wrong, 0, readable)
    if kind not in _ELEMENTS:
        unknown = f"message type {_show(kind)} is none of 2, 3, 4"
        return FrameProblem(Fault.UNKNOWN_MESSAGE_TYPE, unknown, 0, readable, kind)
    fault = _find_fault(kind, elements, dialect)
    if fault is not None:
        return FrameProblem(*fault, message_id=readable, message_type=kind)
    return _build(kind, elements)


def _is_call(elements: list[Any]) -> bool:
    """See at a glance what most texts are; whatever is odd is looked into piece by piece."""
    return (
        len(elements) == 4
        and elements[0] == CALL
        and type(elements[0]) is int
        and type(elements[1]) is str
        and len(elements[1]) <= MAX_MESSAGE_ID
        and type(elements[2]) is str
        and type(elements[3]) is dict
    )


def _find_fault(kind: int, elements: list[Any], dialect: Dialect) -> tuple[Fault, str, int] | None:
    if len(elements) < 2:
        return Fault.MESSAGE_ID, "no MessageId", 1
    message_id = elements[1]
    if not isinstance(message_id, str):
        return Fault.MESSAGE_ID, f"MessageId is {_kind(message_id)}, not a string", 1
    if len(message_id) > MAX_MESSAGE_ID:
        long = f"MessageId has {len(message_id)} characters, at most {MAX_MESSAGE_ID} are allowed"
        return Fault.MESSAGE_ID_LENGTH, long, 1
    names = _ELEMENTS[kind]
    if len(elements) != len(names):
        due = f"{len(elements)} elements where {len(names)} are due: {', '.join(names)}"
        return Fault.ELEMENT_COUNT, due, min(len(elements), len(names))
    return _find_wrong_type(elements, names) or _find_long_description(kind, elements, dialect)


def _find_wrong_type(elements: list[Any], names: tuple[str, ...]) -> tuple[Fault, str, int] | None:
    for position, name in enumerate(names[2:], start=2):
        value = elements[position]
        if name == "Payload" and value is None:
            continue  # both documents know null as a notation of an empty payload
        wanted = dict if name in ("Payload", "ErrorDetails") else str
        if not isinstance(value, wanted):
            fault = Fault.PAYLOAD if name == "Payload" else Fault.ELEMENT_TYPE
            return fault, f"{name} is {_kind(value)}, not {_TYPE_NAMES[wanted]}", position
    return None


def _find_long_description(
    kind: int, elements: list[Any], dialect: Dialect
) -> tuple[Fault, str, int] | None:
    limit = dialect.max_error_description
    if kind != CALL_ERROR or limit is None or len(elements[3]) <= limit:
        return None
    long = f"ErrorDescription has {len(elements[3])} characters, at most {limit} are allowed"
    return Fault.DESCRIPTION_LENGTH, long, 3


def _build(kind: int, elements: list[Any]) -> Frame:
    if kind == CALL:
        return Call(elements[1], elements[2], elements[3] or {})
    if kind == CALL_RESULT:
        return CallResult(elements[1], elements[2] or {})
    return CallError(elements[1], elements[2], elements[3], elements[4])


_TYPE_NAMES: Final[Mapping[type, str]] = {
    dict: "an object",
    list: "an array",
    str: "a string",
    bool: "a boolean",
    int: "a number",
    float: "a number",
    type(None): "null",
}


def _kind(value: object) -> str:
    return _TYPE_NAMES[type(value)]


def _show(value: object) -> str:
    if isinstance(value, list | dict):
        return _kind(value)
    text = json.dumps(value)
    return text if len(text) <= 40 else text[:37] + "..."
