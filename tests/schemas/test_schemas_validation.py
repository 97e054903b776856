import subprocess
import sys

import pytest

from schemas import explain as explaining
from schemas.catalogue import Kind
from schemas.validation import Violation, is_valid, schema, violations

EVENT = {
    "eventType": "Updated",
    "timestamp": "2024-05-01T12:00:00Z",
    "triggerReason": "MeterValuePeriodic",
    "seqNo": 3,
    "transactionInfo": {"transactionId": "t-1"},
}


def told(payload, version="2.0.1", action="TransactionEvent", kind=Kind.REQUEST):
    return [
        (v.pointer, v.rule, v.value, v.expected) for v in violations(version, action, kind, payload)
    ]


def profile(limit):
    schedule = {
        "chargingRateUnit": "A",
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": limit}],
    }
    return {
        "connectorId": 1,
        "csChargingProfiles": {
            "chargingProfileId": 1,
            "stackLevel": 0,
            "chargingProfilePurpose": "TxProfile",
            "chargingProfileKind": "Absolute",
            "chargingSchedule": schedule,
        },
    }


def test_a_valid_payload_has_no_violations():
    assert is_valid("2.0.1", "TransactionEvent", Kind.REQUEST, EVENT)
    assert told(EVENT) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"seqNo": "3"}, ("/seqNo", "type", "3", "integer")),
        ({"seqNo": True}, ("/seqNo", "type", True, "integer")),
        ({"seqNo": 1.5}, ("/seqNo", "type", 1.5, "integer")),
        ({"offline": None}, ("/offline", "type", None, "boolean")),
        ({"timestamp": "yesterday"}, ("/timestamp", "format", "yesterday", "date-time")),
        ({"eventType": "Begun"}, ("/eventType", "enum", "Begun", ["Ended", "Started", "Updated"])),
        ({"eventType": 1}, ("/eventType", "type", 1, "string")),
        ({"meterValue": []}, ("/meterValue", "minItems", [], 1)),
        (
            {"transactionInfo": {"transactionId": "x" * 37}},
            ("/transactionInfo/transactionId", "maxLength", "x" * 37, 36),
        ),
        (
            {"transactionInfo": {}},
            ("/transactionInfo", "required", "transactionId", ["transactionId"]),
        ),
        ({"customData": {"x": 1}}, ("/customData", "required", "vendorId", ["vendorId"])),
    ],
)
def test_each_rule_is_explained(change, expected):
    assert told(EVENT | change) == [expected]


def test_an_unknown_field_is_named_with_the_known_ones():
    [violation] = violations(
        "2.0.1", "CancelReservation", Kind.RESPONSE, {"status": "Accepted", "a/b~c": 7}
    )
    assert violation == Violation(
        "/a~1b~0c",
        "additionalProperties",
        7,
        ["customData", "status", "statusInfo"],
        "/a~1b~0c is a field that the message does not have",
    )


def test_every_missing_field_is_named():
    missing = violations("1.6", "BootNotification", Kind.RESPONSE, {})
    assert [(v.pointer, v.rule, v.value) for v in missing] == [
        ("", "required", "currentTime"),
        ("", "required", "interval"),
        ("", "required", "status"),
    ]
    assert missing[0].message == "the payload lacks the field currentTime"


@pytest.mark.parametrize("payload", [[], None, "x", 1])
def test_a_payload_that_is_no_object(payload):
    assert told(payload) == [("", "type", payload, "object")]


def test_array_places_are_numbered():
    query = [{"component": {"name": "A"}, "variable": {"name": "x" * 51}, "attributeType": "Mean"}]
    found = told({"getVariableData": query}, action="GetVariables")
    assert [(pointer, rule) for pointer, rule, *_ in found] == [
        ("/getVariableData/0/attributeType", "enum"),
        ("/getVariableData/0/variable/name", "maxLength"),
    ]


@pytest.mark.parametrize(
    ("value", "pointer_and_rule"),
    [(-1, ("minimum", 0)), (101, ("maximum", 100))],
)
def test_bounds(value, pointer_and_rule):
    parameters = {"evMaxCurrent": 1, "evMaxVoltage": 1, "stateOfCharge": value}
    needs = {"requestedEnergyTransfer": "DC", "dcChargingParameters": parameters}
    rule, bound = pointer_and_rule
    place = "/chargingNeeds/dcChargingParameters/stateOfCharge"
    found = told({"evseId": 1, "chargingNeeds": needs}, action="NotifyEVChargingNeeds")
    assert found == [(place, rule, value, bound)]


def test_too_many_items():
    data = [{"monitoringCriteria": 1}]
    criteria = ["ThresholdMonitoring"] * 4
    found = told({"requestId": 1, "monitoringCriteria": criteria}, action="GetMonitoringReport")
    assert [(pointer, rule, most) for pointer, rule, _, most in found] == [
        ("/monitoringCriteria", "maxItems", 3)
    ]
    assert told(data, action="GetMonitoringReport") == [("", "type", data, "object")]


def test_all_tenths_are_multiples_of_a_tenth():
    """Floats betray both validators if they divide naively: 0.3 / 0.1 is no whole number."""
    for tenths in range(-100, 5000):
        limit = tenths / 10
        assert is_valid("1.6", "SetChargingProfile", Kind.REQUEST, profile(limit)), limit
        explained = explaining.explain(
            schema("1.6", "SetChargingProfile", Kind.REQUEST), profile(limit)
        )
        assert explained == [], limit


