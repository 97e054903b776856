"""OCPP 1.6: action to handler, for what stations send and for what they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reference_csms import certificate_results, file_results
from reference_csms.v16 import (
    control,
    core,
    data_transfer,
    files,
    local_list,
    reservations,
    results,
    security,
    smart_charging,
)

if TYPE_CHECKING:
    from ocppj.dispatch import RouteTable
    from reference_csms.connection import ConnectedStation
    from reference_csms.results import ResultTable

ROUTES: Final[RouteTable[ConnectedStation]] = {
    "Authorize": core.authorize,
    "BootNotification": core.boot_notification,
    "DataTransfer": data_transfer.data_transfer,
    "DiagnosticsStatusNotification": files.diagnostics_status,
    "FirmwareStatusNotification": files.firmware_status,
    "Heartbeat": core.heartbeat,
    "LogStatusNotification": files.log_status,
    "MeterValues": core.meter_values,
    "SecurityEventNotification": security.security_event_notification,
    "SignCertificate": security.sign_certificate,
    "SignedFirmwareStatusNotification": files.signed_firmware_status,
    "StartTransaction": core.start_transaction,
    "StatusNotification": core.status_notification,
    "StopTransaction": core.stop_transaction,
}

RESULTS: Final[ResultTable] = {
    "CancelReservation": reservations.cancel_reservation,
    "CertificateSigned": security.certificate_signed,
    "ChangeAvailability": results.change_availability,
    "ChangeConfiguration": results.change_configuration,
    "ClearCache": control.clear_cache,
    "ClearChargingProfile": smart_charging.clear_charging_profile,
    "DataTransfer": data_transfer.answered,
    "DeleteCertificate": certificate_results.delete_certificate,
    "ExtendedTriggerMessage": security.extended_trigger_message,
    "GetCompositeSchedule": smart_charging.get_composite_schedule,
    "GetConfiguration": results.get_configuration,
    "GetDiagnostics": files.get_diagnostics,
    "GetInstalledCertificateIds": security.get_installed_certificate_ids,
    "GetLocalListVersion": local_list.get_local_list_version,
    "GetLog": file_results.log_asked,
    "InstallCertificate": certificate_results.install_certificate,
    "RemoteStartTransaction": control.remote_start,
    "RemoteStopTransaction": control.remote_stop,
    "ReserveNow": reservations.reserve_now,
    "Reset": control.reset,
    "SendLocalList": local_list.send_local_list,
    "SetChargingProfile": smart_charging.set_charging_profile,
    "SignedUpdateFirmware": files.signed_update_firmware,
    "TriggerMessage": results.trigger_message,
    "UnlockConnector": control.unlock_connector,
    "UpdateFirmware": files.update_firmware,
}
