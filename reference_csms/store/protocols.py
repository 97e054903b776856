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
    @property
    def stations(self) -> Records[Station]: ...

    @property
    def connectors(self) -> Records[ConnectorStatus]: ...

    @property
    def availabilities(self) -> Records[Availability]: ...


class TokenStore(Protocol):
    @property
    def tokens(self) -> Records[Token]: ...


class TransactionStore(Protocol):
    @property
    def transactions(self) -> Records[Transaction]: ...

    async def next_number(self, name: str) -> int:
        """Give the next number of a series: 1 at first, never the same twice."""
        ...


class MeterValueStore(Protocol):
    @property
    def meter_readings(self) -> Log[MeterReading]: ...


class DeviceModelStore(Protocol):
    @property
    def variables(self) -> Records[Variable]: ...

    @property
    def reports(self) -> Records[Report]: ...


class SettingsStore(Protocol):
    @property
    def configuration_keys(self) -> Records[ConfigurationKey]: ...


class EventStore(Protocol):
    @property
    def monitoring_events(self) -> Log[MonitoringEvent]: ...

    @property
    def security_events(self) -> Log[SecurityEvent]: ...

    @property
    def vendor_messages(self) -> Log[VendorMessage]: ...


class MessageStore(Protocol):
    @property
    def messages(self) -> Log[LoggedMessage]: ...

    @property
    def commands(self) -> Log[Command]: ...


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
