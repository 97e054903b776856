"""How many CALLs a second the reference CSMS handles, beside a CSMS on the PyPI package `ocpp`.

    python benchmarks/messages.py [--stations N] [--calls N] [--rounds N] [--message NAME ...]

Messages are BootNotification, MeterValues with ten values and TransactionEvent, each by itself and
then all three in turn ("mix", the figure that counts).

Both servers do the whole job with their validation in both directions; ours also keeps state and
records every text. Each is a process of its own and serves the same client, whose frames are
encoded beforehand. One round measures both servers after one another; the ratio is taken within the
round, and medians are printed. Two figures: CALLs per second as the client sees them, and CPU time
of the server per CALL, which other work on the machine disturbs less.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import sys
import time
from pathlib import Path
from statistics import median
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import rawstation

AT = "2026-01-01T00:00:00Z"
SAMPLE = {
    "value": 230.1,
    "context": "Sample.Periodic",
    "measurand": "Voltage",
    "phase": "L1",
    "location": "Outlet",
    "unitOfMeasure": {"unit": "V"},
}
BOOT = {"chargingStation": {"model": "M", "vendorName": "V"}, "reason": "PowerUp"}


def boot(_: int) -> dict:
    return BOOT


def meter_values(_: int) -> dict:
    return {"evseId": 1, "meterValue": [{"timestamp": AT, "sampledValue": [SAMPLE] * 10}]}


def transaction_event(number: int) -> dict:
    return {
        "eventType": "Updated",
        "timestamp": AT,
        "triggerReason": "MeterValuePeriodic",
        "seqNo": number,
        "transactionInfo": {"transactionId": "T1", "chargingState": "Charging"},
        "evse": {"id": 1, "connectorId": 1},
        "idToken": {"idToken": "TAG", "type": "ISO14443"},
        "meterValue": [{"timestamp": AT, "sampledValue": [SAMPLE]}],
    }


MESSAGES = {
    "BootNotification": boot,
    "MeterValues": meter_values,
    "TransactionEvent": transaction_event,
}
MIX = "mix"


def calls_of(name: str, count: int) -> list[bytes]:
    """Encode CALLs of one message, or of all in turn."""
    names = [*MESSAGES] if name == MIX else [name]
    turns = [(names[n % len(names)], 1 + n // len(names)) for n in range(count)]
    return [rawstation.call(f"{action}{n}", action, MESSAGES[action](n)) for action, n in turns]


async def serve_ours(pipe) -> None:
    from ocppj.clock import SystemClock
    from ocppj.trace import NoTrace
    from reference_csms.csms import Csms
    from reference_csms.records import Token
    from reference_csms.store.memory import MemoryStore

    store = MemoryStore()
    await store.tokens.put(Token("TAG", "ISO14443"))
    csms = Csms(clock=SystemClock(), store=store, new_id=lambda: str(uuid4()), recorder=NoTrace())
    listener = await csms.serve()
    await _report(pipe, listener.port)
    await csms.close()


async def serve_theirs(pipe) -> None:
    from ocpp.routing import on
    from ocpp.v201 import ChargePoint, call_result
    from websockets.asyncio.server import serve

    class Station(ChargePoint):
        @on("BootNotification")
        async def on_boot(self, **_):
            return call_result.BootNotification(AT, 300, "Accepted")

        @on("MeterValues")
        async def on_meter_values(self, **_):
            return call_result.MeterValues()

        @on("TransactionEvent")
        async def on_transaction_event(self, **_):
            return call_result.TransactionEvent(id_token_info={"status": "Accepted"})

    async def handle(websocket) -> None:
        from websockets.exceptions import ConnectionClosed

        try:
            await Station(websocket.request.path, websocket).start()
        except ConnectionClosed:
            return

    async with serve(handle, "127.0.0.1", 0, subprotocols=["ocpp2.0.1"]) as server:
        await _report(pipe, next(iter(server.sockets)).getsockname()[1])


async def _report(pipe, port: int) -> None:
    """Tell the port, then the CPU time so far whenever asked."""
    pipe.send(port)
    while await asyncio.to_thread(pipe.recv):
        pipe.send(time.process_time())


def run_ours(pipe) -> None:
    asyncio.run(serve_ours(pipe))


def run_theirs(pipe) -> None:
    asyncio.run(serve_theirs(pipe))


class Server:
    def __init__(self, target) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=target, args=(theirs,), daemon=True)
        self._process.start()
        self.port = self._pipe.recv()

    def cpu(self) -> float:
        self._pipe.send(True)
        return self._pipe.recv()

    def stop(self) -> None:
        self._pipe.send(False)
        self._process.join(10)


async def station(streams, frames: list[bytes]) -> None:
    reader, writer = streams
    for frame in frames:
        writer.write(frame)
        answer = await rawstation.receive(reader)
        if not answer.startswith(b"[3,"):
            raise RuntimeError(answer.decode())


async def measure(server: Server, name: str, stations: int, calls: int) -> tuple[float, float]:
    """Give CALLs per second, and microseconds of the server's CPU per CALL."""
    connected = [
        await rawstation.connect(server.port, f"CS{n}", "ocpp2.0.1", compression=False)
        for n in range(stations)
    ]
    warm = [rawstation.call("boot", "BootNotification", BOOT)]
    warm += [rawstation.call(f"warm{n}", n, build(0)) for n, build in MESSAGES.items()]
    await asyncio.gather(*(station(streams, warm) for streams in connected))
    frames = calls_of(name, calls)
    cpu, began = server.cpu(), time.perf_counter()
    exchanges = [rawstation.Exchange(writer.transport, frames) for _, writer in connected]
    for exchange in exchanges:
        exchange.begin()
    await asyncio.gather(*(exchange.done for exchange in exchanges))
    took, used = time.perf_counter() - began, server.cpu() - cpu
    for _, writer in connected:
        writer.close()
    return stations * calls / took, used / (stations * calls) * 1e6


def compare(name: str, stations: int, calls: int, rounds: int) -> None:
    results = []
    for _ in range(rounds):
        pair = []
        for target, part in ((run_ours, 1), (run_theirs, 10)):
            server = Server(target)
            pair.append(asyncio.run(measure(server, name, stations, max(1, calls // part))))
            server.stop()
        results.append(pair)
    ours = [pair[0] for pair in results]
    theirs = [pair[1] for pair in results]
    row = (
        median(rate for rate, _ in ours),
        median(rate for rate, _ in theirs),
        median(o[0] / t[0] for o, t in results),
        median(cpu for _, cpu in ours),
        median(cpu for _, cpu in theirs),
        median(t[1] / o[1] for o, t in results),
    )
    print(ROW.format(name, *row), flush=True)


HEAD = "{:18}{:>12}{:>12}{:>8}{:>12}{:>12}{:>8}"
ROW = "{:18}{:12,.0f}{:12,.0f}{:8.1f}{:12.0f}{:12.0f}{:8.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stations", type=int, default=100)
    parser.add_argument("--calls", type=int, default=200, help="per station")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--message", action="append", choices=(*MESSAGES, MIX))
    given = parser.parse_args()
    print(HEAD.format("", "calls/s", "with ocpp", "ratio", "us of CPU", "with ocpp", "ratio"))
    for name in given.message or (*MESSAGES, MIX):
        compare(name, given.stations, given.calls, given.rounds)


if __name__ == "__main__":
    main()
