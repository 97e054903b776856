"""Answers of a 2.0.1 station, block P: no vendor's extensions are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas.v201.data_transfer import (
    DataTransferRequest,
    DataTransferResponse,
    DataTransferStatusEnumType,
)

if TYPE_CHECKING:
    from station_sim.station import Station


def data_transfer(_: Station, __: DataTransferRequest) -> DataTransferResponse:
    """P01."""
    return DataTransferResponse(status=DataTransferStatusEnumType.UNKNOWN_VENDOR_ID)
