from __future__ import annotations

import subprocess
import sys
from collections import Counter
from importlib.resources import files

import pytest

from harness import cases, conditions
from harness.cases import BLOCKS, PROFILES, Selection, SelectionError, select
from harness.features import known_features
from schemas import catalogue

EVERY_CASE = cases.load()
OFFICIAL = tuple(case for case in EVERY_CASE if case.id.startswith("TC_"))


def test_all_official_cases_are_there():
    assert Counter((case.version, case.role) for case in OFFICIAL) == {
        ("1.6", "station"): 102,
        ("1.6", "csms"): 75,
        ("2.0.1", "station"): 424,
        ("2.0.1", "csms"): 251,
    }


def test_ids_are_unique_over_the_versions_and_end_in_the_role():
    assert max(Counter(case.id for case in EVERY_CASE).values()) == 1
    suffixes = {"station": "_CS", "csms": "_CSMS"}
    assert [case.id for case in EVERY_CASE if not case.id.endswith(suffixes[case.role])] == []


def test_other_ids_are_own_ones_that_name_their_block():
    own = [case for case in EVERY_CASE if case not in OFFICIAL]
    assert [case.id for case in own if not case.id.startswith(f"X_{case.block}_")] == []


def test_every_message_is_in_the_catalogue():
    unknown = {
        (case.id, action)
        for case in EVERY_CASE
        for action in (*case.messages, *case.messages_before)
        if action.split("/")[0] not in catalogue.messages(case.version)
    }
    assert unknown == set()


def test_blocks_and_profiles_are_known():
    assert {case.id for case in EVERY_CASE if case.block not in BLOCKS[case.version]} == set()
    entries = {entry for case in EVERY_CASE for entry in case.profiles}
    assert {entry.profile for entry in entries} == set(PROFILES)
    assert {entry.status for entry in entries} == {"M", "C"}


def test_conditions_name_known_features_of_the_role():
    wrong = {
        (case.id, feature)
        for case in EVERY_CASE
        for feature in conditions.parse(case.condition).ids()
        if feature not in known_features() or case.role not in known_features()[feature].roles
    }
    assert wrong == set()


def test_what_is_not_mandatory_in_core_has_a_condition():
    bare = [case for case in OFFICIAL if case.version == "2.0.1" and not case.condition]
    in_no_profile = ["TC_M_12_CSMS", "TC_M_17_CSMS"]
    assert [case.id for case in bare if ("Core", "M") not in case.profiles] == in_no_profile


def test_titles_are_short_and_distinct():
    assert [case.id for case in EVERY_CASE if not 10 <= len(case.title) <= 80] == []
    shared = Counter((case.version, case.role, case.title) for case in EVERY_CASE)
    assert [title for title, count in shared.items() if count > 1] == []


def hand_written(name):
    text = files("features").joinpath(name).read_text(encoding="utf-8")
    return {row["id"]: row for row in cases.read_rows(text)}


def test_the_tables_are_in_step_with_the_titles():
    titles = {name: row["title"] for name, row in hand_written("titles.csv").items()}
    assert {case.id: case.title for case in OFFICIAL} == titles


def test_the_tables_are_in_step_with_the_corrected_conditions():
    for name, row in hand_written("conditions.csv").items():
        case = cases.find(name)
        assert case is not None
        assert case.condition == row["condition"]
        if row["profiles"]:
            assert "|".join(":".join(entry) for entry in case.profiles) == row["profiles"].strip(
                "-"
            )


def test_every_official_case_names_its_document():
    prefixes = ("OCTT 1.6, ", "Part 6 ed. 3, ", "Errata 2025-09, ")
    assert [case.id for case in OFFICIAL if not case.source.startswith(prefixes)] == []


def test_errata_that_change_certification_are_worked_in():
    found = {name: cases.find(name) for name in ("TC_B_58_CSMS", "TC_A_13_CS", "TC_O_15_CS")}
    assert {name: case and case.profiles for name, case in found.items()} == {
        "TC_B_58_CSMS": (("Core", "M"),),
        "TC_A_13_CS": (),
        "TC_O_15_CS": (),
    }
    changed = cases.find("TC_H_13_CS")
    assert changed is not None
    assert changed.condition == "Reservation and NOT R-2"
    assert "5.16" in changed.errata


