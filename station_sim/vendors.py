"""DataTransfer at a station: who knows which vendor's messages (1.6, 4.3; 2.0.1 Part 2, P01)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ocppj.dispatch import FollowUp
    from station_sim.station import Station


@dataclass(frozen=True, slots=True)
class VendorAnswer:
    """A DataTransfer status with data, and what follows after the answer was sent."""

    status: str
    data: Any = None
    then: tuple[FollowUp, ...] = ()


VendorHandler = Callable[["Station", Any], VendorAnswer]
"""Gets the station and the data."""

VendorTable = Mapping[str, Mapping[str | None, VendorHandler]]
"""Vendor id to message id to handler; message id None is the message without any."""


def transfer(
    table: VendorTable, station: Station, vendor_id: str, message_id: str | None, data: object
) -> VendorAnswer:
    """Let whoever knows the message answer it; UnknownVendorId (P01.FR.05) where nobody does.

    A known vendor's unknown message is answered UnknownMessageId (P01.FR.06).
    """
    handlers = {**table, **station.settings.vendors}.get(vendor_id)
    if handlers is None:
        return VendorAnswer("UnknownVendorId")
    handler = handlers.get(message_id)
    return VendorAnswer("UnknownMessageId") if handler is None else handler(station, data)
