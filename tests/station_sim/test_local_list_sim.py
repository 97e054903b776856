"""The local list of a station: versions, limits, and what it says of tokens."""

import pytest

from station_sim.local_list import LocalList, Update
from station_sim.memory import CachedToken
from station_sim.moments import Token

GOOD = CachedToken(accepted=True)
A, B = Token("A"), Token("B")


def filled(version=3):
    local = LocalList()
    assert local.update(version, {A: GOOD}, full=True, limit=2) is Update.ACCEPTED
    return local


@pytest.mark.parametrize(
    ("version", "entries", "full", "outcome"),
    [
        (4, {B: GOOD}, False, Update.ACCEPTED),
        (3, {B: GOOD}, False, Update.VERSION_MISMATCH),
        (1, {B: GOOD}, True, Update.ACCEPTED),
        (0, {B: GOOD}, True, Update.FAILED),
        (-1, {}, True, Update.FAILED),
        (4, {B: GOOD, Token("C"): GOOD}, False, Update.FAILED),
        (4, {B: None}, True, Update.FAILED),
    ],
)
def test_updates(version, entries, full, outcome):
    local = filled()
    assert local.update(version, entries, full=full, limit=2) is outcome
    assert (B in local) == (outcome is Update.ACCEPTED)
    assert (A in local) == (outcome is not Update.ACCEPTED or not full)


def test_an_empty_list_has_version_0():
    local = filled()
    assert local.told_version == 3
    assert local.update(4, {Token("a"): None}, full=False, limit=2) is Update.ACCEPTED
    assert (len(local), local.told_version, local.version) == (0, 0, 4)


def test_what_has_expired_says_nothing():
    local = LocalList()
    local.update(1, {A: CachedToken(accepted=True, expires=100.0)}, full=True, limit=1)
    assert local.find(A, 99.0) is not None
    assert local.find(A, 100.0) is None
