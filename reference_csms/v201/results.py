"""OCPP 2.0.1, blocks B, F and G: what a station's answers change here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reference_csms.secrecy import is_password
from reference_csms.v201.device_model import variable_of
from schemas.v201.availability import OperationalStatusEnumType
from schemas.v201.enums import GenericDeviceModelStatusEnumType
from schemas.v201.provisioning import SetVariableStatusEnumType
from schemas.v201.remote_control import MessageTriggerEnumType, TriggerMessageStatusEnumType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_csms.connection import ConnectedStation
    from schemas.v201 import availability, provisioning, remote_control, transactions
    from schemas.v201.types import VariableType


async def get_variables(
    station: ConnectedStation,
    request: provisioning.GetVariablesRequest,
    response: provisioning.GetVariablesResponse,
) -> None:
    """B06.FR.02, B06.FR.04."""
    for result in response.get_variable_result:
        await station.services.device_model.learn(
            variable_of(
                station.identity,
                result.component,
                result.variable,
                result.attribute_type,
                value=None if _is_password(result.variable) else result.attribute_value,
                status=result.attribute_status.value,
            )
        )


_REBOOT: Final = SetVariableStatusEnumType.REBOOT_REQUIRED
_SET: Final = (SetVariableStatusEnumType.ACCEPTED, _REBOOT)


async def set_variables(
    station: ConnectedStation,
    request: provisioning.SetVariablesRequest,
    response: provisioning.SetVariablesResponse,
) -> None:
    """B05.FR.02: results name what they are about, and need not keep the order."""
    wanted = {
        variable_of(station.identity, data.component, data.variable, data.attribute_type).key: data
        for data in request.set_variable_data
    }
    for result in response.set_variable_result:
        named = variable_of(
            station.identity, result.component, result.variable, result.attribute_type
        )
        data = wanted.get(named.key)
        if data is None:
            continue
        secret = _is_password(result.variable)
        if secret:
            await _changed_password(station, data.attribute_value, result.attribute_status)
        is_set = result.attribute_status in _SET
        await station.services.device_model.learn(
            variable_of(
                station.identity,
                data.component,
                data.variable,
                data.attribute_type,
                value=data.attribute_value if is_set and not secret else None,
                status=result.attribute_status.value,
            ),
            reboot_owed=result.attribute_status is _REBOOT if is_set else None,
        )


def _is_password(variable: VariableType) -> bool:
    return is_password(variable.name)


async def _changed_password(
    station: ConnectedStation, password: str, status: SetVariableStatusEnumType
) -> None:
    """A01.FR.03, .04; it is kept as the station's password, and not among the variables."""
    if status is SetVariableStatusEnumType.ACCEPTED:
        await station.services.registration.changed_password(station.identity, password)


async def get_base_report(
    station: ConnectedStation,
    request: provisioning.GetBaseReportRequest,
    response: provisioning.GetBaseReportResponse,
) -> None:
    """B07.FR.01; the report is welcome before the boot is accepted (B02.FR.09)."""
    await _expect_report(station, request.request_id, response.status)


async def get_report(
    station: ConnectedStation,
    request: provisioning.GetReportRequest,
    response: provisioning.GetReportResponse,
) -> None:
    """B08.FR.01, B08.FR.15."""
    await _expect_report(station, request.request_id, response.status)


async def _expect_report(
    station: ConnectedStation, request_id: int, status: GenericDeviceModelStatusEnumType
) -> None:
    if status is GenericDeviceModelStatusEnumType.ACCEPTED:
        station.invited.add("NotifyReport")
    model = station.services.device_model
    await model.expect_report(station.identity, request_id, status.value)


async def get_transaction_status(
    station: ConnectedStation,
    request: transactions.GetTransactionStatusRequest,
    response: transactions.GetTransactionStatusResponse,
) -> None:
    """E14.FR.01 to .05; without a transaction it is about the whole queue (E14.FR.06)."""
    queued, ongoing = response.messages_in_queue, response.ongoing_indicator
    if request.transaction_id is None:
        await station.services.registration.told_queue(station.identity, queued=queued)
        return
    await station.services.transactions.told_status(
        station.identity, request.transaction_id, ongoing=ongoing, queued=queued
    )


async def change_availability(
    station: ConnectedStation,
    request: availability.ChangeAvailabilityRequest,
    response: availability.ChangeAvailabilityResponse,
) -> None:
    """G03.FR.02."""
    evse = request.evse
    await station.services.availability.asked(
        station.identity,
        evse_id=evse.id if evse else None,
        connector_id=evse.connector_id if evse else None,
        operational=request.operational_status is OperationalStatusEnumType.OPERATIVE,
        answer=response.status.value,
    )


_TRIGGERED: Final[Mapping[MessageTriggerEnumType, str]] = {
    MessageTriggerEnumType.SIGN_CHARGING_STATION_CERTIFICATE: "SignCertificate",
    MessageTriggerEnumType.SIGN_V2G_CERTIFICATE: "SignCertificate",
    MessageTriggerEnumType.SIGN_COMBINED_CERTIFICATE: "SignCertificate",
}


async def trigger_message(
    station: ConnectedStation,
    request: remote_control.TriggerMessageRequest,
    response: remote_control.TriggerMessageResponse,
) -> None:
    """F06; what we asked for is welcome before the boot is accepted (B02.FR.09)."""
    if response.status is TriggerMessageStatusEnumType.ACCEPTED:
        wanted = request.requested_message
        station.invited.add(_TRIGGERED.get(wanted, wanted.value))
