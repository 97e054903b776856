"""The simulator's exact calculation and the CSMS's own simpler one say the same."""

from datetime import UTC, datetime
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from reference_csms.charging import ChargingProfile
from reference_csms.services import charging_calculation as csms
from schemas.base import to_text
from schemas.v201.types import ChargingProfileType
from station_sim.smart_charging.composite import Bound, merge, tracks
from station_sim.smart_charging.electrics import Level
from station_sim.smart_charging.timeline import Window
from station_sim.v201.charging_profiles import read

T0 = 1_800_000_000
NO_LIMIT = Level(Fraction(10**9), 3, Fraction(230))
PURPOSES = ("ChargingStationMaxProfile", "TxDefaultProfile", "TxProfile")


def text(moment):
    return to_text(datetime.fromtimestamp(moment, UTC))


near = st.integers(T0 - 100, T0 + 100)


@st.composite
def profiles(draw, purpose, level):
    kinds = ["Absolute", "Recurring"] + ["Relative"] * (purpose != PURPOSES[0])
    kind = draw(st.sampled_from(kinds))
    unit = draw(st.sampled_from(["A", "W"]))
    starts = sorted({0, *draw(st.lists(st.integers(1, 150), max_size=3))})
    schedule = {
        "id": 1,
        "chargingRateUnit": unit,
        "chargingSchedulePeriod": [
            {"startPeriod": s, "limit": draw(st.integers(0, 32)) * (690 if unit == "W" else 1)}
            for s in starts
        ],
    }
    if kind != "Relative":
        schedule["startSchedule"] = text(draw(near) - (9 * 86400 if kind == "Recurring" else 0))
    if draw(st.booleans()):
        schedule["duration"] = draw(st.integers(1, 200))
    made = {
        "id": level,
        "stackLevel": level,
        "chargingProfilePurpose": purpose,
        "chargingProfileKind": kind,
        "chargingSchedule": [schedule],
    }
    if kind == "Recurring":
        made["recurrencyKind"] = draw(st.sampled_from(["Daily", "Weekly"]))
    if draw(st.booleans()):
        made[draw(st.sampled_from(["validFrom", "validTo"]))] = text(draw(near))
    return made


@st.composite
def collections(draw):
    places = [(purpose, level) for purpose in PURPOSES for level in range(2)]
    chosen = draw(st.lists(st.sampled_from(places), unique=True, max_size=5))
    return [draw(profiles(*place)) for place in chosen]


def stored(made):
    return ChargingProfile(
        "CS1",
        made["id"],
        made["chargingProfilePurpose"],
        made["stackLevel"],
        made["chargingProfileKind"],
        tuple(made["chargingSchedule"]),
        evse_id=1,
        recurrency=made.get("recurrencyKind"),
        valid_from=made.get("validFrom"),
        valid_to=made.get("validTo"),
    )


@settings(max_examples=100, deadline=None)
@given(collections(), near)
def test_both_calculations_agree_at_every_change(made, anchor):
    window = Window(T0 - 60, T0 + 180)
    bounds = [Bound(read(ChargingProfileType.parse(one)), anchor) for one in made]
    kept = [stored(one) for one in made]
    for stretch in merge(NO_LIMIT, tracks(bounds, window), window):
        for moment in {stretch.begin, stretch.end - 1}:
            found = csms.allowed(kept, moment, anchor)
            current = stretch.level.current
            assert (found is None) == (current == NO_LIMIT.current)
            assert found is None or abs(found.current - float(current)) < 1e-6
