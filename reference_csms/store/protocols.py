"""What the services need of a store, cut narrow so that each says what it touches.

A write may be lost until `commit` has returned; after that it survives the end of the process.
Reads see the writes of this process at once. Methods are coroutines because a store may be a
database over a network.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reference_csms.records import (
        Availability,
        Command,
        ConfigurationKey,
        ConnectorStatus,
        LoggedMessage,
        MeterReading,
        MonitoringEvent,
        Report,
        SecurityEvent,
        Station,
        Token,
        Transaction,
        Variable,
        VendorMessage,
    )


class Keyed(Protocol):
    """A record that has a place of its own."""

    @property
    def key(self) -> str: ...


K = TypeVar("K", bound=Keyed)
T = TypeVar("T")


class Records(Protocol[K]):
    """Records by key; `find` compares attributes for equality, in order of first writing."""

    async def get(self, key: str) -> K | None: ...

    async def put(self, record: K) -> None: ...

    async def remove(self, key: str) -> bool: ...

    async def find(self, **equal: Any) -> list[K]: ...


class Log(Protocol[T]):
    """Entries in order of arrival; the oldest may be dropped past the store's limit.

    `find` gives at most `limit` entries after skipping `offset`, the newest first if `newest`.
    """

    def append(self, entry: T) -> None: ...

    async def find(
        self, *, limit: int = 100, offset: int = 0, newest: bool = False, **equal: Any
    ) -> Sequence[T]: ...


class StationStore(Protocol):
    stations: Records[Station]
    connectors: Records[ConnectorStatus]
    availabilities: Records[Availability]


class TokenStore(Protocol):
    tokens: Records[Token]


class TransactionStore(Protocol):
    transactions: Records[Transaction]

    async def next_number(self, name: str) -> int:
        """Give the next number of a series: 1 at first, never the same twice."""
        ...


class MeterValueStore(Protocol):
    meter_readings: Log[MeterReading]


class DeviceModelStore(Protocol):
    variables: Records[Variable]
    reports: Records[Report]


class SettingsStore(Protocol):
    configuration_keys: Records[ConfigurationKey]


class EventStore(Protocol):
    monitoring_events: Log[MonitoringEvent]
    security_events: Log[SecurityEvent]
    vendor_messages: Log[VendorMessage]


class MessageStore(Protocol):
    messages: Log[LoggedMessage]
    commands: Log[Command]


class Store(
    StationStore,
    TokenStore,
    TransactionStore,
    MeterValueStore,
    DeviceModelStore,
    SettingsStore,
    EventStore,
    MessageStore,
    Protocol,
):
    """All of it."""

    async def commit(self) -> None:
        """Make every write so far last."""
        ...

    async def close(self) -> None: ...
