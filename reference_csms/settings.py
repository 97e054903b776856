"""What an operator may choose about the CSMS."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pki.hierarchies import Hierarchies


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

    `hierarchies` are the certificate authorities, minted at first use where none are given;
    `organizations` may own a station's certificate, empty for any (A00.FR.404), and
    `certificate_days` is how long one lasts.

    Without `plans_ev_charging` EVs that negotiate by ISO 15118 get no charging profile, and without
    `sends_signed` a chain that was made for a station waits until an operator sends it.
    """

    unknown_stations: UnknownStations = UnknownStations.ACCEPT
    boot_interval_s: int = 300
    retry_interval_s: int = 60
    call_timeout_s: float = 30.0
    refuse_concurrent_tx: bool = False
    items_per_message: int = 10
    ping_interval_s: float | None = None
    hierarchies: Hierarchies | None = None
    organizations: tuple[str, ...] = ()
    certificate_days: float = 365.0
    plans_ev_charging: bool = True
    sends_signed: bool = True
