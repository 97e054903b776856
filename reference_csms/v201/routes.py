"""OCPP 2.0.1: action to handler, for what stations send and for what they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ocppj.dispatch import Raw
from reference_csms import certificate_results
from reference_csms.v201 import (
    authorization,
    availability,
    certificates,
    control,
    customers,
    data_transfer,
    display,
    firmware,
    local_list,
    logs,
    meter_values,
    monitoring,
    network_profile,
    provisioning,
    reservation,
    results,
    security,
    smart_charging,
    transactions,
)

if TYPE_CHECKING:
    from ocppj.dispatch import RouteTable
    from reference_csms.connection import ConnectedStation
    from reference_csms.results import ResultTable

ROUTES: Final[RouteTable[ConnectedStation]] = {
    "Authorize": authorization.authorize,
    "BootNotification": provisioning.boot_notification,
    "ClearedChargingLimit": smart_charging.cleared_charging_limit,
    "DataTransfer": data_transfer.data_transfer,
    "FirmwareStatusNotification": firmware.firmware_status,
    "Get15118EVCertificate": certificates.get_15118_ev_certificate,
    "GetCertificateStatus": certificates.get_certificate_status,
    "Heartbeat": availability.heartbeat,
    "LogStatusNotification": logs.log_status,
    "MeterValues": Raw(meter_values.meter_values),
    "NotifyChargingLimit": smart_charging.notify_charging_limit,
    "NotifyCustomerInformation": customers.notify_customer_information,
    "NotifyDisplayMessages": display.notify_display_messages,
    "NotifyEVChargingNeeds": smart_charging.notify_ev_charging_needs,
    "NotifyEVChargingSchedule": smart_charging.notify_ev_charging_schedule,
    "NotifyEvent": monitoring.notify_event,
    "NotifyMonitoringReport": monitoring.notify_monitoring_report,
    "NotifyReport": provisioning.notify_report,
    "PublishFirmwareStatusNotification": firmware.publication_status,
    "ReservationStatusUpdate": reservation.reservation_status_update,
    "ReportChargingProfiles": smart_charging.report_charging_profiles,
    "SecurityEventNotification": security.security_event_notification,
    "SignCertificate": security.sign_certificate,
    "StatusNotification": availability.status_notification,
    "TransactionEvent": transactions.transaction_event,
}

RESULTS: Final[ResultTable] = {
    "CancelReservation": reservation.cancelled,
    "CertificateSigned": security.certificate_signed,
    "ChangeAvailability": results.change_availability,
    "ClearCache": control.clear_cache,
    "ClearDisplayMessage": display.message_cleared,
    "CustomerInformation": customers.customer_asked,
    "DataTransfer": data_transfer.answered,
    "DeleteCertificate": certificate_results.delete_certificate,
    "ClearChargingProfile": smart_charging.clear_charging_profile,
    "ClearVariableMonitoring": monitoring.monitors_cleared,
    "GetBaseReport": results.get_base_report,
    "GetChargingProfiles": smart_charging.get_charging_profiles,
    "GetCompositeSchedule": smart_charging.get_composite_schedule,
    "GetDisplayMessages": display.messages_asked,
    "GetInstalledCertificateIds": certificates.get_installed_certificate_ids,
    "GetLocalListVersion": local_list.local_list_version,
    "GetMonitoringReport": monitoring.report_asked,
    "GetLog": logs.log_asked,
    "GetReport": results.get_report,
    "GetTransactionStatus": results.get_transaction_status,
    "GetVariables": results.get_variables,
    "InstallCertificate": certificate_results.install_certificate,
    "PublishFirmware": firmware.publication_asked,
    "RequestStartTransaction": control.request_start,
    "RequestStopTransaction": control.request_stop,
    "ReserveNow": reservation.reserved,
    "Reset": control.reset,
    "SendLocalList": local_list.local_list_sent,
    "SetDisplayMessage": display.message_set,
    "SetMonitoringBase": monitoring.base_set,
    "SetMonitoringLevel": monitoring.level_set,
    "SetNetworkProfile": network_profile.network_profile_set,
    "SetChargingProfile": smart_charging.set_charging_profile,
    "SetVariables": results.set_variables,
    "SetVariableMonitoring": monitoring.monitors_set,
    "TriggerMessage": results.trigger_message,
    "UnlockConnector": control.unlock_connector,
    "UnpublishFirmware": firmware.withdrawal_asked,
    "UpdateFirmware": firmware.update_asked,
}
