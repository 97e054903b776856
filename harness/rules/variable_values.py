"""Whether the value of a variable fits its characteristics (VariableCharacteristicsType)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ocppj.clock import parse_datetime

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LISTS: Final = ("OptionList", "MemberList", "SequenceList")
_INTEGER: Final = re.compile(r"[+-]?\d+")
_DECIMAL: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def split(text: str) -> list[str]:
    """Give the members of a comma separated list."""
    return [item.strip() for item in text.split(",") if item.strip()]


def misfit(value: str, told: Mapping[str, Any]) -> str | None:
    """Say what a value had to be, None where it fits; an empty one is unset and fits."""
    return _FORMS[told["dataType"]](value, told) if value else None


def same(one: str, other: str, data_type: str) -> bool:
    """Tell whether two texts are one value of a type."""
    if data_type in ("MemberList", "SequenceList"):
        ordered = data_type == "SequenceList"
        pair = split(one), split(other)
        return pair[0] == pair[1] if ordered else set(pair[0]) == set(pair[1])
    if (
        data_type in ("integer", "decimal")
        and _DECIMAL.fullmatch(one)
        and _DECIMAL.fullmatch(other)
    ):
        return float(one) == float(other)
    return one == other or (data_type == "boolean" and one.lower() == other.lower())


def _boolean(value: str, _: Mapping[str, Any]) -> str | None:
    return None if value.lower() in ("true", "false") else "true or false"


def _date_time(value: str, _: Mapping[str, Any]) -> str | None:
    try:
        parse_datetime(value)
    except ValueError:
        return "a date-time"
    return None


def _number(form: re.Pattern[str], what: str) -> Callable[[str, Mapping[str, Any]], str | None]:
    def fits(value: str, told: Mapping[str, Any]) -> str | None:
        if not form.fullmatch(value):
            return what
        low, high = told.get("minLimit"), told.get("maxLimit")
        if low is not None and float(value) < low:
            return f"at least {low:g}, its minLimit"
        if high is not None and float(value) > high:
            return f"at most {high:g}, its maxLimit"
        return None

    return fits


def _text(value: str, told: Mapping[str, Any]) -> str | None:
    longest = told.get("maxLimit")
    fits = longest is None or len(value) <= longest
    return None if fits else f"at most {longest:g} characters, its maxLimit"


def _members(value: str, told: Mapping[str, Any]) -> str | None:
    values = [value] if told["dataType"] == "OptionList" else split(value)
    if not set(values) <= set(split(told.get("valuesList", ""))):
        return f"of its valuesList, {told.get('valuesList')}"
    return _text(value, told)


_FORMS: Final[Mapping[str, Callable[[str, Mapping[str, Any]], str | None]]] = {
    "boolean": _boolean,
    "dateTime": _date_time,
    "integer": _number(_INTEGER, "an integer"),
    "decimal": _number(_DECIMAL, "a number"),
    "string": _text,
    **dict.fromkeys(LISTS, _members),
}
