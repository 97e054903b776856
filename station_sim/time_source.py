"""The station's own clock: the given one, plus how far it is off."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ocppj.clock import format_datetime, parse_datetime

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocppj.clock import Clock

# Answers are delayed by the network; only more than this is a clock that is wrong.
TOLERANCE_S = 1.0


def moment_of(text: str | None) -> int | None:
    """Read a date-time as whole POSIX seconds, None where there is none."""
    return None if text is None else int(parse_datetime(text).timestamp() // 1)


class StationClock:
    """Satisfies `ocppj.clock.Clock`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.offset = 0.0
        self.jumped: Callable[[], None] = lambda: None

    def time(self) -> float:
        return self._clock.time() + self.offset

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.time(), UTC)

    def text(self) -> str:
        """Give the present as OCPP writes it."""
        return format_datetime(self.now())

    def synchronize(self, moment: datetime) -> bool:
        """Take over the CSMS's time where ours is clearly off; tell whether it was."""
        error = moment.timestamp() - self.time()
        if abs(error) <= TOLERANCE_S:
            return False
        self.offset += error
        self.jumped()
        return True

    def set(self, moment: datetime) -> None:
        """Set the clock to a moment, right or wrong."""
        self.offset += moment.timestamp() - self.time()
        self.jumped()
