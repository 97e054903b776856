"""OCPP 2.0.1, block O: messages on the display of a station."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reference_csms.goals import Arguments, present, read
from schemas.v201 import display as messages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_csms.connection import ConnectedStation
    from reference_csms.goals import OperationTable, Operator
    from schemas.base import JsonObject

_SERIES: Final = "display message"


# goals


class SetMessage(Arguments):
    """`content` is the text; without `message_id` the message gets a new number."""

    content: str
    message_id: int | None = None
    format: str = "UTF8"
    language: str | None = None
    priority: str = "NormalCycle"
    state: str | None = None
    start: str | None = None
    end: str | None = None
    transaction_id: str | None = None


async def set_display_message(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """O01, O02, O06. The answer names the message's id."""
    wanted = read(SetMessage, arguments)
    number = wanted.message_id
    if number is None:
        number = await operator.csms.store.next_number(_SERIES)
    message = present(
        id=number,
        priority=wanted.priority,
        state=wanted.state,
        startDateTime=wanted.start,
        endDateTime=wanted.end,
        transactionId=wanted.transaction_id,
        message=present(format=wanted.format, language=wanted.language, content=wanted.content),
    )
    response = await operator.send("SetDisplayMessage", {"message": message})
    return {**response, "messageId": number}


class ListMessages(Arguments):
    """What narrows the question; all messages are asked for without any."""

    message_ids: list[int] | None = None
    priority: str | None = None
    state: str | None = None


async def get_display_messages(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """O03, O04. The answer names our requestId."""
    wanted = read(ListMessages, arguments)
    number = await operator.csms.store.next_number("display report")
    payload = present(
        requestId=number,
        id=wanted.message_ids or None,
        priority=wanted.priority,
        state=wanted.state,
    )
    return {**await operator.send("GetDisplayMessages", payload), "requestId": number}


class ClearMessage(Arguments):
    message_id: int


async def clear_display_message(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """O05."""
    wanted = read(ClearMessage, arguments)
    return await operator.send("ClearDisplayMessage", {"id": wanted.message_id})


OPERATIONS: Final[OperationTable] = {
    "clear-display-message": clear_display_message,
    "get-display-messages": get_display_messages,
    "set-display-message": set_display_message,
}


# results


async def message_set(
    station: ConnectedStation,
    request: messages.SetDisplayMessageRequest,
    response: messages.SetDisplayMessageResponse,
) -> None:
    """O01, O06.FR.01."""
    await station.services.display.asked(
        station.identity, request.message.dump(), response.status.value
    )


async def message_cleared(
    station: ConnectedStation,
    request: messages.ClearDisplayMessageRequest,
    response: messages.ClearDisplayMessageResponse,
) -> None:
    """O05.FR.01, O05.FR.02."""
    await station.services.display.cleared(station.identity, request.id, response.status.value)


async def messages_asked(
    station: ConnectedStation,
    request: messages.GetDisplayMessagesRequest,
    response: messages.GetDisplayMessagesResponse,
) -> None:
    """O03.FR.01; the report is welcome before the boot is accepted (B02.FR.09)."""
    if response.status is messages.GetDisplayMessagesStatusEnumType.ACCEPTED:
        station.invited.add("NotifyDisplayMessages")
    narrowed = any(part is not None for part in (request.id, request.priority, request.state))
    await station.services.display.expect_report(
        station.identity, request.request_id, response.status.value, whole=not narrowed
    )


# what stations send


async def notify_display_messages(
    station: ConnectedStation, request: messages.NotifyDisplayMessagesRequest
) -> messages.NotifyDisplayMessagesResponse:
    """O03.FR.02, O04.FR.03."""
    told = [message.dump() for message in request.message_info or ()]
    await station.services.display.reported(
        station.identity, request.request_id, told, more=request.tbc
    )
    return messages.NotifyDisplayMessagesResponse()
