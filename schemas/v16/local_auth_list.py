"""OCPP 1.6, profile LocalAuthListManagement.

Sections are those of OCPP 1.6 edition 2.
"""

from schemas.base import OcppModel
from schemas.v16.enums import UpdateStatus, UpdateType
from schemas.v16.types import AuthorizationData


class GetLocalListVersionRequest(OcppModel):
    """Section 6.27."""


class GetLocalListVersionResponse(OcppModel):
    """Section 6.28."""

    list_version: int


class SendLocalListRequest(OcppModel):
    """Section 6.41."""

    list_version: int
    local_authorization_list: list[AuthorizationData] | None = None
    update_type: UpdateType


class SendLocalListResponse(OcppModel):
    """Section 6.42."""

    status: UpdateStatus
