"""A small CSMS that is not ours: written on the PyPI package `ocpp`, driven by its own HTTP API.

It keeps everything in memory and serves OCPP 1.6 and 2.0.1, by the subprotocol of the connection.
On purpose it has one fault: a token that it does not know is accepted (see `token_status`).
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import signal
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from api import Refused, serve_api
from ocpp.charge_point import serialize_as_dict, snake_to_camel_case
from ocpp.routing import on
from ocpp.v16 import ChargePoint as ChargePoint16
from ocpp.v16 import call as call16
from ocpp.v16 import call_result as result16
from ocpp.v201 import ChargePoint as ChargePoint201
from ocpp.v201 import call as call201
from ocpp.v201 import call_result as result201
from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed

if TYPE_CHECKING:
    from websockets.asyncio.server import ServerConnection

HEARTBEAT_S = 10
ANSWER_S = 30
SUBPROTOCOLS = ["ocpp2.0.1", "ocpp1.6"]
REFUSED_TOKENS = {"04B10C4ED00001": "Blocked", "04E4014ED00001": "Expired"}


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def token_status(token: str) -> str:
    # The deliberate fault: what is in no list should be Invalid (1.6), Invalid or Unknown (2.0.1).
    return REFUSED_TOKENS.get(token, "Accepted")


class Memory:
    """What the CSMS remembers."""

    def __init__(self) -> None:
        self.stations: dict[str, Station16 | Station201] = {}
        self.variables: dict[tuple[str, str, str, str], str] = {}
        self.transactions: dict[tuple[str, int | str], dict[str, Any]] = {}
        self.transaction_ids = itertools.count(1)


class Station16(ChargePoint16):
    """A connected 1.6 station."""

    def __init__(self, identity: str, connection: ServerConnection, memory: Memory) -> None:
        super().__init__(identity, connection, response_timeout=ANSWER_S)
        self.memory = memory

    @on("BootNotification")
    def boot(self, **_: Any) -> result16.BootNotification:
        return result16.BootNotification(now(), HEARTBEAT_S, "Accepted")

    @on("Heartbeat")
    def heartbeat(self) -> result16.Heartbeat:
        return result16.Heartbeat(now())

    @on("StatusNotification")
    def status(self, **_: Any) -> result16.StatusNotification:
        return result16.StatusNotification()

    @on("MeterValues")
    def meter_values(self, **_: Any) -> result16.MeterValues:
        return result16.MeterValues()

    @on("Authorize")
    def authorize(self, id_tag: str) -> result16.Authorize:
        return result16.Authorize({"status": token_status(id_tag)})

    @on("StartTransaction")
    def start_transaction(
        self, connector_id: int, id_tag: str, **_: Any
    ) -> result16.StartTransaction:
        number = next(self.memory.transaction_ids)
        self.memory.transactions[self.id, number] = {
            "plug": connector_id,
            "token": id_tag,
            "running": True,
        }
        return result16.StartTransaction(number, {"status": token_status(id_tag)})

    @on("StopTransaction")
    def stop_transaction(self, transaction_id: int, **_: Any) -> result16.StopTransaction:
        if (self.id, transaction_id) in self.memory.transactions:
            self.memory.transactions[self.id, transaction_id]["running"] = False
        return result16.StopTransaction()

    async def command(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        match name:
            case "remote-start":
                request: Any = call16.RemoteStartTransaction(body["token"], body.get("evse"))
            case "reset":
                request = call16.Reset(body["type"])
            case "read-variables":
                request = call16.GetConfiguration([entry["variable"] for entry in body["names"]])
            case _:
                raise Refused(501, f"{name} is not built yet")
        return await ask(self, request)


class Station201(ChargePoint201):
    """A connected 2.0.1 station."""

    def __init__(self, identity: str, connection: ServerConnection, memory: Memory) -> None:
        super().__init__(identity, connection, response_timeout=ANSWER_S)
        self.memory = memory

    @on("BootNotification")
    def boot(self, **_: Any) -> result201.BootNotification:
        return result201.BootNotification(now(), HEARTBEAT_S, "Accepted")

    @on("Heartbeat")
    def heartbeat(self) -> result201.Heartbeat:
        return result201.Heartbeat(now())

    @on("StatusNotification")
    def status(self, **_: Any) -> result201.StatusNotification:
        return result201.StatusNotification()

    @on("NotifyEvent")
    def event(self, **_: Any) -> result201.NotifyEvent:
        return result201.NotifyEvent()

    @on("SecurityEventNotification")
    def security_event(self, **_: Any) -> result201.SecurityEventNotification:
        return result201.SecurityEventNotification()

    @on("MeterValues")
    def meter_values(self, **_: Any) -> result201.MeterValues:
        return result201.MeterValues()

    @on("Authorize")
    def authorize(self, id_token: dict[str, Any], **_: Any) -> result201.Authorize:
        return result201.Authorize({"status": token_status(id_token["id_token"])})

    @on("TransactionEvent")
    def transaction(
        self,
        event_type: str,
        transaction_info: dict[str, Any],
        evse: dict[str, int] | None = None,
        id_token: dict[str, Any] | None = None,
        **_: Any,
    ) -> result201.TransactionEvent:
        key = (self.id, transaction_info["transaction_id"])
        known = self.memory.transactions.setdefault(key, {})
        known["running"] = event_type != "Ended"
        known["state"] = transaction_info.get("charging_state", known.get("state"))
        if evse is not None:
            known.update(evse=evse["id"], plug=evse.get("connector_id"))
        if id_token is not None:
            known["token"] = id_token["id_token"]
        if id_token is None:
            return result201.TransactionEvent()
        return result201.TransactionEvent(
            id_token_info={"status": token_status(id_token["id_token"])}
        )

    async def command(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        match name:
            case "remote-start":
                token = {"idToken": body["token"], "type": body["type"]}
                request: Any = call201.RequestStartTransaction(
                    token, next(self.memory.transaction_ids), evse_id=body.get("evse")
                )
            case "reset":
                request = call201.Reset(body["type"])
            case "read-variables":
                return await self.read_variables(body["names"])
            case _:
                raise Refused(501, f"{name} is not built yet")
        return await ask(self, request)

    async def read_variables(self, names: list[dict[str, str]]) -> dict[str, Any]:
        wanted = [
            {"component": {"name": entry["component"]}, "variable": {"name": entry["variable"]}}
            for entry in names
        ]
        answer = await ask(self, call201.GetVariables(wanted))
        for entry in answer["getVariableResult"]:
            if entry["attributeStatus"] == "Accepted":
                names = (entry["component"]["name"], entry["variable"]["name"])
                key = (self.id, *names, entry.get("attributeType", "Actual"))
                self.memory.variables[key] = entry["attributeValue"]
        return answer


async def ask(station: Station16 | Station201, request: Any) -> dict[str, Any]:
    """Send a request; Refused(504) without an answer, Refused(502) when it is a CALLERROR."""
    try:
        answer = await station.call(request)
    except TimeoutError as error:
        raise Refused(504, "the station does not answer") from error
    except ConnectionClosed as error:
        raise Refused(409, "the connection is lost") from error
    if answer is None:
        return {"call_error": True}
    return snake_to_camel_case(serialize_as_dict(answer))


class Api:
    """The HTTP API: `POST /stations/ID/COMMAND`, `GET /variables`, `GET /transactions`."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    async def post(self, path: str, body: dict[str, Any]) -> Any:
        match path.strip("/").split("/"):
            case ["stations", identity, name]:
                station = self.memory.stations.get(unquote(identity))
                if station is None:
                    raise Refused(409, f"{unquote(identity)} is not connected")
                return await station.command(name, body)
        raise Refused(404, "no such path")

    async def get(self, path: str) -> Any:
        match path.strip("/"):
            case "variables":
                return [
                    dict(zip(("station", "component", "name", "kind", "shown"), row, strict=True))
                    for row in ((*key, value) for key, value in self.memory.variables.items())
                ]
            case "transactions":
                return [
                    {"station": station, "number": number, **transaction}
                    for (station, number), transaction in self.memory.transactions.items()
                ]
        raise Refused(404, "no such path")


async def attend(connection: ServerConnection, memory: Memory) -> None:
    """Serve one station until it leaves."""
    identity = unquote(connection.request.path.rsplit("/", 1)[-1])
    kind = Station16 if connection.subprotocol == "ocpp1.6" else Station201
    station = memory.stations[identity] = kind(identity, connection, memory)
    try:
        await station.start()
    except ConnectionClosed:
        if memory.stations.get(identity) is station:
            del memory.stations[identity]


async def main(host: str, port: int, api_port: int) -> None:
    memory = Memory()
    stopped = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    async with (
        serve(lambda c: attend(c, memory), host, port, subprotocols=SUBPROTOCOLS) as server,
        serve_api(Api(memory), host, api_port) as api,
    ):
        bound = server.sockets[0].getsockname()[1]
        print(json.dumps({"url": f"ws://{host}:{bound}", "api": api}), flush=True)
        await stopped.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=9200, help="OCPP; 0 takes a free one")
    parser.add_argument("--api-port", type=int, default=8200, help="HTTP API; 0 takes a free one")
    options = parser.parse_args()
    asyncio.run(main(options.host, options.port, options.api_port))
