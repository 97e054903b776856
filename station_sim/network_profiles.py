"""Network connection profiles: where the station finds its CSMS (2.0.1 Part 2, B09 and B10)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from station_sim.connection import Connection
    from station_sim.policy import Policy

FACTORY_SLOT = 1
"""The slot of the address that the station was started with."""


@dataclass(slots=True)
class Profiles:
    """The addresses by slot; they survive a reboot. `active` is the slot in use."""

    urls: dict[int, str] = field(default_factory=dict)
    active: int = FACTORY_SLOT

    def holds(self, slot: int) -> bool:
        return slot == FACTORY_SLOT or slot in self.urls


class Dialling:
    """Chooses the slot for each attempt to connect."""

    def __init__(self, profiles: Profiles, policy: Policy) -> None:
        self._profiles, self._policy = profiles, policy
        self._proved = profiles.active
        self._failures = 0
        self._choosing = False

    def watch(self, connection: Connection) -> None:
        """Take part in the attempts of a connection, beside whoever does already."""
        before = connection.on_attempt

        def attempted(error: Exception | None) -> None:
            before(error)
            self.attempted(error)

        connection.on_attempt = attempted
        connection.address = self.address

    def address(self, factory: str) -> str:
        """Give the address of the slot in use; a slot may replace the factory's."""
        return self._profiles.urls.get(self._profiles.active, factory)

    def rebooted(self) -> None:
        """Begin with the first slot that holds a profile (B10.FR.04)."""
        slots = self._slots()
        self._choosing, self._failures = bool(slots), 0
        if slots:
            self._profiles.active = slots[0]

    def attempted(self, error: Exception | None) -> None:
        """Count attempts per slot, and fall back to the last that worked (B10.FR.03, .07)."""
        if error is None:
            self._proved, self._choosing, self._failures = self._profiles.active, False, 0
            return
        self._failures += 1
        if not self._choosing or self._failures < self._policy.network_attempts:
            return
        self._failures = 0
        slots = self._slots()
        later = slots[slots.index(self._profiles.active) + 1 :]
        self._choosing = bool(later)
        self._profiles.active = later[0] if later else self._proved

    def _slots(self) -> list[int]:
        return [slot for slot in self._policy.network_priority if self._profiles.holds(slot)]
