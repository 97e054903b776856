"""The monitor that reads a station's device model: single variables, and a full inventory."""

from __future__ import annotations

import copy

import pytest

from harness.rules import standard_variables
from harness.rules.inventory import Inventory
from harness.rules.variable_values import misfit, same
from ocppj.frames import Call, CallError, CallResult

TRAITS = "Part 2, VariableCharacteristicsType"
STANDARD = "Part 2, Referenced Components and Variables, 2"
FITTING = {
    "boolean": "true",
    "integer": "1",
    "decimal": "1.5",
    "dateTime": "2026-01-01T00:00:00Z",
    "string": "x",
}


def entry(component, variable, value, data_type, **more):
    """Give a variable as it is reported; `traits` and `attribute` are laid over it."""
    attribute = {"value": value, "mutability": "ReadWrite", "persistent": True}
    attribute |= more.get("attribute", {})
    traits = {"dataType": data_type, "supportsMonitoring": False, **more.get("traits", {})}
    return {
        "component": {"name": component, **more.get("where", {})},
        "variable": {"name": variable, **more.get("named", {})},
        "variableAttribute": [{k: v for k, v in attribute.items() if v is not None}],
        "variableCharacteristics": {k: v for k, v in traits.items() if v is not None},
    }


def part(*entries, number=7, tbc=False):
    return Call("m", "NotifyReport", {"requestId": number, "reportData": [*entries], "tbc": tbc})


def told(*entries, monitor=None, **more):
    found = (monitor or Inventory()).on_call(part(*entries, **more))
    assert all(f.action == "NotifyReport" for f in found)
    return [(f.subject.rpartition(" ")[2], f.requirement) for f in found]


OWN = ("Vendor", "Own")


@pytest.mark.parametrize(
    ("reported", "broken"),
    [
        (entry(*OWN, "5", "integer"), []),
        (entry(*OWN, "five", "integer"), [("value", TRAITS)]),
        (entry(*OWN, "", "integer"), []),
        (entry(*OWN, None, "integer"), []),
        (entry(*OWN, "5", "integer", traits={"maxLimit": 4}), [("value", TRAITS)]),
        (entry(*OWN, "5", "integer", traits={"minLimit": 6}), [("value", TRAITS)]),
        (entry(*OWN, "5", "integer", traits={"minLimit": 5, "maxLimit": 5}), []),
        (entry(*OWN, "", "integer", traits={"minLimit": 6, "maxLimit": 5}), [("minLimit", TRAITS)]),
        (entry(*OWN, "A", "OptionList", traits={"valuesList": "A, B"}), []),
        (entry(*OWN, "A,B", "OptionList", traits={"valuesList": "A,B"}), [("value", TRAITS)]),
        (entry(*OWN, "A,C", "MemberList", traits={"valuesList": "A,B"}), [("value", TRAITS)]),
        (entry(*OWN, "B,A", "SequenceList", traits={"valuesList": "A,B"}), []),
        (entry(*OWN, "", "MemberList"), [("valuesList", TRAITS)]),
        (
            entry(*OWN, "p", "string", attribute={"mutability": "WriteOnly"}),
            [("value", "Errata 6.2.19")],
        ),
        (entry(*OWN, None, "string", attribute={"mutability": "WriteOnly"}), []),
        ({**entry(*OWN, "5", "integer"), "variableCharacteristics": None}, []),
        ({"component": {"name": "C"}}, []),
    ],
)
def test_a_variable_agrees_with_its_characteristics(reported, broken):
    assert told(reported) == broken


def test_an_attribute_is_told_once():
    twice = entry(*OWN, "5", "integer")
    twice["variableAttribute"] *= 2
    assert told(twice) == [("type", "B07.FR.11")]


HEARTBEAT = ("OCPPCommCtrlr", "HeartbeatInterval")
PHASES = {"where": {"evse": {"id": 1}}, "attribute": {"mutability": "ReadOnly"}}


