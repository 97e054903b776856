"""Two EVSEs in one scenario, where a station connects, and the arguments of goals."""

from __future__ import annotations

import json

import pytest

from harness import connecting, sessions
from harness.goals import arguments
from harness.outcome import CaseFailed, Inconclusive, ScenarioError
from harness.paths import TableError
from ocppj.trace import Kind

# two EVSEs


def test_each_evse_has_its_own_states_and_values(stand):
    world = stand().world
    world.values.keep("transaction_id", "T1")
    world.states.add("Authorized")
    sessions.go_to(world, "second")
    second = world.values.get("second_evse_id")
    assert (world.values.get("evse_id"), world.values.get("connector_id")) == (second, 1)
    assert world.states == set()
    world.states.add("Charging")
    world.values.keep("transaction_id", "T2")
    world.values.keep("valid_token", "other")
    sessions.go_to(world, "first")
    assert (world.values.get("evse_id"), world.values.get("transaction_id")) == (1, "T1")
    assert world.values.get("valid_token") != "other"
    assert world.states == {"Authorized"}
    sessions.go_to(world, "second")
    assert (world.values.get("evse_id"), world.values.get("transaction_id")) == (second, "T2")
    assert world.values.get("valid_token") == "other"
    assert world.states == {"Charging"}


def test_to_stay_changes_nothing(stand):
    world = stand().world
    world.values.keep("transaction_id", "T1")
    world.states.add("Authorized")
    sessions.go_to(world, "first")
    assert world.values.get("transaction_id") == "T1"
    assert world.states == {"Authorized"}


def test_there_is_no_third_evse(stand):
    with pytest.raises(ScenarioError, match="no third EVSE, only the first and the second"):
        sessions.go_to(stand().world, "third")


# where the harness's station connects


class Puppet:
    """A station that tries to connect, and is refused or not."""

    def __init__(self, refusal):
        self.refusal = refusal
        self.tried = []

    async def reconnect(self, url, profile):
        self.tried.append((url, profile))
        return self.refusal


def reconnected(stand, profile, *, url="ws://a", upgrade="wss://a", refusal=None, first=1):
    s = stand("TC_B_01_CSMS")
    s.world.csms_url = url
    s.world.values.keep("upgrade_url", upgrade)
    s.world.values.keep("security_profile", first)
    s.world.puppet = Puppet(refusal)
    s.run(connecting.reconnect(s.world, profile))
    return s.world


@pytest.mark.parametrize(("profile", "url"), [(1, "ws://a"), (2, "wss://a")])
def test_a_higher_profile_has_another_address(stand, profile, url):
    world = reconnected(stand, profile)
    assert world.puppet.tried == [(url, profile)]


@pytest.mark.parametrize(
    ("profile", "first", "url", "upgrade"),
    [(2, 1, "ws://a", "ws://a"), (1, 2, "wss://a", "wss://a"), (2, 2, "ws://a", "wss://a")],
)
def test_an_address_that_cannot_serve_the_profile_leaves_the_case_open(
    stand, profile, first, url, upgrade
):
    with pytest.raises(Inconclusive, match="cannot serve security profile"):
        reconnected(stand, profile, first=first, url=url, upgrade=upgrade)


@pytest.mark.parametrize("refusal", [None, "HTTP 401"])
@pytest.mark.parametrize("accepted", [True, False])
def test_an_attempt_ends_as_the_case_has_it_or_not(stand, refusal, accepted):
    world = reconnected(stand, 1, refusal=refusal)
    if (refusal is None) is accepted:
        connecting.check_outcome(world, "A05.FR.02", accepted=accepted)
        assert world.checks[-1].held
        return
    with pytest.raises(CaseFailed) as failed:
        connecting.check_outcome(world, "A05.FR.02", accepted=accepted)
    check = failed.value.check
    assert check.requirement == "A05.FR.02"
    assert check.actual == ("accepted" if refusal is None else "refused: HTTP 401")


def test_the_last_attempt_counts_and_there_is_one(stand):
    world = reconnected(stand, 1)
    world.puppet.refusal = "HTTP 401"
    world.attempts.append("HTTP 401")
    connecting.check_outcome(world, None, accepted=False)
    with pytest.raises(ScenarioError, match="not tried to reconnect"):
        connecting.check_outcome(stand("TC_B_01_CSMS").world, None, accepted=True)


# where the station under test connects


def opens(s, seconds, path):
    s.runner.loop.call_later(seconds, lambda: s.trace.event(Kind.OPENED, path=path))


def test_a_station_connects_at_the_address(stand):
    s = stand(message_s=60.0)
    s.world.identity = "CS001"
    s.trace.event(Kind.OPENED, path="/elsewhere/CS001")
    opens(s, 59, "/second/CS001")
    s.run(connecting.expect(s.world, "ws://a:9000/second/"))
    (check,) = s.world.checks
    assert (check.held, check.seq) == (True, s.trace.records[-1].seq)


@pytest.mark.parametrize(
    ("path", "after", "actual"),
    [
        ("/second/CS002", 1, "/second/CS002"),
        ("/CS001", 1, "/CS001"),
        ("/second/CS001", 61, "no connection"),
    ],
)
def test_a_station_connects_elsewhere_or_not_at_all(stand, path, after, actual):
    s = stand(message_s=60.0)
    s.world.identity = "CS001"
    opens(s, after, path)
    with pytest.raises(CaseFailed) as failed:
        s.run(connecting.expect(s.world, "ws://a:9000/second"))
    check = failed.value.check
    assert (check.expected, check.actual) == ("/second/CS001", actual)


# goals


def test_the_arguments_of_a_goal(stand):
    values = stand().world.values
    values.keep("keys", ["a", "b"])
    values.keep("number", 7)
    found = arguments(
        values,
        [
            ("type", "Hard"),
            ("retries", "3"),
            ("token.id", "$valid_token"),
            ("keys", "$keys"),
            ("list[0].number", "$number"),
            ("text", "no. $number"),
            ("flag", "true"),
            ("data", '{"n": $number}'),
        ],
    )
    assert json.loads(json.dumps(found)) == {
        "type": "Hard",
        "retries": 3,
        "token": {"id": values.get("valid_token")},
        "keys": ["a", "b"],
        "list": [{"number": 7}],
        "text": "no. 7",
        "flag": True,
        "data": {"n": 7},
    }


def test_an_argument_that_has_no_place(stand):
    with pytest.raises(TableError, match="cannot be set"):
        arguments(stand().world.values, [("a[any].b", "1")])
