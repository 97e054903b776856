"""Which 1.6 requests a station answers, and with what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station_sim.v16 import core, remote_trigger

if TYPE_CHECKING:
    from ocppj.dispatch import RouteTable
    from station_sim.station import Station

ROUTES: Final[RouteTable[Station]] = {
    "ChangeAvailability": core.change_availability,
    "ChangeConfiguration": core.change_configuration,
    "ClearCache": core.clear_cache,
    "DataTransfer": core.data_transfer,
    "GetConfiguration": core.get_configuration,
    "RemoteStartTransaction": core.remote_start,
    "RemoteStopTransaction": core.remote_stop,
    "Reset": core.reset,
    "TriggerMessage": remote_trigger.trigger_message,
    "UnlockConnector": core.unlock_connector,
}
