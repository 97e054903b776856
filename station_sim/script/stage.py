"""Where a script plays: one station and what was said on its line."""

from __future__ import annotations

from dataclasses import dataclass
from string import Template
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from station_sim.script.journal import Journal
    from station_sim.station import Station


@dataclass(frozen=True, slots=True)
class Stage:
    """One station with its script: `number` counts the stations of a fleet from 1."""

    station: Station
    journal: Journal
    number: int = 1

    def own(self, value: Any) -> Any:
        """Put the station's `$identity` and `$number` into all texts of a JSON value."""
        if isinstance(value, str):
            identity = self.station.settings.identity
            return Template(value).safe_substitute(identity=identity, number=self.number)
        if isinstance(value, dict):
            return {name: self.own(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self.own(each) for each in value]
        return value
