"""What CI mutates: the foundation always, the proven rest by commit, the unproven never."""

from harness.scenarios import written_ids
from tools import mutation_check


def test_the_foundation_is_written_and_never_unproven():
    assert set(mutation_check.FOUNDATION) <= written_ids()
    assert not set(mutation_check.FOUNDATION) & mutation_check.unproven()


def test_only_written_cases_wait():
    assert mutation_check.unproven() <= written_ids()


def test_a_commit_takes_each_other_case_once_and_none_that_waits():
    order = mutation_check.others("abc")
    assert len(order) == len(set(order))
    waiting = set(mutation_check.FOUNDATION) | mutation_check.unproven()
    assert set(order) == written_ids() - waiting


def test_the_commit_decides_the_order():
    assert mutation_check.others("abc") == mutation_check.others("abc")
    assert mutation_check.others("abc") != mutation_check.others("abd")
