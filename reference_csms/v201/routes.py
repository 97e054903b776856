"""OCPP 2.0.1: action to handler, for what stations send and for what they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reference_csms.v201 import (
    authorization,
    availability,
    data_transfer,
    diagnostics,
    meter_values,
    provisioning,
    results,
    security,
    transactions,
)

if TYPE_CHECKING:
    from ocppj.dispatch import RouteTable
    from reference_csms.connection import ConnectedStation
    from reference_csms.results import ResultTable

ROUTES: Final[RouteTable[ConnectedStation]] = {
    "Authorize": authorization.authorize,
    "BootNotification": provisioning.boot_notification,
    "DataTransfer": data_transfer.data_transfer,
    "Heartbeat": availability.heartbeat,
    "MeterValues": meter_values.meter_values,
    "NotifyEvent": diagnostics.notify_event,
    "NotifyReport": provisioning.notify_report,
    "SecurityEventNotification": security.security_event_notification,
    "StatusNotification": availability.status_notification,
    "TransactionEvent": transactions.transaction_event,
}

RESULTS: Final[ResultTable] = {
    "ChangeAvailability": results.change_availability,
    "GetBaseReport": results.get_base_report,
    "GetReport": results.get_report,
    "GetVariables": results.get_variables,
    "SetVariables": results.set_variables,
    "TriggerMessage": results.trigger_message,
}
