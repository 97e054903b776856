"""Rules over a whole conversation, kept by monitors; a table per version says which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.rules import v16, v201

if TYPE_CHECKING:
    from harness.rules.monitor import Monitor
    from schemas.catalogue import Sender, Version

_TABLES = {"1.6": v16.MONITORS, "2.0.1": v201.MONITORS}


def monitors(version: Version, sut: Sender) -> list[Monitor]:
    """Make fresh monitors for a conversation with a system under test of this role."""
    return [make() for make in _TABLES[version][sut]]


def consequential(version: Version, sut: Sender) -> frozenset[str]:
    """Actions whose CALLs change something: one that no step accounts for is a fault."""
    return {"1.6": v16.CONSEQUENTIAL, "2.0.1": v201.CONSEQUENTIAL}[version][sut]