@pytest.mark.parametrize("limit", [0.05, 16.25, 0.1 + 0.2, 1e-9])
def test_hundredths_are_not(limit):
    assert not is_valid("1.6", "SetChargingProfile", Kind.REQUEST, profile(limit))
    [(pointer, rule, value, step)] = told(profile(limit), "1.6", "SetChargingProfile")
    assert pointer.endswith("/chargingSchedulePeriod/0/limit")
    assert (rule, value, step) == ("multipleOf", limit, 0.1)


@pytest.mark.parametrize("limit", [float("nan"), float("inf"), "16", True, None])
def test_what_is_no_number_in_json(limit):
    assert [rule for _, rule, *_ in told(profile(limit), "1.6", "SetChargingProfile")] == ["type"]


def test_drafts_differ_about_whole_floats():
    whole = {"reservationId": 1.0}
    assert not is_valid("1.6", "CancelReservation", Kind.REQUEST, whole)  # draft 4
    assert is_valid("2.0.1", "CancelReservation", Kind.REQUEST, whole)  # draft 6
    log = {"logType": "SecurityLog", "requestId": 1.0, "log": {"remoteLocation": "ftp://x"}}
    assert is_valid("1.6", "GetLog", Kind.REQUEST, log)  # the white paper's schemas are draft 6


# The facts of RFC 3339, section 5.6, so that the judge is not its own witness.
@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("2024-05-01T12:00:00Z", True),
        ("2024-05-01T12:00:00.1Z", True),
        ("2024-05-01T12:00:00.123456789+02:00", True),
        ("2024-05-01t12:00:00z", True),
        ("2024-02-29T23:59:59-12:00", True),
        ("2016-12-31T23:59:60Z", True),
        ("2024-05-01T12:00:00", False),
        ("2024-05-01T12:00Z", False),
        ("2024-05-01", False),
        ("2023-02-29T00:00:00Z", False),
        ("2024-05-01T24:00:00Z", False),
        ("2024-05-01T12:00:00+25:00", False),
        ("2024-05-01T12:00:00.Z", False),
        ("2024-05-01T12:00:00 Z", False),
        ("01.05.2024 12:00", False),
        ("", False),
    ],
)
def test_date_times(text, valid):
    payload = EVENT | {"timestamp": text}
    assert is_valid("2.0.1", "TransactionEvent", Kind.REQUEST, payload) is valid
    assert [rule for _, rule, *_ in told(payload)] == ([] if valid else ["format"])


@pytest.mark.parametrize(
    ("location", "valid"),
    [("ftp://host/path", True), ("https://[::1]/x", True), ("no uri", False), ("/relative", False)],
)
def test_uris(location, valid):
    payload = {"location": location}
    assert is_valid("1.6", "GetDiagnostics", Kind.REQUEST, payload) is valid
    rules = [rule for _, rule, *_ in told(payload, "1.6", "GetDiagnostics")]
    assert rules == ([] if valid else ["format"])


def test_lengths_count_characters():
    assert is_valid("1.6", "Authorize", Kind.REQUEST, {"idTag": "😀" * 20})
    assert not is_valid("1.6", "Authorize", Kind.REQUEST, {"idTag": "😀" * 21})


def test_the_two_spellings_of_celsius():
    for unit, valid in (("Celsius", True), ("Celcius", True), ("Hertz", False)):
        sample = {
            "timestamp": "2024-05-01T12:00:00Z",
            "sampledValue": [{"value": "1", "unit": unit}],
        }
        values = {"connectorId": 1, "meterValue": [sample]}
        assert is_valid("1.6", "MeterValues", Kind.REQUEST, values) is valid
        stop = {"transactionId": 1, "timestamp": sample["timestamp"], "meterStop": 1}
        stop["transactionData"] = [sample]
        assert is_valid("1.6", "StopTransaction", Kind.REQUEST, stop) is valid


@pytest.mark.parametrize("judge", [is_valid, violations])
def test_unknown_actions_have_no_verdict(judge):
    with pytest.raises(KeyError, match="TransactionEvent"):
        judge("1.6", "TransactionEvent", Kind.REQUEST, {})


def test_a_refusal_is_never_left_without_a_reason(monkeypatch):
    monkeypatch.setattr(explaining, "explain", lambda _schema, _payload: [])
    [violation] = violations("1.6", "Authorize", Kind.REQUEST, {"idTag": "x" * 21})
    assert (violation.pointer, violation.rule, violation.expected) == ("/idTag", "maxLength", 20)
    assert violation.message


def test_long_values_are_cut_in_messages():
    [violation] = violations(
        "1.6", "GetDiagnostics", Kind.REQUEST, {"location": "no uri " + "x" * 5000}
    )
    assert len(violation.message) < 120


def test_judging_alone_does_not_load_the_explainer():
    script = (
        "import sys\n"
        "from schemas.validation import Kind, is_valid\n"
        "assert not is_valid('1.6', 'Reset', Kind.REQUEST, {})\n"
        "sys.exit('jsonschema' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], timeout=60, check=False)
    assert done.returncode == 0
