"""The physical acts by name, for the HTTP API and scripts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ocppj.clock import parse_datetime
from station_sim.fields import Field, filled
from station_sim.smart_charging import external

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from station_sim.station import Station


@dataclass(frozen=True, slots=True)
class _Act:
    run: Callable[..., Awaitable[None]]
    fields: Mapping[str, Field]


async def act(station: Station, name: str, fields: Mapping[str, Any]) -> None:
    """Do an act.

    Raises KeyError for an unknown name, ValueError naming each wrong field, NotPossible when the
    hardware does not allow it now.
    """
    known = _ACTS[name]
    await known.run(station, **filled(known.fields, fields, what=name))


def check(name: str, fields: Mapping[str, Any]) -> None:
    """Raise what `act` raises for an unknown name or wrong fields."""
    filled(_ACTS[name].fields, fields, what=name)


async def _set_clock(station: Station, time: str) -> None:
    station.clock.set(parse_datetime(time))


async def _impose(station: Station, source: str, limit: float, **fields: Any) -> None:
    external.impose(station, source, limit, **fields)


async def _release(station: Station, source: str, evse_id: int) -> None:
    external.release(station, source, evse_id)


async def _ask(station: Station, evse_id: int, energy: int | None, departure: int | None) -> None:
    station.herald.ask(evse_id, energy, departure)


async def _tell(station: Station, evse_id: int, limit: float | None) -> None:
    station.herald.tell(evse_id, limit)


async def _request_contract(station: Station, evse_id: int, action: str) -> None:
    station.papers.request_contract(evse_id, action)


async def _set_temperature(station: Station, celsius: float) -> None:
    station.hardware.warm(celsius)


_EVSE: Final = {"evse_id": Field((int,))}
_CONNECTOR: Final = {**_EVSE, "connector_id": Field((int,), 1)}
_TOKEN: Final = {
    "id_token": Field((str,)),
    "type": Field((str,), "ISO14443"),
    "evse_id": Field((int, type(None)), None),
}

_ACTS: Final[Mapping[str, _Act]] = {
    "PlugIn": _Act(
        lambda station, **f: station.plug_in(**f), {**_CONNECTOR, "iso15118": Field((bool,), False)}
    ),
    "Unplug": _Act(lambda station, **f: station.unplug(**f), _CONNECTOR),
    "PresentToken": _Act(lambda station, **f: station.present_token(**f), _TOKEN),
    "PowerCycle": _Act(lambda station: station.power_cycle(), {}),
    "EnterBay": _Act(lambda station, **f: station.enter_bay(**f), _EVSE),
    "LeaveBay": _Act(lambda station, **f: station.leave_bay(**f), _EVSE),
    "StartEnergy": _Act(lambda station, **f: station.start_energy(**f), _EVSE),
    "StopEnergy": _Act(lambda station, **f: station.stop_energy(**f), _EVSE),
    "ReportFault": _Act(
        lambda station, **f: station.report_fault(**f), {**_CONNECTOR, "code": Field((str,))}
    ),
    "ClearFault": _Act(lambda station, **f: station.clear_fault(**f), _CONNECTOR),
    "RequestContractCertificate": _Act(
        _request_contract, {**_EVSE, "action": Field((str,), "Install")}
    ),
    "GoOffline": _Act(lambda station: station.go_offline(), {}),
    "GoOnline": _Act(lambda station: station.go_online(), {}),
    "ImposeLimit": _Act(
        _impose,
        {
            "source": Field((str,)),
            "limit": Field((int, float)),
            "unit": Field((str,), "A"),
            "evse_id": Field((int,), 0),
            "duration": Field((int, type(None)), None),
            "critical": Field((bool, type(None)), None),
        },
    ),
    "ReleaseLimit": _Act(_release, {"source": Field((str,)), "evse_id": Field((int,), 0)}),
    "SendChargingNeeds": _Act(
        _ask,
        {
            **_EVSE,
            "energy": Field((int, type(None)), None),
            "departure": Field((int, type(None)), None),
        },
    ),
    "SendChargingSchedule": _Act(_tell, {**_EVSE, "limit": Field((int, float, type(None)), None)}),
    "SetClock": _Act(_set_clock, {"time": Field((str,))}),
    "SetTemperature": _Act(_set_temperature, {"celsius": Field((int, float))}),
}

NAMES: Final = tuple(_ACTS)
