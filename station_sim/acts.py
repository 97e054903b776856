"""What people and vehicles do at a station; every act changes the hardware and nothing else."""

from __future__ import annotations

from station_sim.hardware import Hardware, NotPossible, Vehicle


class Acts:
    """The physical acts; each raises NotPossible where the hardware does not allow it now."""

    hardware: Hardware

    async def plug_in(
        self,
        evse_id: int,
        connector_id: int = 1,
        vehicle: Vehicle | None = None,
        *,
        iso15118: bool = False,
    ) -> None:
        """Plug in a vehicle, by default one of 11 kW; with ISO 15118 it negotiates first."""
        default = Vehicle(iso15118=iso15118)
        self.hardware.evse(evse_id).plug_in(connector_id, vehicle or default)

    async def unplug(self, evse_id: int, connector_id: int = 1) -> None:
        self.hardware.evse(evse_id).unplug(connector_id)

    async def enter_bay(self, evse_id: int) -> None:
        self.hardware.evse(evse_id).occupy_bay(True)

    async def leave_bay(self, evse_id: int) -> None:
        evse = self.hardware.evse(evse_id)
        if evse.vehicle is not None:
            raise NotPossible(f"the EV is still plugged in at EVSE {evse_id}")
        evse.occupy_bay(False)

    async def start_energy(self, evse_id: int) -> None:
        """Let the EV ask for energy."""
        self.hardware.evse(evse_id).demand_energy(True)

    async def stop_energy(self, evse_id: int) -> None:
        """Let the EV suspend the energy transfer."""
        self.hardware.evse(evse_id).demand_energy(False)

    async def report_fault(self, evse_id: int, code: str, connector_id: int = 1) -> None:
        """Break something; `code` is a ChargePointErrorCode of 1.6."""
        self.hardware.evse(evse_id).set_fault(connector_id, code)

    async def press_emergency_stop(self) -> None:
        """Cut the power of all EVSEs; the button stays pressed until it is released."""
        for evse in self.hardware.evses:
            evse.stop_in_emergency(True)

    async def release_emergency_stop(self) -> None:
        for evse in self.hardware.evses:
            evse.stop_in_emergency(False)

    async def clear_fault(self, evse_id: int, connector_id: int = 1) -> None:
        self.hardware.evse(evse_id).set_fault(connector_id, None)
