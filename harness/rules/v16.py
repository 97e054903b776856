"""Conversation rules of OCPP 1.6."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from harness.rules.boot import BootGate, BootRules
from schemas.catalogue import Sender

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from harness.rules.monitor import Monitor

_BOOT: Final = BootRules(
    unanswered="OCPP 1.6, 4.2",
    pending="OCPP 1.6, 4.2",
    rejected="OCPP 1.6, 4.2",
    instructing=frozenset({"TriggerMessage", "ExtendedTriggerMessage"}),
)

MONITORS: Final[Mapping[Sender, Sequence[Callable[[], Monitor]]]] = {
    Sender.STATION: (partial(BootGate, _BOOT),),
    Sender.CSMS: (),
}

CONSEQUENTIAL: Final[Mapping[Sender, frozenset[str]]] = {
    Sender.STATION: frozenset(
        {"Authorize", "BootNotification", "StartTransaction", "StopTransaction"}
    ),
    Sender.CSMS: frozenset(),
}
