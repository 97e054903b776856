"""OCPP 2.0.1, block D: Local Authorization List Management.

Sections are those of Part 2 (specification, edition 3).
"""

from enum import StrEnum

from pydantic import Field

from schemas.v201.types import Extensible, IdTokenInfoType, IdTokenType, StatusInfoType


class SendLocalListStatusEnumType(StrEnum):
    """Section 3.76."""

    ACCEPTED = "Accepted"
    FAILED = "Failed"
    VERSION_MISMATCH = "VersionMismatch"


class UpdateEnumType(StrEnum):
    """Section 3.85."""

    DIFFERENTIAL = "Differential"
    FULL = "Full"


class AuthorizationData(Extensible):
    """Section 2.4."""

    id_token: IdTokenType
    id_token_info: IdTokenInfoType | None = None


class GetLocalListVersionRequest(Extensible):
    """Section 1.23.1."""


class GetLocalListVersionResponse(Extensible):
    """Section 1.23.2."""

    version_number: int


class SendLocalListRequest(Extensible):
    """Section 1.50.1."""

    local_authorization_list: list[AuthorizationData] | None = Field(default=None, min_length=1)
    version_number: int
    update_type: UpdateEnumType


class SendLocalListResponse(Extensible):
    """Section 1.50.2."""

    status: SendLocalListStatusEnumType
    status_info: StatusInfoType | None = None
