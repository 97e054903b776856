"""Hierarchies that are written as text and read back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pki.authority import AUTHORITY_DAYS
from pki.hierarchies import Hierarchies
from pki.kept import holds, keep, restore
from pki.keys import BadKey
from pki.pem import MalformedPem
from pki.validation import flaws_of_chain

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def world():
    return Hierarchies(NOW)


def test_what_was_kept_issues_as_before(world):
    again = Hierarchies(NOW)
    again.mo = restore(keep(world.mo))
    assert again.mo.anchor == world.mo.anchor
    contract = again.contract("DE1")
    assert list(flaws_of_chain(contract.chain, [world.mo.anchor], now=NOW)) == []
    assert len(contract.chain) == 2  # the issuer stands below the root, not beside it
    assert keep(again.mo) == keep(world.mo)


def test_a_hierarchy_ends_with_its_authorities(world):
    assert holds(world.cso, NOW)
    assert not holds(world.cso, NOW + timedelta(days=AUTHORITY_DAYS + 1))
    assert not holds(world.cso, NOW - timedelta(days=2))


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"certificates": "none"}, MalformedPem),
        ({"issuer_key": "none"}, BadKey),
        ({"root_key": "none"}, BadKey),
    ],
)
def test_what_nobody_kept_is_refused(world, changes, error):
    with pytest.raises(error):
        restore(replace(keep(world.cso), **changes))
