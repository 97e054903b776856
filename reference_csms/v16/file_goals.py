"""OCPP 1.6: the operator's goals about firmware, diagnostics and logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from ocppj.clock import format_datetime
from reference_csms.goals import Arguments, Complaint, InvalidArguments, present, read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_csms.goals import OperationTable, Operator
    from schemas.base import JsonObject


class Firmware(Arguments):
    """With a signature and the certificate to check it, the station verifies the firmware."""

    location: str
    signature: str | None = None
    signing_certificate: str | None = None
    retries: int | None = None
    retry_interval_s: int | None = None


async def update_firmware(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """Section 5.19, or L01 of the security white paper where the firmware is signed."""
    wanted = read(Firmware, arguments)
    if (wanted.signature is None) != (wanted.signing_certificate is None):
        missing = "signature" if wanted.signature is None else "signing_certificate"
        raise InvalidArguments([Complaint(f"/{missing}", "needed with the other of the two")])
    now = format_datetime(operator.csms.clock.now())
    tries = {"retries": wanted.retries, "retryInterval": wanted.retry_interval_s}
    if wanted.signature is None:
        payload = present(location=wanted.location, retrieveDate=now, **tries)
        return await operator.send("UpdateFirmware", payload)
    number = await operator.csms.store.next_number("request")
    firmware = {
        "location": wanted.location,
        "retrieveDateTime": now,
        "signature": wanted.signature,
        "signingCertificate": wanted.signing_certificate,
    }
    payload = present(requestId=number, firmware=firmware, **tries)
    return {**await operator.send("SignedUpdateFirmware", payload), "requestId": number}


class Logs(Arguments):
    """`Diagnostics` is the message of the first edition, the others are those of GetLog."""

    location: str
    kind: Literal["Diagnostics", "DiagnosticsLog", "SecurityLog"] = "Diagnostics"
    retries: int | None = None
    retry_interval_s: int | None = None


async def upload_logs(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """Section 5.9, or N01 of the security white paper."""
    wanted = read(Logs, arguments)
    tries = {"retries": wanted.retries, "retryInterval": wanted.retry_interval_s}
    if wanted.kind == "Diagnostics":
        return await operator.send("GetDiagnostics", present(location=wanted.location, **tries))
    number = await operator.csms.store.next_number("request")
    payload = present(
        log={"remoteLocation": wanted.location}, logType=wanted.kind, requestId=number, **tries
    )
    return {**await operator.send("GetLog", payload), "requestId": number}


OPERATIONS: Final[OperationTable] = {
    "update-firmware": update_firmware,
    "upload-logs": upload_logs,
}
