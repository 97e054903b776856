"""DataTransfer of 1.6 (edition 2, 4.3 and 5.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ocppj.dispatch import Reply
from schemas.tunnel import PLUG_AND_CHARGE, VARIANT
from schemas.v16.core import DataTransferRequest, DataTransferResponse
from schemas.v16.enums import DataTransferStatus
from station_sim.v16 import iso15118, iso15118_variant
from station_sim.v16.tunnel import handlers
from station_sim.vendors import transfer

if TYPE_CHECKING:
    from station_sim.station import Station
    from station_sim.vendors import VendorTable

VENDORS: Final[VendorTable] = {
    PLUG_AND_CHARGE.vendor_id: handlers(PLUG_AND_CHARGE, iso15118.ROUTES),
    VARIANT.vendor_id: handlers(VARIANT, iso15118_variant.ROUTES),
}
"""What the simulator itself knows; a station's settings may add to it."""


def data_transfer(station: Station, request: DataTransferRequest) -> Reply:
    """Hand vendor data to whoever knows it (4.3)."""
    answer = transfer(VENDORS, station, request.vendor_id, request.message_id, request.data)
    status = DataTransferStatus(answer.status)
    return Reply(DataTransferResponse(status=status, data=answer.data), answer.then)
