"""Answers of a 2.0.1 station, block P: vendors' messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ocppj.dispatch import Reply
from schemas.v201.data_transfer import (
    DataTransferRequest,
    DataTransferResponse,
    DataTransferStatusEnumType,
)
from station_sim.device_model import DeviceModel
from station_sim.vendors import transfer

if TYPE_CHECKING:
    from station_sim.station import Station
    from station_sim.vendors import VendorTable

VENDORS: Final[VendorTable] = {}
"""What the simulator itself knows; a station's settings may add to it."""


def data_transfer(station: Station, request: DataTransferRequest) -> Reply:
    """P01.FR.05, P01.FR.06; Part 2, 2.1.33: a vendor may be switched off."""
    vendor, model = request.vendor_id, station.store
    assert isinstance(model, DeviceModel)
    own = vendor in station.settings.vendors
    if own and not model.flag(f"CustomizationCtrlr.CustomImplementationEnabled[{vendor}]"):
        return Reply(DataTransferResponse(status=DataTransferStatusEnumType.UNKNOWN_VENDOR_ID))
    answer = transfer(VENDORS, station, vendor, request.message_id, request.data)
    status = DataTransferStatusEnumType(answer.status)
    if answer.data is None:
        return Reply(DataTransferResponse(status=status), answer.then)
    return Reply(DataTransferResponse(status=status, data=answer.data), answer.then)
