"""The reusable states of OCPP 2.0.1."""

from __future__ import annotations

from typing import Final

from steps.reusable_states import (
    v201_certificates,
    v201_csms,
    v201_firmware,
    v201_station,
    v201_station_later,
)

STATES: Final = {
    "csms": {**v201_csms.STATES, **v201_certificates.CSMS},
    "station": {
        **v201_station.STATES,
        **v201_station_later.STATES,
        **v201_firmware.STATES,
        **v201_certificates.STATION,
    },
}
