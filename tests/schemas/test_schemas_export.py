import json
import runpy
import shutil
import sys

import pytest

from schemas import export
from schemas.catalogue import VERSIONS, Kind, messages


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """Copy the generated files, so that a test may damage them."""
    shutil.copytree(export.ROOT / "json", tmp_path / "json")
    monkeypatch.setattr(export, "ROOT", tmp_path)
    return tmp_path / "json"


def test_committed_files_are_current():
    assert export.outdated() == []


def test_files_name_their_generator():
    for version in VERSIONS:
        for each in messages(version).values():
            for kind in Kind:
                comment = each.schema(kind)["$comment"]
                assert comment.startswith(f"Generated from {each.module} by python -m schemas.")


def test_nothing_of_pydantic_shows():
    texts = [path.read_text("utf-8") for path in (export.ROOT / "json").rglob("*.json")]
    assert len(texts) == 206 + 36
    for text in texts:
        schema = json.loads(text)
        assert {"title", "description", "$defs"}.isdisjoint(schema)
        assert "null" not in text
        assert "anyOf" not in text


def test_check_finds_changed_missing_and_surplus_files(copy, capsys):
    changed = copy / "ocpp16" / "ResetRequest.json"
    changed.write_text(changed.read_text("utf-8").replace("Hard", "Harder"), "utf-8")
    missing = copy / "ocpp201" / "ResetRequest.json"
    missing.unlink()
    surplus = copy / "ocpp201" / "Surplus.json"
    surplus.write_text("{}", "utf-8")
    assert export.main(["--check"]) == 1
    told = capsys.readouterr().err.splitlines()
    assert told == [f"not current: {path}" for path in (changed, missing, surplus)]


def test_writing_mends_all(copy):
    (copy / "ocpp16" / "ResetRequest.json").write_text("{}", "utf-8")
    (copy / "ocpp201" / "ResetRequest.json").unlink()
    (copy / "ocpp201" / "Surplus.json").write_text("{}", "utf-8")
    assert export.main([]) == 0
    assert export.outdated() == []
    assert export.main(["--check"]) == 0


def test_wrong_usage(capsys):
    assert export.main(["--chekc"]) == 2
    assert "usage" in capsys.readouterr().err


def test_it_runs_as_a_program(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["export", "--check"])
    with pytest.raises(SystemExit) as exit_:
        runpy.run_path(export.__file__, run_name="__main__")
    assert exit_.value.code == 0
