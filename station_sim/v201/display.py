"""Answers of a 2.0.1 station, blocks I and O: prices and messages on the display."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ocppj.clock import parse_datetime
from ocppj.dispatch import Reply
from schemas.v201.display import (
    ClearDisplayMessageRequest,
    ClearDisplayMessageResponse,
    ClearMessageStatusEnumType,
    DisplayMessageStatusEnumType,
    GetDisplayMessagesRequest,
    GetDisplayMessagesResponse,
    GetDisplayMessagesStatusEnumType,
    MessageInfoType,
    NotifyDisplayMessagesRequest,
    SetDisplayMessageRequest,
    SetDisplayMessageResponse,
)
from schemas.v201.tariff_cost import CostUpdatedRequest, CostUpdatedResponse
from station_sim.device_model import DeviceModel, Variable
from station_sim.display import DisplayMessage, Price
from station_sim.moments import Stage
from station_sim.policy import Point

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from schemas.base import JsonObject
    from station_sim.moments import Moment
    from station_sim.station import Station

ITEMS_PER_NOTIFICATION = 5
_CTRLR = "DisplayMessageCtrlr"


def _model(station: Station) -> DeviceModel:
    assert isinstance(station.store, DeviceModel)
    return station.store


# messages


def set_display_message(
    station: Station, request: SetDisplayMessageRequest
) -> SetDisplayMessageResponse:
    """O01.FR.01, .03, .11, .16; O02.FR.01; O06.FR.01."""
    info, model = request.message, _model(station)
    if not model.flag(f"{_CTRLR}.Enabled"):
        status = DisplayMessageStatusEnumType.REJECTED
    elif info.priority.value not in model.items(f"{_CTRLR}.SupportedPriorities"):
        status = DisplayMessageStatusEnumType.NOT_SUPPORTED_PRIORITY
    elif info.message.format.value not in model.items(f"{_CTRLR}.SupportedFormats"):
        status = DisplayMessageStatusEnumType.NOT_SUPPORTED_MESSAGE_FORMAT
    else:
        entries = model.find(_CTRLR, "DisplayMessages")
        assert isinstance(entries, Variable)
        answer = station.display.install(_read(info), int(entries.maximum or 0))
        status = DisplayMessageStatusEnumType(answer)
    return SetDisplayMessageResponse(status=status)


def _read(info: MessageInfoType) -> DisplayMessage:
    evse = None if info.display is None else info.display.evse
    return DisplayMessage(
        info.id,
        info.priority.value,
        info.message.content,
        info.dump(),
        None if info.state is None else info.state.value,
        _moment(info.start_date_time),
        _moment(info.end_date_time),
        info.transaction_id,
        None if evse is None else evse.id,
    )


def _moment(text: str | None) -> float | None:
    return None if text is None else parse_datetime(text).timestamp()


def clear_display_message(
    station: Station, request: ClearDisplayMessageRequest
) -> ClearDisplayMessageResponse:
    """O05.FR.01, O05.FR.02."""
    statuses = ClearMessageStatusEnumType
    known = station.display.clear(request.id)
    return ClearDisplayMessageResponse(status=statuses.ACCEPTED if known else statuses.UNKNOWN)


def get_display_messages(station: Station, request: GetDisplayMessagesRequest) -> Reply:
    """O03, O04; the messages follow the answer, in parts where there are many."""
    found = station.display.select(
        request.id,
        None if request.priority is None else request.priority.value,
        None if request.state is None else request.state.value,
    )
    if not found:
        unknown = GetDisplayMessagesStatusEnumType.UNKNOWN
        return Reply(GetDisplayMessagesResponse(status=unknown))

    async def report() -> None:
        starts = range(0, len(found), ITEMS_PER_NOTIFICATION)
        for start in starts if station.automatic else ():
            part = found[start : start + ITEMS_PER_NOTIFICATION]
            more = start + ITEMS_PER_NOTIFICATION < len(found)
            station.send(notification(station, part, request.request_id, more=more))

    accepted = GetDisplayMessagesStatusEnumType.ACCEPTED
    return Reply(GetDisplayMessagesResponse(status=accepted), (report,))


def notification(
    _: Station, messages: Sequence[DisplayMessage], request_id: int = 0, *, more: bool = False
) -> NotifyDisplayMessagesRequest:
    """Give one part of the report of messages (O03.FR.04, O03.FR.05)."""
    return NotifyDisplayMessagesRequest(
        request_id=request_id,
        message_info=[MessageInfoType.parse(message.info) for message in messages] or None,
        tbc=more,
    )


# prices


def cost_updated(station: Station, request: CostUpdatedRequest) -> CostUpdatedResponse:
    """I02.FR.02, I02.FR.03."""
    _show_price(station, request.transaction_id, request.total_cost)
    return CostUpdatedResponse()


def _show_price(
    station: Station, transaction_id: str, amount: float, *, final: bool = False
) -> None:
    model = _model(station)
    station.behaviour.limits.priced(transaction_id, float(amount))
    if model.flag("TariffCostCtrlr.Enabled[Cost]"):
        currency = model.text("TariffCostCtrlr.Currency")
        station.display.price(Price(transaction_id, float(amount), currency, final))


def priced(
    station: Station,
    transaction_id: str,
    moment: Moment,
    sent: Mapping[str, Any],
    answer: JsonObject,
) -> None:
    """Show what the answer to a TransactionEvent tells of the price (I02.FR.04, I03.FR.03)."""
    told_personally(station, answer.get("updatedPersonalMessage"))
    ended = moment.stage is Stage.ENDED
    # Who ended it offline, or by driving out of the bay, is not there to read it (I03.FR.05).
    left = ended and (sent.get("offline", False) or Point.BAY in station.policy.stop_points)
    if "totalCost" in answer and not left:
        _show_price(station, transaction_id, answer["totalCost"], final=ended)


def told_personally(station: Station, message: Mapping[str, Any] | None) -> None:
    """Show a text for the driver, such as the tariff (I01.FR.03)."""
    if message is not None and _model(station).flag("TariffCostCtrlr.Enabled[Tariff]"):
        station.display.personal = str(message["content"])


def welcome(station: Station) -> None:
    """Show the fallback tariff to a driver of whose tariff nobody told (I04.FR.01)."""
    if station.display.personal is None:
        station.display.personal = _fallback(station, "Tariff", "TariffFallbackMessage")


def farewell(station: Station) -> None:
    """Show that the cost is not known where the CSMS cannot tell it (I05.FR.02)."""
    if station.display.personal == _fallback(station, "Tariff", "TariffFallbackMessage"):
        station.display.personal = None
    if not station.is_online:
        station.display.personal = _fallback(station, "Cost", "TotalCostFallbackMessage")


def _fallback(station: Station, about: str, name: str) -> str | None:
    """Give a fallback text, None where such things are not shown."""
    model = _model(station)
    shown = model.flag(f"TariffCostCtrlr.Enabled[{about}]")
    return (model.text(f"TariffCostCtrlr.{name}") or None) if shown else None
