"""A broken rule of a JSON Schema, in a form that reports and error codes can be made from."""

from collections.abc import Iterable
from dataclasses import dataclass

from schemas.base import JsonValue


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule that a payload breaks."""

    pointer: str
    """JSON pointer (RFC 6901) to the offending value; "" is the payload itself.

    For `required` it points to the object that lacks a field."""
    rule: str
    """The keyword of JSON Schema: required, type, enum, maxLength, format, ..."""
    value: JsonValue
    """The offending value; for `required` the missing name."""
    expected: JsonValue
    """What the rule wants: the keyword's value, and for `additionalProperties` the known names."""
    message: str
    """One sentence for a report."""


def to_pointer(path: Iterable[str | int]) -> str:
    """Write a path as a JSON pointer (RFC 6901)."""
    parts = (str(part).replace("~", "~0").replace("/", "~1") for part in path)
    return "".join(f"/{part}" for part in parts)
