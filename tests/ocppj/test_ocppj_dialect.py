"""The two dialects: what answers which fault, spelled how."""

from __future__ import annotations

import base64

import pytest

from ocppj import frames
from ocppj.dialect import DIALECTS, OCPP16, OCPP201, basic_authorization, by_subprotocol
from ocppj.frames import MAX_MESSAGE_ID
from ocppj.problems import ErrorCode, Fault, FrameProblem

LONG = "x" * (MAX_MESSAGE_ID + 1)

# text, then (ids, codes) for 1.6 and for 2.0.1; None is silence.
REPLIES = [
    (b"[]", None, (["-1"], "RpcFrameworkError FormatViolation")),
    ("[2,", None, (["-1"], "RpcFrameworkError FormatViolation")),
    ("{}", None, (["-1"], "RpcFrameworkError FormatViolation")),
    ("[]", None, (["-1"], "RpcFrameworkError FormatViolation")),
    ("[2]", None, (["-1"], "RpcFrameworkError FormatViolation")),
    ('[2,7,"Heartbeat",{}]', None, (["-1"], "RpcFrameworkError FormatViolation")),
    (
        f'[2,"{LONG}","Heartbeat",{{}}]',
        ([LONG], "FormationViolation GenericError"),
        (["-1", LONG], "RpcFrameworkError FormatViolation"),
    ),
    (
        '["2","a","Heartbeat",{}]',
        None,
        (["a"], "RpcFrameworkError MessageTypeNotSupported FormatViolation"),
    ),
    ('[5,"a","Heartbeat",{}]', None, (["a"], "MessageTypeNotSupported")),
    ("[5]", None, (["-1"], "MessageTypeNotSupported")),
    (f'[6,"{LONG}"]', None, (["-1", LONG], "MessageTypeNotSupported")),
    (
        '[2,"a","Heartbeat"]',
        (["a"], "FormationViolation ProtocolError GenericError"),
        (["a"], "RpcFrameworkError ProtocolError FormatViolation"),
    ),
    (
        '[2,"",7,{}]',
        ([""], "FormationViolation TypeConstraintViolation NotImplemented GenericError"),
        ([""], "RpcFrameworkError FormatViolation TypeConstraintViolation NotImplemented"),
    ),
    (
        '[2,"a","Heartbeat",[]]',
        (["a"], "FormationViolation TypeConstraintViolation ProtocolError"),
        (["a"], "FormatViolation ProtocolError TypeConstraintViolation RpcFrameworkError"),
    ),
    # Nothing is ever sent to a bad CALLRESULT or CALLERROR.
    ("[3]", None, None),
    (f'[3,"{LONG}",{{}}]', None, None),
    ('[3,"a",[]]', None, None),
    ('[3,"a"]', None, None),
    ('[4,"a","GenericError"]', None, None),
    ('[4,"a","GenericError","",null]', None, None),
    (f'[4,"a","GenericError","{"d" * 256}",{{}}]', None, None),
]


@pytest.mark.parametrize(("text", "v16", "v201"), REPLIES, ids=range(len(REPLIES)))
@pytest.mark.parametrize("version", DIALECTS)
def test_reply_to_each_fault(text, v16, v201, version):
    dialect = DIALECTS[version]
    expected = {"1.6": v16, "2.0.1": v201}[version]
    problem = frames.parse(text, dialect)
    if not isinstance(problem, FrameProblem):
        assert expected is None
        return
    reply = dialect.reply_to(problem)
    if expected is None:
        assert reply is None
        return
    ids, codes = expected
    assert reply is not None
    assert [reply.message_id, *reply.other_ids] == ids
    assert reply.codes == tuple(codes.split())
    assert dialect.error_codes.issuperset(reply.codes)


def test_without_an_id_there_is_nothing_to_answer_to_in_16():
    problem = FrameProblem(Fault.PAYLOAD, "the payload of nobody knows what")
    assert OCPP16.reply_to(problem) is None
    reply = OCPP201.reply_to(problem)
    assert reply is not None
    assert reply.message_id == "-1"


def test_every_fault_of_a_call_is_decided():
    answer_only = {Fault.DESCRIPTION_LENGTH}
    ignored_in_16 = {
        Fault.BINARY,
        Fault.NOT_JSON,
        Fault.NOT_A_LIST,
        Fault.EMPTY,
        Fault.MESSAGE_TYPE,
        Fault.UNKNOWN_MESSAGE_TYPE,
        Fault.MESSAGE_ID,
    }
    assert set(OCPP201.frame_codes) == set(Fault) - answer_only
    assert set(OCPP16.frame_codes) == set(Fault) - answer_only - ignored_in_16


def test_twin_of_a_call_that_is_being_handled():
    codes = [dialect.frame_codes[Fault.MESSAGE_ID_IN_USE] for dialect in (OCPP16, OCPP201)]
    assert codes == [
        (ErrorCode.GENERIC_ERROR, ErrorCode.FORMAT_VIOLATION),
        (ErrorCode.RPC_FRAMEWORK_ERROR,),
    ]


def test_the_codes_that_only_one_version_has_or_spells_so():
    only_16 = {"FormationViolation", "OccurenceConstraintViolation"}
    only_201 = {
        "FormatViolation",
        "OccurrenceConstraintViolation",
        "MessageTypeNotSupported",
        "RpcFrameworkError",
    }
    assert OCPP16.error_codes - OCPP201.error_codes == only_16
    assert OCPP201.error_codes - OCPP16.error_codes == only_201
    assert (len(OCPP16.error_codes), len(OCPP201.error_codes)) == (10, 12)


@pytest.mark.parametrize("code", ErrorCode)
def test_every_meaning_has_a_word_in_both_versions(code):
    assert OCPP201.spell(code) == code.value
    assert OCPP16.spell(code) in OCPP16.error_codes


def test_a_meaning_that_16_does_not_have_is_a_generic_error():
    assert OCPP16.spell(ErrorCode.RPC_FRAMEWORK_ERROR) == "GenericError"
    assert OCPP16.spell(ErrorCode.MESSAGE_TYPE_NOT_SUPPORTED) == "GenericError"


@pytest.mark.parametrize(
    ("name", "dialect"),
    [
        ("ocpp1.6", OCPP16),
        ("ocpp2.0.1", OCPP201),
        ("ocpp2.0", None),
        ("OCPP1.6", None),
        (None, None),
    ],
)
def test_by_subprotocol(name, dialect):
    assert by_subprotocol(name) is dialect


@pytest.mark.parametrize(
    ("dialect", "password", "forms"),
    [
        (OCPP16, "00FF0a", {b"\x00\xff\x0a", b"00FF0a"}),
        (OCPP16, "abc", {b"abc"}),
        (OCPP16, "no hex at all", {b"no hex at all"}),
        (OCPP16, "grün", {"grün".encode()}),
        (OCPP201, "00FF0a", {b"00FF0a"}),
        (OCPP201, "grün", {"grün".encode()}),
    ],
)
def test_password_forms(dialect, password, forms):
    assert dialect.password_bytes(password) == forms


def test_basic_authorization_of_the_example_in_the_16_document():
    """1.6-J 6.2.2: identity, colon, the raw bytes of the key."""
    header = basic_authorization(
        "AL1000", bytes.fromhex("0001020304050607FFFFFFFFFFFFFFFFFFFFFFFF")
    )
    assert header.startswith("Basic QUwxMDAwOgABAgMEBQYH////")
    assert base64.b64decode(header.removeprefix("Basic "))[:9] == b"AL1000:\x00\x01"
