"""Meter values of OCPP 1.6: units that fit, and a register that does not fall in a transaction.

Sources: OCPP 1.6, 6.45, 6.49, 7.31, 7.43 and 7.45.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from harness.rules.monitor import Finding, Monitor, left_to_the_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ocppj.frames import Answer, Call

_REGISTER: Final = "Energy.Active.Import.Register"
_MEASURED: Final[Mapping[str, tuple[str, ...]]] = {
    "Wh": ("Energy.Active",),
    "kWh": ("Energy.Active",),
    "varh": ("Energy.Reactive",),
    "kvarh": ("Energy.Reactive",),
    "W": ("Power.Active", "Power.Offered"),
    "kW": ("Power.Active", "Power.Offered"),
    "VA": ("Power",),
    "kVA": ("Power",),
    "var": ("Power.Reactive",),
    "kvar": ("Power.Reactive",),
    "A": ("Current",),
    "V": ("Voltage",),
    "K": ("Temperature",),
    "Celcius": ("Temperature",),
    "Celsius": ("Temperature",),
    "Fahrenheit": ("Temperature",),
}
_ROUNDING_WH: Final = 1.0
"""meterStart and meterStop are whole Wh, however they are rounded."""


class Meter(Monitor):
    """Compares units with measurands, and the end of a transaction with its last readings."""

    def __init__(self) -> None:
        self._starts: dict[Any, int] = {}

    def on_own_answer(self, request: Call, answer: Answer) -> None:
        payload = getattr(answer, "payload", {})
        if request.action == "StartTransaction" and "transactionId" in payload:
            self._starts[payload["transactionId"]] = request.payload.get("meterStart", 0)

    @left_to_the_schema
    def on_call(self, call: Call) -> list[Finding]:
        key = {"MeterValues": "meterValue", "StopTransaction": "transactionData"}.get(call.action)
        if key is None:
            return []
        readings = call.payload.get(key, ())
        samples = [sample for reading in readings for sample in reading["sampledValue"]]
        found = [finding for sample in samples for finding in _unit(call.action, sample)]
        if call.action == "StopTransaction":
            found += self._end(call.payload, samples)
        return found

    def _end(self, stop: Mapping[str, Any], samples: list[dict[str, Any]]) -> Iterator[Finding]:
        last, first = stop["meterStop"], self._starts.get(stop["transactionId"])
        if first is not None and last < first:
            wanted = f"at most {last}, the meterStop of the transaction"
            yield Finding("StartTransaction", "meterStart", wanted, f"{first}", "OCPP 1.6, 6.49")
        for value in _registered(samples):
            if value >= last + _ROUNDING_WH:
                wanted = f"at most {last}, the meterStop"
                yield Finding(
                    "StopTransaction", "transactionData", wanted, f"{value:g}", "OCPP 1.6, 6.49"
                )


def _registered(samples: list[dict[str, Any]]) -> Iterator[float]:
    """Give the readings in Wh of the register that meterStop is taken from."""
    for sample in samples:
        plain = sample.get("format", "Raw") == "Raw" and "phase" not in sample
        outlet = sample.get("location", "Outlet") == "Outlet"
        unit = sample.get("unit", "Wh")
        if sample.get("measurand", _REGISTER) == _REGISTER and plain and outlet and unit == "Wh":
            yield float(sample["value"])


def _unit(action: str, sample: Mapping[str, Any]) -> Iterator[Finding]:
    unit, measurand = sample.get("unit"), sample.get("measurand", _REGISTER)
    fitting = _MEASURED.get(str(unit))
    if fitting is not None and not measurand.startswith(fitting):
        wanted = f"a unit of {measurand}"
        yield Finding(action, "sampledValue.unit", wanted, str(unit), "OCPP 1.6, 7.45")
