"""The physical station: sockets, cables, locks, contactors, vehicles, parking bays, faults.

Nothing here knows of OCPP. An act changes the state and tells whoever listens; messages are the
consequence that others draw from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from station_sim.meter import Meter

if TYPE_CHECKING:
    from collections.abc import Callable

    from station_sim.settings import ConnectorSettings, EvseSettings, StationSettings


EMERGENCY_STOP: Final = "EmergencyStop"
LOCK_FAILURE: Final = "ConnectorLockFailure"
READER_FAILURE: Final = "ReaderFailure"
"""ChargePointErrorCodes of 1.6: the lock of the connector does not move; no token is read."""


class NotPossible(Exception):
    """An act that cannot be done now, such as plugging a second cable into one socket."""


class Iec61851(StrEnum):
    """The states of the control pilot."""

    A = "no vehicle"
    B = "vehicle connected"
    C = "vehicle ready to take energy"
    F = "fault"


@dataclass(slots=True)
class Vehicle:
    """An EV on the cable: `power` in W is what it takes when it wants energy, `soc` in percent.

    `contract` is the answer to its last request for a contract certificate, base64. `cable` is
    what the cable carries in A per phase. With `iso15118` it negotiates before it charges, and
    `negotiating` says that it still does.
    """

    power: float = 11000.0
    capacity: float = 60000.0
    soc_at_start: float = 20.0
    wants_energy: bool = True
    contract: str | None = None
    phases: int = 3
    cable: float = 32.0
    iso15118: bool = False
    negotiating: bool = False


@dataclass(slots=True)
class Connector:
    """One socket or fixed cable; `plugged` is the station's end of the cable."""

    id: int
    settings: ConnectorSettings
    plugged: bool = False
    locked: bool = False
    fault: str | None = None


class Fact(StrEnum):
    """What changed at an EVSE."""

    EV_CONNECTED = "EV connected"
    EV_DISCONNECTED = "EV disconnected"
    CABLE_REMOVED = "cable removed"
    BAY_ENTERED = "bay entered"
    BAY_LEFT = "bay left"
    DEMAND = "the EV's demand changed"
    FAULT = "fault changed"
    CONTACTOR = "contactor switched"
    OFFER = "the offered current changed"
    AGREED = "the negotiation with the EV is over"


