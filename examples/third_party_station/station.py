"""A small charging station that is not ours: written on the PyPI package `ocpp`.

It keeps connecting to a CSMS, and does what the control port tells it (see ctl.py), as a person
beside it would. Its 1.6 side has one fault on purpose (see `station16.CONFIGURATION`).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
from typing import TYPE_CHECKING, Any

from hardware import Hardware, NotPossible
from station16 import Station16
from station201 import Station201
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from websockets.asyncio.client import ClientConnection

RECONNECT_S = 0.5
KINDS = {"1.6": (Station16, "ocpp1.6"), "2.0.1": (Station201, "ocpp2.0.1")}


async def keep_connected(csms: str, identity: str, version: str, hardware: Hardware) -> None:
    """Connect, live until the connection ends or the station reboots, and again."""
    kind, subprotocol = KINDS[version]
    while True:
        try:
            async with connect(f"{csms}/{identity}", subprotocols=[subprotocol]) as connection:
                await live(kind, identity, connection, hardware)
        except (OSError, InvalidHandshake, ConnectionClosed, TimeoutError) as error:
            print(f"not connected: {error!r}", file=sys.stderr)
        await asyncio.sleep(RECONNECT_S)


async def live(kind: Any, identity: str, connection: ClientConnection, hardware: Hardware) -> None:
    station = kind(identity, connection, hardware)
    await first_of(station.start(), station.life(), station.beat(), hardware.power_lost.wait())
    if hardware.power_lost.is_set():
        hardware.power_lost.clear()
        hardware.booted.clear()


async def first_of(*works: Coroutine[Any, Any, Any]) -> None:
    """Run all until one ends, end the others, and raise what went wrong."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


async def control(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, hardware: Hardware
) -> None:
    """Answer one line `{"action": ..., "fields": {...}}` with a line `{"status": ...}`."""
    request = json.loads(await reader.readline())
    try:
        hardware.act(request["action"], request["fields"])
        answer = {"status": 0}
    except NotImplementedError:
        answer = {"status": 127, "error": f"there is no {request['action']}"}
    except (NotPossible, TypeError) as error:
        answer = {"status": 1, "error": str(error)}
    writer.write(json.dumps(answer).encode() + b"\n")
    await writer.drain()
    writer.close()
    await writer.wait_closed()


async def main(options: argparse.Namespace) -> None:
    hardware = Hardware()
    stopped = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    server = await asyncio.start_server(
        lambda r, w: control(r, w, hardware), "127.0.0.1", options.port
    )
    async with server:
        print(json.dumps({"control": server.sockets[0].getsockname()[1]}), flush=True)
        csms = options.csms.rstrip("/")
        await first_of(keep_connected(csms, options.id, options.version, hardware), stopped.wait())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--csms", default="ws://127.0.0.1:9000")
    parser.add_argument("--id", default="CS001")
    parser.add_argument("--version", choices=sorted(KINDS), default="2.0.1")
    parser.add_argument("--port", type=int, default=9300, help="control; 0 takes a free one")
    asyncio.run(main(parser.parse_args()))
