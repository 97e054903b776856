"""Every wrong system."""

from __future__ import annotations

from typing import Final

from tests.wrong_systems.csms_entries import CSMSS
from tests.wrong_systems.station_entries import STATIONS

ALL: Final = (*CSMSS, *STATIONS)
