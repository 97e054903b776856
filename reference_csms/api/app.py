"""The REST API as an ASGI application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI

from reference_csms.api import (
    charging,
    display,
    errors,
    jobs,
    live,
    monitoring,
    stations,
    stored,
    tariffs,
    tokens,
)
from reference_csms.api.access import authorized

if TYPE_CHECKING:
    from reference_csms.csms import Csms

PREFIX = "/api/v1"


def create_api(csms: Csms, *, token: str | None = None) -> FastAPI:
    """Make the API of a CSMS; with a token, every request but `healthz` must bear it.

    All endpoints are coroutines of the CSMS's own loop, so that they share its time.
    """
    app = FastAPI(title="Reference CSMS", version="1")
    app.state.csms = csms
    app.state.token = token
    errors.install(app)
    guarded = [Depends(authorized)]
    for module in (stations, tokens, stored, jobs, charging, display, monitoring, tariffs):
        app.include_router(module.router, prefix=PREFIX, dependencies=guarded)
    app.include_router(live.router, prefix=PREFIX)
    app.include_router(live.router, include_in_schema=False)  # where probes look for them
    return app
