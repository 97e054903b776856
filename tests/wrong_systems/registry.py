"""Every wrong system, the fault of real products that it stands for, and the cases that catch it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tests.wrong_systems import csms, stations

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class WrongSystem:
    """A built-in system with one behaviour broken.

    `caught` maps each case that must fail to a fragment of the reason for which it must.
    `waits_for` names cases that must catch it too and are not written yet.
    """

    name: str
    role: str
    fault: str
    make: Callable[..., Any]
    caught: Mapping[str, str] = field(default_factory=dict)
    waits_for: tuple[str, ...] = ()


_OVERLAP = "a CALL before its earlier CALL was answered"
_STRAY = "an answer to no CALL"
_NO_SUCH_CODE = "a CALLERROR with a code that this version does not have"

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
        waits_for=("TC_C_39_CSMS", "TC_053_CSMS"),
    ),
    WrongSystem(
        "forgets transactions",
        "csms",
        "The answer goes out before the write, and the write fails without anybody noticing.",
        csms.forgets_transactions,
        {
            "TC_003_CSMS": "StartTransaction: transactions shown: transaction_id: expected",
            "TC_010_CSMS": "RemoteStartTransaction: transactions shown: transaction_id: expected",
            "TC_E_03_CSMS": "TransactionEvent: transactions shown: station: expected",
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
            "TC_003_CSMS": "transactions shown: transaction_id: expected 2, got 1",
            "TC_010_CSMS": "transactions shown: transaction_id: expected 2, got 1",
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
            "TC_001_CSMS": "BootNotification: currentTime: expected a time near",
            "TC_B_01_CSMS": "BootNotification: currentTime: expected a time near",
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
        {"TC_E_03_CSMS": "TransactionEvent: idTokenInfo.status: expected Accepted, got absent"},
        ("TC_E_16_CSMS",),
    ),
    WrongSystem(
        "accepts any vendor",
        "csms",
        "DataTransfer is answered Accepted, whoever asks for whatever.",
        csms.accepts_any_vendor,
        waits_for=("TC_P_02_CSMS",),
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
        {"TC_001_CSMS": _STRAY, "TC_003_CSMS": _STRAY, "TC_B_01_CSMS": _STRAY},
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
        {"TC_010_CSMS": _OVERLAP, "TC_B_06_CSMS": _OVERLAP},
    ),
    WrongSystem(
        "spells errors as in 2.0.1",
        "csms",
        "One library serves both versions with the error codes of the newer one.",
        csms.spells_errors_as_in_201,
        {"TC_001_CSMS": _NO_SUCH_CODE},
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
)

STATIONS: Final = (
    WrongSystem(
        "hammers the boot",
        "station",
        "The retry interval is ignored, and a fleet brings its CSMS down after an outage.",
        stations.hammers_the_boot,
        {"TC_001_CS": "BootNotification: time since the answer: expected 10 s"},
        ("TC_B_03_CS",),
    ),
    WrongSystem(
        "gives up booting",
        "station",
        "Rejected is taken for the last word, and a technician has to drive there.",
        stations.gives_up_booting,
        {"TC_001_CS": "expected a BootNotification request within 60 s, got none"},
        ("TC_B_03_CS",),
    ),
    WrongSystem(
        "takes Pending for Accepted",
        "station",
        "Anything but Rejected counts as accepted.",
        stations.takes_pending_for_accepted,
        waits_for=("TC_002_CS", "TC_B_02_CS"),
    ),
    WrongSystem(
        "talks while rejected",
        "station",
        "The heartbeat timer runs whatever the CSMS said to the boot.",
        stations.talks_while_rejected,
        {"TC_001_CS": "got Heartbeat while the registration was Rejected"},
        ("TC_B_03_CS",),
    ),
    WrongSystem(
        "talks before it boots",
        "station",
        "Whatever was queued before the power went is sent first of all.",
        stations.talks_before_it_boots,
        {
            "TC_001_CS": "Heartbeat: sequence: expected no CALL but BootNotification before",
            "TC_013_CS": "Heartbeat: sequence: expected no CALL but BootNotification before",
            "TC_B_01_CS": "Heartbeat: sequence: expected no CALL but BootNotification before",
        },
    ),
    WrongSystem(
        "reports before the boot answer",
        "station",
        "Status notifications are sent as soon as the socket is open.",
        stations.reports_before_the_boot_answer,
        {"TC_001_CS": _OVERLAP, "TC_B_01_CS": _OVERLAP},
    ),
    WrongSystem(
        "beats at its own pace",
        "station",
        "The interval of the boot answer is not taken over.",
        stations.beats_at_its_own_pace,
        {
            "TC_001_CS": "Heartbeat: time between two requests: expected 10 s",
            "TC_B_01_CS": "Heartbeat: time between two requests: expected 10 s",
        },
    ),
    WrongSystem(
        "reports one connector",
        "station",
        "Firmware for a single socket runs in a station that has two.",
        stations.OneConnector,
        {
            "TC_001_CS": "StatusNotification",
            "TC_B_01_CS": "StatusNotification",
        },
    ),
    WrongSystem(
        "never resets",
        "station",
        "Reset is accepted, and the watchdog that should do it is disabled.",
        stations.NeverResets,
        {"TC_013_CS": "expected a BootNotification request within 60 s, got none"},
        ("TC_014_CS", "TC_B_20_CS"),
    ),
    WrongSystem(
        "forgets availability",
        "station",
        "A connector that was taken out of service is back after the next boot.",
        stations.ForgetsAvailability,
        {"TC_013_CS": "StatusNotification: status: expected Unavailable, got Available"},
        ("TC_034_CS", "TC_B_23_CS"),
    ),
    WrongSystem(
        "charges without asking",
        "station",
        "Free charging was left switched on at commissioning.",
        stations.charges_without_asking,
        {
            "TC_003_CS": "Authorize: message: expected a Authorize request within 60 s, got none",
            "TC_E_03_CS": "Authorize: message: expected a Authorize request within 60 s, got none",
        },
    ),
    WrongSystem(
        "charges whatever the answer",
        "station",
        "The answer to Authorize is not waited for before the contactor closes.",
        stations.charges_whatever_the_answer,
        waits_for=("TC_023_CS", "TC_C_02_CS", "TC_C_06_CS"),
    ),
    WrongSystem(
        "charges every car",
        "station",
        "Plug and play for the owner's own car applies to every car.",
        stations.FreeVend,
        {"TC_003_CS": "StartTransaction", "TC_E_03_CS": "TransactionEvent"},
    ),
    WrongSystem(
        "tries once",
        "station",
        "A transaction message that got no answer is dropped, and with it the invoice.",
        stations.TriesOnce,
        waits_for=("TC_E_42_CS", "TC_E_51_CS"),
    ),
    WrongSystem(
        "numbers every event 0",
        "station",
        "seqNo is a required field that nobody has filled in.",
        stations.numbers_every_event_zero,
        {
            "TC_E_03_CS": "TransactionEvent: seqNo: expected 1, one more than before, got 0",
            "TC_J_09_CS": "TransactionEvent: seqNo: expected 1, one more than before, got 0",
        },
    ),
    WrongSystem(
        "leaves gaps in seqNo",
        "station",
        "All EVSEs share one counter of events.",
        stations.leaves_gaps_in_numbers,
        {
            "TC_E_03_CS": "TransactionEvent: seqNo: expected 1, one more than before, got 2",
            "TC_J_09_CS": "TransactionEvent: seqNo: expected 1, one more than before, got 2",
        },
    ),
    WrongSystem(
        "reuses the transaction id",
        "station",
        "The transaction id is a constant, or a counter that begins anew at every boot.",
        stations.reuses_the_transaction_id,
        waits_for=("TC_B_41_CS",),
    ),
    WrongSystem(
        "names each event a transaction",
        "station",
        "A new transaction id is drawn for every message.",
        stations.names_each_event_a_transaction,
        {
            "TC_E_03_CS": "TransactionEvent: eventType: expected Started in the first message",
            "TC_J_09_CS": "TransactionEvent: eventType: expected Started in the first message",
        },
    ),
    WrongSystem(
        "calls samples clock-aligned",
        "station",
        "Both kinds of meter values come from one routine that knows one context.",
        stations.calls_samples_clock_aligned,
        {"TC_J_09_CS": "context: expected Sample.Periodic, got Sample.Clock"},
    ),
    WrongSystem(
        "stamps local time as UTC",
        "station",
        "The station's local time is formatted with a Z behind it.",
        stations.stamps_local_time_as_utc,
        {"TC_003_CS": "StartTransaction: timestamp: expected a time near"},
    ),
    WrongSystem(
        "calls before the answer",
        "station",
        "Messages are written to the socket as they come, without waiting for answers.",
        stations.calls_before_the_answer,
        {"TC_001_CS": _OVERLAP, "TC_003_CS": _OVERLAP, "TC_B_01_CS": _OVERLAP},
    ),
    WrongSystem(
        "answers under another id",
        "station",
        "The message id is read as a number or a UUID and written back in another form.",
        stations.answers_under_another_id,
        {"TC_013_CS": _STRAY, "TC_019_CS": _STRAY, "TC_B_06_CS": _STRAY},
    ),
    WrongSystem(
        "writes null for absent",
        "station",
        "The JSON library writes optional members that have no value as null.",
        stations.writes_null_for_absent,
        {"TC_001_CS": "JSON schema of StatusNotificationRequest"},
    ),
    WrongSystem(
        "numbers every CALL alike",
        "station",
        "The message id is a constant, since only one CALL is out at a time.",
        stations.numbers_every_call_alike,
        {
            "TC_001_CS": "a CALL with a message id that it used before",
            "TC_B_01_CS": "a CALL with a message id that it used before",
        },
    ),
    WrongSystem(
        "spells errors as in 2.0.1",
        "station",
        "One library serves both versions with the error codes of the newer one.",
        stations.spells_errors_as_in_201,
        {"TC_019_CS": _NO_SUCH_CODE},
    ),
    WrongSystem(
        "lacks a configuration key",
        "station",
        "A required key without a function behind it was left out.",
        stations.lacks_a_configuration_key,
        {"TC_019_CS": "configurationKey[key=StopTxnAlignedData].readonly"},
    ),
    WrongSystem(
        "accepts settings and keeps none",
        "station",
        "SetVariables answers Accepted before the flash memory refuses the write.",
        stations.accepts_settings_and_keeps_none,
        {"TC_B_06_CS": "attributeValue: expected 300, got"},
        ("TC_B_09_CS",),
    ),
    WrongSystem(
        "accepts everything unimplemented",
        "station",
        "Unknown requests are answered Accepted so that the CSMS stops complaining.",
        stations.accepts_everything_unimplemented,
        waits_for=("TC_F_27_CS", "TC_P_01_CS"),
    ),
    WrongSystem(
        "ignores charging profiles",
        "station",
        "Charging profiles are accepted, and the current stays what it was.",
        stations.ignores_charging_profiles,
        waits_for=("TC_056_CS", "TC_057_CS", "TC_K_40_CS"),
    ),
    WrongSystem(
        "keeps its password",
        "station",
        "A new password is accepted and gone with the next boot.",
        stations.KeepsItsPassword,
        waits_for=("TC_A_09_CS",),
    ),
)

ALL: Final = (*CSMSS, *STATIONS)
