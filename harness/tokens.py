"""The tokens that the parameters promise, for a CSMS of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from harness.certificates import EMAID
from reference_csms.records import Token, TokenStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PROMISES: Final = (
    ("valid_token", TokenStatus.ACCEPTED, "group_id"),
    ("valid_token2", TokenStatus.ACCEPTED, "group_id"),
    ("blocked_token", TokenStatus.BLOCKED, None),
    ("expired_token", TokenStatus.EXPIRED, None),
    ("master_pass_token", TokenStatus.ACCEPTED, "master_pass_group_id"),
)


def promised(parameters: Mapping[str, Any]) -> Iterator[Token]:
    """Make the tokens in the forms of both versions: 1.6 has no token types."""
    yield Token(EMAID)
    for name, status, group in _PROMISES:
        for kind in (None, str(parameters[f"{name}_type"])):
            yield Token(
                str(parameters[name]),
                kind,
                status,
                group=str(parameters[group]) if group else None,
                group_type="Central" if group else None,
                master_pass=name == "master_pass_token",
            )
