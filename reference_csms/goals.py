"""What operations share: their caller, their arguments, and how they fail."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from ocppj.frames import CallError
from schemas import validation
from schemas.validation import Kind

if TYPE_CHECKING:
    from ocppj.clock import Clock
    from ocppj.dialect import Version
    from ocppj.frames import Answer
    from reference_csms.connection import ConnectedStation
    from reference_csms.services.bundle import Services
    from reference_csms.settings import Settings
    from reference_csms.store.protocols import Store
    from schemas.base import JsonObject


class StationRefused(Exception):
    """The station answered a CALL of an operation with a CALLERROR."""

    def __init__(self, action: str, error: CallError) -> None:
        super().__init__(f"{action} was answered with {error.code}: {error.description}")
        self.action = action
        self.error = error


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with an argument or a payload, at a JSON pointer."""

    pointer: str
    message: str


class InvalidArguments(ValueError):
    """The arguments of an operation, or the payload of a command, are not what they must be."""

    def __init__(self, complaints: list[Complaint]) -> None:
        super().__init__("; ".join(f"{c.pointer or '/'}: {c.message}" for c in complaints))
        self.complaints = complaints


class Arguments(BaseModel):
    """The base of all argument models: closed and immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True)


A = TypeVar("A", bound=Arguments)


def read(model: type[A], arguments: Mapping[str, Any]) -> A:
    """Read arguments; raises InvalidArguments naming each bad one by JSON pointer."""
    try:
        return model.model_validate(dict(arguments))
    except ValidationError as invalid:
        complaints = [
            Complaint("".join(f"/{part}" for part in error["loc"]), error["msg"])
            for error in invalid.errors(include_url=False)
        ]
        raise InvalidArguments(complaints) from invalid


def refuse_invalid(version: Version, action: str, payload: JsonObject) -> None:
    """Raise InvalidArguments for a request that its schema does not accept."""
    if validation.is_valid(version, action, Kind.REQUEST, payload):
        return
    found = validation.violations(version, action, Kind.REQUEST, payload)
    raise InvalidArguments([Complaint(violation.pointer, violation.message) for violation in found])


class Caller(Protocol):
    """What an operation needs of the CSMS."""

    clock: Clock
    store: Store
    services: Services
    settings: Settings

    async def call(
        self, identity: str, action: str, payload: JsonObject, timeout: float | None = None
    ) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Operator:
    """Acts on one connected station for an operator."""

    csms: Caller
    station: ConnectedStation

    async def send(self, action: str, payload: JsonObject) -> JsonObject:
        """Send a CALL and give the response.

        Raises InvalidArguments where they made an invalid payload, StationRefused for a CALLERROR,
        NotConnected and CallFailed as `Csms.call` does.
        """
        refuse_invalid(self.station.dialect.version, action, payload)
        answer = await self.csms.call(self.station.identity, action, payload)
        if isinstance(answer, CallError):
            raise StationRefused(action, answer)
        return answer.payload


Operation = Callable[[Operator, Mapping[str, Any]], Awaitable["JsonObject"]]
OperationTable = Mapping[str, Operation]


def present(**members: object) -> JsonObject:
    """Make a payload of those members that are not None."""
    return {name: value for name, value in members.items() if value is not None}
