"""The physical acts by name, for the HTTP API and scripts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from ocppj.clock import parse_datetime
from station_sim.fields import Field, filled
from station_sim.hardware import Vehicle
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


async def _plug_in(
    station: Station, evse_id: int, connector_id: int, iso15118: bool, **ev: float | None
) -> None:
    """Plug in an EV; what is not said of it is as usual."""
    told: dict[str, Any] = {_EV[name]: value for name, value in ev.items() if value is not None}
    if any(value <= 0 for name, value in told.items() if name != "soc_at_start"):
        raise ValueError("PlugIn: power, phases, capacity and cable are above 0")
    if not 0 <= told.get("soc_at_start", 0) <= 100 or told.get("phases", 3) > 3:
        raise ValueError("PlugIn: soc is from 0 to 100, and there are up to 3 phases")
    vehicle = replace(Vehicle(iso15118=iso15118), **told)
    await station.plug_in(evse_id, connector_id, vehicle)


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


async def _fail_reboots(station: Station, count: int) -> None:
    station.hardware.failing_reboots = max(0, count)


async def _limit(station: Station, evse_id: int, **limits: float | None) -> None:
    station.behaviour.limits.impose(evse_id, **limits)


async def _door(station: Station, *, opened: bool) -> None:
    """Open or close the door of the cabinet; opening it is tampering (2.0.1, A04)."""
    if opened and not station.hardware.door_open:
        station.security.report("TamperDetectionActivated", "the door was opened")
    station.hardware.door_open = opened


_EV: Final = {
    "power": "power",
    "phases": "phases",
    "soc": "soc_at_start",
    "capacity": "capacity",
    "cable": "cable",
}
"""The fields of PlugIn that describe the EV, as `Vehicle` names them."""
_NUMBER: Final = (int, float, type(None))
_EVSE: Final = {"evse_id": Field((int,))}
_CONNECTOR: Final = {**_EVSE, "connector_id": Field((int,), 1)}
_TOKEN: Final = {
    "id_token": Field((str,)),
    "type": Field((str,), "ISO14443"),
    "evse_id": Field((int, type(None)), None),
}

_ACTS: Final[Mapping[str, _Act]] = {
    "PlugIn": _Act(
        _plug_in,
        {
            **_CONNECTOR,
            "iso15118": Field((bool,), False),
            **{name: Field(_NUMBER, None) for name in ("power", "soc", "capacity", "cable")},
            "phases": Field((int, type(None)), None),
        },
    ),
    "Unplug": _Act(lambda station, **f: station.unplug(**f), _CONNECTOR),
    "PresentToken": _Act(lambda station, **f: station.present_token(**f), _TOKEN),
    "PowerCycle": _Act(
        lambda station, **f: station.power_cycle(**f), {"seconds": Field((int, float), 0)}
    ),
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
    "PressEmergencyStop": _Act(lambda station: station.press_emergency_stop(), {}),
    "ReleaseEmergencyStop": _Act(lambda station: station.release_emergency_stop(), {}),
    "FailReboots": _Act(_fail_reboots, {"count": Field((int,), 1)}),
    "OpenDoor": _Act(lambda station: _door(station, opened=True), {}),
    "CloseDoor": _Act(lambda station: _door(station, opened=False), {}),
    "LimitSession": _Act(
        _limit,
        {
            **_EVSE,
            **{name: Field(_NUMBER, None) for name in ("energy", "seconds", "soc", "credit")},
        },
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
