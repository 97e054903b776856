"""`$name` in tables: parameters of the system under test, kept values and the present time."""

from __future__ import annotations

import difflib
import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from harness.outcome import ScenarioError
from ocppj.clock import format_datetime, parse_datetime
from pki.pem import chain_from_hex, write_chain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ocppj.clock import Clock

_NAME = re.compile(r"\$(\w+\+\d+s|\w+)")
_LATER = re.compile(r"(\w+)\+(\d+)s")
_RATE = re.compile(r"rate_(\d+)")
_OTHER = "other_"
_PEM = "_pem"
_LEAST_SEVERE, _ALERT = 9, 5
VOLTAGE = 230
"""The line voltage of the errata's limits, in V."""


class Values:
    """The names that a scenario may use; kept values hide parameters of the same name.

    `$now` is the present time, `$now+60s` a minute later, as of any kept time. `$rate_6` are 6 A
    per phase in the unit of charging rates that the parameters name (2.0.1 errata 6.2.69), and
    `$other_level` is another severity than the kept `$level` (2.0.1 errata 6.2.103), and
    `$cert_pem` the chain `$cert`, which came in hexadecimal, in PEM.
    """

    def __init__(self, parameters: Mapping[str, Any], clock: Clock) -> None:
        self._names: dict[str, Any] = dict(parameters)
        self._offers: Mapping[str, Callable[[], Any]] = {}
        self._clock = clock
        self._sources: dict[str, int] = {}

    def keep(self, name: str, value: Any, source: int | None = None) -> None:
        """Keep a value under a name; `source` is the trace record that it was taken from."""
        self._names[name] = value
        self._sources.pop(name, None)
        if source is not None:
            self._sources[name] = source

    def source(self, text: str) -> int | None:
        """Give the trace record that the first kept value in a text was taken from."""
        names = (match.group(1).removesuffix(_PEM) for match in _NAME.finditer(text))
        return next((self._sources[name] for name in names if name in self._sources), None)

    def offer(self, makers: Mapping[str, Callable[[], Any]]) -> None:
        """Make values that are asked for only when they are; a parameter that is not empty wins."""
        self._offers = makers

    def get(self, name: str, at: float | None = None) -> Any:
        """Give a value; raises ScenarioError naming the nearest name there is.

        `$now` is the time `at`, in POSIX seconds, where one is given.
        """
        later = _LATER.fullmatch(name)
        if later is not None:
            moment = parse_datetime(self.get(later[1], at)) + timedelta(seconds=int(later[2]))
            return format_datetime(moment)
        if name == "now":
            moment = self._clock.now() if at is None else datetime.fromtimestamp(at, UTC)
            return format_datetime(moment)
        rate = _RATE.fullmatch(name)
        if rate is not None:
            return int(rate[1]) * self._per_ampere()
        if name in self._offers and not self._names.get(name):
            self.keep(name, self._offers[name]())
        if name in self._names:
            return self._names[name]
        if name.startswith(_OTHER):
            severity = int(self.get(name.removeprefix(_OTHER)))
            return severity + 1 if severity < _LEAST_SEVERE else _ALERT
        if name.endswith(_PEM) and name.removesuffix(_PEM) in self._names:
            return write_chain(chain_from_hex(str(self.get(name.removesuffix(_PEM))))).strip()
        near = difflib.get_close_matches(name, [*self._names, *self._offers, "now"], 1)
        hint = f", did you mean ${near[0]}?" if near else ""
        raise ScenarioError(f"no value is known as ${name}{hint}")

    def _per_ampere(self) -> int:
        in_watts = self._names["charging_rate_unit"] == "W"
        return VOLTAGE * int(self._names["number_phases"]) if in_watts else 1

    def find(self, name: str) -> Any | None:
        """Give a kept value or parameter, None where there is none."""
        return self._names.get(name)

    def resolve(self, text: str, at: float | None = None) -> str:
        """Put values into a text; `$now` is the time `at` where one is given."""
        return _NAME.sub(lambda match: self._text(match.group(1), at), text)

    def _text(self, name: str, at: float | None) -> str:
        value = self.get(name, at)
        return value if isinstance(value, str) else json.dumps(value)
