"""What differs between the OCPP-J of 1.6 and of 2.0.1; nothing else here asks for the version."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from ocppj.frames import CALL_ERROR, CALL_RESULT, MAX_ERROR_DESCRIPTION, MAX_MESSAGE_ID
from ocppj.problems import ErrorCode, Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ocppj.problems import FrameProblem

Version = Literal["1.6", "2.0.1"]

# Faults that leave no message id to answer to.
_UNREADABLE: Final = (
    Fault.BINARY,
    Fault.NOT_JSON,
    Fault.NOT_A_LIST,
    Fault.EMPTY,
    Fault.MESSAGE_ID,
)


@dataclass(frozen=True, slots=True)
class Reply:
    """The CALLERROR that is owed for a bad frame: the id to use and the allowed codes, best first.

    `other_ids` are further ids that the document allows for it.
    """

    message_id: str
    codes: tuple[str, ...]
    other_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dialect:
    """One version's rules of OCPP-J.

    `spellings` maps the meaning of an error code to its word in this version; a meaning that is
    absent does not exist there. `unreadable_id` is the message id of a CALLERROR to a message whose
    own id cannot be read; None where the version has no such rule and the text is ignored.
    `frame_codes` lists for each fault of a CALL the codes that the document allows, best first; a
    fault that is absent is ignored. `max_error_description` is in characters, None without limit.
    `overlap_forbidden` tells whether a CALL before the answer to the one before is forbidden (SHALL
    NOT, Part 4 4.1.1) or only discouraged (SHOULD NOT, 1.6-J 4.1.1).
    """

    version: Version
    subprotocol: str
    spellings: Mapping[ErrorCode, str]
    frame_codes: Mapping[Fault, tuple[ErrorCode, ...]]
    unreadable_id: str | None
    max_error_description: int | None
    document: str
    overlap_forbidden: bool
    password_bytes: Callable[[str], frozenset[bytes]]

    def spell(self, code: ErrorCode) -> str:
        """Give this version's word for an error code; GenericError where it has none."""
        return self.spellings.get(code, ErrorCode.GENERIC_ERROR.value)

    @property
    def error_codes(self) -> frozenset[str]:
        return frozenset(self.spellings.values())

    def reply_to(self, problem: FrameProblem) -> Reply | None:
        """Say which CALLERROR answers a bad frame; None where the version wants silence.

        Only CALLs are answered with CALLERRORs (1.6-J 4.2.3, Part 4 4.2.3), so nothing is sent to
        a bad CALLRESULT or CALLERROR.
        """
        codes = self.frame_codes.get(problem.fault)
        if codes is None or problem.message_type in (CALL_RESULT, CALL_ERROR):
            return None
        ids = self._ids_to_answer(problem.message_id)
        if not ids:
            return None
        return Reply(ids[0], tuple(self.spell(code) for code in codes), ids[1:])

    def _ids_to_answer(self, message_id: str | None) -> tuple[str, ...]:
        general = () if self.unreadable_id is None else (self.unreadable_id,)
        if message_id is None:
            return general
        if len(message_id) > MAX_MESSAGE_ID:
            # The id of the CALL is due, and no message id may be that long: both forms are right.
            return (*general, message_id)
        return (message_id,)


def _v16_password(key: str) -> frozenset[bytes]:
    """Decode the hexadecimal AuthorizationKey, whose raw bytes are sent; some send its text.

    1.6-J section 6.2.2 (example); 1.6 security white paper, A00.FR.205 and section 7.2: 16 to 20
    bytes, 32 to 40 hexadecimal digits.
    """
    text = key.encode()
    try:
        return frozenset({binascii.unhexlify(text), text})
    except binascii.Error:
        return frozenset({text})


def _v201_password(password: str) -> frozenset[bytes]:
    """UTF-8 text of at least 16 characters (2.0.1 Part 2, A00.FR.205).

    At most 40, by the errata of 2025 at most the maxLimit of BasicAuthPassword, 40 to 64.
    """
    return frozenset({password.encode()})


_COMMON: Final[Mapping[ErrorCode, str]] = {
    code: code.value
    for code in ErrorCode
    if code not in (ErrorCode.MESSAGE_TYPE_NOT_SUPPORTED, ErrorCode.RPC_FRAMEWORK_ERROR)
}

