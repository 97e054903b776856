"""Where a CSMS's traffic goes: the owner's trace, the message log, and whoever listens live."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ocppj.frames import Call
from ocppj.problems import FrameProblem
from reference_csms.entries import LoggedMessage
from reference_csms.secrecy import masked_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocppj.clock import Clock
    from ocppj.frames import Parsed
    from ocppj.trace import Direction, Kind, Recorder, TraceRecord
    from reference_csms.store.protocols import MessageStore

FEED_LIMIT = 1000


class Feed:
    """Live events for any number of readers; a reader that falls behind loses the oldest."""

    def __init__(self) -> None:
        self._readers: set[asyncio.Queue[dict[str, Any] | None]] = set()

    @property
    def watched(self) -> bool:
        return bool(self._readers)

    def publish(self, event: dict[str, Any] | None) -> None:
        """Tell all readers; None tells them that nothing more will come."""
        for queue in self._readers:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(event)

    @contextmanager
    def reader(self) -> Iterator[asyncio.Queue[dict[str, Any] | None]]:
        queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue(FEED_LIMIT)
        self._readers.add(queue)
        try:
            yield queue
        finally:
            self._readers.discard(queue)


class Recording:
    """The recorder of all links of one CSMS; `inner` is the recorder of its owner.

    What is logged and told live is masked (A01.FR.09); the owner's trace gets the texts as sent.
    """

    def __init__(self, inner: Recorder, store: MessageStore, clock: Clock) -> None:
        self.feed = Feed()
        self.stations: dict[int, str] = {}
        self.calls_received = 0
        self.calls_sent = 0
        self._inner = inner
        self._store = store
        self._clock = clock

    def text(
        self, connection: int, direction: Direction, text: str, parsed: Parsed
    ) -> TraceRecord | None:
        way = direction.value
        action = parsed.action if isinstance(parsed, Call) else None
        problem = parsed.detail if isinstance(parsed, FrameProblem) else None
        station, shown = self.stations.get(connection, ""), masked_text(text, action)
        self._store.messages.append(
            LoggedMessage(self._clock.time(), station, connection, way, shown, action, problem)
        )
        if action is not None:
            self._count(way)
        if self.feed.watched:
            self._publish("message", connection, direction=way, text=shown)
        return self._inner.text(connection, direction, text, parsed)

    def event(self, kind: Kind, connection: int = 0, **data: Any) -> TraceRecord | None:
        if self.feed.watched:
            self._publish(kind.value, connection, **data)
        return self._inner.event(kind, connection, **data)

    def _count(self, direction: str) -> None:
        if direction == "in":
            self.calls_received += 1
        else:
            self.calls_sent += 1

    def _publish(self, event: str, connection: int, **data: Any) -> None:
        station = self.stations.get(connection, "")
        self.feed.publish(
            {
                "event": event,
                "at": self._clock.time(),
                "connection": connection,
                **({"station": station} if station else {}),
                **data,
            }
        )
