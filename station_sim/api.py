"""The simulator's HTTP API: the default contract of a driver that operates a station.

`POST /api/v1/actions/{Action}` does a physical act, its fields as JSON: 200 done, 404 no such act
or station, 409 not possible now, 422 wrong fields. `GET /api/v1/state` shows the hardware, `GET
/api/v1/display` what can be read. With several stations `?station=ID` names one; without it the
first is meant.

Beside the acts, what a test may want of the wire: `POST /api/v1/answers/{Action}` prepares an
answer, `POST /api/v1/requests/{Action}` sends a request, `POST /api/v1/frames` any text, and `POST
/api/v1/script` plays a whole script.
"""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI, HTTPException, Request
from websockets.exceptions import ConnectionClosed

from ocppj.frames import CallResult
from ocppj.problems import CallEnd, CallFailed
from schemas.base import JsonObject
from station_sim import actions, answers, by_hand
from station_sim.fields import Field, filled
from station_sim.hardware import Evse, NotPossible
from station_sim.kit import DraftError
from station_sim.script.journal import Journal
from station_sim.script.posted import Player
from station_sim.script.source import ScriptError
from station_sim.script.stage import Stage
from station_sim.station import Station

_FRAME: Final = {"text": Field((str,))}


def create_app(
    stations: Mapping[str, Station], journals: Mapping[str, Journal] | None = None
) -> FastAPI:
    """Make the application for stations by identity, the first being the default.

    `journals` are the stations' recorders; scripts can be played where there is one.
    """
    app = FastAPI(title="Charging-station simulator", version="1")
    players = {
        identity: Player(Stage(station, journals[identity], number))
        for number, (identity, station) in enumerate(stations.items(), start=1)
        if journals is not None
    }

    def chosen(identity: str | None) -> Station:
        key = next(iter(stations)) if identity is None else identity
        if key not in stations:
            raise HTTPException(404, f"there is no station {key!r}")
        return stations[key]

    @app.post("/api/v1/actions/{action}")
    async def do(action: str, request: Request, station: str | None = None) -> dict[str, Any]:
        await _act(chosen(station), action, await _fields(request))
        return {"done": action}

    @app.post("/api/v1/answers/{action}")
    async def prepare(action: str, request: Request, station: str | None = None) -> dict[str, Any]:
        return _prepare(chosen(station), action, await _fields(request))

    @app.delete("/api/v1/answers/{action}")
    async def clear(action: str, station: str | None = None) -> dict[str, Any]:
        chosen(station).answers.clear(action)
        return {"cleared": action}

    @app.post("/api/v1/requests/{action}")
    async def send(action: str, request: Request, station: str | None = None) -> dict[str, Any]:
        return await _send(chosen(station), action, await _fields(request))

    @app.post("/api/v1/frames")
    async def send_raw(request: Request, station: str | None = None) -> dict[str, Any]:
        return await _send_raw(chosen(station), await _fields(request))

    @app.post("/api/v1/script")
    async def perform(request: Request, station: str | None = None) -> dict[str, Any]:
        player = _player(players, chosen(station))
        return await _perform(player, await request.body())

    @app.delete("/api/v1/script")
    async def interrupt(station: str | None = None) -> dict[str, Any]:
        return {"stopped": _player(players, chosen(station)).stop()}

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


def _prepare(station: Station, action: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    version = station.settings.version
    try:
        answers.prepare(station.answers, version, action, fields)
    except KeyError:
        known = ", ".join(answers.actions(version))
        raise HTTPException(404, f"{action!r} is none of {known}") from None
    except ValueError as wrong:
        raise HTTPException(422, str(wrong)) from wrong
    return {"prepared": action}


async def _send(station: Station, action: str, changes: JsonObject) -> dict[str, Any]:
    try:
        answer = await by_hand.send(station, action, changes)
    except DraftError as unknown:
        raise HTTPException(404, str(unknown.args[0])) from unknown
    except NotPossible as refused:
        raise HTTPException(409, str(refused)) from refused
    except CallFailed as failed:
        lost = failed.reason is CallEnd.CLOSED
        raise HTTPException(409 if lost else 504, str(failed)) from failed
    if isinstance(answer, CallResult):
        return {"result": answer.payload}
    error = {"code": answer.code, "description": answer.description, "details": answer.details}
    return {"call_error": error}


async def _send_raw(station: Station, fields: Mapping[str, Any]) -> dict[str, Any]:
    try:
        await by_hand.send_raw(station, filled(_FRAME, fields, what="the frame")["text"])
    except ValueError as wrong:
        raise HTTPException(422, str(wrong)) from wrong
    except (NotPossible, ConnectionClosed) as refused:
        raise HTTPException(409, str(refused)) from refused
    return {"sent": True}


def _player(players: Mapping[str, Player], station: Station) -> Player:
    identity = station.settings.identity
    if identity not in players:
        raise HTTPException(409, f"nobody keeps a journal of {identity}, which a script needs")
    return players[identity]


async def _perform(player: Player, body: bytes) -> dict[str, Any]:
    try:
        return await player.play(body.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise HTTPException(422, f"the body is no UTF-8 text: {error}") from error
    except ScriptError as wrong:
        raise HTTPException(422, str(wrong)) from wrong
    except NotPossible as refused:
        raise HTTPException(409, str(refused)) from refused


def describe(station: Station) -> dict[str, Any]:
    """Give the state of the hardware as JSON values."""
    return {
        "identity": station.settings.identity,
        "version": station.settings.version,
        "connected": station.link is not None,
        "registration": station.registration.value,
        "time": station.clock.text(),
        "light_intensity": station.policy.light_intensity,
        "blinks": station.hardware.blinks,
        "door_open": station.hardware.door_open,
        "emergency_stop": station.hardware.emergency,
        "evses": [_evse(station, evse) for evse in station.hardware.evses],
    }


def _evse(station: Station, evse: Evse) -> dict[str, Any]:
    return {
        "evse_id": evse.id,
        "bay_occupied": evse.bay_occupied,
        "ev_connected": evse.vehicle is not None,
        "pilot": evse.pilot.name,
        "state_of_charge": evse.state_of_charge,
        "phases_in_use": evse.phases_in_use,
        "current_limit_a": evse.current_limit,
        "contactor_closed": evse.contactor_closed,
        "transaction": station.point(evse.id).transaction is not None,
        "power_w": evse.meter.power,
        "energy_wh": round(evse.meter.energy, 1),
        "connectors": [
            {
                "connector_id": connector.id,
                "status": station.kit.status(station, (evse.id, connector.id)),
                "type": connector.settings.type,
                "plugged": connector.plugged,
                "locked": connector.locked,
                "fault": connector.fault,
            }
            for connector in evse.connectors
        ],
    }
