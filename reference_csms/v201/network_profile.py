"""OCPP 2.0.1, block B: network connection profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic import Field

from reference_csms.goals import Arguments, read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_csms.connection import ConnectedStation
    from reference_csms.goals import OperationTable, Operator
    from schemas.base import JsonObject
    from schemas.v201 import provisioning as messages

_SECRETS: Final = {"apn": ("apnPassword", "simPin"), "vpn": ("password", "key")}


class Profile(Arguments):
    """Where the station shall find its CSMS; `message_timeout` in seconds."""

    slot: int
    url: str
    security_profile: int = Field(ge=1, le=3)
    interface: str = "Wired0"
    message_timeout: int = 30


async def set_network_profile(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """B09; this version of OCPP is called OCPP20 there (section 3.62)."""
    wanted = read(Profile, arguments)
    data = {
        "ocppVersion": "OCPP20",
        "ocppTransport": "JSON",
        "ocppCsmsUrl": wanted.url,
        "messageTimeout": wanted.message_timeout,
        "securityProfile": wanted.security_profile,
        "ocppInterface": wanted.interface,
    }
    payload = {"configurationSlot": wanted.slot, "connectionData": data}
    return await operator.send("SetNetworkProfile", payload)


OPERATIONS: Final[OperationTable] = {"set-network-profile": set_network_profile}


async def network_profile_set(
    station: ConnectedStation,
    request: messages.SetNetworkProfileRequest,
    response: messages.SetNetworkProfileResponse,
) -> None:
    """B09.FR.01."""
    await station.services.network_profiles.answered(
        station.identity,
        request.configuration_slot,
        _without_secrets(request.connection_data.dump()),
        response.status.value,
    )


def _without_secrets(data: JsonObject) -> JsonObject:
    """Leave out what nobody needs to read back."""
    return {
        name: {k: v for k, v in value.items() if k not in _SECRETS[name]}
        if name in _SECRETS
        else value
        for name, value in data.items()
    }
