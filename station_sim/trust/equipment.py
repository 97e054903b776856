"""What makes a station able to trust and to prove, in one piece."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station_sim.trust.events import SecurityEvents
from station_sim.trust.lines import Lines
from station_sim.trust.renewal import Renewal

if TYPE_CHECKING:
    from station_sim.station import Station
    from station_sim.trust.papers import Papers


class Equipped:
    """The part of a station that knows certificates and security events."""

    papers: Papers
    security: SecurityEvents
    renewal: Renewal
    lines: Lines


def equip(station: Station) -> None:
    """Give a station its papers and the certificates of its factory."""
    station.papers = station.kit.papers(station)
    station.security = SecurityEvents(station)
    station.renewal = Renewal(station)
    station.lines = Lines(station)
    station.settings.factory.fill(station.memory.certificates)
