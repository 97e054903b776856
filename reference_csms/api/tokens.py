"""Tokens, keyed by id and type, both compared without case."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query
from pydantic import BaseModel, ConfigDict, Field, field_validator

from reference_csms import views
from reference_csms.api.access import Behind, Paged
from reference_csms.records import Caching, Token, TokenStatus, fold

router = APIRouter(prefix="/tokens", tags=["tokens"])

Type = Annotated[str | None, Query(description="the token type of 2.0.1; none for an idTag of 1.6")]


class TokenSettings(BaseModel):
    """What is said about a token; members that are left out have these defaults."""

    model_config = ConfigDict(extra="forbid")

    status: TokenStatus = TokenStatus.ACCEPTED
    group: str | None = Field(default=None, max_length=36)
    group_type: str | None = None
    expires_at: datetime | None = None
    cache_s: int | None = Field(default=None, ge=0)
    language: str | None = Field(default=None, max_length=8)
    master_pass: bool = False
    evse_ids: tuple[int, ...] = ()
    cache: Caching = Caching.ALWAYS
    """Whether a station may keep the answer: always, offline_only (its local list) or never."""

    @field_validator("expires_at")
    @classmethod
    def _in_utc(cls, moment: datetime | None) -> datetime | None:
        if moment is None:
            return None
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


@router.get("")
async def list_tokens(csms: Behind, page: Paged) -> list[dict[str, Any]]:
    return await views.tokens(csms.store, page)


@router.get("/{id_token}")
async def get_token(csms: Behind, id_token: str, type: Type = None) -> dict[str, Any]:
    found = await views.token(csms.store, id_token, type)
    if found is None:
        raise HTTPException(404, "no such token")
    return found


@router.put("/{id_token}")
async def put_token(
    csms: Behind, id_token: str, settings: TokenSettings, type: Type = None
) -> dict[str, Any]:
    await csms.store.tokens.put(Token(id_token=id_token, type=type, **dict(settings)))
    await csms.store.commit()
    return await get_token(csms, id_token, type)


@router.delete("/{id_token}", status_code=204)
async def delete_token(csms: Behind, id_token: str, type: Type = None) -> None:
    if not await csms.store.tokens.remove(fold(id_token, type)):
        raise HTTPException(404, "no such token")
    await csms.store.commit()
