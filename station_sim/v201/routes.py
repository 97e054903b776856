"""Which 2.0.1 requests a station answers, and with what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station_sim.v201 import (
    authorization,
    availability,
    certificates,
    customers,
    data_transfer,
    display,
    firmware,
    local_list,
    logs,
    monitoring,
    network_profile,
    provisioning,
    remote_control,
    reports,
    reservations,
    smart_charging,
    transactions,
)

if TYPE_CHECKING:
    from ocppj.dispatch import RouteTable
    from station_sim.station import Station

ROUTES: Final[RouteTable[Station]] = {
    "CertificateSigned": certificates.certificate_signed,
    "ChangeAvailability": availability.change_availability,
    "CancelReservation": reservations.cancel_reservation,
    "ClearCache": authorization.clear_cache,
    "ClearDisplayMessage": display.clear_display_message,
    "ClearChargingProfile": smart_charging.clear_charging_profile,
    "ClearVariableMonitoring": monitoring.clear_variable_monitoring,
    "CostUpdated": display.cost_updated,
    "CustomerInformation": customers.customer_information,
    "DataTransfer": data_transfer.data_transfer,
    "DeleteCertificate": certificates.delete_certificate,
    "GetBaseReport": reports.get_base_report,
    "GetChargingProfiles": smart_charging.get_charging_profiles,
    "GetCompositeSchedule": smart_charging.get_composite_schedule,
    "GetDisplayMessages": display.get_display_messages,
    "GetInstalledCertificateIds": certificates.get_installed_certificate_ids,
    "GetLocalListVersion": local_list.get_version,
    "GetMonitoringReport": monitoring.get_monitoring_report,
    "GetLog": logs.get_log,
    "GetReport": reports.get_report,
    "GetTransactionStatus": transactions.get_status,
    "GetVariables": provisioning.get_variables,
    "InstallCertificate": certificates.install_certificate,
    "PublishFirmware": firmware.publish_firmware,
    "RequestStartTransaction": remote_control.request_start,
    "RequestStopTransaction": remote_control.request_stop,
    "ReserveNow": reservations.reserve_now,
    "Reset": provisioning.reset,
    "SendLocalList": local_list.send,
    "SetDisplayMessage": display.set_display_message,
    "SetChargingProfile": smart_charging.set_charging_profile,
    "SetMonitoringBase": monitoring.set_monitoring_base,
    "SetMonitoringLevel": monitoring.set_monitoring_level,
    "SetNetworkProfile": network_profile.set_network_profile,
    "SetVariables": provisioning.set_variables,
    "SetVariableMonitoring": monitoring.set_variable_monitoring,
    "TriggerMessage": remote_control.trigger_message,
    "UnlockConnector": remote_control.unlock_connector,
    "UnpublishFirmware": firmware.unpublish_firmware,
    "UpdateFirmware": firmware.update_firmware,
}