def test_one_row_in_full():
    assert cases.find("TC_C_33_CS") == cases.Case(
        id="TC_C_33_CS",
        version="2.0.1",
        role="station",
        block="C",
        title="Learns a token from an Authorize answer",
        profiles=(cases.ProfileStatus("Core", "C"),),
        condition="C-49",
        use_cases=("C10",),
        requirements=("C10.FR.04", "C12.FR.06"),
        messages=(
            "Authorize",
            "TransactionEvent",
            "StatusNotification",
            "NotifyEvent",
            "RequestStartTransaction",
            "RequestStopTransaction",
        ),
        messages_before=("TransactionEvent", "StatusNotification", "NotifyEvent"),
        states=(
            "EVConnectedPreSession",
            "EnergyTransferStarted",
            "EVConnectedPostSession",
            "EVDisconnected",
            "ParkingBayUnoccupied",
            "ParkingBayOccupied",
        ),
        errata=("5.11", "6.2.22"),
        source="Part 6 ed. 3, 2.4, table 89",
    )


def test_load_takes_one_version():
    assert {case.version for case in cases.load("1.6")} == {"1.6"}
    assert cases.load("1.6") + cases.load("2.0.1") == EVERY_CASE
    with pytest.raises(KeyError):
        cases.load("2.1")


def test_find_and_close_matches():
    assert cases.find("TC_B_06_CSM") is None
    assert "TC_B_06_CSMS" in cases.close_matches("tc_b_06_csm")


@pytest.mark.parametrize(
    ("selection", "count"),
    [
        (Selection(versions=("1.6",), roles=("csms",)), 75),
        (Selection(blocks=("b",), roles=("CSMS",)), 22),
        (Selection(patterns=("TC_B_0?_CSMS", "tc_001_cs")), 7),
        (Selection(profiles=("smartcharging",), versions=("1.6",)), 0),
    ],
)
def test_select_narrows_by_field_and_adds_up_values(selection, count):
    assert len(select(OFFICIAL, selection)) == count


def test_select_by_profile_takes_every_case_that_is_in_it():
    selected = select(OFFICIAL, Selection(profiles=("Smart Charging", "reservation")))
    wanted = {"Smart Charging", "Reservation"}
    assert selected == [
        case for case in OFFICIAL if wanted & {entry.profile for entry in case.profiles}
    ]
    assert len(selected) > 80


def test_select_without_criteria_takes_all_in_order():
    assert select(EVERY_CASE, Selection()) == list(EVERY_CASE)


@pytest.mark.parametrize(
    ("selection", "kind", "nearest"),
    [
        (Selection(versions=("2.0",)), "version", "2.0.1"),
        (Selection(roles=("cs",)), "role", "csms"),
        (Selection(blocks=("SmartCharge",)), "block", "SmartCharging"),
        (Selection(profiles=("Smart Chargin",)), "profile", "Smart Charging"),
        (Selection(patterns=("TC_B_06_CSM",)), "case", "TC_B_06_CSMS"),
        (Selection(blocks=("?",)), "block", "Core"),
    ],
)
def test_an_unknown_value_is_named_with_the_nearest(selection, kind, nearest):
    with pytest.raises(SelectionError) as caught:
        select(OFFICIAL, selection)
    assert caught.value.kind == kind
    assert nearest in caught.value.nearest
    assert caught.value.value in str(caught.value)
    assert nearest in str(caught.value)


def test_a_row_of_the_wrong_length_is_an_error():
    with pytest.raises(ValueError, match="wrong number of cells"):
        list(cases.read_rows("# remark\nid,role\nA,csms\nB\n"))
    with pytest.raises(ValueError, match="wrong number of cells"):
        list(cases.read_rows("id,role\nA,csms,more\n"))


def test_the_catalogue_needs_no_pytest_and_no_models():
    code = (
        "import sys, harness.cases as c; c.load(); "
        "print(sorted({'pytest', 'pydantic', 'asyncio'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stdout.strip() == "[]"


def test_own_cases_follow_the_official_ones(tmp_path, monkeypatch):
    folder = tmp_path / "ocpp16"
    folder.mkdir()
    head = ",".join(cases.COLUMNS)
    official = "TC_001_CS,station,Core,Boots,,,,,BootNotification,,,,OCTT"
    own = "X_Core_01_CS,station,Core,Ours,,C-49,,,Heartbeat,,,,ours"
    (folder / "testcases.csv").write_text(f"# remark\n{head}\n{official}\n", encoding="utf-8")
    (folder / "own_cases.csv").write_text(f"{head}\n{own}\n", encoding="utf-8")
    monkeypatch.setattr(cases, "files", lambda package: tmp_path)
    loaded = cases._load.__wrapped__("1.6")
    assert [case.id for case in loaded] == ["TC_001_CS", "X_Core_01_CS"]
    assert loaded[1].condition == "C-49"
