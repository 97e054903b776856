"""Explains why a payload breaks its JSON Schema, with `jsonschema`.

Kept apart because importing `jsonschema` costs more than judging thousands of payloads.
"""

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, Final

import jsonschema_rs
from jsonschema import (  # type: ignore[import-untyped]
    Draft4Validator,
    Draft6Validator,
    FormatChecker,
    TypeChecker,
    ValidationError,
)
from jsonschema.protocols import Validator  # type: ignore[import-untyped]
from jsonschema.validators import extend  # type: ignore[import-untyped]

from schemas.base import JsonObject, JsonValue
from schemas.violation import Violation, to_pointer


def explain(schema: JsonObject, payload: JsonValue) -> list[Violation]:
    """List every rule that the payload breaks, by place; empty when it is valid."""
    validator = _VALIDATORS[schema["$schema"]](schema, format_checker=_FORMATS)
    found = [_violation(error) for error in validator.iter_errors(payload)]
    mistyped = {violation.pointer for violation in found if violation.rule == "type"}
    # A number where an enumeration is wanted has the wrong type; that it is also none of the
    # values says nothing more.
    told = [each for each in found if each.rule == "type" or each.pointer not in mistyped]
    return sorted(told, key=lambda each: (each.pointer, each.rule, str(each.value)))


def _violation(error: ValidationError) -> Violation:
    pointer = to_pointer(error.absolute_path)
    rule = str(error.validator)
    expected = error.schema.get("properties", {}) if rule == "additionalProperties" else None
    wanted = error.validator_value if expected is None else sorted(expected)
    sentence = f"{pointer or 'the payload'} {_sentence(rule, error.instance, wanted)}"
    return Violation(pointer, rule, error.instance, wanted, sentence)


def _sentence(rule: str, value: JsonValue, expected: JsonValue) -> str:
    words = _SENTENCES.get(rule)
    return words(value, expected) if words else f"breaks the rule {rule} {expected!r}"


def _shown(value: JsonValue) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


_SENTENCES: Final[dict[str, Callable[[Any, Any], str]]] = {
    "required": lambda value, _: f"lacks the field {value}",
    "additionalProperties": lambda _, __: "is a field that the message does not have",
    "type": lambda value, expected: f"is {_shown(value)}, not of type {expected}",
    "enum": lambda value, expected: f"is {_shown(value)}, none of {', '.join(expected)}",
    "format": lambda value, expected: f"is {_shown(value)}, no {expected}",
    "maxLength": lambda value, most: f"has {len(value)} characters, at most {most} are allowed",
    "minItems": lambda value, least: f"has {len(value)} items, at least {least} are due",
    "maxItems": lambda value, most: f"has {len(value)} items, at most {most} are allowed",
    "minimum": lambda value, least: f"is {value}, less than {least}",
    "maximum": lambda value, most: f"is {value}, more than {most}",
    "multipleOf": lambda value, step: f"is {value}, no multiple of {step}",
}


def _required(
    _: Validator, names: list[str], instance: JsonValue, __: JsonObject
) -> Iterator[ValidationError]:
    if isinstance(instance, dict):
        for name in names:
            if name not in instance:
                yield ValidationError(name, instance=name)


def _additional_properties(
    _: Validator, allowed: bool, instance: JsonValue, schema: JsonObject
) -> Iterator[ValidationError]:
    # The official schemas write the keyword on strings too, where it means nothing.
    if isinstance(instance, dict) and not allowed:
        for name in instance.keys() - schema.get("properties", {}).keys():
            yield ValidationError(name, instance=instance[name], path=[name])


def _multiple_of(
    _: Validator, step: float, instance: JsonValue, __: JsonObject
) -> Iterator[ValidationError]:
    # By what was written: the float 0.3 is no multiple of the float 0.1.
    if _is_number(None, instance) and not _is_whole(instance, step):
        yield ValidationError(f"{instance} is no multiple of {step}")


def _is_whole(number: float, step: float) -> bool:
    return (Fraction(repr(number)) / Fraction(repr(step))).denominator == 1


def _is_number(_: TypeChecker | None, value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return isinstance(value, int) or math.isfinite(value)  # Python reads NaN; JSON has none


def _validator(base: Any) -> Any:
    rules = {
        "required": _required,
        "additionalProperties": _additional_properties,
        "multipleOf": _multiple_of,
    }
    types = base.TYPE_CHECKER.redefine("number", _is_number)
    return extend(base, validators=rules, type_checker=types)


_VALIDATORS: Final = {
    "http://json-schema.org/draft-04/schema#": _validator(Draft4Validator),
    "http://json-schema.org/draft-06/schema#": _validator(Draft6Validator),
}

# The judge also tells what a date-time and a URI is, so that each refusal has its explanation.
_FORMATS: Final = FormatChecker(formats=())


def _format_check(name: str) -> Callable[[object], bool]:
    judge = jsonschema_rs.Draft6Validator({"format": name}, validate_formats=True)
    return lambda value: not isinstance(value, str) or judge.is_valid(value)


for _name in ("date-time", "uri"):
    _FORMATS.checks(_name)(_format_check(_name))
