"""Which 1.6 requests a station answers, and with what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station_sim.v16 import (
    certificates,
    core,
    data_transfer,
    files,
    local_list,
    remote_trigger,
    reservations,
    smart_charging,
)

if TYPE_CHECKING:
    from ocppj.dispatch import RouteTable
    from station_sim.station import Station

ROUTES: Final[RouteTable[Station]] = {
    "CancelReservation": reservations.cancel_reservation,
    "CertificateSigned": certificates.certificate_signed,
    "ChangeAvailability": core.change_availability,
    "ChangeConfiguration": core.change_configuration,
    "ClearCache": core.clear_cache,
    "ClearChargingProfile": smart_charging.clear_charging_profile,
    "DataTransfer": data_transfer.data_transfer,
    "DeleteCertificate": certificates.delete_certificate,
    "ExtendedTriggerMessage": remote_trigger.extended_trigger_message,
    "GetCompositeSchedule": smart_charging.get_composite_schedule,
    "GetConfiguration": core.get_configuration,
    "GetDiagnostics": files.get_diagnostics,
    "GetInstalledCertificateIds": certificates.get_installed_certificate_ids,
    "GetLocalListVersion": local_list.get_version,
    "GetLog": files.get_log,
    "InstallCertificate": certificates.install_certificate,
    "RemoteStartTransaction": core.remote_start,
    "RemoteStopTransaction": core.remote_stop,
    "ReserveNow": reservations.reserve_now,
    "Reset": core.reset,
    "SendLocalList": local_list.send,
    "SetChargingProfile": smart_charging.set_charging_profile,
    "SignedUpdateFirmware": files.signed_update_firmware,
    "TriggerMessage": remote_trigger.trigger_message,
    "UnlockConnector": core.unlock_connector,
    "UpdateFirmware": files.update_firmware,
}
