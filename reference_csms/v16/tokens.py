"""The authorization service's answer in 1.6's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ocppj.clock import format_datetime
from reference_csms.records import TokenStatus
from schemas.v16.enums import AuthorizationStatus
from schemas.v16.types import IdTagInfo

if TYPE_CHECKING:
    from reference_csms.services.authorization import Authorization


_INVALID: Final = frozenset(
    {
        TokenStatus.NOT_ALLOWED_TYPE_EVSE,
        TokenStatus.NOT_AT_THIS_LOCATION,
        TokenStatus.NOT_AT_THIS_TIME,
        TokenStatus.UNKNOWN,
    }
)


def status_of(authorization: Authorization) -> AuthorizationStatus:
    """1.6 has no word of its own for an unknown tag: it is Invalid (section 7.2).

    Nor has it one for a tag that is good, but not here and now; without credit it is Blocked.
    """
    if authorization.status in _INVALID:
        return AuthorizationStatus.INVALID
    if authorization.status is TokenStatus.NO_CREDIT:
        return AuthorizationStatus.BLOCKED
    return AuthorizationStatus(authorization.status.value)


def id_tag_info(authorization: Authorization) -> IdTagInfo:
    """1.6 has one date for both, so the earlier of expiry and end of caching is told."""
    token = authorization.token
    told: dict[str, str] = {}
    ends = [authorization.cache_until, token.expires_at if token else None]
    moments = [moment for moment in ends if moment is not None]
    if moments:
        told["expiry_date"] = format_datetime(min(moments))
    if token is not None and token.group is not None:
        told["parent_id_tag"] = token.group
    return IdTagInfo(status=status_of(authorization), **told)
