"""How much memory an idle connected station costs the reference CSMS.

    python benchmarks/memory.py [stations]

The server is a process of its own. Each station negotiates compression, boots, reports a connector
and sends a heartbeat, then stays silent. Printed: resident KiB per station, beyond what the server
uses with two dozen stations. Linux only, since it reads /proc.
"""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import resource
import sys
from pathlib import Path
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import rawstation
from ocppj.clock import SystemClock

WARM_UP = 24
BOOT = {"chargingStation": {"model": "M", "vendorName": "V"}, "reason": "PowerUp"}
STATUS = {
    "timestamp": "2026-01-01T00:00:00Z",
    "connectorStatus": "Available",
    "evseId": 1,
    "connectorId": 1,
}


def resident_kib() -> int:
    gc.collect()
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1])


def raise_limit(files: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(files, hard), hard))


async def _serve(pipe) -> None:
    from reference_csms.csms import Csms
    from reference_csms.settings import Settings
    from reference_csms.store.memory import MemoryStore

    csms = Csms(
        clock=SystemClock(),
        store=MemoryStore(),
        new_id=lambda: str(uuid4()),
        settings=Settings(ping_interval_s=55),
    )
    listener = await csms.serve()
    pipe.send(listener.port)
    while await asyncio.to_thread(pipe.recv):
        pipe.send((resident_kib(), len(csms.all_connected)))
    await csms.close()


def serve(pipe) -> None:
    asyncio.run(_serve(pipe))


async def station(port: int, number: int):
    reader, writer = await rawstation.connect(port, f"CS{number}", "ocpp2.0.1", compression=True)
    for action, payload in (("BootNotification", BOOT), ("StatusNotification", STATUS)):
        writer.write(rawstation.call(action, action, payload))
        await rawstation.receive(reader)
    writer.write(rawstation.call("h", "Heartbeat", {}))
    await rawstation.receive(reader)
    return reader, writer


def ask(pipe) -> tuple[int, int]:
    pipe.send(True)
    return pipe.recv()


async def _measure(pipe, stations: int) -> None:
    port = pipe.recv()
    kept = [await station(port, number) for number in range(WARM_UP)]
    before, _ = await asyncio.to_thread(ask, pipe)
    kept += [await station(port, number) for number in range(WARM_UP, WARM_UP + stations)]
    after, connected = await asyncio.to_thread(ask, pipe)
    if connected != WARM_UP + stations:
        raise RuntimeError(f"only {connected} stations are connected")
    print(f"{stations} idle stations: {(after - before) / stations:.1f} KiB each")
    for _, writer in kept:
        writer.close()
    pipe.send(False)


def main() -> None:
    stations = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    raise_limit(stations + 200)
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    asyncio.run(_measure(ours, stations))
    server.join(10)


if __name__ == "__main__":
    main()
