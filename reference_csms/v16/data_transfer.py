"""OCPP 1.6, DataTransfer: vendors' messages, and what travels inside as a message of its own."""

from __future__ import annotations

import inspect
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from ocppj.dispatch import Reply
from reference_csms.services.events import VendorAnswer
from reference_csms.v16 import iso15118, iso15118_variant
from reference_csms.v16.tunnel import VERSION, read
from schemas import tunnel
from schemas.catalogue import Sender
from schemas.v16 import core as messages
from schemas.v16.enums import DataTransferStatus
from schemas.validation import Kind

if TYPE_CHECKING:
    from ocppj.dispatch import RouteTable
    from reference_csms.connection import ConnectedStation
    from reference_csms.results import ResultTable
    from reference_csms.services.events import VendorHandler, VendorTable

_TUNNELS: Final = (tunnel.PLUG_AND_CHARGE, tunnel.VARIANT)
_ROUTES: Final[RouteTable[ConnectedStation]] = {**iso15118.ROUTES, **iso15118_variant.ROUTES}
_RESULTS: Final[ResultTable] = {**iso15118.RESULTS, **iso15118_variant.RESULTS}


async def data_transfer(station: ConnectedStation, request: messages.DataTransferRequest) -> Reply:
    """Section 4.3."""
    answer = await station.services.events.transfer(
        station.identity, request.vendor_id, request.message_id, request.data, _vendors(station)
    )
    status = DataTransferStatus(answer.status)
    if answer.data is None:
        return Reply(messages.DataTransferResponse(status=status), answer.then)
    return Reply(messages.DataTransferResponse(status=status, data=answer.data), answer.then)


def _vendors(station: ConnectedStation) -> VendorTable:
    return {each.vendor_id: _handlers(station, each) for each in _TUNNELS}


def _handlers(station: ConnectedStation, through: tunnel.Tunnel) -> dict[str | None, VendorHandler]:
    return {
        name.removeprefix(f"{through.name}/"): partial(_answer, station, name)
        for name, message in through.messages.items()
        if message.sender is Sender.STATION
    }


async def _answer(station: ConnectedStation, name: str, _: str, data: object) -> VendorAnswer:
    """Answer the message inside; one that breaks its schema is Rejected (section 7.15)."""
    inner = read(name, Kind.REQUEST, {"data": data})
    if inner is None:
        return VendorAnswer("Rejected")
    handled = _ROUTES[name](station, tunnel.messages(VERSION)[name].request_model().parse(inner))
    if inspect.isawaitable(handled):
        handled = await handled
    reply: Any = handled if isinstance(handled, Reply) else Reply(handled)  # type: ignore[arg-type]
    return VendorAnswer("Accepted", tunnel.write(reply.response.dump()), reply.then)


async def answered(
    station: ConnectedStation,
    request: messages.DataTransferRequest,
    response: messages.DataTransferResponse,
) -> None:
    """Keep what was sent with the answer, and what a message that travelled inside tells."""
    await station.services.events.transferred(
        station.identity, request, response.status.value, response.data
    )
    name = tunnel.name_of(VERSION, tunnel.CARRIER, request.source)
    message, keep = tunnel.message(VERSION, name), _RESULTS.get(name)
    if message is None or keep is None or response.status is not DataTransferStatus.ACCEPTED:
        return
    asked = read(name, Kind.REQUEST, request.source)
    told = read(name, Kind.RESPONSE, response.source)
    if asked is not None and told is not None:
        sent, got = message.request_model(), message.response_model()
        await keep(station, sent.parse(asked), got.parse(told))
