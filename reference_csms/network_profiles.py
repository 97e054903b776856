"""The network connection profiles that the CSMS put into the slots of stations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - the TinyDB store reads the types at run time
from typing import Any

from reference_csms.records import exact


@dataclass(frozen=True, slots=True)
class NetworkProfile:
    """The profile of one slot, without its passwords and keys; `status` is the station's answer."""

    station: str
    slot: int
    data: dict[str, Any]
    status: str
    set_at: datetime

    @property
    def key(self) -> str:
        return exact(self.station, self.slot)
