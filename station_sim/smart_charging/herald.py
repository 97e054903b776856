"""What a version must supply so that smart charging can speak and read its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from station_sim.charging import ChargingPoint
    from station_sim.smart_charging.installed import Installed
    from station_sim.smart_charging.rules import Capabilities


class Herald(Protocol):
    """One version's settings and messages; every message is sent only where it can be."""

    @property
    def capabilities(self) -> Capabilities: ...

    @property
    def significance(self) -> float:
        """From how many percent on a change is worth a message (LimitChangeSignificance)."""
        ...

    @property
    def heeds_signals(self) -> bool:
        """Whether external control signals have any effect (ExternalControlSignalsEnabled)."""
        ...

    def limited(self, limit: Installed, critical: bool | None) -> None:
        """Tell the CSMS of an external limit (K11, K12)."""
        ...

    def released(self, source: str, evse_id: int) -> None:
        """Tell the CSMS that an external limit is gone (K13); EVSE 0 is the whole station."""
        ...

    def negotiate(self, point: ChargingPoint) -> None:
        """Let an EV that speaks ISO 15118 tell its needs before it charges (K15)."""
        ...

    def renegotiate(self) -> None:
        """Let the EVs that negotiated know that their schedule may have changed (K16.FR.02)."""
        ...

    def too_early(self, evse_id: int) -> bool:
        """Tell whether the EV has still to tell its needs (K15.FR.17)."""
        ...

    def negotiated(self, evse_id: int) -> bool:
        """Tell whether the EV has told its needs, so that it can choose among schedules."""
        ...

    def ask(self, evse_id: int, energy: int | None, departure: int | None) -> None:
        """Let the EV tell new needs: Wh, and seconds until it leaves (K17). Raises NotPossible."""
        ...

    def tell(self, evse_id: int, limit: float | None) -> None:
        """Let the EV tell its schedule, of `limit` A per phase or by its own choice.

        Raises NotPossible.
        """
        ...
