"""The energy meter of an EVSE: every value follows from the power that really flows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PHASES = ("L1", "L2", "L3")
REGISTER: Final = "Energy.Active.Import.Register"


@dataclass(frozen=True, slots=True)
class Sample:
    """One reading: a measurand in the words that both versions share, its value, unit and place."""

    measurand: str
    value: float
    unit: str
    phase: str | None = None
    location: str = "Outlet"


@dataclass(slots=True)
class _Flow:
    phases: int
    voltage: float
    power: float = 0.0


class Meter:
    """Integrates power over time; `time` gives seconds, energies are in Wh.

    The register never runs back, and it survives a power cycle as a certified meter's does.
    """

    def __init__(self, time: Callable[[], float], phases: int, voltage: float) -> None:
        self._time = time
        self._flow = _Flow(phases, voltage)
        self._energy_ws = dict.fromkeys(PHASES, 0.0)
        self._since = time()
        self.offered_current = 0.0
        self.phases_in_use = phases
        self.state_of_charge: Callable[[], float | None] = _no_vehicle

    @property
    def power(self) -> float:
        """In watts."""
        return self._flow.power

    def set_power(self, power: float) -> None:
        self._integrate()
        self._flow.power = power

    @property
    def energy(self) -> float:
        """The import register in Wh."""
        self._integrate()
        return sum(self._energy_ws.values()) / 3600

    def energy_of(self, phase: str) -> float:
        """Give what of it came over one phase, in Wh."""
        self._integrate()
        return self._energy_ws[phase] / 3600

    def _integrate(self) -> None:
        """Add what has flowed since the last time, on all phases in use alike."""
        now = self._time()
        energy = self._flow.power * max(0.0, now - self._since)
        for phase in PHASES[: self.phases_in_use]:
            self._energy_ws[phase] += energy / self.phases_in_use
        self._since = now

    @property
    def current(self) -> float:
        """In amperes, on each phase that is in use."""
        return self._flow.power / (self.phases_in_use * self._flow.voltage)

    def read(self, measurands: Iterable[str]) -> list[Sample]:
        """Read the measurands that this meter knows, in the order asked for.

        `Voltage.L1` and the like select one phase; what the meter cannot measure is left out.
        """
        return [sample for name in measurands for sample in self._read(name)]

    def _read(self, name: str) -> list[Sample]:
        base, _, phase = name.rpartition(".")
        if phase in PHASES[: self._flow.phases] and base == REGISTER:
            return [Sample(REGISTER, round(self.energy_of(phase), 1), "Wh", phase)]
        if phase in PHASES and base in MEASURANDS:
            return [s for s in self._read(base) if s.phase == phase]
        reader = MEASURANDS.get(name)
        return reader(self) if reader is not None else []

    def per_phase(self, measurand: str, value: float, unit: str) -> list[Sample]:
        used = PHASES[: self._flow.phases]
        return [Sample(measurand, value, unit, phase) for phase in used]

    def currents(self) -> list[Sample]:
        """Give the current of every phase, nothing on those that are not in use."""
        samples = self.per_phase("Current.Import", round(self.current, 2), "A")
        idle = [replace(sample, value=0.0) for sample in samples[self.phases_in_use :]]
        return [*samples[: self.phases_in_use], *idle]

    @property
    def voltage(self) -> float:
        return self._flow.voltage

    @property
    def offered_power(self) -> float:
        return self.offered_current * self.phases_in_use * self._flow.voltage


def _no_vehicle() -> float | None:
    return None


def _soc(meter: Meter) -> list[Sample]:
    # Only the state of charge is the vehicle's own value (errata 6.2.58: no other has location EV).
    value = meter.state_of_charge()
    return [] if value is None else [Sample("SoC", round(value, 1), "Percent", None, "EV")]


MEASURANDS: dict[str, Callable[[Meter], list[Sample]]] = {
    REGISTER: lambda m: [Sample(REGISTER, round(m.energy, 1), "Wh")],
    "Power.Active.Import": lambda m: [Sample("Power.Active.Import", round(m.power, 1), "W")],
    "Power.Offered": lambda m: [Sample("Power.Offered", round(m.offered_power, 1), "W")],
    "Current.Import": lambda m: m.currents(),
    "Current.Offered": lambda m: [Sample("Current.Offered", round(m.offered_current, 1), "A")],
    "Voltage": lambda m: m.per_phase("Voltage", round(m.voltage, 1), "V"),
    "SoC": _soc,
}
