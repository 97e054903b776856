"""OCPP 1.6: the operator's goals, put into requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from reference_csms.goals import Arguments, present, read
from reference_csms.v16 import (
    file_goals,
    local_list,
    reservations,
    security_operations,
    smart_charging,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_csms.goals import OperationTable, Operator
    from schemas.base import JsonObject


class Keys(Arguments):
    keys: list[str] | None = None


async def get_configuration(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """Read the named keys, all of them without names (section 5.8)."""
    wanted = read(Keys, arguments)
    return await operator.send("GetConfiguration", present(key=wanted.keys))


class KeyValue(Arguments):
    key: str
    value: str


async def change_configuration(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """Section 5.3."""
    wanted = read(KeyValue, arguments)
    return await operator.send("ChangeConfiguration", {"key": wanted.key, "value": wanted.value})


class RemoteStart(Arguments):
    """1.6 has neither token types nor EVSEs: a type says nothing here, an EVSE is a connector."""

    id_token: str
    type: str | None = None
    evse_id: int | None = None
    connector_id: int | None = None


async def remote_start(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """Section 5.11."""
    wanted = read(RemoteStart, arguments)
    connector = wanted.connector_id if wanted.connector_id is not None else wanted.evse_id
    payload = present(idTag=wanted.id_token, connectorId=connector)
    return await operator.send("RemoteStartTransaction", payload)


class RemoteStop(Arguments):
    transaction_id: int


async def remote_stop(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """Section 5.12."""
    wanted = read(RemoteStop, arguments)
    return await operator.send("RemoteStopTransaction", {"transactionId": wanted.transaction_id})


class Reset(Arguments):
    type: Literal["Hard", "Soft"] = "Soft"


async def reset(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """Section 5.14."""
    return await operator.send("Reset", {"type": read(Reset, arguments).type})


class Availability(Arguments):
    operational: bool
    connector_id: int = 0


async def change_availability(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """Section 5.2; connector 0 is the whole station."""
    wanted = read(Availability, arguments)
    kind = "Operative" if wanted.operational else "Inoperative"
    payload = {"connectorId": wanted.connector_id, "type": kind}
    return await operator.send("ChangeAvailability", payload)


class Connector(Arguments):
    connector_id: int


async def unlock_connector(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """Section 5.18."""
    wanted = read(Connector, arguments)
    return await operator.send("UnlockConnector", {"connectorId": wanted.connector_id})


class Nothing(Arguments):
    pass


async def clear_cache(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """Section 5.4."""
    read(Nothing, arguments)
    return await operator.send("ClearCache", {})


class Trigger(Arguments):
    message: str
    connector_id: int | None = None


async def trigger_message(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """Section 5.17."""
    wanted = read(Trigger, arguments)
    payload = present(requestedMessage=wanted.message, connectorId=wanted.connector_id)
    return await operator.send("TriggerMessage", payload)


OPERATIONS: Final[OperationTable] = {
    "change-availability": change_availability,
    "change-configuration": change_configuration,
    "clear-cache": clear_cache,
    "get-configuration": get_configuration,
    "remote-start": remote_start,
    "remote-stop": remote_stop,
    "reset": reset,
    "trigger-message": trigger_message,
    "unlock-connector": unlock_connector,
    **file_goals.OPERATIONS,
    **local_list.OPERATIONS,
    **reservations.OPERATIONS,
    **security_operations.OPERATIONS,
    **smart_charging.OPERATIONS,
}
