"""Smart charging as the CSMS keeps it, for both versions.

Records as in `reference_csms.records`. 1.6 knows connectors where 2.0.1 knows EVSEs; 0 is the whole
station in both. Purposes and kinds are in the words of the station's version.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - the TinyDB store reads the types at run time
from typing import Any

from reference_csms.records import exact


@dataclass(frozen=True, slots=True)
class ChargingProfile:
    """A profile that a station holds: one that it accepted, or that it reported.

    `schedules` are as on the wire, whose members are the same in both versions; `source` is whose
    limit it is. `reported_at` is when the station last told of it on request. One that was cleared
    is kept with the station's answer in `cleared`, and is not `installed` any more.
    """

    station: str
    profile_id: int
    purpose: str
    stack_level: int
    kind: str
    schedules: tuple[dict[str, Any], ...]
    evse_id: int | None = None
    connector_id: int | None = None
    transaction_id: str | None = None
    recurrency: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    source: str = "CSO"
    set_at: datetime | None = None
    reported_at: datetime | None = None
    installed: bool = True
    cleared: str | None = None

    @property
    def key(self) -> str:
        return exact(self.station, self.profile_id)

    @property
    def place(self) -> int:
        """The EVSE, or the connector of 1.6."""
        return self.evse_id or self.connector_id or 0


@dataclass(frozen=True, slots=True)
class ProfileReport:
    """The answer to GetChargingProfiles: which profiles were told, and whether that is all.

    `evse_id` and `criteria`, a ChargingProfileCriterionType, say which were asked for; None is
    without any.
    """

    station: str
    request_id: int
    status: str | None = None
    messages: int = 0
    profiles: tuple[int, ...] = ()
    complete: bool = False
    evse_id: int | None = None
    criteria: dict[str, Any] | None = None
    asked_at: datetime | None = None

    @property
    def key(self) -> str:
        return exact(self.station, self.request_id)

    def asks_for(self, profile: ChargingProfile) -> bool:
        """Tell whether a profile is among those that the station was asked for (K09)."""
        wanted = self.criteria or {}
        ids, sources = wanted.get("chargingProfileId"), wanted.get("chargingLimitSource")
        purpose, level = wanted.get("chargingProfilePurpose"), wanted.get("stackLevel")
        return (
            self.evse_id in (None, profile.evse_id)
            and (ids is None or profile.profile_id in ids)
            and (sources is None or profile.source in sources)
            and purpose in (None, profile.purpose)
            and level in (None, profile.stack_level)
        )


@dataclass(frozen=True, slots=True)
class CompositeSchedule:
    """The last composite schedule that a station told of a place.

    `expected` is the CSMS's own calculation in the same unit, `within` whether the station stays
    below it: local limits, which we cannot know, may lower it further.
    """

    station: str
    status: str
    asked_at: datetime
    evse_id: int | None = None
    connector_id: int | None = None
    duration: int | None = None
    unit: str | None = None
    begin: str | None = None
    periods: tuple[dict[str, Any], ...] = ()
    expected: tuple[dict[str, Any], ...] = ()
    within: bool | None = None

    @property
    def key(self) -> str:
        return exact(self.station, self.evse_id, self.connector_id)


@dataclass(frozen=True, slots=True)
class ChargingLimit:
    """A limit that somebody else set at a station (K11, K12); EVSE None is the whole station.

    It is in force until `released_at` (K13).
    """

    station: str
    source: str
    evse_id: int | None
    notified_at: datetime
    grid_critical: bool | None = None
    schedules: tuple[dict[str, Any], ...] = ()
    released_at: datetime | None = None

    @property
    def key(self) -> str:
        return exact(self.station, self.source, self.evse_id)


@dataclass(frozen=True, slots=True)
class EvCharging:
    """What the EV at an EVSE negotiates by ISO 15118: its needs, our answer, its schedule.

    `profile_id` is the profile that was made for it, `profile_answer` what the station said to it,
    None where it said nothing.
    """

    station: str
    evse_id: int
    needs: dict[str, Any] | None = None
    max_schedule_tuples: int | None = None
    needs_answer: str | None = None
    transaction_id: str | None = None
    schedule: dict[str, Any] | None = None
    time_base: str | None = None
    schedule_answer: str | None = None
    profile_id: int | None = None
    profile_answer: str | None = None

    @property
    def key(self) -> str:
        return exact(self.station, self.evse_id)
