"""Wrong stations: the fault that each stands for, and the cases that catch it."""

from __future__ import annotations

from typing import Final

from tests.wrong_systems import station_messages as messages
from tests.wrong_systems import stations
from tests.wrong_systems.entry import NO_SUCH_CODE, OVERLAP, STRAY, WrongSystem

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
        {"TC_B_02_CS": "RequestStartTransaction: status: expected Rejected, got Accepted"},
        ("TC_002_CS",),
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
            "TC_001_CS": "got Heartbeat while the registration was not asked for",
            "TC_013_CS": "got Heartbeat while the registration was not asked for",
            "TC_B_01_CS": "got Heartbeat while the registration was not asked for",
        },
    ),
    WrongSystem(
        "reports before the boot answer",
        "station",
        "Status notifications are sent as soon as the socket is open.",
        stations.reports_before_the_boot_answer,
        {
            "TC_001_CS": "got StatusNotification while the registration was unanswered",
            "TC_B_01_CS": OVERLAP,
        },
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
            "TC_001_CS": "expected a StatusNotification request within 60 s, got none",
            "TC_B_01_CS": "expected a StatusNotification or NotifyEvent request within 60 s, got",
        },
    ),
    WrongSystem(
        "never resets",
        "station",
        "Reset is accepted, and the watchdog that should do it is disabled.",
        stations.NeverResets,
        {
            "TC_013_CS": "expected a BootNotification request within 60 s, got none",
            "TC_B_20_CS": "expected a BootNotification request within 60 s, got none",
        },
        ("TC_014_CS",),
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
        {
            "TC_003_CS": "expected no StartTransaction request that the case does not call for",
            "TC_E_03_CS": "idToken.idToken: expected 04C0FFEE000001, got FREEVEND",
        },
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
        messages.numbers_every_event_zero,
        {
            "TC_E_03_CS": "TransactionEvent: seqNo: expected 1, one more than before, got 0",
            "TC_J_09_CS": "TransactionEvent: seqNo: expected 1, one more than before, got 0",
        },
    ),
    WrongSystem(
        "leaves gaps in seqNo",
        "station",
        "All EVSEs share one counter of events.",
        messages.leaves_gaps_in_numbers,
        {
            "TC_E_03_CS": "TransactionEvent: seqNo: expected 1, one more than before, got 2",
            "TC_J_09_CS": "TransactionEvent: seqNo: expected 1, one more than before, got 2",
        },
    ),
    WrongSystem(
        "reuses the transaction id",
        "station",
        "The transaction id is a constant, or a counter that begins anew at every boot.",
        messages.reuses_the_transaction_id,
        waits_for=("TC_B_41_CS",),
    ),
    WrongSystem(
        "names each event a transaction",
        "station",
        "A new transaction id is drawn for every message.",
        messages.names_each_event_a_transaction,
        {
            "TC_E_03_CS": "TransactionEvent: eventType: expected Started in the first message",
            "TC_J_09_CS": "TransactionEvent: eventType: expected Started in the first message",
        },
    ),
    WrongSystem(
        "calls samples clock-aligned",
        "station",
        "Both kinds of meter values come from one routine that knows one context.",
        messages.calls_samples_clock_aligned,
        {"TC_J_09_CS": "context: expected Sample.Periodic,"},
    ),
    WrongSystem(
        "stamps local time as UTC",
        "station",
        "The station's local time is formatted with a Z behind it.",
        messages.stamps_local_time_as_utc,
        {"TC_003_CS": "StartTransaction: timestamp: expected"},
    ),
    WrongSystem(
        "calls before the answer",
        "station",
        "Messages are written to the socket as they come, without waiting for answers.",
        messages.calls_before_the_answer,
        {"TC_B_01_CS": OVERLAP, "TC_E_03_CS": OVERLAP},
    ),
    WrongSystem(
        "answers under another id",
        "station",
        "The message id is read as a number or a UUID and written back in another form.",
        messages.answers_under_another_id,
        {"TC_013_CS": STRAY, "TC_019_CS": STRAY, "TC_B_06_CS": STRAY},
    ),
    WrongSystem(
        "writes null for absent",
        "station",
        "The JSON library writes optional members that have no value as null.",
        messages.writes_null_for_absent,
        {"TC_001_CS": "JSON schema of StatusNotificationRequest"},
    ),
    WrongSystem(
        "numbers every CALL alike",
        "station",
        "The message id is a constant, since only one CALL is out at a time.",
        messages.numbers_every_call_alike,
        {
            "TC_001_CS": "a CALL with a message id that it used before",
            "TC_B_01_CS": "a CALL with a message id that it used before",
        },
    ),
    WrongSystem(
        "spells errors as in 2.0.1",
        "station",
        "One library serves both versions with the error codes of the newer one.",
        messages.spells_errors_as_in_201,
        {"TC_019_CS": NO_SUCH_CODE},
    ),
    WrongSystem(
        "lacks a configuration key",
        "station",
        "A required key without a function behind it was left out.",
        messages.lacks_a_configuration_key,
        {"TC_019_CS": "configurationKey[key=StopTxnAlignedData].readonly"},
    ),
    WrongSystem(
        "accepts settings and keeps none",
        "station",
        "SetVariables answers Accepted before the flash memory refuses the write.",
        messages.accepts_settings_and_keeps_none,
        {
            "TC_B_06_CS": "attributeValue: expected 300, got",
            "TC_B_09_CS": "attributeValue: expected 300, got",
        },
    ),
    WrongSystem(
        "accepts everything unimplemented",
        "station",
        "Unknown requests are answered Accepted so that the CSMS stops complaining.",
        messages.accepts_everything_unimplemented,
        {"TC_P_01_CS": "DataTransfer: status: expected one of"},
        ("TC_F_27_CS",),
    ),
    WrongSystem(
        "ignores charging profiles",
        "station",
        "Charging profiles are accepted, and the current stays what it was.",
        messages.ignores_charging_profiles,
        {
            "TC_056_CS": "limit from 0 s on: expected 6, got",
            "TC_K_09_CS": "limit from 0 s on: expected 6, got",
        },
        ("TC_057_CS", "TC_K_40_CS"),
    ),
    WrongSystem(
        "keeps its password",
        "station",
        "A new password is accepted and gone with the next boot.",
        stations.KeepsItsPassword,
        waits_for=("TC_A_09_CS",),
    ),
    WrongSystem(
        "agrees to whatever is inside",
        "station",
        "DataTransfer is answered by a stub that has one answer for every message inside.",
        messages.agrees_to_whatever_is_inside,
        {
            "X_ISO15118_02_CS": "status: expected NotFound, got Accepted",
            "X_ISO15118_04_CS": "status: expected Rejected, got Accepted",
        },
    ),
)