OCPP16: Final = Dialect(
    version="1.6",
    subprotocol="ocpp1.6",
    spellings={
        **_COMMON,
        ErrorCode.FORMAT_VIOLATION: "FormationViolation",
        ErrorCode.OCCURRENCE_CONSTRAINT_VIOLATION: "OccurenceConstraintViolation",
    },
    # Most codes of 1.6 speak of the payload, so what is wrong around it may be a GenericError too.
    frame_codes={
        Fault.MESSAGE_ID_LENGTH: (ErrorCode.FORMAT_VIOLATION, ErrorCode.GENERIC_ERROR),
        Fault.MESSAGE_ID_IN_USE: (ErrorCode.GENERIC_ERROR, ErrorCode.FORMAT_VIOLATION),
        Fault.ELEMENT_COUNT: (
            ErrorCode.FORMAT_VIOLATION,
            ErrorCode.PROTOCOL_ERROR,
            ErrorCode.GENERIC_ERROR,
        ),
        Fault.ELEMENT_TYPE: (
            ErrorCode.FORMAT_VIOLATION,
            ErrorCode.TYPE_CONSTRAINT_VIOLATION,
            ErrorCode.NOT_IMPLEMENTED,
            ErrorCode.GENERIC_ERROR,
        ),
        Fault.PAYLOAD: (
            ErrorCode.FORMAT_VIOLATION,
            ErrorCode.TYPE_CONSTRAINT_VIOLATION,
            ErrorCode.PROTOCOL_ERROR,
        ),
    },
    unreadable_id=None,
    max_error_description=None,
    document="1.6-J",
    overlap_forbidden=False,
    password_bytes=_v16_password,
)

OCPP201: Final = Dialect(
    version="2.0.1",
    subprotocol="ocpp2.0.1",
    spellings={
        **_COMMON,
        ErrorCode.MESSAGE_TYPE_NOT_SUPPORTED: "MessageTypeNotSupported",
        ErrorCode.RPC_FRAMEWORK_ERROR: "RpcFrameworkError",
    },
    # GenericError is for what no other code covers, and RpcFrameworkError covers every bad CALL.
    frame_codes={
        **dict.fromkeys(
            (*_UNREADABLE, Fault.MESSAGE_ID_LENGTH),
            (ErrorCode.RPC_FRAMEWORK_ERROR, ErrorCode.FORMAT_VIOLATION),
        ),
        Fault.MESSAGE_TYPE: (
            ErrorCode.RPC_FRAMEWORK_ERROR,
            ErrorCode.MESSAGE_TYPE_NOT_SUPPORTED,
            ErrorCode.FORMAT_VIOLATION,
        ),
        Fault.UNKNOWN_MESSAGE_TYPE: (ErrorCode.MESSAGE_TYPE_NOT_SUPPORTED,),
        Fault.MESSAGE_ID_IN_USE: (ErrorCode.RPC_FRAMEWORK_ERROR,),
        Fault.ELEMENT_COUNT: (
            ErrorCode.RPC_FRAMEWORK_ERROR,
            ErrorCode.PROTOCOL_ERROR,
            ErrorCode.FORMAT_VIOLATION,
        ),
        Fault.ELEMENT_TYPE: (
            ErrorCode.RPC_FRAMEWORK_ERROR,
            ErrorCode.FORMAT_VIOLATION,
            ErrorCode.TYPE_CONSTRAINT_VIOLATION,
            ErrorCode.NOT_IMPLEMENTED,
        ),
        Fault.PAYLOAD: (
            ErrorCode.FORMAT_VIOLATION,
            ErrorCode.PROTOCOL_ERROR,
            ErrorCode.TYPE_CONSTRAINT_VIOLATION,
            ErrorCode.RPC_FRAMEWORK_ERROR,
        ),
    },
    unreadable_id="-1",
    max_error_description=MAX_ERROR_DESCRIPTION,
    document="2.0.1 Part 4",
    overlap_forbidden=True,
    password_bytes=_v201_password,
)

DIALECTS: Final[Mapping[Version, Dialect]] = {d.version: d for d in (OCPP16, OCPP201)}


def by_subprotocol(name: str | None) -> Dialect | None:
    return next((d for d in DIALECTS.values() if d.subprotocol == name), None)


def basic_authorization(identity: str, password: bytes) -> str:
    """Build the value of the Authorization header of security profile 1 and 2."""
    return "Basic " + base64.b64encode(identity.encode() + b":" + password).decode()
