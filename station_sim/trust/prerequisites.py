"""What a station needs before it can use a security profile (A05 of both versions)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station_sim.trust.store import Use

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptography import x509

    from station_sim.station import Station


def missing(station: Station, security_profile: int) -> str | None:
    """Say what a security profile still needs here; None where it can be used.

    A password for profiles 1 and 2 (1.6, A05.FR.02), a valid CSMS root for 2 and 3 (1.6,
    A05.FR.03; 2.0.1, A05.FR.02), a valid certificate of its own for 3 (A05.FR.04; A05.FR.03).
    """
    store = station.memory.certificates
    if security_profile in (1, 2) and station.connection.password is None:
        return "there is no password"
    if security_profile >= 2 and station.settings.tls is None:
        if not _valid(station, (entry.certificate for entry in store.of(Use.CSMS_ROOT))):
            return "there is no valid CSMS root certificate"
        own = store.own(Use.STATION)
        if security_profile >= 3 and (own is None or not _valid(station, [own.certificate])):
            return "there is no valid certificate of the station"
    return None


def _valid(station: Station, certificates: Iterable[x509.Certificate]) -> bool:
    now = station.clock.now()
    return any(c.not_valid_before_utc <= now <= c.not_valid_after_utc for c in certificates)
