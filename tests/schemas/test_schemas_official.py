"""Judging by the original files. They may not be shipped: stand-ins carry their ids and names."""

import json

import pytest

from schemas.catalogue import VERSIONS, Kind, messages
from schemas.validation import (
    OfficialSchemasMissing,
    is_valid,
    schema,
    use_generated_schemas,
    use_official_schemas,
    violations,
)

IDS = {"1.6": "urn:OCPP:1.6:2019:12:", "2.0.1": "urn:OCPP:Cp:2:2020:3:"}


def stand_in(message, kind, **changes):
    return message.schema(kind) | {"$id": IDS[message.version] + message.model_name(kind)} | changes


@pytest.fixture
def folder(tmp_path):
    """Write stand-ins for all official files, in the names and folders that they come in."""
    for version in VERSIONS:
        for message in messages(version).values():
            for kind in Kind:
                plain = version == "1.6" and kind is Kind.REQUEST
                name = message.action if plain else message.model_name(kind)
                path = tmp_path / f"OCPP {version}" / "schemas" / f"{name}.json"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(json.dumps(stand_in(message, kind)), "utf-8-sig")
    return tmp_path


@pytest.fixture(autouse=True)
def restored():
    yield
    use_generated_schemas()


def test_the_original_decides(folder):
    path = folder / "OCPP 1.6" / "schemas" / "Reset.json"
    stricter = stand_in(messages("1.6")["Reset"], Kind.REQUEST, maxProperties=0)
    del stricter["$id"]
    stricter["id"] = "urn:OCPP:1.6:2019:12:ResetRequest"  # draft 4 has no dollar
    path.write_text(json.dumps(stricter), "utf-8")

    assert is_valid("1.6", "Reset", Kind.REQUEST, {"type": "Hard"})
    use_official_schemas(folder)
    assert not is_valid("1.6", "Reset", Kind.REQUEST, {"type": "Hard"})
    [violation] = violations("1.6", "Reset", Kind.REQUEST, {"type": "Hard"})
    assert (violation.rule, violation.pointer) == ("maxProperties", "")
    assert schema("1.6", "Reset", Kind.REQUEST) == stricter

    use_generated_schemas()
    assert is_valid("1.6", "Reset", Kind.REQUEST, {"type": "Hard"})


def test_files_of_both_versions_are_told_apart(folder):
    use_official_schemas(folder)
    assert schema("1.6", "Reset", Kind.RESPONSE)["$id"].startswith(IDS["1.6"])
    assert schema("2.0.1", "Reset", Kind.RESPONSE)["$id"].startswith(IDS["2.0.1"])


def test_the_white_paper_has_ids_of_its_own(folder):
    path = folder / "OCPP 1.6" / "schemas" / "GetLog.json"
    message = messages("1.6")["GetLog"]
    original = stand_in(message, Kind.REQUEST, **{"$id": "urn:OCPP:Cp:1.6:2020:3:GetLog.req"})
    path.write_text(json.dumps(original), "utf-8")
    use_official_schemas(folder)
    assert schema("1.6", "GetLog", Kind.REQUEST)["$id"].endswith("GetLog.req")


def test_missing_files_are_named_and_nothing_changes(folder):
    (folder / "OCPP 1.6" / "schemas" / "Reset.json").unlink()
    (folder / "OCPP 2.0.1" / "schemas" / "ResetResponse.json").unlink()
    with pytest.raises(
        OfficialSchemasMissing, match=r"1\.6 Reset request, 2\.0\.1 Reset response$"
    ):
        use_official_schemas(folder)
    assert "$id" not in schema("1.6", "Authorize", Kind.REQUEST)


def test_one_version_may_do(folder):
    for path in (folder / "OCPP 1.6" / "schemas").iterdir():
        path.unlink()
    use_official_schemas(folder, ["2.0.1"])
    assert "$id" in schema("2.0.1", "Reset", Kind.REQUEST)
    assert "$id" not in schema("1.6", "Reset", Kind.REQUEST)


def test_files_of_other_versions_and_other_json_are_no_matter(folder):
    other = {"$id": "urn:OCPP:Cp:2:2025:1:ResetRequest"}
    (folder / "ResetRequest.json").write_text(json.dumps(other), "utf-8")
    (folder / "list.json").write_text("[]", "utf-8")
    use_official_schemas(folder)
    assert schema("2.0.1", "Reset", Kind.REQUEST)["$id"].startswith(IDS["2.0.1"])


def test_a_damaged_file_is_named(folder):
    path = folder / "OCPP 1.6" / "schemas" / "Reset.json"
    path.write_text("{", "utf-8")
    with pytest.raises(ValueError, match=r"Reset\.json is no JSON"):
        use_official_schemas(folder)


def test_an_empty_folder(tmp_path):
    with pytest.raises(OfficialSchemasMissing, match=r"2\.0\.1 UpdateFirmware response"):
        use_official_schemas(tmp_path)
