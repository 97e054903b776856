"""What leaves a link: the session's frames as texts, in its order, each recorded as it goes."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from typing import TYPE_CHECKING

from websockets.exceptions import ConnectionClosed

from ocppj import frames
from ocppj.trace import Direction
from ocppj.transport import Direct

if TYPE_CHECKING:
    from ocppj.frames import Frame
    from ocppj.problems import BugLog
    from ocppj.session import Session
    from ocppj.trace import Recorder
    from ocppj.transport import Transport


class Outbox:
    """Sends what a session has to say; `ready` tells whether `put` may be used, which is faster."""

    def __init__(
        self, transport: Transport, session: Session, recorder: Recorder, bugs: BugLog
    ) -> None:
        self._transport = transport
        self._session = session
        self._recorder = recorder
        self._bugs = bugs
        self._direct = transport if isinstance(transport, Direct) else None
        self._sending = asyncio.Lock()
        self._left: deque[Frame] = deque()

    @property
    def ready(self) -> bool:
        """Tell whether texts can be sent without waiting."""
        return self._direct is not None and self._direct.ready and not self._sending.locked()

    def put(self) -> None:
        """Send what is due at once."""
        assert self._direct is not None
        due = self._session.take_outgoing()
        if self._left:  # by a sender that was cancelled
            due = [*self._left, *due]
            self._left.clear()
        for frame in due:
            text = self._record(frame)
            if text is not None:
                self._direct.put(text)

    async def flush(self) -> None:
        """Send what is due, as fast as the peer reads."""
        # The lock keeps texts in the session's order although several tasks may flush.
        async with self._sending:
            self._left.extend(self._session.take_outgoing())
            while self._left:
                text = self._record(self._left.popleft())
                if text is not None:
                    with contextlib.suppress(ConnectionClosed):  # the reader sees the same close
                        await self._transport.send(text)

    async def raw(self, text: str) -> None:
        """Send a text past the session. Raises ConnectionClosed where that is too late."""
        async with self._sending:
            parsed = frames.parse(text, self._session.dialect)
            self._recorder.text(self._session.connection, Direction.OUT, text, parsed)
            await self._transport.send(text)

    def _record(self, frame: Frame) -> str | None:
        try:
            text = frames.encode(frame)
        except (TypeError, ValueError) as bug:  # a payload of ours that is no JSON
            self._bugs.add(bug)
            return None
        self._recorder.text(self._session.connection, Direction.OUT, text, frame)
        return text
