from collections.abc import Iterator

import pytest

from schemas.catalogue import VERSIONS, Kind, messages
from schemas.validation import Violation, allowed_error_codes, error_code, violations

# OCPP-J 1.6, table 7, and 2.0.1 Part 4, table 8: the codes about payloads.
CODES = {
    "1.6": {
        "FormationViolation",
        "OccurenceConstraintViolation",
        "PropertyConstraintViolation",
        "ProtocolError",
        "TypeConstraintViolation",
    },
    "2.0.1": {
        "FormatViolation",
        "OccurrenceConstraintViolation",
        "PropertyConstraintViolation",
        "ProtocolError",
        "TypeConstraintViolation",
    },
}
NO_RULES = {"$schema", "$comment", "$ref", "definitions", "properties", "items", "default"}


def keywords(schema) -> Iterator[str]:
    for key, value in schema.items():
        yield key
        if key in ("properties", "definitions"):
            for body in value.values():
                yield from keywords(body)
        elif key == "items":
            yield from keywords(value)


def broken(rule, pointer="/x", value="x"):
    return Violation(pointer, rule, value, None, "")


@pytest.mark.parametrize("version", VERSIONS)
def test_every_rule_in_use_has_codes_of_the_version(version):
    rules = {
        key
        for each in messages(version).values()
        for kind in Kind
        for key in keywords(each.schema(kind))
    } - NO_RULES
    assert {"required", "type", "enum", "maxLength", "minItems", "format"} <= rules
    for rule in rules:
        allowed = allowed_error_codes(version, broken(rule))
        assert error_code(version, broken(rule)) in allowed
        assert allowed <= CODES[version]


@pytest.mark.parametrize(
    ("version", "action", "payload", "code"),
    [
        ("1.6", "Reset", {}, "ProtocolError"),
        ("1.6", "Reset", {"type": "Warm"}, "PropertyConstraintViolation"),
        ("1.6", "Reset", {"type": 1}, "TypeConstraintViolation"),
        ("1.6", "Reset", {"type": "Hard", "x": 1}, "FormationViolation"),
        ("1.6", "Reset", [], "FormationViolation"),
        ("2.0.1", "Reset", {}, "OccurrenceConstraintViolation"),
        ("2.0.1", "Reset", {"type": "Hard"}, "PropertyConstraintViolation"),
        ("2.0.1", "Reset", {"type": 1}, "TypeConstraintViolation"),
        ("2.0.1", "Reset", {"type": "OnIdle", "x": 1}, "FormatViolation"),
        ("2.0.1", "Reset", [], "ProtocolError"),
        ("2.0.1", "GetVariables", {"getVariableData": []}, "OccurrenceConstraintViolation"),
    ],
)
def test_code_to_answer_with(version, action, payload, code):
    [violation] = violations(version, action, Kind.REQUEST, payload)
    assert error_code(version, violation) == code
    assert code in allowed_error_codes(version, violation)


def test_an_incomplete_payload_has_another_meaning_in_each_version():
    assert allowed_error_codes("1.6", broken("required")) == {
        "ProtocolError",
        "OccurenceConstraintViolation",
        "FormationViolation",
    }
    assert allowed_error_codes("2.0.1", broken("required")) == {
        "OccurrenceConstraintViolation",
        "ProtocolError",
        "FormatViolation",
    }


@pytest.mark.parametrize("version", VERSIONS)
def test_wrong_types_have_one_code(version):
    assert allowed_error_codes(version, broken("type")) == {"TypeConstraintViolation"}


@pytest.mark.parametrize(
    ("version", "code"),
    [("1.6", "OccurenceConstraintViolation"), ("2.0.1", "OccurrenceConstraintViolation")],
)
def test_null_is_also_a_wrong_way_to_leave_a_field_out(version, code):
    assert code in allowed_error_codes(version, broken("type", value=None))
    assert error_code(version, broken("type", value=None)) == "TypeConstraintViolation"


@pytest.mark.parametrize("version", VERSIONS)
def test_rules_that_only_later_schemas_use_are_about_values(version):
    assert error_code(version, broken("pattern")) == "PropertyConstraintViolation"
