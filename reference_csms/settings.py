"""What an operator may choose about the CSMS."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class UnknownStations(StrEnum):
    """What happens when a station connects that nobody has registered."""

    ACCEPT = "accept"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices that hold for all stations; a station's own record comes first where it has one.

    `boot_interval_s` is the interval of a boot answer, `retry_interval_s` that of one which is not
    Accepted. `items_per_message` limits GetVariables and SetVariables to a station that has not
    told its own limit. `ping_interval_s` is the websocket's; None sends no pings.
    """

    unknown_stations: UnknownStations = UnknownStations.ACCEPT
    boot_interval_s: int = 300
    retry_interval_s: int = 60
    call_timeout_s: float = 30.0
    refuse_concurrent_tx: bool = False
    items_per_message: int = 10
    ping_interval_s: float | None = None
