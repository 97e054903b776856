"""What every endpoint needs: the CSMS behind the API, a page, and leave to enter."""

import hmac
from datetime import datetime
from typing import Annotated, cast

from fastapi import Depends, HTTPException, Query, Request

from ocppj.clock import parse_datetime
from reference_csms.csms import Csms
from reference_csms.goals import Complaint, InvalidArguments
from reference_csms.listing import Page, Period


async def csms_of(request: Request) -> Csms:
    return cast("Csms", request.app.state.csms)


async def page_of(
    limit: Annotated[int, Query(ge=1, le=10_000)] = 100,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> Page:
    return Page(limit, offset)


async def period_of(begin: str | None = None, end: str | None = None) -> Period:
    """Read two RFC 3339 date-times; one without an offset counts as UTC."""
    return Period(_moment("begin", begin), _moment("end", end))


def _moment(name: str, text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return parse_datetime(text)
    except ValueError:
        complaint = Complaint(f"/{name}", f"{text} is no RFC 3339 date-time")
        raise InvalidArguments([complaint]) from None


async def authorized(request: Request) -> None:
    """Refuse a request without the API's bearer token, where the API has one."""
    token: str | None = request.app.state.token
    if token is None:
        return
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(given.encode(), token.encode()):
        raise HTTPException(401, "a bearer token is required", {"WWW-Authenticate": "Bearer"})


Behind = Annotated[Csms, Depends(csms_of)]
Paged = Annotated[Page, Depends(page_of)]
During = Annotated[Period, Depends(period_of)]
