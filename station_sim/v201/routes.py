"""Which 2.0.1 requests a station answers, and with what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station_sim.v201 import (
    authorization,
    availability,
    data_transfer,
    provisioning,
    remote_control,
)

if TYPE_CHECKING:
    from ocppj.dispatch import RouteTable
    from station_sim.station import Station

ROUTES: Final[RouteTable[Station]] = {
    "ChangeAvailability": availability.change_availability,
    "ClearCache": authorization.clear_cache,
    "DataTransfer": data_transfer.data_transfer,
    "GetBaseReport": provisioning.get_base_report,
    "GetVariables": provisioning.get_variables,
    "RequestStartTransaction": remote_control.request_start,
    "RequestStopTransaction": remote_control.request_stop,
    "Reset": provisioning.reset,
    "SetVariables": provisioning.set_variables,
    "TriggerMessage": remote_control.trigger_message,
    "UnlockConnector": remote_control.unlock_connector,
}
