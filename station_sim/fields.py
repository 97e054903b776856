"""JSON objects from outside: which fields there are, of which types, which may be left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

REQUIRED: Final = object()


@dataclass(frozen=True, slots=True)
class Field:
    """One field: the JSON types it may have, and its value when left out."""

    types: tuple[type, ...]
    default: Any = REQUIRED


def filled(known: Mapping[str, Field], given: Mapping[str, Any], *, what: str) -> dict[str, Any]:
    """Give all fields, those left out with their defaults.

    Raises ValueError naming each wrong one.
    """
    wrong = _problems(known, given)
    if wrong:
        raise ValueError(f"{what}: {'; '.join(wrong)}")
    return {**{name: field.default for name, field in known.items()}, **given}


def _problems(known: Mapping[str, Field], given: Mapping[str, Any]) -> list[str]:
    names = ", ".join(known) or "none"
    unknown = [f"unknown field {name!r}, there is {names}" for name in given if name not in known]
    missing = [
        f"field {name!r} is missing"
        for name, field in known.items()
        if field.default is REQUIRED and name not in given
    ]
    wrong = [
        f"field {name!r} is {value!r}, which is no {' or '.join(t.__name__ for t in field.types)}"
        for name, field in known.items()
        if (value := given.get(name, field.default)) is not field.default
        and type(value) not in field.types
    ]
    return [*unknown, *missing, *wrong]
