"""The reusable states of OCPP 2.0.1."""

from __future__ import annotations

from typing import Final

from steps.reusable_states import v201_csms, v201_station, v201_station_later

STATES: Final = {
    "csms": v201_csms.STATES,
    "station": {**v201_station.STATES, **v201_station_later.STATES},
}
