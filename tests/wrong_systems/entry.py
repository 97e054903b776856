"""What is said of a wrong system, and the reasons that several of them share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class WrongSystem:
    """A built-in system with one behaviour broken.

    `caught` maps each case that must fail to a fragment of the reason for which it must.
    `waits_for` names cases that must catch it too, but are not written yet or do not apply to the
    built-in systems as they declare themselves.
    """

    name: str
    role: str
    fault: str
    make: Callable[..., Any]
    caught: Mapping[str, str] = field(default_factory=dict)
    waits_for: tuple[str, ...] = ()


OVERLAP = "a CALL before its earlier CALL was answered"
STRAY = "an answer to no CALL"
NO_SUCH_CODE = "a CALLERROR with a code that this version does not have"
