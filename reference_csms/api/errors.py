"""From exceptions to HTTP: one place that says which failure has which status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from ocppj.problems import CallEnd, CallFailed
from reference_csms.commands import UnknownAction, UnknownStation
from reference_csms.connection import NotConnected
from reference_csms.goals import Complaint, InvalidArguments
from reference_csms.operations import StationRejected

if TYPE_CHECKING:
    from fastapi import FastAPI, Request


def _answer(status: int, message: str, complaints: list[Complaint] | None = None) -> JSONResponse:
    body: dict[str, Any] = {"error": message}
    if complaints is not None:
        body["problems"] = [{"pointer": c.pointer, "message": c.message} for c in complaints]
    return JSONResponse(body, status)


async def _not_found(_: Request, error: Exception) -> JSONResponse:
    return _answer(404, str(error))


async def _conflict(_: Request, error: Exception) -> JSONResponse:
    return _answer(409, str(error))


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, InvalidArguments)
    return _answer(422, "the request is not valid", error.complaints)


async def _malformed(_: Request, error: Exception) -> JSONResponse:
    """FastAPI's own findings; `loc` begins with where: body, query or path."""
    assert isinstance(error, RequestValidationError)
    complaints = [
        Complaint("".join(f"/{part}" for part in found["loc"][1:]), found["msg"])
        for found in error.errors()
    ]
    return _answer(422, "the request is not valid", complaints)


async def _failed(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, CallFailed)
    lost = error.reason is CallEnd.CLOSED
    return _answer(409 if lost else 504, str(error))


def install(app: FastAPI) -> None:
    app.add_exception_handler(UnknownStation, _not_found)
    app.add_exception_handler(UnknownAction, _not_found)
    app.add_exception_handler(NotConnected, _conflict)
    app.add_exception_handler(StationRejected, _conflict)
    app.add_exception_handler(InvalidArguments, _invalid)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(CallFailed, _failed)
