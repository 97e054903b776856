"""The audit's word for a message is earned: without the handler it is another.

For each functional block and role that receives a message of it: with the handler the message is
implemented, without it missing, and with one that answers well but does and stores nothing partial.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from harness.results import Run
from ocppj.dispatch import Reply
from reference_csms.v16.routes import ROUTES as CSMS_16
from reference_csms.v201.routes import ROUTES as CSMS_201
from reports import facts, messages
from reports.load import RunData
from reports.messages import Status
from schemas import catalogue
from tests.wrong_systems.performing import perform

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from pathlib import Path

from station_sim.v16.routes import ROUTES as STATION_16
from station_sim.v201.routes import ROUTES as STATION_201

TABLES: dict[tuple[str, str], Any] = {
    ("1.6", "csms"): CSMS_16,
    ("1.6", "station"): STATION_16,
    ("2.0.1", "csms"): CSMS_201,
    ("2.0.1", "station"): STATION_201,
}


class Row(NamedTuple):
    """A message, a case with it in the main part, and the answer of one who does nothing."""

    version: str
    role: str
    action: str
    case: str
    hollow: dict[str, Any]

    @property
    def block(self) -> str:
        return catalogue.messages(self.version)[self.action].block

    @property
    def handlers(self) -> MutableMapping[str, Any]:
        return TABLES[self.version, self.role]


OK: dict[str, Any] = {"status": "Accepted"}

ROWS = [
    Row("1.6", "csms", "StatusNotification", "TC_048_3_CSMS", {}),
    Row("1.6", "csms", "FirmwareStatusNotification", "TC_054_CSMS", {}),
    Row("1.6", "csms", "SecurityEventNotification", "TC_080_CSMS", {}),
    Row("1.6", "station", "UnlockConnector", "TC_018_1_CS", {"status": "Unlocked"}),
    Row("1.6", "station", "SendLocalList", "TC_042_2_CS", OK),
    Row("1.6", "station", "CancelReservation", "TC_052_CS", OK),
    Row("1.6", "station", "TriggerMessage", "TC_054_CS", OK),
    Row("1.6", "station", "GetDiagnostics", "TC_045_1_CS", {"fileName": "log.txt"}),
    Row("1.6", "station", "GetLog", "TC_079_CS", {**OK, "filename": "log.txt"}),
    Row("2.0.1", "csms", "NotifyReport", "TC_B_18_CSMS", {}),
    Row("2.0.1", "csms", "TransactionEvent", "TC_E_03_CSMS", {"idTokenInfo": OK}),
    Row("2.0.1", "csms", "StatusNotification", "TC_G_17_CSMS", {}),
    Row("2.0.1", "csms", "Heartbeat", "TC_F_20_CSMS", {"currentTime": "2026-01-01T00:00:00Z"}),
    Row("2.0.1", "csms", "ReservationStatusUpdate", "TC_H_07_CSMS", {}),
    Row("2.0.1", "csms", "MeterValues", "TC_F_11_CSMS", {}),
    Row("2.0.1", "csms", "LogStatusNotification", "TC_N_25_CSMS", {}),
    Row("2.0.1", "csms", "NotifyDisplayMessages", "TC_O_02_CSMS", {}),
    Row("2.0.1", "csms", "DataTransfer", "TC_P_02_CSMS", {"status": "UnknownVendorId"}),
    Row("2.0.1", "station", "Reset", "TC_B_20_CS", OK),
    Row("2.0.1", "station", "ClearCache", "TC_C_37_CS", OK),
    Row("2.0.1", "station", "SendLocalList", "TC_D_01_CS", OK),
    Row("2.0.1", "station", "GetTransactionStatus", "TC_E_30_CS", {"messagesInQueue": False}),
    Row("2.0.1", "station", "RequestStartTransaction", "TC_F_01_CS", OK),
    Row("2.0.1", "station", "ChangeAvailability", "TC_G_03_CS", OK),
    Row("2.0.1", "station", "CancelReservation", "TC_H_17_CS", OK),
    Row("2.0.1", "station", "CostUpdated", "TC_I_01_CS", {}),
    Row("2.0.1", "station", "CustomerInformation", "TC_N_27_CS", OK),
    Row("2.0.1", "station", "SetDisplayMessage", "TC_O_38_CS", OK),
    Row("1.6", "station", "ClearChargingProfile", "TC_067_CS", OK),
    Row("2.0.1", "csms", "SecurityEventNotification", "TC_L_05_CSMS", {}),
    Row("2.0.1", "csms", "NotifyChargingLimit", "TC_K_48_CSMS", {}),
    Row("2.0.1", "csms", "ClearedChargingLimit", "TC_K_50_CSMS", {}),
    Row("2.0.1", "csms", "FirmwareStatusNotification", "TC_L_13_CSMS", {}),
    Row("2.0.1", "csms", "NotifyMonitoringReport", "TC_N_01_CSMS", {}),
    Row("2.0.1", "csms", "GetCertificateStatus", "TC_M_24_CSMS", {"status": "Failed"}),
    Row("2.0.1", "station", "CertificateSigned", "TC_A_12_CS", OK),
    Row("2.0.1", "station", "SetChargingProfile", "TC_K_13_CS", OK),
    Row("2.0.1", "station", "UnpublishFirmware", "X_L_04_CS", {"status": "Unpublished"}),
    Row("2.0.1", "station", "InstallCertificate", "TC_M_01_CS", OK),
    Row("2.0.1", "station", "SetMonitoringLevel", "TC_N_16_CS", OK),
]


def name_of(row: Row) -> str:
    return f"{row.version}-{row.role}-{row.block}-{row.action}"


def status_after(row: Row, out: Path) -> Status:
    """Perform the case, and give what the audit says of the message."""
    results = perform(None, [row.case], out)
    run = Run("0", (), "2026-01-01T00:00:00Z", (row.case,))
    gathered, problems = facts.gather(RunData(out, run, tuple(results.values())))
    assert not problems
    for found in messages.rows(gathered):
        if (found.version, found.role, found.action) == (row.version, row.role, row.action):
            return found.status
    raise AssertionError(row)


@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_a_message_whose_handler_does_its_work_is_implemented(row: Row, tmp_path: Path) -> None:
    assert status_after(row, tmp_path) is Status.IMPLEMENTED


@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_a_message_without_a_handler_is_missing(
    row: Row, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(row.handlers, row.action)
    assert status_after(row, tmp_path) is Status.MISSING


@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_a_message_whose_handler_only_answers_is_partial(
    row: Row, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(row.handlers, row.action, lambda *_: Reply(row.hollow))
    assert status_after(row, tmp_path) is Status.PARTIAL


@pytest.mark.parametrize("version", catalogue.VERSIONS)
def test_every_block_has_a_row(version: catalogue.Version) -> None:
    blocks = {message.block for message in catalogue.messages(version).values()}
    assert {row.block for row in ROWS if row.version == version} == blocks
