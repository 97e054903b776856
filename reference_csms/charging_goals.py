"""What the operator's goals of smart charging have in common in both versions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from ocppj.clock import format_datetime
from reference_csms.goals import Arguments, present

if TYPE_CHECKING:
    from datetime import datetime

    from reference_csms.goals import Operator
    from schemas.base import JsonObject


class Limit(Arguments):
    """A limit, from now on for `duration` seconds; None lasts until it is cleared.

    A profile of the same purpose, stack level and place is replaced. `profile_id` overrules the
    id that is chosen for it.
    """

    limit: float = Field(ge=0)
    unit: Literal["A", "W"] = "A"
    purpose: str | None = None
    stack_level: int = Field(default=0, ge=0)
    kind: Literal["Absolute", "Recurring", "Relative"] = "Absolute"
    recurrency: Literal["Daily", "Weekly"] | None = None
    duration: int | None = Field(default=86400, gt=0)
    number_phases: Literal[1, 2, 3] | None = None
    transaction_id: str | None = Field(default=None, max_length=36)
    profile_id: int | None = None

    def members(self, now: datetime) -> JsonObject:
        """Give the members of a profile that both versions spell alike, its validity included."""
        until = None if self.duration is None else now + timedelta(seconds=self.duration)
        lasts = self.kind == "Absolute"
        return present(
            stackLevel=self.stack_level,
            chargingProfileKind=self.kind,
            recurrencyKind=self.recurrency or ("Daily" if self.kind == "Recurring" else None),
            validFrom=format_datetime(now) if lasts else None,
            validTo=format_datetime(until) if lasts and until is not None else None,
        )

    def schedule(self, now: datetime) -> JsonObject:
        """Give the schedule, without the id that 2.0.1 wants."""
        period = present(startPeriod=0, limit=self.limit, numberPhases=self.number_phases)
        return present(
            startSchedule=None if self.kind == "Relative" else format_datetime(now),
            duration=self.duration,
            chargingRateUnit=self.unit,
            chargingSchedulePeriod=[period],
        )


async def purpose_of(
    operator: Operator, wanted: Limit, place: int, whole: str
) -> tuple[str, str | None]:
    """Give the purpose of a profile and its transaction; what it is for follows from what runs.

    `place` is the EVSE, in 1.6 the connector; 0 is the station, and `whole` the purpose for it.
    K01.FR.03; OCPP 1.6, section 5.16.
    """
    charging, identity = operator.csms.services.charging, operator.station.identity
    running = await charging.transaction_at(identity, place)
    purpose = "TxDefaultProfile" if running is None else "TxProfile"
    purpose = wanted.purpose or (purpose if place else whole)
    if wanted.transaction_id is None and purpose == "TxProfile" and running is not None:
        return purpose, running.transaction_id
    return purpose, wanted.transaction_id


class Cleared(Arguments):
    """Which profiles are to go."""

    profile_id: int | None = None
    purpose: str | None = None
    stack_level: int | None = None


class Composite(Arguments):
    duration: int = Field(default=300, gt=0)
    unit: Literal["A", "W"] | None = None