def heartbeat(**more):
    traits = {"unit": "s", "minLimit": 1, **more.pop("traits", {})}
    return entry(*HEARTBEAT, more.pop("value", "10"), "integer", traits=traits, **more)


@pytest.mark.parametrize(
    ("reported", "broken"),
    [
        (heartbeat(), []),
        (heartbeat(named={"name": "heartbeatinterval"}), []),
        (heartbeat(attribute={"type": "Target"}), [("type", STANDARD)]),
        (heartbeat(attribute={"type": "Actual", "mutability": None}), []),
        (heartbeat(attribute={"mutability": "ReadOnly"}), [("mutability", STANDARD)]),
        (heartbeat(attribute={"persistent": False}), [("persistent", STANDARD)]),
        (heartbeat(attribute={"persistent": None}), [("persistent", STANDARD)]),
        (heartbeat(traits={"dataType": "decimal"}), [("dataType", STANDARD)]),
        (heartbeat(traits={"unit": "min"}), [("unit", TRAITS)]),
        (heartbeat(traits={"unit": None}), [("unit", TRAITS)]),
        (heartbeat(traits={"minLimit": 2}), [("minLimit", STANDARD)]),
        (heartbeat(traits={"minLimit": None}), [("minLimit", STANDARD)]),
        (
            entry(
                "SmartChargingCtrlr",
                "RateUnit",
                "A",
                "MemberList",
                traits={"valuesList": "A,W,VA"},
                attribute={"mutability": "ReadOnly", "persistent": None},
            ),
            [("valuesList", STANDARD)],
        ),
        (
            entry("TariffCostCtrlr", "Currency", "EUR", "string", traits={"maxLimit": 4}),
            [("maxLimit", STANDARD)],
        ),
        (entry("TariffCostCtrlr", "Currency", "EUR", "string"), [("maxLimit", STANDARD)]),
        (entry("EVSE", "Power", None, "decimal", **PHASES), [("maxLimit", STANDARD)]),
        (entry("EVSE", "Power", None, "decimal", traits={"maxLimit": 22000}, **PHASES), []),
        (
            entry("TxCtrlr", "StopTxOnEVSideDisconnect", "true", "boolean"),
            [],
        ),
        (
            entry("AuthCtrlr", "LocalAuthorizationOffline", "1", "integer"),
            [("dataType", STANDARD)],
        ),
        (entry("DeviceDataCtrlr", "ItemsPerMessage", "x", "string", named={"instance": "Own"}), []),
    ],
)
def test_a_variable_that_the_specification_names_is_as_it_says(reported, broken):
    assert told(reported) == broken


# what was set


def setting(monitor, value, status="Accepted", **kind):
    data = {"attributeValue": value, "component": {"name": "OCPPCommCtrlr"}, **kind}
    data["variable"] = {"name": "HeartbeatInterval"}
    request = Call("m", "SetVariables", {"setVariableData": [data]})
    answer = {"setVariableResult": [{"attributeStatus": status}]}
    assert monitor.on_answer(request, CallResult("m", answer)) == []


@pytest.mark.parametrize(
    ("value", "status", "kind", "broken"),
    [
        ("20", "Accepted", {}, [("value", "B05.FR.10")]),
        ("10", "Accepted", {}, []),
        ("20", "Rejected", {}, []),
        ("20", "RebootRequired", {}, []),
        ("20", "Accepted", {"attributeType": "Target"}, []),
    ],
)
def test_a_report_has_the_value_that_was_set(value, status, kind, broken):
    monitor = Inventory()
    setting(monitor, value, status, **kind)
    assert told(heartbeat(), monitor=monitor) == broken


def test_what_was_set_may_change_with_a_boot():
    monitor = Inventory()
    setting(monitor, "20")
    assert monitor.on_call(Call("m", "BootNotification", {})) == []
    assert told(heartbeat(), monitor=monitor) == []


