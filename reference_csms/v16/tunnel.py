"""OCPP 1.6: messages that travel inside DataTransfer, as a CSMS sends and reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reference_csms import follow_up
from reference_csms.goals import refuse_invalid
from schemas import tunnel, validation
from schemas.validation import Kind

if TYPE_CHECKING:
    from reference_csms.connection import ConnectedStation
    from reference_csms.goals import Operator
    from schemas.base import JsonObject
    from schemas.catalogue import Version

VERSION: Final[Version] = "1.6"


def read(name: str, kind: Kind, payload: JsonObject) -> JsonObject | None:
    """Read what a DataTransfer carries; None where that is not the message of this name."""
    inner = tunnel.unwrap(payload)
    known = inner is not None and validation.is_valid(VERSION, name, kind, inner)
    return inner if known else None


async def ask(station: ConnectedStation, name: str, inner: JsonObject) -> JsonObject | None:
    """Send a message inside, and give the valid answer inside; None for anything else."""
    answer = await follow_up.ask(station, *tunnel.wrap(VERSION, name, inner))
    if answer is None or answer["status"] != "Accepted":
        return None
    return read(name, Kind.RESPONSE, answer)


async def send(operator: Operator, name: str, inner: JsonObject) -> JsonObject:
    """Send a message inside for an operator; gives the answer inside, else that of DataTransfer.

    Raises InvalidArguments, StationRefused, NotConnected and CallFailed as `Operator.send` does.
    """
    refuse_invalid(VERSION, name, inner)
    answer = await operator.send(*tunnel.wrap(VERSION, name, inner))
    return tunnel.unwrap(answer) or answer
