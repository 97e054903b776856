"""What stations report that has no place elsewhere: monitoring, security and vendor messages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ocppj.clock import format_datetime
from reference_csms.records import MonitoringEvent, SecurityEvent, VendorMessage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocppj.clock import Clock
    from reference_csms.store.protocols import EventStore


@dataclass(frozen=True, slots=True)
class VendorAnswer:
    """What a vendor handler answers: a DataTransfer status and data."""

    status: str
    data: Any = None


VendorHandler = Callable[[str, Any], VendorAnswer]
"""Gets the station's identity and the data."""


class EventService:
    def __init__(self, store: EventStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self.vendors: dict[str, dict[str | None, VendorHandler]] = {}
        """Vendor id to message id to handler; message id None is the one without any."""

    async def monitored(self, station: str, events: list[Mapping[str, Any]]) -> None:
        now = self._clock.now()
        for event in events:
            self._store.monitoring_events.append(MonitoringEvent(station, now, dict(event)))

    async def security(self, event: SecurityEvent) -> None:
        self._store.security_events.append(event)

    async def refused_certificate(self, station: str, reason: str) -> None:
        """Log an event of our own: a station came with a certificate that is not its own."""
        at = format_datetime(self._clock.now())
        event = SecurityEvent(station, "InvalidChargingStationCertificate", at, reason[:255])
        self._store.security_events.append(event)

    async def transfer(
        self, station: str, vendor_id: str, message_id: str | None, data: object
    ) -> VendorAnswer:
        """Hand vendor data to whoever knows it (1.6 section 4.3, P02.FR.06, P02.FR.07)."""
        answer = self._transfer(station, vendor_id, message_id, data)
        self._store.vendor_messages.append(
            VendorMessage(station, vendor_id, answer.status, self._clock.now(), message_id, data)
        )
        return answer

    def _transfer(
        self, station: str, vendor_id: str, message_id: str | None, data: object
    ) -> VendorAnswer:
        handlers = self.vendors.get(vendor_id)
        if handlers is None:
            return VendorAnswer("UnknownVendorId")
        handler = handlers.get(message_id)
        return handler(station, data) if handler else VendorAnswer("UnknownMessageId")
