"""OCPP 1.6: action to handler, for what stations send and for what they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reference_csms.v16 import core, results

if TYPE_CHECKING:
    from ocppj.dispatch import RouteTable
    from reference_csms.connection import ConnectedStation
    from reference_csms.results import ResultTable

ROUTES: Final[RouteTable[ConnectedStation]] = {
    "Authorize": core.authorize,
    "BootNotification": core.boot_notification,
    "DataTransfer": core.data_transfer,
    "Heartbeat": core.heartbeat,
    "MeterValues": core.meter_values,
    "StartTransaction": core.start_transaction,
    "StatusNotification": core.status_notification,
    "StopTransaction": core.stop_transaction,
}

RESULTS: Final[ResultTable] = {
    "ChangeAvailability": results.change_availability,
    "ChangeConfiguration": results.change_configuration,
    "GetConfiguration": results.get_configuration,
    "TriggerMessage": results.trigger_message,
}
