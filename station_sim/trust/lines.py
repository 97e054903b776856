"""What connection attempts mean for certificates, and the other way round (A00, A02, M05)."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Final

from websockets.exceptions import InvalidStatus

from pki.tls import client_context
from station_sim.trust.store import Use

if TYPE_CHECKING:
    from station_sim.connection import Connection
    from station_sim.station import Station

_VERSIONS: Final = ("UNSUPPORTED_PROTOCOL", "PROTOCOL_VERSION", "WRONG_VERSION_NUMBER")
_SUITES: Final = ("NO_SHARED_CIPHER", "HANDSHAKE_FAILURE", "INSUFFICIENT_SECURITY")
_UNAUTHORIZED: Final = 401
FALL_BACK_AFTER: Final = 3
"""Failed attempts with a new certificate before the other one is tried (A02.FR.28, errata)."""


class Lines:
    """Makes the context of each attempt, and learns from how it ended."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._told: set[str] = set()
        self._failures = 0
        self._fell_back = False
        self._old_root = False
        self._secure = False

    def watch(self, connection: Connection) -> None:
        """Take part in the attempts of a connection."""
        connection.tls = self.context
        connection.on_attempt = self.attempted

    @property
    def uses_tls(self) -> bool:
        """Tell whether the present connection is protected by a CSMS root."""
        return self._secure and self._station.link is not None

    def context(self) -> ssl.SSLContext:
        """Trust the CSMS roots, and show the station's certificate with security profile 3."""
        self._secure = True
        settings, store = self._station.settings, self._station.memory.certificates
        if settings.tls is not None:
            return settings.tls
        roots = [entry.certificate for entry in store.of(Use.CSMS_ROOT)]
        if self._old_root and store.fallback is not None:
            roots.append(store.fallback)
        profile = self._station.dialling.next_profile
        own = store.own(Use.STATION) if profile >= 3 else None
        return client_context(roots, own.identity if own is not None else None)

    def attempted(self, error: Exception | None) -> None:
        """Take note of how an attempt ended; None: there is a connection."""
        if error is None:
            self._succeeded()
        else:
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        """Tell of an event once for repeated failures (A00.FR.316), and try what was before."""
        store, event = self._station.memory.certificates, _event(error)
        if event is not None and event not in self._told:
            self._told.add(event)
            self._station.security.report(event, str(error)[:255])
        self._old_root = event == "InvalidCsmsCertificate" and store.fallback is not None
        self._failures += 1
        if self._failures % FALL_BACK_AFTER == 0 and store.fall_back():
            self._fell_back = not self._fell_back

    def _succeeded(self) -> None:
        """Drop what proved superfluous: the other certificate, the old root (M05.FR.13)."""
        store = self._station.memory.certificates
        dropped = store.proved()
        if self._secure and not self._old_root:
            store.fallback = None
        if dropped is not None and self._fell_back:  # A02.FR.29 (errata)
            self._station.security.report("DiscardedRenewedClientCertificate")
        self._told.clear()
        self._failures = 0
        self._fell_back = self._old_root = False

    async def use(self, use: Use) -> None:
        """Put a newly taken certificate to use: connect anew, or have its status told.

        A02.FR.08, M06.FR.07; a hand puppet does neither.
        """
        station = self._station
        if not station.automatic:
            return
        if use is Use.V2G:
            await station.renewal.ask_status()
        elif station.dialling.security_profile >= 3:
            station.tasks.spawn(station.reconnect(), "new certificate")


def _event(error: Exception) -> str | None:
    if isinstance(error, InvalidStatus) and error.response.status_code == _UNAUTHORIZED:
        return "FailedToAuthenticateAtCsms"
    if isinstance(error, ssl.SSLCertVerificationError):
        return "InvalidCsmsCertificate"
    if not isinstance(error, ssl.SSLError):
        return None
    reason = error.reason or ""
    if any(word in reason for word in _VERSIONS):
        return "InvalidTLSVersion"
    return "InvalidTLSCipherSuite" if any(word in reason for word in _SUITES) else None
