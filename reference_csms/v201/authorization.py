"""OCPP 2.0.1, block C: what stations ask about tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_csms.v201.tokens import id_token_info
from schemas.v201 import authorization as messages

if TYPE_CHECKING:
    from reference_csms.connection import ConnectedStation


async def authorize(
    station: ConnectedStation, request: messages.AuthorizeRequest
) -> messages.AuthorizeResponse:
    """C01.FR.07."""
    authorization = await station.services.authorization.authorize(
        request.id_token.id_token, request.id_token.type.value
    )
    return messages.AuthorizeResponse(id_token_info=id_token_info(authorization))
