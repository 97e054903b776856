"""What can be wrong with a frame or an exchange, and who is to blame for it.

Three kinds of exceptions, and the difference carries every verdict:

- `PeerViolation`: the other side broke a rule of OCPP;
- `CallRefused`: a handler legitimately answers a CALL with a CALLERROR;
- anything else is a bug of ours, and never held against the peer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class Fault(StrEnum):
    """The framing rule that a text breaks."""

    BINARY = "binary message"
    NOT_JSON = "not JSON"
    NOT_A_LIST = "not an array"
    EMPTY = "empty array"
    MESSAGE_TYPE = "message type is no integer"
    UNKNOWN_MESSAGE_TYPE = "unknown message type"
    MESSAGE_ID = "message id unreadable"
    MESSAGE_ID_LENGTH = "message id length"
    MESSAGE_ID_IN_USE = "message id of a CALL that is still being handled"
    ELEMENT_COUNT = "number of elements"
    ELEMENT_TYPE = "type of an element"
    PAYLOAD = "payload is no object"
    DESCRIPTION_LENGTH = "error description length"


@dataclass(frozen=True, slots=True)
class FrameProblem:
    """A text that is no OCPP-J frame.

    `position` is the index of the offending element, `message_id` the id where it could be read
    (of any length), `message_type` the number in the first element where there was one.
    """

    fault: Fault
    detail: str
    position: int | None = None
    message_id: str | None = None
    message_type: int | None = None


class ErrorCode(StrEnum):
    """The CALLERROR codes by meaning; a dialect knows how its version spells each."""

    NOT_IMPLEMENTED = "NotImplemented"
    NOT_SUPPORTED = "NotSupported"
    INTERNAL_ERROR = "InternalError"
    PROTOCOL_ERROR = "ProtocolError"
    SECURITY_ERROR = "SecurityError"
    FORMAT_VIOLATION = "FormatViolation"
    PROPERTY_CONSTRAINT_VIOLATION = "PropertyConstraintViolation"
    OCCURRENCE_CONSTRAINT_VIOLATION = "OccurrenceConstraintViolation"
    TYPE_CONSTRAINT_VIOLATION = "TypeConstraintViolation"
    GENERIC_ERROR = "GenericError"
    MESSAGE_TYPE_NOT_SUPPORTED = "MessageTypeNotSupported"
    RPC_FRAMEWORK_ERROR = "RpcFrameworkError"


class PeerViolation(Exception):
    """The other side broke a rule; `rule` names the document and section, or a requirement id."""

    def __init__(self, message: str, *, rule: str) -> None:
        super().__init__(f"{message} [{rule}]")
        self.rule = rule


class CallRefused(Exception):
    """A CALL that is legitimately answered with a CALLERROR."""

    def __init__(
        self, code: ErrorCode, description: str = "", details: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(f"{code}: {description}")
        self.code = code
        self.description = description
        self.details = dict(details or {})


class CallFailed(Exception):
    """An own CALL that got no usable answer: `reason` says which way it ended."""

    def __init__(self, action: str, reason: CallEnd, detail: str = "") -> None:
        super().__init__(f"{action}: {reason}{f' ({detail})' if detail else ''}")
        self.action = action
        self.reason = reason


class CallEnd(StrEnum):
    """The ways in which an own CALL ends without an answer frame."""

    TIMEOUT = "no answer within the deadline"
    CLOSED = "the connection was lost before the answer"
    MALFORMED = "the answer is no valid frame"


@dataclass(slots=True)
class BugLog:
    """Exceptions of our own code that had to be turned into an InternalError.

    The peer sees the CALLERROR; whoever runs us sees these, so that no bug of ours is silent.
    """

    bugs: list[BaseException] = field(default_factory=list)

    def add(self, bug: BaseException) -> None:
        self.bugs.append(bug)