def test_a_refusal_sets_nothing():
    monitor = Inventory()
    request = Call("m", "SetVariables", {"setVariableData": []})
    assert monitor.on_answer(request, CallError("m", "InternalError")) == []
    assert monitor.on_answer(Call("m", "Reset", {}), CallResult("m", {})) == []


# a full inventory


def fitting(known, where=None):
    """Report a variable as the specification has it."""
    value = FITTING.get(known.type) or min(known.members or {"1"})
    limit = known.maximum or (None if known.value_needed else 9)
    values = ",".join(known.members) or ("1" if known.type.endswith("List") else None)
    minimum, unit = known.minimum, known.unit or None
    return entry(
        known.component,
        known.names[0],
        None if "WriteOnly" in known.mutability else value,
        known.type,
        where=where or {},
        named={"instance": known.instance} if known.instance else {},
        attribute={"mutability": known.mutability[0]},
        traits={"unit": unit, "minLimit": minimum, "maxLimit": limit, "valuesList": values},
    )


def inventory():
    """Report what every station has: two EVSEs, the second with two connectors."""
    places = {
        "EVSE": [{"evse": {"id": number}} for number in (1, 2)],
        "Connector": [
            {"evse": {"id": evse, "connectorId": number}}
            for evse, number in ((1, 1), (2, 1), (2, 2))
        ],
    }
    return [
        fitting(known, where)
        for known in standard_variables.table()
        if known.needed == "always"
        for where in places.get(known.component, [None])
    ]


def asked(base="FullInventory", action="GetBaseReport"):
    monitor = Inventory()
    monitor.on_own_call(Call("m", action, {"requestId": 7, "reportBase": base}))
    return monitor


def whole(*entries, monitor=None):
    found = (monitor or asked()).on_call(part(*entries))
    return [(f.subject, f.expected, f.requirement) for f in found]


def without(entries, component, variable, where=None):
    return [
        each
        for each in entries
        if (each["component"]["name"], each["variable"]["name"]) != (component, variable)
        or (where is not None and each["component"].get("evse") != where)
    ]


def test_a_full_inventory_has_what_every_station_has():
    assert whole(*inventory()) == []


@pytest.mark.parametrize(
    ("component", "variable", "where", "expected"),
    [
        ("TxCtrlr", "TxStartPoint", None, "reported of txctrlr"),
        ("ChargingStation", "Available", None, "reported of chargingstation"),
        ("EVSE", "SupplyPhases", {"id": 2}, "reported of evse 2"),
        ("Connector", "ConnectorType", {"id": 2, "connectorId": 2}, "reported of connector 2 2"),
    ],
)
def test_a_variable_that_is_needed_is_missed(component, variable, where, expected):
    left = without(inventory(), component, variable, where)
    assert whole(*left) == [(f"{component}.{variable}", expected, "B07.FR.08")]


def test_a_component_that_is_needed_is_missed():
    left = [each for each in inventory() if each["component"]["name"] != "ClockCtrlr"]
    missed = {subject for subject, *_ in whole(*left)}
    assert missed == {"ClockCtrlr.DateTime", "ClockCtrlr.TimeSource"}


@pytest.mark.parametrize(("value", "missed"), [("true", True), ("false", False), (None, True)])
def test_a_block_that_is_there_is_there_with_all_it_needs(value, missed):
    known = standard_variables.find("LocalAuthListCtrlr", "Available" if value else "Enabled")
    reported = fitting(known)
    reported["variableAttribute"][0]["value"] = value or "true"
    found = {subject for subject, *_ in whole(*inventory(), reported)}
    needed = {"Entries", "ItemsPerMessage", "BytesPerMessage"}
    assert found == ({f"LocalAuthListCtrlr.{name}" for name in needed} if missed else set())