@dataclass(slots=True)
class Evse:
    """One place to charge: at most one vehicle takes energy at a time."""

    id: int
    settings: EvseSettings
    meter: Meter
    connectors: list[Connector]
    vehicle: Vehicle | None = None
    connector_in_use: int | None = None
    bay_occupied: bool = False
    contactor_closed: bool = False
    current_limit: float = 0.0
    phase_limit: int = 3
    emergency: bool = False
    listeners: list[Callable[[Evse, Fact], None]] = field(default_factory=list)
    _energy_at_plug_in: float = 0.0

    def connector(self, connector_id: int) -> Connector:
        """Raise NotPossible for a connector that does not exist."""
        for connector in self.connectors:
            if connector.id == connector_id:
                return connector
        raise NotPossible(f"EVSE {self.id} has no connector {connector_id}")

    @property
    def faulted(self) -> bool:
        return self.emergency or any(connector.fault for connector in self.connectors)

    @property
    def fault(self) -> str | None:
        """What is wrong here, the emergency stop before all else."""
        codes = (connector.fault for connector in self.connectors)
        return EMERGENCY_STOP if self.emergency else next(filter(None, codes), None)

    @property
    def pilot(self) -> Iec61851:
        if self.faulted:
            return Iec61851.F
        if self.vehicle is None:
            return Iec61851.A
        return Iec61851.C if self.vehicle.wants_energy else Iec61851.B

    @property
    def phases_in_use(self) -> int:
        """As many as the EVSE has, as the limit allows, and as the EV can use."""
        own = min(self.settings.phases, self.phase_limit)
        return own if self.vehicle is None else min(own, self.vehicle.phases)

    @property
    def demanded_current(self) -> float:
        """What EV and cable would take if there were no limit, in A per phase."""
        if self.vehicle is None:
            return 0.0
        own = self.vehicle.power / (self.phases_in_use * self.settings.voltage)
        return min(own, self.vehicle.cable)

    @property
    def transferring(self) -> bool:
        return self.meter.power > 0

    @property
    def state_of_charge(self) -> float | None:
        """Of the connected vehicle in percent, None without one."""
        if self.vehicle is None:
            return None
        taken = self.meter.energy - self._energy_at_plug_in
        return min(100.0, self.vehicle.soc_at_start + 100 * taken / self.vehicle.capacity)

    def energy_at(self, soc: float) -> float:
        """Give the register in Wh at which the connected vehicle has that state of charge."""
        if self.vehicle is None:
            return float("inf")
        missing = (soc - self.vehicle.soc_at_start) / 100 * self.vehicle.capacity
        return self._energy_at_plug_in + missing

    # acts

    def plug_in(self, connector_id: int, vehicle: Vehicle) -> None:
        connector = self.connector(connector_id)
        if self.vehicle is not None:
            raise NotPossible(f"an EV is connected to EVSE {self.id} already")
        in_use = self.connector_in_use
        if in_use not in (None, connector_id):
            raise NotPossible(f"EVSE {self.id} has a cable in connector {in_use}")
        connector.plugged = True
        self.vehicle, self.connector_in_use = vehicle, connector_id
        vehicle.negotiating = vehicle.iso15118
        self._energy_at_plug_in = self.meter.energy
        self._tell(Fact.EV_CONNECTED)

    def unplug(self, connector_id: int) -> None:
        """Disconnect the EV; the cable leaves the socket too unless the lock still holds it."""
        connector = self.connector(connector_id)
        if self.vehicle is None or self.connector_in_use != connector_id:
            raise NotPossible(f"no EV is connected to connector {connector_id} of EVSE {self.id}")
        self.vehicle = None
        self.update_power()
        self._tell(Fact.EV_DISCONNECTED)
        self.remove_cable(connector)

    def remove_cable(self, connector: Connector) -> None:
        """Pull the cable out of the socket where nothing holds it."""
        held = connector.locked or self.vehicle is not None
        if not connector.plugged or held:
            return
        connector.plugged = False
        self.connector_in_use = None
        self._tell(Fact.CABLE_REMOVED)

    def occupy_bay(self, occupied: bool) -> None:
        if self.bay_occupied == occupied:
            raise NotPossible(f"the bay of EVSE {self.id} is {'' if occupied else 'not '}occupied")
        self.bay_occupied = occupied
        self._tell(Fact.BAY_ENTERED if occupied else Fact.BAY_LEFT)

    def demand_energy(self, wants: bool) -> None:
        if self.vehicle is None:
            raise NotPossible(f"no EV is connected to EVSE {self.id}")
        self.vehicle.wants_energy = wants
        self.update_power()
        self._tell(Fact.DEMAND)

    def set_fault(self, connector_id: int, code: str | None) -> None:
        self.connector(connector_id).fault = code
        self.update_power()
        self._tell(Fact.FAULT)

    def stop_in_emergency(self, pressed: bool) -> None:
        """Let the emergency button cut the power, or give it back."""
        if self.emergency is not pressed:
            self.emergency = pressed
            self.update_power()
            self._tell(Fact.FAULT)

    # what the station's controller does

    def lock(self, locked: bool) -> None:
        for connector in self.connectors:
            movable = not connector.settings.fixed_cable and connector.fault != LOCK_FAILURE
            if connector.id == self.connector_in_use and movable:
                connector.locked = locked

    def switch(self, closed: bool) -> None:
        """Close or open the contactor."""
        changed = self.contactor_closed != closed
        self.contactor_closed = closed
        self.update_power()
        if changed:
            self._tell(Fact.CONTACTOR)

    def offer(self, current: float, phases: int) -> None:
        """Limit what the EV may take, in A on each of so many phases."""
        if (current, phases) != (self.current_limit, self.phase_limit):
            self.current_limit, self.phase_limit = current, phases
            self.update_power()
            self._tell(Fact.OFFER)

    def agreed(self) -> None:
        """End the negotiation with the EV, which charges when it can."""
        if self.vehicle is not None and self.vehicle.negotiating:
            self.vehicle.negotiating = False
            self._tell(Fact.AGREED)

    def update_power(self) -> None:
        """Let the power follow from contactor, pilot, demand and limit."""
        self.meter.offered_current = self.current_limit if self.contactor_closed else 0.0
        flows = self.contactor_closed and self.pilot is Iec61851.C and self.vehicle is not None
        phases = self.phases_in_use
        power = 0.0
        if flows and self.vehicle is not None:
            carried = min(self.meter.offered_current, self.vehicle.cable)
            power = min(self.vehicle.power, carried * phases * self.settings.voltage)
        self.meter.set_power(power)
        self.meter.phases_in_use = phases

    def _tell(self, fact: Fact) -> None:
        for listener in self.listeners:
            listener(self, fact)


class Hardware:
    """All EVSEs of a station, numbered from 1; `temperature` is that of its inside in Celsius.

    `door_open` is the door of its cabinet, `emergency` that its emergency button is pressed.
    While it is not `powered` it notices nothing. `blinks` counts how often its lights blinked.
    """

    def __init__(self, settings: StationSettings, time: Callable[[], float]) -> None:
        self.evses = [_evse(n, evse, time) for n, evse in enumerate(settings.evses, start=1)]
        self.temperature = 25.0
        self.door_open = False
        self.powered = True
        self.failing_reboots = 0
        self.blinks = 0
        self.on_climate: Callable[[], None] = lambda: None

    def reboots(self) -> bool:
        """Try to reboot; false where that fails, as `failing_reboots` attempts do."""
        fails = self.failing_reboots > 0
        self.failing_reboots -= fails
        return not fails

    def warm(self, temperature: float) -> None:
        """Bring the inside of the station to a temperature."""
        self.temperature = temperature
        self.on_climate()

    @property
    def emergency(self) -> bool:
        return any(evse.emergency for evse in self.evses)

    def evse(self, evse_id: int) -> Evse:
        """Raise NotPossible for an EVSE that does not exist."""
        if not 1 <= evse_id <= len(self.evses):
            raise NotPossible(f"there is no EVSE {evse_id}")
        return self.evses[evse_id - 1]

    def listen(self, listener: Callable[[Evse, Fact], None]) -> None:
        for evse in self.evses:
            evse.listeners.append(listener)


def _evse(number: int, settings: EvseSettings, time: Callable[[], float]) -> Evse:
    meter = Meter(time, settings.phases, settings.voltage)
    connectors = [Connector(n, c) for n, c in enumerate(settings.connectors, start=1)]
    evse = Evse(number, settings, meter, connectors)
    evse.current_limit, evse.phase_limit = settings.max_current, settings.phases
    meter.state_of_charge = lambda: evse.state_of_charge
    return evse
