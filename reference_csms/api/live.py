"""The CSMS as it runs: liveness, metrics, and events as they happen."""

import json
from collections import Counter
from collections.abc import AsyncIterator

from fastapi import APIRouter, Depends
from fastapi.responses import PlainTextResponse, StreamingResponse

from reference_csms.api.access import Behind, authorized
from reference_csms.csms import Csms
from reference_csms.recording import Feed

router = APIRouter(tags=["live"])


@router.get("/healthz")
async def healthz(csms: Behind) -> dict[str, str]:
    """Tell that the CSMS runs; needs no token."""
    return {"status": "ok"}


@router.get("/metrics", response_class=PlainTextResponse, dependencies=[Depends(authorized)])
async def metrics(csms: Behind) -> str:
    """Metrics in Prometheus's text format."""
    return "".join(_metrics(csms))


def _metrics(csms: Csms) -> list[str]:
    versions = Counter(station.dialect.version for station in csms.all_connected)
    connected = "".join(
        f'ocpp_csms_stations_connected{{version="{version}"}} {count}\n'
        for version, count in sorted(versions.items())
    )
    recording = csms.recording
    return [
        "# TYPE ocpp_csms_stations_connected gauge\n",
        connected,
        _counter("ocpp_csms_calls_received_total", recording.calls_received),
        _counter("ocpp_csms_calls_sent_total", recording.calls_sent),
        _counter("ocpp_csms_internal_errors_total", len(csms.bugs.bugs)),
    ]


def _counter(name: str, value: int) -> str:
    return f"# TYPE {name} counter\n{name} {value}\n"


@router.get("/events", response_class=StreamingResponse, dependencies=[Depends(authorized)])
async def events(csms: Behind) -> StreamingResponse:
    """Server-sent events: `message`, `opened`, `closed` and `refused`, each with JSON data."""
    headers = {"Cache-Control": "no-store"}
    return StreamingResponse(_events(csms.recording.feed), 200, headers, "text/event-stream")


async def _events(feed: Feed) -> AsyncIterator[str]:
    with feed.reader() as queue:
        yield ": connected\n\n"
        while (event := await queue.get()) is not None:
            yield f"event: {event['event']}\ndata: {json.dumps(event)}\n\n"
