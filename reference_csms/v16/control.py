"""OCPP 1.6, profile Core: what stations answer when they are told to act at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reference_csms.control import RemoteStart
from reference_csms.v16.smart_charging import profile_of
from schemas.v16 import types

if TYPE_CHECKING:
    from reference_csms.connection import ConnectedStation
    from reference_csms.records import Transaction
    from schemas.v16 import core


async def reset(
    station: ConnectedStation, request: core.ResetRequest, response: core.ResetResponse
) -> None:
    """Section 5.14."""
    await station.services.control.answered(
        station.identity, "Reset", response.status.value, kind=request.type.value
    )


async def unlock_connector(
    station: ConnectedStation,
    request: core.UnlockConnectorRequest,
    response: core.UnlockConnectorResponse,
) -> None:
    """Section 5.18."""
    await station.services.control.answered(
        station.identity,
        "UnlockConnector",
        response.status.value,
        connector_id=request.connector_id,
    )


async def clear_cache(
    station: ConnectedStation, _: core.ClearCacheRequest, response: core.ClearCacheResponse
) -> None:
    """Section 5.4."""
    await station.services.control.answered(station.identity, "ClearCache", response.status.value)


async def remote_start(
    station: ConnectedStation,
    request: core.RemoteStartTransactionRequest,
    response: core.RemoteStartTransactionResponse,
) -> None:
    """Section 5.11; its transaction is told by the tag that it starts with."""
    control, profile = station.services.control, request.charging_profile
    await control.start_answered(
        RemoteStart(
            station.identity,
            await control.number(),
            request.id_tag,
            response.status.value,
            control.now(),
            connector_id=request.connector_id,
            charging_profile=None if profile is None else profile.dump(),
        )
    )


async def began(station: ConnectedStation, transaction: Transaction) -> Transaction:
    """Tie a transaction to the request that it came of, whose profile is for it (5.16.2)."""
    tied, start = await station.services.control.started_by_tag(transaction)
    if start is not None and start.charging_profile is not None:
        profile = types.ChargingProfile.parse(start.charging_profile)
        own = profile_of(station.identity, tied.connector_id or 0, profile)
        own = replace(own, transaction_id=tied.transaction_id)
        await station.services.charging.accepted(own, by_level=True)
    return tied


async def remote_stop(
    station: ConnectedStation,
    request: core.RemoteStopTransactionRequest,
    response: core.RemoteStopTransactionResponse,
) -> None:
    """Section 5.12."""
    await station.services.transactions.stop_answered(
        station.identity, str(request.transaction_id), response.status.value
    )
