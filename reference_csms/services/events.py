"""What stations report that has no place elsewhere: security and vendor messages."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from ocppj.clock import format_datetime
from reference_csms.entries import SecurityEvent, VendorMessage

if TYPE_CHECKING:
    from ocppj.clock import Clock
    from ocppj.dispatch import FollowUp
    from reference_csms.store.protocols import EventStore


@dataclass(frozen=True, slots=True)
class VendorAnswer:
    """A DataTransfer status with data, and what follows after the answer was sent."""

    status: str
    data: Any = None
    then: tuple[FollowUp, ...] = ()


class DataTransfer(Protocol):
    """DataTransferRequest, as both versions have it."""

    @property
    def vendor_id(self) -> str: ...
    @property
    def message_id(self) -> str | None: ...
    @property
    def data(self) -> object: ...


VendorHandler = Callable[[str, Any], VendorAnswer | Awaitable[VendorAnswer]]
"""Gets the station's identity and the data."""

VendorTable = Mapping[str, Mapping[str | None, VendorHandler]]
"""Vendor id to message id to handler; message id None is the message without any."""


class EventService:
    def __init__(self, store: EventStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self.vendors: dict[str, dict[str | None, VendorHandler]] = {}
        """What an operator adds to the vendors that a version's folder knows."""

    async def security(self, event: SecurityEvent) -> None:
        self._store.security_events.append(event)

    async def refused_certificate(self, station: str, reason: str) -> None:
        """Log an event of our own: a station came with a certificate that is not its own."""
        at = format_datetime(self._clock.now())
        event = SecurityEvent(station, "InvalidChargingStationCertificate", at, reason[:255])
        self._store.security_events.append(event)

    async def transfer(
        self,
        station: str,
        vendor_id: str,
        message_id: str | None,
        data: object,
        known: VendorTable | None = None,
    ) -> VendorAnswer:
        """Hand vendor data to whoever knows it (1.6 section 4.3, P02.FR.06, P02.FR.07).

        `known` are handlers of the version that the station speaks.
        """
        handlers = {**(known or {}), **self.vendors}.get(vendor_id)
        answer = await _answer(handlers, station, message_id, data)
        self._store.vendor_messages.append(
            VendorMessage(
                station,
                vendor_id,
                answer.status,
                self._clock.now(),
                message_id,
                data,
                answer=answer.data,
            )
        )
        return answer

    async def transferred(
        self, station: str, request: DataTransfer, status: str, answer: object
    ) -> None:
        """Keep vendor data that we sent, with what came back (1.6 section 4.3, P01)."""
        self._store.vendor_messages.append(
            VendorMessage(
                station,
                request.vendor_id,
                status,
                self._clock.now(),
                request.message_id,
                request.data,
                sent=True,
                answer=answer,
            )
        )


async def _answer(
    handlers: Mapping[str | None, VendorHandler] | None,
    station: str,
    message_id: str | None,
    data: object,
) -> VendorAnswer:
    if handlers is None:
        return VendorAnswer("UnknownVendorId")
    handler = handlers.get(message_id)
    if handler is None:
        return VendorAnswer("UnknownMessageId")
    answer = handler(station, data)
    return await answer if inspect.isawaitable(answer) else answer
