"""What a station says of place and meter: one EVSE, times in order, contexts and units that fit.

Sources: E01.FR.09, J01.FR.08, J02.FR.04, J02.FR.10, J02.FR.11, J02.FR.16, J02.FR.22; errata 6.2.58;
SampledValueType for the defaults; MeasurandEnumType for registers outside a transaction; Part 2
Appendix 2 for the units.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from harness.rules.monitor import Finding, Monitor, left_to_the_schema
from ocppj.clock import parse_datetime

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ocppj.frames import Call

_MEASURAND: Final = "Energy.Active.Import.Register"
_CONTEXT: Final = "Sample.Periodic"
_UNIT: Final = "Wh"
_BEGIN: Final = "Transaction.Begin"
_PERIODIC: Final = "MeterValuePeriodic"
_EV: Final = "EV"
_CHARGE: Final = "SoC"
_OUTSIDE: Final = ("Sample.Clock", "Trigger")
_UNITS: Final[Mapping[str, frozenset[str]]] = {
    "Energy.Active": frozenset({"Wh", "kWh"}),
    "Energy.Reactive": frozenset({"varh", "kvarh"}),
    "Energy.Apparent": frozenset({"VAh", "kVAh"}),
    "Power.Active": frozenset({"W", "kW"}),
    "Power.Reactive": frozenset({"var", "kvar"}),
    "Power.Offered": frozenset({"W", "kW"}),
    "Current": frozenset({"A"}),
    "Voltage": frozenset({"V"}),
    "SoC": frozenset({"Percent"}),
    "Frequency": frozenset({"Hz"}),
}
_MEASURED: Final = frozenset().union(*_UNITS.values()) - {"Percent"}
"""Units that a measurand which is not in the table cannot have."""


class Readings(Monitor):
    """Watches the place and the meter values of each transaction, and of what draws between them.

    A station should not, and yet may begin its registers anew with a transaction.
    """

    def __init__(self) -> None:
        self._places: dict[str, dict[str, Any]] = {}
        self._registers: dict[tuple[str | int, str, str, str], tuple[float, float]] = {}

    @left_to_the_schema
    def on_call(self, call: Call) -> list[Finding]:
        match call.action:
            case "TransactionEvent":
                return [*self._place(call.payload), *self._meter(call.payload)]
            case "MeterValues":
                return [*_aligned(call.payload), *self._idle(call.payload)]
        return []

    def _place(self, event: Mapping[str, Any]) -> Iterator[Finding]:
        known = self._places.setdefault(event["transactionInfo"]["transactionId"], {})
        for name, value in event.get("evse", {}).items():
            if name in ("id", "connectorId") and known.setdefault(name, value) != value:
                expected = f"{known[name]}, as before in this transaction"
                rule = "Part 2, TransactionEventRequest"
                yield Finding("TransactionEvent", f"evse.{name}", expected, str(value), rule)

    def _meter(self, event: Mapping[str, Any]) -> Iterator[Finding]:
        transaction = event["transactionInfo"]["transactionId"]
        if event["eventType"] != "Updated":
            for key in [key for key in self._registers if isinstance(key[0], int)]:
                del self._registers[key]
        if event.get("triggerReason") == _PERIODIC and "meterValue" not in event:
            expected = f"present, since the trigger is {_PERIODIC}"
            yield Finding("TransactionEvent", "meterValue", expected, "absent", "J02.FR.11")
        for reading in event.get("meterValue", ()):
            yield from _time(event, reading)
            for sample in reading["sampledValue"]:
                yield from _context(event, sample)
                yield from _unit("TransactionEvent", sample)
                yield from _location("TransactionEvent", sample)
                before = self._register(transaction, reading["timestamp"], sample)
                yield from _fallen("TransactionEvent", sample, before, "J02.FR.16")

    def _idle(self, payload: Mapping[str, Any]) -> Iterator[Finding]:
        for reading in payload["meterValue"]:
            for sample in reading["sampledValue"]:
                before = self._register(payload["evseId"], reading["timestamp"], sample)
                yield from _fallen("MeterValues", sample, before, "Part 2, MeasurandEnumType")

    def _register(self, owner: str | int, moment: str, sample: Mapping[str, Any]) -> float | None:
        """Keep what a register says of a transaction or an EVSE; give what it said before."""
        measurand = sample.get("measurand", _MEASURAND)
        if not measurand.endswith(".Register"):
            return None
        at, value = parse_datetime(moment).timestamp(), _scaled(sample)
        key = (owner, measurand, sample.get("phase", ""), sample.get("location", "Outlet"))
        before = self._registers.get(key)
        if before is not None and at < before[0]:
            return None
        self._registers[key] = at, value
        return None if before is None else before[1]


def _fallen(
    action: str, sample: Mapping[str, Any], before: float | None, rule: str
) -> Iterator[Finding]:
    value = _scaled(sample)
    if before is not None and value < before:
        measurand = sample.get("measurand", _MEASURAND)
        expected = f"at least {before:g}, as {measurand} was before"
        yield Finding(action, "value", expected, f"{value:g}", rule)


def _time(event: Mapping[str, Any], reading: Mapping[str, Any]) -> Iterator[Finding]:
    if event["eventType"] == "Ended":
        return
    if parse_datetime(reading["timestamp"]) > parse_datetime(event["timestamp"]):
        expected = f"at most {event['timestamp']}, the event's own"
        actual = str(reading["timestamp"])
        yield Finding("TransactionEvent", "meterValue.timestamp", expected, actual, "J02.FR.10")


def _context(event: Mapping[str, Any], sample: Mapping[str, Any]) -> Iterator[Finding]:
    context = sample.get("context", _CONTEXT)
    subject = "sampledValue.context"
    if event["eventType"] == "Started" and context != _BEGIN:
        yield Finding("TransactionEvent", subject, f"{_BEGIN} in Started", context, "E01.FR.09")
    if event.get("triggerReason") == _PERIODIC and context != _CONTEXT:
        expected = f"{_CONTEXT}, since the trigger is {_PERIODIC}"
        yield Finding("TransactionEvent", subject, expected, context, "J02.FR.04")


def _aligned(payload: Mapping[str, Any]) -> Iterator[Finding]:
    """Look at values outside a transaction: they come by the clock, or because they are asked."""
    for reading in payload["meterValue"]:
        for sample in reading["sampledValue"]:
            context = sample.get("context", _CONTEXT)
            if context not in _OUTSIDE:
                expected = " or ".join(_OUTSIDE)
                yield Finding("MeterValues", "sampledValue.context", expected, context, "J01.FR.08")
            yield from _unit("MeterValues", sample)
            yield from _location("MeterValues", sample)


def _unit(action: str, sample: Mapping[str, Any]) -> Iterator[Finding]:
    measurand = sample.get("measurand", _MEASURAND)
    allowed = next((units for of, units in _UNITS.items() if measurand.startswith(of)), None)
    unit = sample.get("unitOfMeasure", {}).get("unit", _UNIT)
    given = "unit" in sample.get("unitOfMeasure", {}) or measurand.startswith("Energy.")
    if not given or (unit not in _MEASURED if allowed is None else unit in allowed):
        return
    expected = f"{' or '.join(sorted(allowed or ('one of its own',)))} for {measurand}"
    yield Finding(action, "unitOfMeasure.unit", expected, unit, "Part 2 Appendices, 2")


def _location(action: str, sample: Mapping[str, Any]) -> Iterator[Finding]:
    measurand = sample.get("measurand", _MEASURAND)
    if sample.get("location") == _EV and measurand != _CHARGE:
        expected = f"the station's own, since {measurand} is not {_CHARGE}"
        yield Finding(action, "sampledValue.location", expected, _EV, "Errata 6.2.58")


def _scaled(sample: Mapping[str, Any]) -> float:
    """Give the value in the plain unit."""
    measure = sample.get("unitOfMeasure", {})
    kilo = 1000.0 if str(measure.get("unit", _UNIT)).startswith("k") else 1.0
    return float(sample["value"]) * kilo * 10.0 ** int(measure.get("multiplier", 0))
