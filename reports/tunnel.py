"""OCPP 1.6 messages that travel inside DataTransfer: ISO 15118 Plug and Charge.

Source: the application note "Using ISO 15118 Plug & Charge with OCPP 1.6", 2.2 and section 6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION: Final = "1.6"
BLOCK: Final = "ISO15118"
CARRIER: Final = "DataTransfer"
VENDOR: Final = "org.openchargealliance.iso15118pnc"

SENDERS: Final[Mapping[str, str]] = {
    "Authorize": "station",
    "CertificateSigned": "csms",
    "DeleteCertificate": "csms",
    "Get15118EVCertificate": "station",
    "GetCertificateStatus": "station",
    "GetInstalledCertificateIds": "csms",
    "InstallCertificate": "csms",
    "SignCertificate": "station",
    "TriggerMessage": "csms",
}
"""Who sends each tunnelled message."""

REFUSALS: Final = frozenset({"UnknownVendorId", "UnknownMessageId"})
"""The DataTransfer statuses with which a receiver says that it has no such message."""


def name(message: str) -> str:
    """Spell a tunnelled message as the audit does: `DataTransfer/Authorize`."""
    return f"{CARRIER}/{message}"


def inner(version: str, action: str, payload: Mapping[str, Any]) -> str | None:
    """Name the message that a CALL carries, None when it carries none of the application note."""
    message = payload.get("messageId")
    if (version, action, payload.get("vendorId")) != (VERSION, CARRIER, VENDOR):
        return None
    return name(message) if isinstance(message, str) and message in SENDERS else None
