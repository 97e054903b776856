"""The simulator's HTTP API: the default contract of a driver that operates a station.

`POST /api/v1/actions/{Action}` does a physical act, its fields as JSON: 200 done, 404 no such act
or station, 409 not possible now, 422 wrong fields. `GET /api/v1/state` shows the hardware, `GET
/api/v1/display` what can be read. With several stations `?station=ID` names one; without it the
first is meant.
"""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, HTTPException, Request

from station_sim import actions
from station_sim.hardware import Evse, NotPossible
from station_sim.station import Station


def create_app(stations: Mapping[str, Station]) -> FastAPI:
    """Make the application for stations by identity, the first being the default."""
    app = FastAPI(title="Charging-station simulator", version="1")

    def chosen(identity: str | None) -> Station:
        key = next(iter(stations)) if identity is None else identity
        if key not in stations:
            raise HTTPException(404, f"there is no station {key!r}")
        return stations[key]

    @app.post("/api/v1/actions/{action}")
    async def do(action: str, request: Request, station: str | None = None) -> dict[str, Any]:
        await _act(chosen(station), action, await _fields(request))
        return {"done": action}

    @app.get("/api/v1/state")
    async def state(station: str | None = None) -> dict[str, Any]:
        return describe(chosen(station))

    @app.get("/api/v1/display")
    async def display(station: str | None = None) -> list[dict[str, Any]]:
        return [{"text": chosen(station).display.text()}]

    return app


async def _fields(request: Request) -> dict[str, Any]:
    try:
        fields = await request.json() if await request.body() else {}
    except ValueError as error:
        raise HTTPException(422, f"the body is no JSON: {error}") from error
    if not isinstance(fields, dict):
        raise HTTPException(422, "the body is no JSON object")
    return fields


async def _act(station: Station, action: str, fields: Mapping[str, Any]) -> None:
    if action not in actions.NAMES:
        raise HTTPException(404, f"{action!r} is none of {', '.join(actions.NAMES)}")
    try:
        await actions.act(station, action, fields)
    except NotPossible as refused:
        raise HTTPException(409, str(refused)) from refused
    except ValueError as wrong:
        raise HTTPException(422, str(wrong)) from wrong


def describe(station: Station) -> dict[str, Any]:
    """Give the state of the hardware as JSON values."""
    return {
        "identity": station.settings.identity,
        "version": station.settings.version,
        "connected": station.link is not None,
        "registration": station.registration.value,
        "time": station.clock.text(),
        "evses": [_evse(evse) for evse in station.hardware.evses],
    }


def _evse(evse: Evse) -> dict[str, Any]:
    return {
        "evse_id": evse.id,
        "bay_occupied": evse.bay_occupied,
        "ev_connected": evse.vehicle is not None,
        "pilot": evse.pilot.name,
        "contactor_closed": evse.contactor_closed,
        "power_w": evse.meter.power,
        "energy_wh": round(evse.meter.energy, 1),
        "connectors": [
            {
                "connector_id": connector.id,
                "type": connector.settings.type,
                "plugged": connector.plugged,
                "locked": connector.locked,
                "fault": connector.fault,
            }
            for connector in evse.connectors
        ],
    }
