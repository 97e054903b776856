"""Where the station finds its CSMS, and how safely it connects.

Sources: 2.0.1 Part 2, A05, B09 and B10, with the errata of 2025-09; 1.6 security white paper, A05.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from station_sim.connection import Connection
    from station_sim.policy import Policy

FACTORY_SLOT: Final = 1
"""The slot of the address that the station was started with."""
TLS_FROM: Final = 2
"""Security profiles from this one on use TLS."""
TRIALS: Final = 3
"""Attempts with a higher security profile before 1.6 falls back (A05.FR.08)."""


@dataclass(frozen=True, slots=True)
class NetworkProfile:
    """An address; None stands for what the factory has set. `message_timeout` in seconds."""

    url: str
    security_profile: int | None = None
    message_timeout: int | None = None


@dataclass(slots=True)
class Profiles:
    """The profiles by slot; they survive a reboot. `active` is the slot in use.

    `security_profile` is the one last in use, None for the factory's, whose slot is
    `factory_dropped` once there was a higher one.
    """

    slots: dict[int, NetworkProfile] = field(default_factory=dict)
    active: int = FACTORY_SLOT
    security_profile: int | None = None
    factory_dropped: bool = False

    def holds(self, slot: int) -> bool:
        return slot in self.slots or (slot == FACTORY_SLOT and not self.factory_dropped)


class Dialling:
    """Chooses the slot and the security profile for each attempt to connect.

    `factory` gives the security profile that the station is delivered with.
    """

    def __init__(
        self, profiles: Profiles, policy: Policy, factory: Callable[[], int] = lambda: 0
    ) -> None:
        self._profiles, self._policy, self._factory = profiles, policy, factory
        self._proved = profiles.active
        self._failures = 0
        self._left: list[int] | None = None  # None: the slot in use has worked
        self._given_up = False
        self._trial: int | None = None

    def watch(self, connection: Connection) -> None:
        """Take part in the attempts of a connection, beside whoever does already."""
        before = connection.on_attempt

        def attempted(error: Exception | None) -> None:
            before(error)
            self.attempted(error)

        connection.on_attempt = attempted
        connection.address = self.address
        connection.shows_password = lambda: self.next_profile < 3
        connection.message_timeout = lambda: self.message_timeout

    # what the next attempt is made with

    @property
    def _slot(self) -> NetworkProfile | None:
        return self._profiles.slots.get(self._profiles.active)

    @property
    def security_profile(self) -> int:
        """The security profile in use, or last in use where there is no connection."""
        used = self._profiles.security_profile
        return self._factory() if used is None else used

    @property
    def next_profile(self) -> int:
        """The security profile of the next attempt."""
        own = self.profile_of(self._profiles.active)
        return own if self._trial is None else self._trial

    def profile_of(self, slot: int) -> int:
        """Give the security profile of a slot."""
        found = self._profiles.slots.get(slot)
        own = None if found is None else found.security_profile
        return self.security_profile if own is None else own

    @property
    def message_timeout(self) -> int | None:
        """How long an answer is waited for in seconds; None: as the factory has set (2.1.3)."""
        return None if self._slot is None else self._slot.message_timeout

    def address(self, factory: str) -> str:
        """Give the address of the slot in use; a slot may replace the factory's.

        A security profile with TLS that the CSMS has set uses it whatever the address says.
        """
        url = factory if self._slot is None else self._slot.url
        raised = self.next_profile != self._factory()
        if raised and self.next_profile >= TLS_FROM and url.startswith("ws:"):
            return f"wss:{url.removeprefix('ws:')}"
        return url

    # what the CSMS asks

    def rise(self, security_profile: int) -> None:
        """Use a higher security profile from the next attempt on (1.6, A05.FR.07)."""
        self._trial, self._failures = security_profile, 0

    def rebooted(self) -> None:
        """Begin with the first slot that holds a profile (A05.FR.05, B10.FR.04)."""
        slots = self._slots()
        self._failures, self._given_up = 0, False
        if slots:
            self._profiles.active, self._left = slots[0], slots[1:]

    # how attempts end

    def attempted(self, error: Exception | None) -> None:
        """Take note of how an attempt ended; None: there is a connection."""
        if error is None:
            self._worked()
        elif self._trial is not None:
            self._trial_failed()
        elif not self._given_up:
            self._failed()

    def _failed(self) -> None:
        """Count attempts per slot, and fall back to the last that worked (B10.FR.03, .07)."""
        if self._left is None:  # the connection was lost
            self._left = [slot for slot in self._slots() if slot != self._profiles.active]
        self._failures += 1
        if self._failures < self._policy.network_attempts:
            return
        self._failures = 0
        self._given_up = not self._left
        self._profiles.active = self._left.pop(0) if self._left else self._proved

    def _trial_failed(self) -> None:
        """Go back to what worked (1.6, A05.FR.08)."""
        self._failures += 1
        if self._failures >= TRIALS:
            self._trial, self._failures = None, 0
            self._policy.settle_network(self.security_profile, ())

    def _worked(self) -> None:
        profile = self.next_profile
        self._proved = self._profiles.active
        self._failures, self._left, self._given_up, self._trial = 0, None, False, None
        if profile != self.security_profile:
            self._profiles.security_profile = profile
            self._drop_below(profile)

    def _drop_below(self, security_profile: int) -> None:
        """Forget the profiles that are less safe than the one in use (A05.FR.06)."""
        profiles = self._profiles
        low = {slot for slot, one in profiles.slots.items() if _lower(one, security_profile)}
        for slot in low - {profiles.active}:
            del profiles.slots[slot]
        if profiles.active != FACTORY_SLOT and self._factory() < security_profile:
            profiles.factory_dropped = True
        self._policy.settle_network(security_profile, self._slots())

    def _slots(self) -> list[int]:
        return [slot for slot in self._policy.network_priority if self._profiles.holds(slot)]


def _lower(profile: NetworkProfile, security_profile: int) -> bool:
    own = profile.security_profile
    return own is not None and own < security_profile
