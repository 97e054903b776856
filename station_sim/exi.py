"""Stands in for the EXI streams of ISO 15118-2, which stations pass on unread (M01.FR.01)."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from station_sim.hardware import Vehicle

SCHEMA: Final = "urn:iso:15118:2:2013:MsgDef"
COOKIE: Final = b"\x80"


def certificate_request(action: str, vehicle: Vehicle | None) -> str:
    """Give the base64 of a vehicle's request for a contract certificate: Install or Update."""
    known = "" if vehicle is None else vehicle.contract or ""
    stream = COOKIE + f"{action}:{known[:64]}".encode()
    return base64.b64encode(stream).decode("ascii")
