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
from schemas.v201.types import StatusInfoType
from station_sim.device_model import DeviceModel, Variable
from station_sim.network_profiles import NetworkProfile
from station_sim.trust.prerequisites import missing

if TYPE_CHECKING:
    from schemas.v201.network_profile import NetworkConnectionProfileType
    from station_sim.station import Station

_PRIORITY: Final = ("OCPPCommCtrlr", "NetworkConfigurationPriority")


def set_network_profile(
    station: Station, request: SetNetworkProfileRequest
) -> SetNetworkProfileResponse:
    """B09.FR.01, .02, .04, .05, .31; reason codes as in the errata, 2.11."""
    slot, data = request.configuration_slot, request.connection_data
    if str(slot) not in slots(model_of(station)):
        return _rejected("InvalidConfSlot")
    if not _valid(data):
        return _rejected("InvalidNetworkConf")
    if not may_use(station, data.security_profile):
        return _rejected("NoSecurityDowngrade")
    station.memory.network.slots[slot] = NetworkProfile(
        data.ocpp_csms_url, data.security_profile, data.message_timeout
    )
    return SetNetworkProfileResponse(status=SetNetworkProfileStatusEnumType.ACCEPTED)


def _rejected(reason: str) -> SetNetworkProfileResponse:
    return SetNetworkProfileResponse(
        status=SetNetworkProfileStatusEnumType.REJECTED,
        status_info=StatusInfoType(reason_code=reason),
    )


def model_of(station: Station) -> DeviceModel:
    assert isinstance(station.store, DeviceModel)
    return station.store


def slots(model: DeviceModel) -> tuple[str, ...]:
    """Give the slots that there are (B09.FR.05)."""
    priority = model.find(*_PRIORITY)
    assert isinstance(priority, Variable)
    return priority.members


def _valid(data: NetworkConnectionProfileType) -> bool:
    """Judge a profile by what this station can do: OCPP-J without APN or VPN."""
    address = urlsplit(data.ocpp_csms_url)
    ours = (
        data.ocpp_version is OCPPVersionEnumType.OCPP20
        and data.ocpp_transport is OCPPTransportEnumType.JSON
        and data.apn is None
        and data.vpn is None
    )
    reachable = address.scheme in ("ws", "wss") and bool(address.hostname)
    return ours and reachable and data.message_timeout > 0 and data.security_profile in range(4)


def may_use(station: Station, security_profile: int) -> bool:
    """Tell whether a security profile is no step down, or the one that is allowed: from 3 to 2.

    B09.FR.04, .31, A05.FR.08 to .10, A00.FR.005 (errata 2.6).
    """
    now = station.dialling.security_profile
    allowed = model_of(station).flag("SecurityCtrlr.AllowSecurityProfileDowngrade")
    return security_profile >= now or (allowed and (now, security_profile) == (3, 2))


def usable(station: Station, slot: int) -> bool:
    """Tell whether a slot has a profile that this station can connect with.

    B10.FR.01, .02; A05.FR.02 to .04, .08 to .10.
    """
    if not station.memory.network.holds(slot):
        return False
    wanted = station.dialling.profile_of(slot)
    rises = wanted > station.dialling.security_profile
    return may_use(station, wanted) and not (rises and missing(station, wanted))
