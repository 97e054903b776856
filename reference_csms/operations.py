"""Goals that an operator asks for; the CSMS chooses the messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reference_csms.commands import UnknownAction, reach
from reference_csms.goals import Operator
from reference_csms.records import Registration
from reference_csms.versions import VERSIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_csms.csms import Csms
    from schemas.base import JsonObject


class StationRejected(RuntimeError):
    """The station's boot was rejected, so nothing may be asked of it (B03.FR.03)."""


async def run(csms: Csms, identity: str, name: str, arguments: Mapping[str, Any]) -> JsonObject:
    """Reach a goal with a station and give what it answered.

    Raises UnknownStation, UnknownAction for an operation that the station's version does not have,
    InvalidArguments, StationRejected, StationRefused for a CALLERROR, and NotConnected and
    CallFailed as `Csms.call` does.
    """
    station = await reach(csms, identity)
    operation = VERSIONS[station.dialect.version].operations.get(name)
    if operation is None:
        raise UnknownAction(f"no operation {name} for OCPP {station.dialect.version}")
    record = await csms.services.registration.station(identity)
    if record.answered is Registration.REJECTED:
        raise StationRejected(f"the boot of {identity} was rejected")
    return await operation(Operator(csms, station), arguments)


def names() -> list[str]:
    """Give the operations of all versions."""
    return sorted({name for spoken in VERSIONS.values() for name in spoken.operations})
