"""Wrong CSMSs: the fault that each stands for, and the cases that catch it."""

from __future__ import annotations

from typing import Final

from tests.wrong_systems import csms
from tests.wrong_systems.entry import NO_SUCH_CODE, OVERLAP, STRAY, WrongSystem

CSMSS: Final = (
    WrongSystem(
        "accepts everyone",
        "csms",
        "A roaming hub that is down makes the CSMS fall back to Accepted for any token.",
        csms.accepts_everyone,
        {
            "TC_023_1_CSMS": "Authorize: idTagInfo.status: expected Invalid, got Accepted",
            "TC_C_02_CSMS": "Authorize: idTokenInfo.status: expected one of Invalid, Unknown, got",
        },
        ("TC_023_2_CSMS", "TC_023_3_CSMS", "TC_C_06_CSMS", "TC_C_07_CSMS"),
    ),
    WrongSystem(
        "counts the transaction against its token",
        "csms",
        "The concurrency check finds the very transaction that is being started.",
        csms.counts_the_transaction_against_its_token,
        {
            "TC_003_CSMS": "StartTransaction: idTagInfo.status: expected Accepted, got Concurrent",
            "TC_010_CSMS": "StartTransaction: idTagInfo.status: expected Accepted, got Concurrent",
            "TC_E_03_CSMS": "TransactionEvent: idTokenInfo.status: expected Accepted, got Concur",
        },
    ),
    WrongSystem(
        "forgets groups",
        "csms",
        "Groups are kept for invoices only and never told to stations.",
        csms.forgets_groups,
        {"TC_053_CSMS": "idTagInfo.parentIdTag: expected GROUP1, got absent"},
        waits_for=("TC_C_39_CSMS",),
    ),
    WrongSystem(
        "forgets transactions",
        "csms",
        "The answer goes out before the write, and the write fails without anybody noticing.",
        csms.forgets_transactions,
        {
            "TC_003_CSMS": "transactions shown: transaction_id: expected",
            "TC_010_CSMS": "transactions shown: transaction_id: expected",
            "TC_E_03_CSMS": "transactions shown: station: expected",
        },
    ),
    WrongSystem(
        "mixes up connectors",
        "csms",
        "Connectors are counted from 0 inside and from 1 on the wire.",
        csms.mixes_up_connectors,
        {
            "TC_003_CSMS": "transactions shown: connector_id: expected 1, got 2",
            "TC_E_03_CSMS": "transactions shown: evse_id: expected 1, got 2",
        },
    ),
    WrongSystem(
        "mixes up transactions",
        "csms",
        "Two starts at once get each other's transaction number from a shared variable.",
        csms.mixes_up_transactions,
        {
            "TC_003_CSMS": "transactions shown: transaction_id: expected 2",
            "TC_010_CSMS": "transactions shown: transaction_id: expected 2",
        },
    ),
    WrongSystem(
        "wants seqNo to go on",
        "csms",
        "Events are told apart by station and seqNo, so that a new transaction looks repeated.",
        csms.wants_seq_no_to_go_on,
        waits_for=("TC_E_53_CSMS",),
    ),
    WrongSystem(
        "forgets connector statuses",
        "csms",
        "Status notifications are acknowledged at the edge and never reach the database.",
        csms.forgets_connector_statuses,
        {
            "TC_001_CSMS": "StatusNotification: stations shown: connectors: expected",
            "TC_B_01_CSMS": "StatusNotification: stations shown: connectors: expected",
        },
    ),
    WrongSystem(
        "forgets variables",
        "csms",
        "Answers to GetVariables go to the log and to nothing else.",
        csms.forgets_variables,
        {"TC_B_06_CSMS": "GetVariables: variables shown: component: expected OCPPCommCtrlr"},
        ("TC_B_07_CSMS",),
    ),
    WrongSystem(
        "ignores ItemsPerMessage",
        "csms",
        "Everything is asked for in one message, however few items the station takes.",
        csms.ignores_items_per_message,
        waits_for=("TC_B_08_CSMS",),
    ),
    WrongSystem(
        "serves whoever is pending",
        "csms",
        "Pending is answered and then forgotten: the station is served like an accepted one.",
        csms.serves_whoever_is_pending,
        waits_for=("TC_B_30_CSMS",),
    ),
    WrongSystem(
        "lets any password in",
        "csms",
        "The load balancer ends TLS and drops the Authorization header, so nobody checks it.",
        csms.AnyPassword,
        waits_for=("TC_A_02_CSMS", "TC_A_03_CSMS"),
    ),
    WrongSystem(
        "tells local time as UTC",
        "csms",
        "The server's local time is formatted with a Z behind it.",
        csms.tells_local_time_as_utc,
        {
            "TC_001_CSMS": "BootNotification: currentTime: expected",
            "TC_B_01_CSMS": "BootNotification: currentTime: expected",
        },
    ),
    WrongSystem(
        "writes null for absent",
        "csms",
        "The JSON library writes optional members that have no value as null.",
        csms.writes_null_for_absent,
        {
            "TC_003_CSMS": "JSON schema of AuthorizeResponse",
            "TC_010_CSMS": "JSON schema of AuthorizeResponse",
            "TC_023_1_CSMS": "JSON schema of AuthorizeResponse",
            "TC_C_02_CSMS": "JSON schema of AuthorizeResponse",
            "TC_E_03_CSMS": "JSON schema of AuthorizeResponse",
        },
    ),
    WrongSystem(
        "writes numbers as text",
        "csms",
        "A weakly typed backend quotes its numbers.",
        csms.writes_numbers_as_text,
        {
            "TC_001_CSMS": "BootNotification: response /interval: expected type integer",
            "TC_B_01_CSMS": "BootNotification: response /interval: expected type integer",
        },
    ),
    WrongSystem(
        "answers events without idTokenInfo",
        "csms",
        "Events are acknowledged with an empty object, the token in them is not looked at.",
        csms.answers_events_without_token_info,
        {"TC_E_03_CSMS": "TransactionEvent: idTokenInfo"},
        ("TC_E_16_CSMS",),
    ),
    WrongSystem(
        "accepts any vendor",
        "csms",
        "DataTransfer is answered Accepted, whoever asks for whatever.",
        csms.accepts_any_vendor,
        {
            "TC_P_02_CSMS": "DataTransfer: status: expected one of",
        },
    ),
    WrongSystem(
        "never answers status notifications",
        "csms",
        "The queue behind StatusNotification is full and its consumer has died.",
        csms.never_answers_status_notifications,
        {
            "TC_001_CSMS": "StatusNotification: answer: expected a CALLRESULT or CALLERROR within",
            "TC_B_01_CSMS": "StatusNotification: answer: expected a CALLRESULT or CALLERROR within",
        },
    ),
    WrongSystem(
        "echoes",
        "csms",
        "A test double that was never replaced sends every payload back.",
        csms.echoes,
        {
            "TC_001_CSMS": "JSON schema of BootNotificationResponse",
            "TC_B_01_CSMS": "JSON schema of BootNotificationResponse",
        },
    ),
    WrongSystem(
        "answers under another id",
        "csms",
        "The message id is read as a number or a UUID and written back in another form.",
        csms.answers_under_another_id,
        {"TC_001_CSMS": STRAY, "TC_003_CSMS": STRAY, "TC_B_01_CSMS": STRAY},
    ),
    WrongSystem(
        "answers twice",
        "csms",
        "Two instances behind one broker both answer.",
        csms.answers_twice,
        {
            "TC_001_CSMS": "a second answer to one CALL",
            "TC_C_02_CSMS": "a second answer to one CALL",
        },
    ),
    WrongSystem(
        "calls before the answer",
        "csms",
        "Commands are written to the socket as they come, without waiting for answers.",
        csms.calls_before_the_answer,
        {"TC_B_06_CSMS": OVERLAP},
    ),
    WrongSystem(
        "spells errors as in 2.0.1",
        "csms",
        "One library serves both versions with the error codes of the newer one.",
        csms.spells_errors_as_in_201,
        {"TC_001_CSMS": NO_SUCH_CODE},
    ),
    WrongSystem(
        "starts for the house token",
        "csms",
        "Remote starts go out under the operator's own token, whoever asked for them.",
        csms.HouseToken,
        {"TC_010_CSMS": "RemoteStartTransaction: idTag: expected 04C0FFEE000001, got OPERATOR"},
    ),
    WrongSystem(
        "loses its commands",
        "csms",
        "Commands are accepted into a queue from which nothing is ever sent.",
        csms.LostCommands,
        {
            "TC_010_CSMS": "expected a RemoteStartTransaction request within 60 s, got none",
            "TC_B_06_CSMS": "expected a GetVariables request within 60 s, got none",
        },
    ),
    WrongSystem(
        "agrees to whatever is inside",
        "csms",
        "DataTransfer is acknowledged by a gateway before anybody has read what it carries.",
        csms.agrees_to_whatever_is_inside,
        {"X_ISO15118_09_CSMS": "DataTransfer: status: expected Rejected, got Accepted"},
    ),
)
