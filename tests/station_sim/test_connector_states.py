"""The status tables against the facts of 1.6 section 4.9."""

import itertools

import pytest

from schemas.v16.enums import ChargePointStatus
from schemas.v201.availability import ConnectorStatusEnumType
from station_sim.connector_states import (
    RULES_16,
    RULES_201,
    TRANSITIONS_16,
    Facts,
    status_of,
    way,
)
from station_sim.policy import BackOff

# The rows of the status table: for each status, the columns in which it has an event.
TABLE = {
    "Available": "2345 789",
    "Preparing": "1 345 6 9",
    "Charging": "1 45 6 89",
    "SuspendedEV": "1 3 5 6 89",
    "SuspendedEVSE": "1 34 6 89",
    "Finishing": "12 89",
    "Reserved": "12 89",
    "Unavailable": "12345 9",
    "Faulted": "12345678",
}
COLUMNS = dict(zip("123456789", TABLE, strict=True))


def test_the_transitions_are_those_of_the_table():
    expected = {
        start: frozenset(COLUMNS[column] for column in columns.replace(" ", ""))
        for start, columns in TABLE.items()
    }
    assert dict(TRANSITIONS_16) == expected
    assert set(TABLE) == {status.value for status in ChargePointStatus}


@pytest.mark.parametrize(("start", "goal"), list(itertools.permutations(TABLE, 2)))
def test_every_way_uses_possible_changes_only(start, goal):
    if goal == "Reserved" and start in ("Unavailable",):
        assert way(start, goal, TRANSITIONS_16) == ("Available", "Reserved")
    steps = (start, *way(start, goal, TRANSITIONS_16))
    assert steps[-1] == goal
    assert all(b in TRANSITIONS_16[a] for a, b in itertools.pairwise(steps))
    assert not {"Faulted", "Unavailable"} & set(steps[1:-1])


def test_no_change_is_no_way():
    assert way("Charging", "Charging", TRANSITIONS_16) == ()


@pytest.mark.parametrize(
    ("facts", "old", "new"),
    [
        (Facts(), "Available", "Available"),
        (Facts(plugged=True), "Preparing", "Occupied"),
        (Facts(authorized=True), "Preparing", "Available"),
        (Facts(operative=False), "Unavailable", "Unavailable"),
        (Facts(faulted=True, plugged=True), "Faulted", "Faulted"),
        (Facts(plugged=True, finished=True), "Finishing", "Occupied"),
        (Facts(transaction=True, transferring=True, plugged=True), "Charging", "Occupied"),
        (
            Facts(transaction=True, path_closed=True, ev_connected=True, plugged=True),
            "SuspendedEV",
            "Occupied",
        ),
        (Facts(transaction=True, ev_connected=True, plugged=True), "SuspendedEVSE", "Occupied"),
        (Facts(other_in_use=True), "Unavailable", "Unavailable"),
    ],
)
def test_status_from_facts(facts, old, new):
    assert status_of(facts, RULES_16) == ChargePointStatus(old)
    assert status_of(facts, RULES_201) == ConnectorStatusEnumType(new)


def test_back_off_doubles_up_to_the_repeat_times():
    back_off = BackOff(minimum=5, random_range=2, repeat_times=2)
    waits = [back_off.wait(failures, 0.5) for failures in range(5)]
    assert waits == [6, 11, 21, 21, 21]
