"""OCPP 1.6: messages that travel inside DataTransfer, as a station sends and answers them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from ocppj.dispatch import Reply
from ocppj.frames import CallError, CallResult
from schemas import tunnel, validation
from schemas.catalogue import Sender
from schemas.validation import Kind
from station_sim.configuration import Configuration
from station_sim.vendors import VendorAnswer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ocppj.frames import Answer
    from schemas.base import JsonObject
    from schemas.catalogue import Version
    from station_sim.station import Station
    from station_sim.vendors import VendorHandler

    TunnelTable = Mapping[str, Callable[[Station, Any], Any]]

VERSION: Final[Version] = "1.6"
VENDOR_KEY: Final = "PnCVendorId"
"""The key of the vendorId by which the station speaks of Plug and Charge, unless spoken to."""


def handlers(through: tunnel.Tunnel, routes: TunnelTable) -> dict[str | None, VendorHandler]:
    """Give the vendor handlers of what a CSMS may send through a tunnel."""
    return {
        name.removeprefix(f"{through.name}/"): partial(_answer, through, routes, name)
        for name, message in through.messages.items()
        if message.sender is Sender.CSMS
    }


def _answer(
    through: tunnel.Tunnel, routes: TunnelTable, name: str, station: Station, data: object
) -> VendorAnswer:
    """Answer the message inside; what breaks its schema, or is switched off, is Rejected.

    From then on the station itself speaks as it was spoken to.
    """
    inner = _read(name, Kind.REQUEST, {"data": data})
    if inner is None or not station.papers.plug_and_charge:
        return VendorAnswer("Rejected")
    _settings(station).change(VENDOR_KEY, through.vendor_id)
    request = tunnel.messages(VERSION)[name].request_model().parse(inner)
    handled = routes[name](station, request)
    reply = handled if isinstance(handled, Reply) else Reply(handled)
    assert reply.response is not None
    response = reply.response if isinstance(reply.response, dict) else reply.response.dump()
    return VendorAnswer("Accepted", tunnel.write(response), reply.then)


def _read(name: str, kind: Kind, payload: JsonObject) -> JsonObject | None:
    inner = tunnel.unwrap(payload)
    known = inner is not None and validation.is_valid(VERSION, name, kind, inner)
    return inner if known else None


def spoken(station: Station) -> tunnel.Tunnel:
    """Give the tunnel that the station speaks through of its own accord."""
    older = _settings(station).text(VENDOR_KEY) == tunnel.VARIANT.vendor_id
    return tunnel.VARIANT if older else tunnel.PLUG_AND_CHARGE


def _settings(station: Station) -> Configuration:
    assert isinstance(station.store, Configuration)
    return station.store


async def call(station: Station, name: str, inner: JsonObject) -> Answer:
    """Send a message inside and give the answer inside, a CALLERROR where there is none.

    Raises CallFailed as `Station.call` does.
    """
    answer = await station.call(*tunnel.wrap(VERSION, name, inner))
    if not isinstance(answer, CallResult):
        return answer
    told = _read(name, Kind.RESPONSE, answer.payload)
    if answer.payload["status"] != "Accepted" or told is None:
        refused = f"DataTransfer was answered {answer.payload['status']}"
        return CallError(answer.message_id, "NotSupported", refused)
    return CallResult(answer.message_id, told)
