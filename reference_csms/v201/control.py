"""OCPP 2.0.1, blocks B, C and F: what stations answer when they are told to act at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reference_csms.control import RemoteStart
from reference_csms.device_records import Variable
from reference_csms.v201.charging_profiles import profile_of
from schemas.v201.types import ChargingProfileType

if TYPE_CHECKING:
    from reference_csms.connection import ConnectedStation
    from reference_csms.records import Transaction
    from schemas.v201 import authorization, provisioning, remote_control

_SMART_CHARGING: Final = ("SmartChargingCtrlr", "Enabled")


async def reset(
    station: ConnectedStation,
    request: provisioning.ResetRequest,
    response: provisioning.ResetResponse,
) -> None:
    """B11.FR.01, B12.FR.01."""
    await station.services.control.answered(
        station.identity,
        "Reset",
        response.status.value,
        evse_id=request.evse_id,
        kind=request.type.value,
    )


async def unlock_connector(
    station: ConnectedStation,
    request: remote_control.UnlockConnectorRequest,
    response: remote_control.UnlockConnectorResponse,
) -> None:
    """F05.FR.02 to .05."""
    await station.services.control.answered(
        station.identity,
        "UnlockConnector",
        response.status.value,
        evse_id=request.evse_id,
        connector_id=request.connector_id,
    )


async def clear_cache(
    station: ConnectedStation,
    _: authorization.ClearCacheRequest,
    response: authorization.ClearCacheResponse,
) -> None:
    """C11.FR.03 to .05."""
    await station.services.control.answered(station.identity, "ClearCache", response.status.value)


async def request_start(
    station: ConnectedStation,
    request: remote_control.RequestStartTransactionRequest,
    response: remote_control.RequestStartTransactionResponse,
) -> None:
    """F01, F02: keep the request; its transaction may have begun before (F01.FR.13)."""
    control, token, profile = station.services.control, request.id_token, request.charging_profile
    start, transaction = await control.start_answered(
        RemoteStart(
            station.identity,
            request.remote_start_id,
            token.id_token,
            response.status.value,
            control.now(),
            token.type.value,
            request.evse_id,
            transaction_id=response.transaction_id,
            charging_profile=None if profile is None else profile.dump(),
        )
    )
    if transaction is not None:
        await _take_profile(station, start, transaction)


async def request_stop(
    station: ConnectedStation,
    request: remote_control.RequestStopTransactionRequest,
    response: remote_control.RequestStopTransactionResponse,
) -> None:
    """F03, F04."""
    await station.services.transactions.stop_answered(
        station.identity, request.transaction_id, response.status.value
    )


async def began(station: ConnectedStation, transaction: Transaction) -> None:
    """Tie a transaction to the request that it came of (F01.FR.25, F02.FR.01)."""
    start = await station.services.control.started(transaction)
    if start is not None:
        await _take_profile(station, start, transaction)


async def _take_profile(
    station: ConnectedStation, start: RemoteStart, transaction: Transaction
) -> None:
    """Count the profile of a remote start as set for its transaction (F01.FR.10, K05.FR.03).

    A station without smart charging has ignored it (K05.FR.04).
    """
    enabled = await station.services.device_model.value(
        Variable(station.identity, *_SMART_CHARGING)
    )
    if start.charging_profile is None or (enabled or "").casefold() == "false":
        return
    place = transaction.evse_id or start.evse_id or 0
    profile = profile_of(station.identity, place, ChargingProfileType.parse(start.charging_profile))
    own = replace(profile, transaction_id=transaction.transaction_id)
    await station.services.charging.accepted(own)
