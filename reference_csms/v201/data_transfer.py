"""OCPP 2.0.1, block P: vendor messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas.v201 import data_transfer as messages

if TYPE_CHECKING:
    from reference_csms.connection import ConnectedStation


async def data_transfer(
    station: ConnectedStation, request: messages.DataTransferRequest
) -> messages.DataTransferResponse:
    """P02.FR.06, P02.FR.07."""
    answer = await station.services.events.transfer(
        station.identity, request.vendor_id, request.message_id, request.data
    )
    status = messages.DataTransferStatusEnumType(answer.status)
    if answer.data is None:
        return messages.DataTransferResponse(status=status)
    return messages.DataTransferResponse(status=status, data=answer.data)


async def answered(
    station: ConnectedStation,
    request: messages.DataTransferRequest,
    response: messages.DataTransferResponse,
) -> None:
    """P01."""
    await station.services.events.transferred(
        station.identity, request, response.status.value, response.data
    )