@pytest.mark.parametrize(
    ("enabled", "broken"),
    [
        ("true", [("authcachectrlr.available value", "true, since it is Enabled")]),
        ("false", []),
    ],
)
def test_what_is_enabled_is_available(enabled, broken):
    both = [fitting(standard_variables.find("AuthCacheCtrlr", n)) for n in ("Available", "Enabled")]
    for reported, value in zip(both, ("false", enabled), strict=True):
        reported["variableAttribute"][0]["value"] = value
    found = whole(*inventory(), *both)
    assert [each[:2] for each in found] == broken
    assert all(each[2] == "Part 2 Appendices, 4" for each in found)


def test_a_full_inventory_is_judged_when_its_last_part_has_come():
    monitor, entries = asked(), inventory()
    assert monitor.on_call(part(*entries[:10], tbc=True)) == []
    assert monitor.on_call(part(*entries[10:])) == []
    assert monitor.on_call(part()) == []


@pytest.mark.parametrize(
    "monitor",
    [asked("ConfigurationInventory"), asked(action="GetReport"), Inventory()],
)
def test_another_report_need_not_be_whole(monitor):
    assert monitor.on_call(part(heartbeat())) == []


def test_a_number_that_is_asked_with_again_is_of_the_new_report():
    monitor = asked()
    monitor.on_own_call(Call("m", "GetReport", {"requestId": 7}))
    assert monitor.on_call(part(heartbeat())) == []


def test_what_the_monitor_was_given_stays_as_it_was():
    reported = heartbeat()
    before = copy.deepcopy(reported)
    told(reported)
    assert reported == before


# values


@pytest.mark.parametrize(
    ("value", "data_type", "limits", "fits"),
    [
        ("TRUE", "boolean", {}, True),
        ("1", "boolean", {}, False),
        ("-3", "integer", {}, True),
        ("3.0", "integer", {}, False),
        ("3.0", "decimal", {}, True),
        ("1e3", "decimal", {"maxLimit": 999}, False),
        ("three", "decimal", {}, False),
        ("2026-01-01T00:00:00Z", "dateTime", {}, True),
        ("today", "dateTime", {}, False),
        ("abc", "string", {"maxLimit": 3}, True),
        ("abcd", "string", {"maxLimit": 3}, False),
        ("A,B", "MemberList", {"valuesList": "A,B", "maxLimit": 2}, False),
    ],
)
def test_a_value_fits_its_type_and_limits(value, data_type, limits, fits):
    assert (misfit(value, {"dataType": data_type, **limits}) is None) is fits


@pytest.mark.parametrize(
    ("one", "other", "data_type", "equal"),
    [
        ("A,B", "B, A", "MemberList", True),
        ("A,B", "B,A", "SequenceList", False),
        ("10", "10.0", "decimal", True),
        ("10", "11", "integer", False),
        ("odd", "odd", "integer", True),
        ("True", "true", "boolean", True),
        ("True", "true", "string", False),
    ],
)
def test_two_texts_may_be_one_value(one, other, data_type, equal):
    assert same(one, other, data_type) is equal


# the table


def test_names_have_no_case_and_an_instance_may_be_any():
    find = standard_variables.find
    assert find("txctrlr", "TXSTARTPOINT").path == "TxCtrlr.TxStartPoint"
    assert find("OCPPCommCtrlr", "MessageTimeout") is None
    assert find("OCPPCommCtrlr", "MessageTimeout", "default").unit == "s"
    assert find("CustomizationCtrlr", "CustomImplementationEnabled", "org.vendor") is not None
    assert find("Vendor", "Own") is None


def test_the_table_is_in_the_words_of_the_specification():
    types = {*FITTING, "OptionList", "MemberList", "SequenceList"}
    for known in standard_variables.table():
        assert known.type in types
        assert set(known.mutability) <= {"ReadOnly", "ReadWrite", "WriteOnly"}
        assert known.needed in ("", "always", "block")
        assert bool(known.members) <= known.type.endswith("List")
    paths = [known.path for known in standard_variables.table()]
    assert len(set(paths)) == len(paths)
    members = standard_variables.find("AlignedDataCtrlr", "Measurands").members
    assert "Energy.Active.Import.Register" in members
