"""The memory of a peer's message ids (1.6-J and Part 4, section 4.1.4, with their errata)."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ocppj.frames import Call


@dataclass(slots=True)
class _Use:
    """One use of a message id; `settled` when the peer must have got the answer."""

    action: str
    connection: int
    answered: bool = False
    settled: bool = False


@dataclass(slots=True)
class IdHistory:
    """Message ids that a peer used, over all connections of one station identifier.

    A CALL that got no answer may be sent again under its id, on any connection (Part 4 4.1.4 with
    errata 4.6, 1.6-J errata 3.1). Only the last `limit` ids are kept, so that a station that never
    reboots costs a bounded amount of memory.
    """

    limit: int = 4096
    _uses: OrderedDict[str, _Use] = field(default_factory=OrderedDict)
    _unsettled: list[_Use] = field(default_factory=list)

    def note_call(self, call: Call, connection: int) -> bool:
        """Note a received CALL; tell whether its id was used before and no retry explains it."""
        earlier = self._uses.pop(call.message_id, None)
        self._settle(connection)
        self._uses[call.message_id] = _Use(call.action, connection)
        if len(self._uses) > self.limit:
            self._uses.popitem(last=False)
        if earlier is None:
            return False
        here = earlier.answered and earlier.connection == connection
        return here or earlier.settled or earlier.action != call.action

    def note_answer(self, message_id: str) -> None:
        """Note that the last CALL with this id was answered in time."""
        use = self._uses.get(message_id)
        if use is not None:
            use.answered = True
            self._unsettled.append(use)

    def _settle(self, connection: int) -> None:
        # A peer that goes on to another CALL on the connection of the answer has got the answer.
        for use in self._unsettled:
            use.settled = use.connection == connection
        self._unsettled.clear()
