"""Answers of a 2.0.1 station, block E: the status of a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas.v201.transactions import GetTransactionStatusRequest, GetTransactionStatusResponse

if TYPE_CHECKING:
    from station_sim.station import Station


def get_status(
    station: Station, request: GetTransactionStatusRequest
) -> GetTransactionStatusResponse:
    """E14; without a transaction it is about the whole queue (E14.FR.06 to .08)."""
    queued = station.memory.queue.holds(request.transaction_id)
    if request.transaction_id is None:
        return GetTransactionStatusResponse(messages_in_queue=queued)
    return GetTransactionStatusResponse(
        ongoing_indicator=_is_ongoing(station, request.transaction_id), messages_in_queue=queued
    )


def _is_ongoing(station: Station, transaction_id: str) -> bool:
    """Look at the EVSEs; the ledger knows what a hand puppet was made to say."""
    if not station.automatic:
        return station.ledger.find(transaction_id) is not None
    running = (point.transaction for point in station.points)
    return any(one is not None and one.id == transaction_id for one in running)
