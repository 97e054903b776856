"""Security events: all are logged, the critical ones reach the CSMS (A04)."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ocppj.problems import CallFailed

if TYPE_CHECKING:
    from schemas.base import OcppModel
    from station_sim.station import Station

CRITICAL: Final = frozenset(
    {
        "FirmwareUpdated",
        "SettingSystemTime",
        "StartupOfTheDevice",
        "ResetOrReboot",
        "SecurityLogWasCleared",
        "MemoryExhaustion",
        "TamperDetectionActivated",
        "InvalidFirmwareSignature",
        "InvalidFirmwareSigningCertificate",
        "InvalidCsmsCertificate",
        "InvalidChargingStationCertificate",
        "InvalidTLSVersion",
        "InvalidTLSCipherSuite",
        "MaintenanceLoginAccepted",
        "MaintenanceLoginFailed",
        "DiscardedRenewedClientCertificate",
    }
)
"""Part 2 appendices, 1: those that are pushed to the CSMS; the last is of A02.FR.29 (errata)."""
RETRY_S: Final = 60.0
LOG_LENGTH: Final = 1000


@dataclass(frozen=True, slots=True)
class SecurityEvent:
    """One event; `at` is the station's time as OCPP writes it."""

    type: str
    at: str
    tech_info: str | None = None


@dataclass(slots=True)
class SecurityRecord:
    """What is kept of security events over reboots: the rolling log, and what is undelivered."""

    log: deque[SecurityEvent] = field(default_factory=lambda: deque(maxlen=LOG_LENGTH))
    outbox: deque[OcppModel] = field(default_factory=deque)


class SecurityEvents:
    """Reports events, and delivers the critical ones while there is power."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._filled = asyncio.Event()

    @property
    def _record(self) -> SecurityRecord:
        return self._station.memory.security

    def report(self, type: str, tech_info: str | None = None) -> None:
        """Log an event (A04.FR.04), and queue it for the CSMS where it is critical (A04.FR.02)."""
        event = SecurityEvent(type, self._station.clock.text(), tech_info)
        self._record.log.append(event)
        if type in CRITICAL and self._station.automatic:
            self._record.outbox.append(self._station.papers.security_event(type, tech_info))
            self._filled.set()

    async def run(self) -> None:
        """Deliver in order for as long as the station has power; a lost answer is tried again."""
        outbox = self._record.outbox
        while True:
            if not outbox:
                self._filled.clear()
                await self._filled.wait()
            await self._station.online()
            try:
                # A CALLERROR is an answer too: the CSMS has it, and will not like it better later.
                await self._station.call("SecurityEventNotification", outbox[0].dump())
            except CallFailed:
                await asyncio.sleep(RETRY_S)
            else:
                outbox.popleft()
