"""The records' own helpers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reference_csms.records import Station, Transaction, changed


@pytest.mark.parametrize("changes", [{}, {"last_seq_no": 3, "active": False}])
def test_a_changed_record_is_what_replace_makes(changes):
    record = Transaction("CS1", "T1", charging_state="Charging", missing=(1, 2))
    after = changed(record, **changes)
    assert after == replace(record, **changes)
    assert after is not record
    assert record == Transaction("CS1", "T1", charging_state="Charging", missing=(1, 2))


def test_a_field_that_a_record_does_not_have():
    with pytest.raises(AttributeError):
        changed(Station("CS1"), nickname="x")
