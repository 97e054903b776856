"""Answers of a 2.0.1 station, block B: network connection profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from schemas.v201.network_profile import OCPPTransportEnumType, OCPPVersionEnumType
from schemas.v201.provisioning import (
    SetNetworkProfileRequest,
    SetNetworkProfileResponse,
    SetNetworkProfileStatusEnumType,
)
from station_sim.device_model import Variable
from station_sim.v201.provisioning import model_of

if TYPE_CHECKING:
    from schemas.v201.network_profile import NetworkConnectionProfileType
    from station_sim.device_model import DeviceModel
    from station_sim.station import Station

_PRIORITY: Final = ("OCPPCommCtrlr", "NetworkConfigurationPriority")


def set_network_profile(
    station: Station, request: SetNetworkProfileRequest
) -> SetNetworkProfileResponse:
    """B09.FR.01, .02, .04, .05."""
    slot, data = request.configuration_slot, request.connection_data
    if str(slot) not in slots(model_of(station)) or not _valid(station, data):
        return SetNetworkProfileResponse(status=SetNetworkProfileStatusEnumType.REJECTED)
    station.memory.network.urls[slot] = data.ocpp_csms_url
    return SetNetworkProfileResponse(status=SetNetworkProfileStatusEnumType.ACCEPTED)


def slots(model: DeviceModel) -> tuple[str, ...]:
    """Give the slots that there are (B09.FR.05)."""
    priority = model.find(*_PRIORITY)
    assert isinstance(priority, Variable)
    return priority.members


def _valid(station: Station, data: NetworkConnectionProfileType) -> bool:
    """Judge a profile by what this station can do: OCPP-J without APN or VPN."""
    address = urlsplit(data.ocpp_csms_url)
    ours = (
        data.ocpp_version is OCPPVersionEnumType.OCPP20
        and data.ocpp_transport is OCPPTransportEnumType.JSON
        and data.apn is None
        and data.vpn is None
    )
    reachable = address.scheme in ("ws", "wss") and bool(address.hostname)
    safe = data.security_profile >= station.settings.security_profile
    return ours and reachable and safe and data.message_timeout > 0
