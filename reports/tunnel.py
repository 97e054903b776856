"""OCPP 1.6 messages that travel inside DataTransfer: ISO 15118 Plug and Charge.

Source: the application note "Using ISO 15118 Plug & Charge with OCPP 1.6", 2.2 and section 6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from schemas import tunnel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemas.catalogue import Version

VERSION: Final = "1.6"
BLOCK: Final = "ISO15118"
CARRIER: Final = tunnel.CARRIER
VENDOR: Final = tunnel.PLUG_AND_CHARGE.vendor_id

SENDERS: Final[Mapping[str, str]] = {
    name.removeprefix(f"{CARRIER}/"): message.sender.value
    for name, message in tunnel.PLUG_AND_CHARGE.messages.items()
}
"""Who sends each tunnelled message."""

REFUSALS: Final = frozenset({"UnknownVendorId", "UnknownMessageId"})
"""The DataTransfer statuses with which a receiver says that it has no such message."""


def name(message: str) -> str:
    """Spell a tunnelled message as the audit does: `DataTransfer/Authorize`."""
    return f"{CARRIER}/{message}"


def inner(version: str, action: str, payload: Mapping[str, Any]) -> str | None:
    """Name the message that a CALL carries, None when it carries none of the application note."""
    found = tunnel.name_of(cast("Version", version), action, payload)
    return found if found in tunnel.PLUG_AND_CHARGE.messages else None
