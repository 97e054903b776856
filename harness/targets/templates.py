"""Templates of the SUT file: `$fields` in URLs and bodies, `{fields}` in command lines."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

ALWAYS: Final = ("identity", "url", "version")
"""Fields that every template may use: the meeting of the case."""

_PATH = r"[A-Za-z_]\w*(?:\.\w+)*"
_DOLLAR: Final = re.compile(rf"\$(?:(?P<escape>\$)|\{{(?P<braced>{_PATH})\}}|(?P<plain>{_PATH}))")
_BRACE: Final = re.compile(rf"\{{(?P<plain>{_PATH})\}}")


class TemplateError(ValueError):
    """A template that cannot be filled; `field` is the unknown name, empty where none is."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def fields_for(action: type) -> tuple[str, ...]:
    """Name the fields that a template of this action may use."""
    return (*(entry.name for entry in fields(action)), *ALWAYS)


def check_template(template: Any, allowed: Iterable[str]) -> None:
    """Raise TemplateError for a field that the action does not have."""
    _check(_names(template, _DOLLAR), allowed)


def check_command(line: str, allowed: Iterable[str]) -> None:
    """Raise TemplateError for an unknown field, an empty line or an open quote."""
    _check((name for part in split(line) for name in _names(part, _BRACE)), allowed)


def split(line: str) -> list[str]:
    """Cut a command line as a shell would. Raises TemplateError."""
    try:
        parts = shlex.split(line)
    except ValueError as error:
        raise TemplateError(f"is no command line: {error}") from error
    if not parts:
        raise TemplateError("is an empty command line")
    return parts


def fill(template: Any, values: Mapping[str, Any]) -> Any:
    """Fill a body: a text that is one field becomes its value; members without a value go."""
    match template:
        case str():
            whole = _DOLLAR.fullmatch(template)
            if whole is not None and whole["escape"] is None:
                return _value(_name(whole), values)
            return _replace(template, _DOLLAR, values, _text)
        case dict():
            filled = {name: fill(part, values) for name, part in template.items()}
            return {name: part for name, part in filled.items() if part is not None}
        case list():
            return [fill(part, values) for part in template]
        case _:
            return template


def fill_url(template: str, values: Mapping[str, Any]) -> str:
    """Fill a URL, percent-encoding each value."""
    return _replace(template, _DOLLAR, values, lambda value: quote(_text(value), safe=""))


def fill_command(line: str, values: Mapping[str, Any]) -> list[str]:
    """Fill a command line after it was cut, so that a value is always one argument's part."""
    return [_replace(part, _BRACE, values, _text) for part in split(line)]


def pick(value: Any, path: str) -> Any:
    """Follow a dotted path through objects and lists; None where it leads nowhere."""
    for part in path.split(".") if path else ():
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value


def _replace(
    text: str, pattern: re.Pattern[str], values: Mapping[str, Any], show: Callable[[Any], str]
) -> str:
    def one(match: re.Match[str]) -> str:
        name = _name(match)
        return show(_value(name, values)) if name else "$"

    return pattern.sub(one, text)


def _value(name: str, values: Mapping[str, Any]) -> Any:
    head, _, rest = name.partition(".")
    return pick(values[head], rest)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def _names(template: Any, pattern: re.Pattern[str]) -> Iterator[str]:
    match template:
        case str():
            yield from filter(None, map(_name, pattern.finditer(template)))
        case dict():
            for part in template.values():
                yield from _names(part, pattern)
        case list():
            for part in template:
                yield from _names(part, pattern)


def _name(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return groups.get("braced") or groups["plain"] or ""


def _check(names: Iterable[str], allowed: Iterable[str]) -> None:
    known = tuple(allowed)
    for name in names:
        head = name.partition(".")[0]
        if head not in known:
            listed = ", ".join(known)
            raise TemplateError(f"uses the unknown field {head!r}; known are {listed}", head)
