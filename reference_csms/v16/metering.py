"""OCPP 1.6: the energy register in meter values."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from schemas.base import JsonObject

_REGISTER: Final = "Energy.Active.Import.Register"
_OUTLET: Final = "Outlet"
_THOUSAND: Final = {"Wh": 1.0, "kWh": 1000.0}


def registers(meter_values: Iterable[JsonObject]) -> list[float]:
    """Give the readings of the energy register over all phases at the outlet, in Wh.

    Section 7.43: what is not told is the register, in Wh, at the outlet. Signed values are opaque.
    """
    samples = (sample for value in meter_values for sample in value["sampledValue"])
    found = (_watt_hours(sample) for sample in samples if _is_total(sample))
    return [reading for reading in found if reading is not None]


def _is_total(sample: JsonObject) -> bool:
    return (
        "phase" not in sample
        and sample.get("measurand", _REGISTER) == _REGISTER
        and sample.get("location", _OUTLET) == _OUTLET
        and sample.get("format", "Raw") == "Raw"
    )


def _watt_hours(sample: JsonObject) -> float | None:
    """Read a value, which is text and may be anything."""
    try:
        reading = float(sample["value"]) * _THOUSAND[sample.get("unit", "Wh")]
    except (ValueError, KeyError):
        return None
    return reading if math.isfinite(reading) else None
