"""OCPP 1.6, profiles Core and RemoteTrigger: what a station's answers change here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reference_csms.device_records import ConfigurationKey
from reference_csms.secrecy import is_password
from reference_csms.services.device_model import KeyOutcome
from schemas.v16.enums import AvailabilityType, ConfigurationStatus, TriggerMessageStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_csms.connection import ConnectedStation
    from schemas.v16 import core, remote_trigger


async def get_configuration(
    station: ConnectedStation,
    request: core.GetConfigurationRequest,
    response: core.GetConfigurationResponse,
) -> None:
    """Section 5.8."""
    identity = station.identity
    known = [
        ConfigurationKey(
            identity, key.key, None if is_password(key.key) else key.value, key.readonly
        )
        for key in response.configuration_key or []
    ]
    unknown = [ConfigurationKey(identity, name, known=False) for name in response.unknown_key or []]
    await station.services.device_model.learn_keys(known + unknown)


async def change_configuration(
    station: ConnectedStation,
    request: core.ChangeConfigurationRequest,
    response: core.ChangeConfigurationResponse,
) -> None:
    """Section 5.3; a value that needs a reboot is in force only after it, but it is set."""
    secret = is_password(request.key)
    await station.services.device_model.changed_key(
        station.identity,
        request.key,
        None if secret else request.value,
        _OUTCOMES[response.status],
    )
    if secret and response.status is ConfigurationStatus.ACCEPTED:  # A01.FR.03, white paper
        await station.services.registration.changed_password(station.identity, request.value)


_OUTCOMES: Final[Mapping[ConfigurationStatus, KeyOutcome]] = {
    ConfigurationStatus.ACCEPTED: KeyOutcome("Accepted", taken=True),
    ConfigurationStatus.REBOOT_REQUIRED: KeyOutcome("RebootRequired", taken=True, reboot_owed=True),
    ConfigurationStatus.REJECTED: KeyOutcome("Rejected"),
    ConfigurationStatus.NOT_SUPPORTED: KeyOutcome("NotSupported", unknown=True),
}


async def change_availability(
    station: ConnectedStation,
    request: core.ChangeAvailabilityRequest,
    response: core.ChangeAvailabilityResponse,
) -> None:
    """Section 5.2."""
    await station.services.availability.asked(
        station.identity,
        evse_id=None,
        connector_id=request.connector_id,
        operational=request.type is AvailabilityType.OPERATIVE,
        answer=response.status.value,
    )


async def trigger_message(
    station: ConnectedStation,
    request: remote_trigger.TriggerMessageRequest,
    response: remote_trigger.TriggerMessageResponse,
) -> None:
    """Section 5.17: what we asked for is welcome before the boot is accepted (section 4.2)."""
    if response.status is TriggerMessageStatus.ACCEPTED:
        station.invited.add(request.requested_message.value)
