"""OCPP 2.0.1: the operator's goals, put into requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from reference_csms.goals import Arguments, Complaint, InvalidArguments, present, read
from reference_csms.v201 import (
    certificate_operations,
    charging_goals,
    customers,
    display,
    firmware,
    local_list,
    logs,
    monitoring_operations,
    network_profile,
    report_operations,
    reservation,
    tariff_cost,
)
from reference_csms.v201.tokens import stored_type
from reference_csms.v201.variables import get_variables, set_variables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_csms.goals import OperationTable, Operator
    from schemas.base import JsonObject


class RemoteStart(Arguments):
    id_token: str
    type: str | None = None
    evse_id: int | None = None


async def remote_start(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """F01, F02; the type may be left out for a stored token. The answer names our remoteStartId."""
    wanted = read(RemoteStart, arguments)
    kind = wanted.type or await stored_type(operator, wanted.id_token)
    number = await operator.csms.store.next_number("remote start")
    response = await operator.send(
        "RequestStartTransaction",
        present(
            idToken={"idToken": wanted.id_token, "type": kind},
            remoteStartId=number,
            evseId=wanted.evse_id,
        ),
    )
    return {**response, "remoteStartId": number}


class RemoteStop(Arguments):
    transaction_id: str


async def remote_stop(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """F03."""
    wanted = read(RemoteStop, arguments)
    return await operator.send("RequestStopTransaction", {"transactionId": wanted.transaction_id})


class Reset(Arguments):
    type: Literal["Immediate", "OnIdle"] = "OnIdle"
    evse_id: int | None = None


async def reset(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """B11, B12."""
    wanted = read(Reset, arguments)
    return await operator.send("Reset", present(type=wanted.type, evseId=wanted.evse_id))


class Place(Arguments):
    evse_id: int | None = None
    connector_id: int | None = None

    def evse(self) -> JsonObject | None:
        """Give the EVSE, None for the whole station; a connector alone is an error."""
        if self.evse_id is None and self.connector_id is not None:
            raise InvalidArguments([Complaint("/evse_id", "needed with connector_id")])
        return present(id=self.evse_id, connectorId=self.connector_id) or None


class Availability(Place):
    operational: bool


async def change_availability(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """G03, G04."""
    wanted = read(Availability, arguments)
    status = "Operative" if wanted.operational else "Inoperative"
    payload = present(operationalStatus=status, evse=wanted.evse())
    return await operator.send("ChangeAvailability", payload)


class Connector(Arguments):
    evse_id: int
    connector_id: int = 1


async def unlock_connector(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """F05."""
    wanted = read(Connector, arguments)
    payload = {"evseId": wanted.evse_id, "connectorId": wanted.connector_id}
    return await operator.send("UnlockConnector", payload)


class Nothing(Arguments):
    pass


async def clear_cache(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """C11."""
    read(Nothing, arguments)
    return await operator.send("ClearCache", {})


class Trigger(Place):
    message: str


async def trigger_message(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """F06; a status is that of a connector (F06.FR.13)."""
    wanted = read(Trigger, arguments)
    if wanted.message == "StatusNotification" and wanted.connector_id is None:
        needed = "needed for a StatusNotification"
        raise InvalidArguments([Complaint("/connector_id", needed)])
    payload = present(requestedMessage=wanted.message, evse=wanted.evse())
    return await operator.send("TriggerMessage", payload)


class Transaction(Arguments):
    transaction_id: str | None = None


async def get_transaction_status(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """E14; without a transaction it is about the whole queue."""
    wanted = read(Transaction, arguments)
    return await operator.send("GetTransactionStatus", present(transactionId=wanted.transaction_id))


OPERATIONS: Final[OperationTable] = {
    "change-availability": change_availability,
    "clear-cache": clear_cache,
    "get-transaction-status": get_transaction_status,
    "get-variables": get_variables,
    "remote-start": remote_start,
    "remote-stop": remote_stop,
    "reset": reset,
    "set-variables": set_variables,
    "trigger-message": trigger_message,
    "unlock-connector": unlock_connector,
    **certificate_operations.OPERATIONS,
    **charging_goals.OPERATIONS,
    **customers.OPERATIONS,
    **display.OPERATIONS,
    **firmware.OPERATIONS,
    **local_list.OPERATIONS,
    **logs.OPERATIONS,
    **monitoring_operations.OPERATIONS,
    **network_profile.OPERATIONS,
    **report_operations.OPERATIONS,
    **reservation.OPERATIONS,
    **tariff_cost.OPERATIONS,
}
