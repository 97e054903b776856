from __future__ import annotations

import csv
import json

import pytest

from tools import case_index

HEAD_201 = """# TC_K_12_CS: whatever

- Source: OCPP 2.0.1 edition 3 Part 6, section 2.12. K SmartCharging, table 301, pages 320-321
"""
HEAD_16 = (
    "- Source: OCTT test case document for OCPP 1.6, final 2024-04, "
    "section 2.14. Reservation / 2.14.1. X, table 60, page 61\n"
)
HEAD_ERRATA = "- Source: errata sheet 2025-09, section 6.2.21 (a new case)\n"


def entry(profile, status, rule=None, features=()):
    return {"profile": profile, "status": status, "features": list(features)} | (
        {"rule": rule} if rule else {}
    )


def case(name, version, role, block, profiles=(), **more):
    facts = {
        "id": name,
        "version": version,
        "role": role,
        "name": "the official name",
        "block": block,
        "use_cases": [],
        "requirements": [],
        "profiles": list(profiles),
        "messages": [],
        "messages_before": [],
        "reusable_states": [],
        "memory_states": [],
        "file": f"cases/{name}.md",
    }
    return facts | more


@pytest.fixture
def spec(tmp_path):
    folder = tmp_path / "spec"
    (folder / "cases").mkdir(parents=True)
    rule = "NOT (SC-2.1 and SC-2.2)"
    index = [
        case("TC_046_1_CS", "1.6", "CS", "Reservation", messages=["ReserveNow"]),
        case(
            "TC_K_12_CS",
            "2.0.1",
            "CS",
            "K",
            [entry("Smart Charging", "C", rule), entry("ISO 15118 Support", "C", rule)],
            use_cases=["K01"],
            requirements=["K01.FR.26", "K01.FR.27"],
            messages=["SetChargingProfile"],
            messages_before=["TransactionEvent", "StatusNotification"],
            memory_states=["SetChargingProfile"],
            reusable_states=["Authorized"],
            errata=["6.2.9"],
        ),
        case("TC_A_13_CSMS", "2.0.1", "CSMS", "A", [entry("Core", "C", features=["ISO-3"])]),
        case("TC_B_58_CSMS", "2.0.1", "CSMS", "B", [entry("Core", "M")]),
    ]
    heads = [HEAD_16, HEAD_201, HEAD_201.replace("301", "7"), HEAD_ERRATA]
    for facts, head in zip(index, heads, strict=True):
        (folder / facts["file"]).write_text(head, encoding="utf-8")
    (folder / "cases.json").write_text(json.dumps(index), encoding="utf-8")
    return folder


@pytest.fixture
def features(tmp_path):
    folder = tmp_path / "features"
    for name in ("ocpp16", "ocpp201"):
        (folder / name).mkdir(parents=True)
    (folder / "titles.csv").write_text(
        "# ours\nid,title\nTC_046_1_CS,Holds a connector\nTC_K_12_CS,Refuses a unit\n"
        'TC_A_13_CSMS,"Renews, twice"\nTC_B_58_CSMS,Knows its subprotocols\n',
        encoding="utf-8",
    )
    (folder / "conditions.csv").write_text(
        "id,profiles,condition,source\nTC_A_13_CSMS,-,ISO15118 AND (AQ-11),errata 5.20\n",
        encoding="utf-8",
    )
    return folder


def test_tables_made_from_an_index(spec, features):
    assert case_index.main([str(spec), str(features)]) == 0
    assert (features / "ocpp16" / "testcases.csv").read_text(encoding="utf-8").splitlines() == [
        case_index.REMARK.strip(),
        "id,role,block,title,profiles,condition,use_cases,requirements,messages,messages_before,"
        "states,errata,source",
        "TC_046_1_CS,station,Reservation,Holds a connector,,Reservation,,,ReserveNow,,,,"
        '"OCTT 1.6, 2.14.1, table 60"',
    ]
    text = (features / "ocpp201" / "testcases.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(text.splitlines()[2:]))
    assert rows == [
        [
            "TC_K_12_CS",
            "station",
            "K",
            "Refuses a unit",
            "Smart Charging:C|ISO 15118 Support:C",
            "(SmartCharging or ISO15118) and NOT (SC-2.1 and SC-2.2)",
            "K01",
            "K01.FR.26|K01.FR.27",
            "SetChargingProfile",
            "TransactionEvent|StatusNotification",
            "memory:SetChargingProfile|Authorized",
            "6.2.9",
            "Part 6 ed. 3, 2.12, table 301",
        ],
        ["TC_A_13_CSMS", "csms", "A", "Renews, twice", "", "ISO15118 and AQ-11"]
        + [""] * 6
        + ["Part 6 ed. 3, 2.12, table 7"],
        ["TC_B_58_CSMS", "csms", "B", "Knows its subprotocols", "Core:M"]
        + [""] * 7
        + ["Errata 2025-09, 6.2.21"],
    ]


def test_a_case_without_a_title_is_an_error(spec, features):
    (features / "titles.csv").write_text("id,title\n", encoding="utf-8")
    with pytest.raises(KeyError, match="TC_046_1_CS"):
        case_index.main([str(spec), str(features)])


def test_without_a_folder_it_says_how_to_use_it(capsys):
    assert case_index.main([]) == 2
    assert "SPEC_DIR" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("rule", "spelled"),
    [
        ("C-48.1 and (C-36 -(or) C-39)", "C-48.1 and ((C-36 or C-37 or C-38 or C-39))"),
        ("C-09 - C-10 or ISO15118 support", "(C-09 or C-10) or ISO15118"),
        ('AQ-9 OR Product Subtype "Mode 1/2-only Charging Station"', "AQ-9 OR Mode12Only"),
        ("NOT Smart Charging", "NOT SmartCharging"),
        ("Local Authorization List Management or C-49", "LocalAuthListManagement or C-49"),
    ],
)
def test_rules_are_spelled_in_the_grammar(rule, spelled):
    assert case_index.spelled(rule) == spelled


@pytest.mark.parametrize(
    ("profiles", "expected"),
    [
        ([entry("Core", "M", features=["C-40"])], ""),
        ([entry("Core", "C", features=["C-13"])], "C-13"),
        ([entry("Reservation", "C", "NOT R-2")], "Reservation and NOT R-2"),
        (
            [
                entry("Core", "C", features=["C-17"]),
                entry("Advanced Device Management", "M", features=["C-17"]),
            ],
            "C-17 or AdvancedDeviceManagement",
        ),
        (
            [
                entry("Smart Charging", "C", features=["SC-4"]),
                entry("ISO 15118 Support", "M"),
            ],
            "(SmartCharging and SC-4) or ISO15118",
        ),
        ([], ""),
    ],
)
def test_the_condition_joins_profiles_and_rules(profiles, expected):
    assert str(case_index.condition(case("X", "2.0.1", "CS", "K", profiles))) == expected


def test_security_of_1_6_needs_a_security_profile():
    facts = case("X", "1.6", "CS", "Security")
    assert str(case_index.condition(facts)).startswith("SecurityProfile1 or")
