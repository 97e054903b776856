"""The http driver: any system with an HTTP API, by the mapping of its SUT file.

What is not mapped follows the contract of our own APIs (docs/targets.md). A CSMS's API may answer
a command only after the station answered OCPP, so commands run on in the background; a physical
act on a station is done when its API has answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, assert_never
from urllib.parse import quote, urlsplit

import httpx

from harness.targets.actions import (
    ClearFault,
    EnterBay,
    ImposeLimit,
    LeaveBay,
    PlugIn,
    PowerCycle,
    PresentToken,
    Pursue,
    ReadVariables,
    ReleaseLimit,
    ReportFault,
    RequestContractCertificate,
    SendCommand,
    StartEnergy,
    StartRemotely,
    StopEnergy,
    Unplug,
    fields_of,
    name_of,
)
from harness.targets.external import External, matching
from harness.targets.outstanding import Outstanding
from harness.targets.protocol import DriverFailed, Unsupported, Unverifiable
from harness.targets.settings import HttpCall, HttpRead, HttpSettings, SutFile
from harness.targets.templates import fill, fill_url, pick

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.targets.actions import Action, Operation, PhysicalAct, Question
    from harness.targets.protocol import Meeting
    from schemas.catalogue import Version

NO_ANSWER_FROM_STATION: Final = 504
NOT_FOUND: Final = 404
NOT_OFFERED: Final = (405, 501)
_STATION: Final = "/api/v1/stations/$station"
_LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")


class HttpDriver(External):
    """Drives a system through HTTP requests."""

    def __init__(self, sut: SutFile, version: Version, settings: HttpSettings) -> None:
        super().__init__(sut, version)
        self._settings = settings
        self._client: httpx.AsyncClient | None = None
        self._commands = Outstanding(settings.grace_s)

    async def start(self, meeting: Meeting) -> None:
        await super().start(meeting)
        self._client = open_client(self._settings)

    async def stop(self) -> None:
        """End the case; raise DriverFailed or Unsupported for a fault nobody has heard of yet."""
        try:
            await self._commands.close()
        finally:
            try:
                await super().stop()
            finally:
                await self._close()

    async def _close(self) -> None:
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def settled(self, timeout: float | None = None) -> None:
        """Wait for the API's answers to commands that are under way; raises their first fault.

        To be asked before a message that did not come is held against the system.
        """
        await self._commands.settled(timeout)

    async def bring_about(self, action: Action) -> None:
        match action:
            case SendCommand() | ReadVariables() | StartRemotely() | Pursue():
                await self._commands.begin(name_of(action), self._command(action))
            case (
                PlugIn()
                | Unplug()
                | PresentToken()
                | EnterBay()
                | LeaveBay()
                | StartEnergy()
                | StopEnergy()
                | PowerCycle()
                | ReportFault()
                | ClearFault()
                | ImposeLimit()
                | ReleaseLimit()
                | RequestContractCertificate()
            ):
                await self._act(action)
            case _:
                assert_never(action)

    async def read(self, question: Question) -> list[dict[str, Any]]:
        self._commands.raise_fault()
        mapped = self._settings.reads.get(question.collection)
        place = mapped or HttpRead(url=f"/api/v1/{quote(question.collection)}")
        url = fill_url(place.url, {**self.always(), "filters": ""})
        response = await self._send("GET", url, params=dict(question.filters))
        if response.status_code in (NOT_FOUND, *NOT_OFFERED):
            raise Unverifiable(f"{self.name} shows no {question.collection}: {_told(response)}")
        if not response.is_success:
            raise DriverFailed(_told(response))
        entries = _entries(response, place, question.collection)
        # Somebody else's API need not know our filters.
        return matching(entries, question) if mapped else entries

    async def _command(self, action: Operation) -> None:
        """Send a command; an OCPP outcome, no answer included, is no fault of the driver."""
        try:
            response = await self._call(action)
        except httpx.ReadTimeout:
            return  # taken, and waiting for the station longer than we do: the wire tells
        if response.is_success or response.status_code == NO_ANSWER_FROM_STATION:
            return
        if response.status_code in NOT_OFFERED:
            raise Unsupported(_told(response))
        raise DriverFailed(_told(response))

    async def _act(self, action: PhysicalAct) -> None:
        try:
            response = await self._call(action)
        except httpx.ReadTimeout as error:
            raise DriverFailed(
                f"{name_of(action)}: no answer within {self._settings.timeout_s:g} s"
            ) from error
        if response.status_code in (NOT_FOUND, *NOT_OFFERED):
            raise Unsupported(_told(response))
        if not response.is_success:
            raise DriverFailed(_told(response))

    async def _call(self, action: Action) -> httpx.Response:
        call = self._mapped(action) or default_call(action)
        values = self.values(action)
        body = fields_of(action) if call.body is None else fill(call.body, values)
        return await self._send(call.method, fill_url(call.url, values), json=body)

    def _mapped(self, action: Action) -> HttpCall | None:
        if isinstance(action, SendCommand) and action.action in self._settings.commands:
            return self._settings.commands[action.action]
        if isinstance(action, Pursue) and action.goal in self._settings.goals:
            return self._settings.goals[action.goal]
        return self._settings.actions.get(name_of(action))

    async def _send(self, method: str, url: str, **more: Any) -> httpx.Response:
        if self._client is None:
            raise RuntimeError("the driver was not started")
        try:
            return await self._client.request(method, url, **more)
        except httpx.ReadTimeout:
            raise
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            what = str(error) or type(error).__name__
            raise DriverFailed(f"{method} {self._settings.api}{url}: {what}") from error


def default_call(action: Action) -> HttpCall:
    """Give the request of our own contract for an action."""
    match action:
        case SendCommand():
            return HttpCall(url=f"{_STATION}/commands/$action", body="$payload")
        case ReadVariables():
            return HttpCall(
                url=f"{_STATION}/operations/get-variables",
                body={"variables": "$variables"},
            )
        case StartRemotely():
            return HttpCall(
                url=f"{_STATION}/operations/remote-start",
                body={"id_token": "$id_token", "type": "$type", "evse_id": "$evse_id"},
            )
        case Pursue():
            return HttpCall(url=f"{_STATION}/operations/$goal", body="$arguments")
        case _:
            return HttpCall(url=f"/api/v1/actions/{name_of(action)}")


def open_client(settings: HttpSettings) -> httpx.AsyncClient:
    """Open a client for the API; a proxy of the environment is not asked for a loopback address."""
    headers = dict(settings.headers)
    if settings.token:
        headers["Authorization"] = f"Bearer {settings.token}"
    return httpx.AsyncClient(
        base_url=settings.api,
        headers=headers,
        timeout=settings.timeout_s,
        trust_env=urlsplit(settings.api).hostname not in _LOOPBACK,
    )


def _entries(response: httpx.Response, place: HttpRead, collection: str) -> list[dict[str, Any]]:
    """Take the list out of an answer: itself, or its member `items` or the collection's name."""
    try:
        answer = response.json()
    except ValueError as error:
        raise DriverFailed(f"{response.request.url} answers no JSON") from error
    found = pick(answer, place.items) if place.items else _list_in(answer, collection)
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise DriverFailed(f"{response.request.url} answers no list of objects")
    return [_renamed(entry, place.fields) for entry in found]


def _list_in(answer: Any, collection: str) -> Any:
    if not isinstance(answer, dict):
        return answer
    return next((answer[name] for name in ("items", collection) if name in answer), [answer])


def _renamed(entry: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {**entry, **{ours: pick(entry, theirs) for ours, theirs in names.items()}}


def _told(response: httpx.Response) -> str:
    """Say what the API answered, with the start of its explanation."""
    request = response.request
    text = " ".join(response.text.split())[:200]
    return f"{request.method} {request.url} answers {response.status_code}" + (
        f": {text}" if text else ""
    )
