"""What the goals about local authorization lists have in common in both versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reference_csms.goals import Complaint, InvalidArguments
from reference_csms.records import Caching

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reference_csms.records import Token


OUT_OF_STEP: Final = ("Failed", "VersionMismatch")
"""Answers to a differential list after which the whole list is due."""


def refuse_uncached(tokens: Sequence[Token | None]) -> None:
    """Raise InvalidArguments for a token that no station may keep, None for an unknown one."""
    complaints = [
        Complaint(f"/id_tokens/{place}", "no station may keep what it is told of this token")
        for place, token in enumerate(tokens)
        if token is not None and token.cache is Caching.NEVER
    ]
    if complaints:
        raise InvalidArguments(complaints)
