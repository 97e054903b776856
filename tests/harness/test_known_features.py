from __future__ import annotations

import re
from pathlib import Path

import pytest

from harness.features import Feature, close_matches, known_features
from tools import feature_page

ROOT = Path(__file__).resolve().parents[2]


def test_every_row_is_complete():
    for feature in known_features().values():
        assert feature.kind in {"bool", "number", "text"}
        assert set(feature.roles) <= {"station", "csms"}
        assert feature.meaning
        assert re.fullmatch(r"[A-Z][A-Za-z0-9]*(-\d+(\.\d+)?)?", feature.id)


def test_ids_are_unique():
    lines = (ROOT / "features" / "features.csv").read_text(encoding="utf-8").splitlines()
    assert len(known_features()) == len([line for line in lines if line[:1] not in ("#", "")]) - 1


@pytest.mark.parametrize(
    ("kind", "accepted", "refused"),
    [
        ("bool", (True, False), (1, "yes", None)),
        ("number", (2, 0, 1.5), (True, "2")),
        ("text", ("GCM", True), (3, ["GCM"])),
    ],
)
def test_a_declaration_must_have_the_right_type(kind, accepted, refused):
    feature = Feature("X", "Own ids", kind, ("csms",), "an example")
    assert [value for value in accepted if not feature.accepts(value)] == []
    assert [value for value in refused if feature.accepts(value)] == []


def test_close_matches_name_the_nearest():
    assert close_matches("smartcharge")[0] == "SmartCharging"
    assert "C-30" in close_matches("C30")
    assert close_matches("something else entirely") == []


def test_the_page_is_current():
    written = (ROOT / "docs" / "certification_features.md").read_text(encoding="utf-8")
    assert written == feature_page.page(known_features().values(), feature_page.uses())
