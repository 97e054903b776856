"""`$name` in tables: parameters of the system under test, kept values and the present time."""

from __future__ import annotations

import difflib
import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from harness.outcome import ScenarioError
from ocppj.clock import format_datetime

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocppj.clock import Clock

_NAME = re.compile(r"\$(now\+\d+s|\w+)")


class Values:
    """The names that a scenario may use; kept values hide parameters of the same name.

    `$now` is the present time, `$now+60s` a minute later.
    """

    def __init__(self, parameters: Mapping[str, Any], clock: Clock) -> None:
        self._names: dict[str, Any] = dict(parameters)
        self._clock = clock

    def keep(self, name: str, value: Any) -> None:
        self._names[name] = value

    def get(self, name: str) -> Any:
        """Give a value; raises ScenarioError naming the nearest name there is."""
        if name == "now" or name.startswith("now+"):
            later = timedelta(seconds=int(name[4:-1] or 0))
            return format_datetime(self._clock.now() + later)
        if name in self._names:
            return self._names[name]
        near = difflib.get_close_matches(name, [*self._names, "now"], 1)
        hint = f", did you mean ${near[0]}?" if near else ""
        raise ScenarioError(f"no value is known as ${name}{hint}")

    def find(self, name: str) -> Any | None:
        """Give a kept value or parameter, None where there is none."""
        return self._names.get(name)

    def resolve(self, text: str) -> str:
        """Put values into a text."""
        return _NAME.sub(lambda match: self._text(match.group(1)), text)

    def _text(self, name: str) -> str:
        value = self.get(name)
        return value if isinstance(value, str) else json.dumps(value)
