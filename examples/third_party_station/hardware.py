"""The example station's hardware, and what it keeps over a reboot: the same for both versions."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

CONNECTORS = (1, 2)
WATTS = 7400


class NotPossible(Exception):
    """An act that does not fit the present state."""


def stamp(moment: float | None = None) -> str:
    """Write a POSIX time, or the present, as OCPP does."""
    at = datetime.now(UTC) if moment is None else datetime.fromtimestamp(moment, UTC)
    return at.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


@dataclass
class Outlet:
    """A connector (1.6), or an EVSE with its only connector (2.0.1)."""

    number: int
    plugged: bool = False
    operative: bool = True
    energy_wh: int = 0
    drawing_since: float | None = None

    def meter(self, moment: float) -> int:
        """Read the meter, in Wh."""
        if self.drawing_since is None:
            return self.energy_wh
        return self.energy_wh + round(WATTS * (moment - self.drawing_since) / 3600)

    def draw(self, moment: float) -> None:
        if self.drawing_since is None:
            self.drawing_since = moment

    def rest(self, moment: float) -> None:
        self.energy_wh = self.meter(moment)
        self.drawing_since = None


@dataclass
class Hardware:
    """Acts change it and become events, which the OCPP side works off one by one."""

    outlets: dict[int, Outlet] = field(default_factory=lambda: {n: Outlet(n) for n in CONNECTORS})
    events: asyncio.Queue[tuple[Any, ...]] = field(default_factory=asyncio.Queue)
    power_lost: asyncio.Event = field(default_factory=asyncio.Event)
    booted: asyncio.Event = field(default_factory=asyncio.Event)
    heartbeat_s: int = 300
    boot_reason: str = "PowerUp"
    settings: dict[str, str] = field(default_factory=dict)
    running: dict[int, Any] = field(default_factory=dict)  # transactions, by outlet

    def act(self, action: str, fields: dict[str, Any]) -> None:
        """Do what a person does. NotImplementedError: no such act; NotPossible: not now."""
        acts = {
            "PlugIn": self.plug_in,
            "Unplug": self.unplug,
            "PresentToken": self.present_token,
            "PowerCycle": self.power_cycle,
        }
        if action not in acts:
            raise NotImplementedError(action)
        acts[action](**fields)

    def plug_in(self, evse_id: int, connector_id: int = 1) -> None:
        outlet = self._outlet(evse_id)
        if outlet.plugged:
            raise NotPossible(f"a cable is in {evse_id} already")
        outlet.plugged = True
        self.events.put_nowait(("plugged", evse_id))

    def unplug(self, evse_id: int, connector_id: int = 1) -> None:
        outlet = self._outlet(evse_id)
        if not outlet.plugged:
            raise NotPossible(f"no cable is in {evse_id}")
        outlet.plugged = False
        self.events.put_nowait(("unplugged", evse_id))

    def present_token(self, id_token: str, type: str = "ISO14443", evse_id: int = 0) -> None:
        plugged = [outlet.number for outlet in self.outlets.values() if outlet.plugged]
        self.events.put_nowait(("token", evse_id or (plugged or [1])[0], str(id_token), type))

    def power_cycle(self, reason: str = "PowerUp") -> None:
        self.boot_reason = reason
        for outlet in self.outlets.values():
            outlet.rest(time.time())
        while not self.events.empty():
            self.events.get_nowait()
        self.power_lost.set()

    def _outlet(self, number: int) -> Outlet:
        if number not in self.outlets:
            raise NotPossible(f"there is no outlet {number}")
        return self.outlets[number]
