"""OCPP 2.0.1, block N: logs that stations upload (N01)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from reference_csms import file_results
from reference_csms.goals import read
from reference_csms.jobs import FileKind
from reference_csms.log_goals import Upload, get_log
from schemas.v201 import diagnostics as messages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_csms.connection import ConnectedStation
    from reference_csms.goals import OperationTable, Operator
    from schemas.base import JsonObject


class Logs(Upload):
    kind: Literal["DiagnosticsLog", "SecurityLog"] = "DiagnosticsLog"


async def upload_logs(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """N01."""
    wanted = read(Logs, arguments)
    return await get_log(operator, wanted, wanted.kind)


OPERATIONS: Final[OperationTable] = {"upload-logs": upload_logs}


async def log_asked(
    station: ConnectedStation, request: messages.GetLogRequest, response: messages.GetLogResponse
) -> None:
    """N01.FR.01, .05, .12; its statuses are welcome before the boot is accepted (B02.FR.09)."""
    if response.status is not messages.LogStatusEnumType.REJECTED:
        station.invited.add("LogStatusNotification")
    await file_results.log_asked(station, request, response)


async def log_status(
    station: ConnectedStation, request: messages.LogStatusNotificationRequest
) -> messages.LogStatusNotificationResponse:
    """N01.FR.08 to .10, .20."""
    await station.services.files.reported(
        station.identity, FileKind.LOG, request.request_id, request.status.value
    )
    return messages.LogStatusNotificationResponse()
