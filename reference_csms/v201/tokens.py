"""The authorization service's answer in 2.0.1's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ocppj.clock import format_datetime
from reference_csms.goals import Complaint, InvalidArguments
from reference_csms.records import fold
from schemas.v201.enums import AuthorizationStatusEnumType, IdTokenEnumType
from schemas.v201.types import IdTokenInfoType, IdTokenType

if TYPE_CHECKING:
    from reference_csms.goals import Operator
    from reference_csms.services.authorization import Authorization


def status_of(authorization: Authorization) -> AuthorizationStatusEnumType:
    return AuthorizationStatusEnumType(authorization.status.value)


def id_token_info(authorization: Authorization) -> IdTokenInfoType:
    """C01.FR.06 (group), C01.FR.19 and .20 (EVSEs), C10.FR.13 (cache, no longer than valid)."""
    token = authorization.token
    told: dict[str, Any] = {}
    ends = [authorization.cache_until, token.expires_at if token else None]
    moments = [moment for moment in ends if moment is not None]
    if moments:
        told["cache_expiry_date_time"] = format_datetime(min(moments))
    if token is not None and token.group is not None:
        group_type = IdTokenEnumType(token.group_type or token.type or IdTokenEnumType.CENTRAL)
        told["group_id_token"] = IdTokenType(id_token=token.group, type=group_type)
    if token is not None and token.language is not None:
        told["language_1"] = token.language
    if token is not None and token.evse_ids:
        told["evse_id"] = list(token.evse_ids)
    return IdTokenInfoType(status=status_of(authorization), **told)


async def stored_type(operator: Operator, id_token: str) -> str:
    """Give the type of a stored token, for a goal that names none; raises InvalidArguments."""
    for token in await operator.csms.store.tokens.find(folded=fold(id_token)):
        if token.type is not None:
            return token.type
    unknown = "needed, since no token of this id is stored with a type"
    raise InvalidArguments([Complaint("/type", unknown)])
