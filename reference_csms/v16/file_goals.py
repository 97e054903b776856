"""OCPP 1.6: the operator's goals about firmware, diagnostics and logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from reference_csms.firmware_goals import wanted_firmware
from reference_csms.goals import present, read
from reference_csms.log_goals import Upload, get_log

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_csms.goals import OperationTable, Operator
    from schemas.base import JsonObject


async def update_firmware(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """Section 5.19, or L01 of the security white paper where the firmware is signed."""
    wanted = wanted_firmware(arguments)
    clock = operator.csms.clock
    if wanted.signature is None:
        when = {"retrieveDate": wanted.retrieve_date(clock)}
        payload = {"location": wanted.location, **when, **wanted.tries}
        return await operator.send("UpdateFirmware", payload)
    number = await operator.csms.store.next_number("request")
    payload = {"requestId": number, "firmware": wanted.image(clock), **wanted.tries}
    return {**await operator.send("SignedUpdateFirmware", payload), "requestId": number}


class Logs(Upload):
    """`Diagnostics` is the message of the first edition, the others are those of GetLog."""

    kind: Literal["Diagnostics", "DiagnosticsLog", "SecurityLog"] = "Diagnostics"


async def upload_logs(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """Section 5.9, or N01 of the security white paper."""
    wanted = read(Logs, arguments)
    if wanted.kind != "Diagnostics":
        return await get_log(operator, wanted, wanted.kind)
    payload = present(
        location=wanted.location,
        startTime=wanted.oldest,
        stopTime=wanted.latest,
        retries=wanted.retries,
        retryInterval=wanted.retry_interval_s,
    )
    return await operator.send("GetDiagnostics", payload)


OPERATIONS: Final[OperationTable] = {
    "update-firmware": update_firmware,
    "upload-logs": upload_logs,
}
