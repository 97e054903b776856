"""The table language of the features: paths, checks, quantifiers and values.

Sending: `| field | value |`. Expecting: `| field | check | value | requirement |`, the last two
columns optional. Paths go into JSON: `evse.id`, `getVariableResult[0].component.name`; `[*]` means
every element, `[any]` means one element, the same one for all rows of a table with the same prefix,
and `[key=HeartbeatInterval]` the element whose field `key` has that value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from harness.checks import CHECKS, MISSING, text_of
from harness.paths import TableError, join, parse_path, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from harness.checks import Comparison
    from harness.paths import Key


@dataclass(frozen=True, slots=True)
class Expectation:
    """One row of an expecting table.

    `path` is what is left of the field below the element that is being looked at; `field` is the
    whole of it, for messages.
    """

    field: str
    path: tuple[Key, ...]
    check: str
    value: str
    requirement: str | None = None

    def below(self, depth: int) -> Expectation:
        return Expectation(self.field, self.path[depth:], self.check, self.value, self.requirement)


@dataclass(frozen=True, slots=True)
class Found:
    """How one row fared: the place that was looked at, and what was expected and found there."""

    row: Expectation
    held: bool
    place: str
    expected: str
    actual: str


def parse_expectations(table: Sequence[Sequence[object]] | None) -> tuple[Expectation, ...]:
    """Read an expecting table, header included; raises TableError naming the row."""
    return tuple(
        _expectation(row) for row in _rows(table, ("field", "check"), ("value", "requirement"))
    )


def parse_fields(table: Sequence[Sequence[object]] | None) -> tuple[tuple[str, str], ...]:
    """Read a sending table `| field | value |`; raises TableError naming the row."""
    return tuple((row["field"], row["value"]) for row in _rows(table, ("field", "value"), ()))


def parse_messages(
    table: Sequence[Sequence[object]] | None,
) -> tuple[tuple[str, tuple[Expectation, ...]], ...]:
    """Read a table of several messages: its first column names one, and is blank on its next rows.

    Raises TableError naming the row.
    """
    columns = ("message", "field", "check")
    wanted: list[tuple[str, list[Expectation]]] = []
    for row in _rows(table, columns, ("value", "requirement")):
        if row["message"]:
            wanted.append((row["message"], []))
        if not wanted:
            raise TableError("the first row names no message")
        wanted[-1][1].append(_expectation(row))
    return tuple((action, tuple(rows)) for action, rows in wanted)


@dataclass(frozen=True, slots=True)
class Wish:
    """A setting to change; `when` is empty, `if implemented` or `if writable`."""

    name: str
    value: str
    when: str = ""


ANY_LIMIT: Final = "(any)"


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a schedule allows from a moment on, both as written; `(any)` leaves the rest open."""

    begin: str
    limit: str


def parse_limits(table: Sequence[Sequence[object]] | None) -> tuple[Allowed, ...]:
    """Read a table `| from | limit |`; raises TableError naming the row."""
    return tuple(Allowed(row["from"], row["limit"]) for row in _rows(table, ("from", "limit"), ()))


_WHEN: Final = ("", "if implemented", "if writable")


def parse_settings(table: Sequence[Sequence[object]] | None) -> tuple[Wish, ...]:
    """Read a table `| setting | value | when |`, the last column optional.

    Raises TableError naming the row.
    """
    wishes: list[Wish] = []
    for row in _rows(table, ("setting", "value"), ("when",)):
        when = row.get("when", "")
        if when not in _WHEN:
            raise TableError(f"{row['setting']}: when is empty or one of {', '.join(_WHEN[1:])}")
        wishes.append(Wish(row["setting"], row["value"], when))
    return tuple(wishes)


def value_at(
    payload: Any,
    field: str,
    rows: Sequence[Expectation] = (),
    resolve: Callable[[str], str] = str,
) -> Any:
    """Give the value at a path, a list of values where the path has `[*]`.

    `[any]` is the element that fits those of the rows that have the same prefix. Raises TableError
    where there is no value.
    """
    value = _gather(*_settle(payload, parse_path(field), list(rows), resolve))
    if value is MISSING:
        raise TableError(f"the message has no field {field}")
    return value


def _settle(
    node: Any, path: tuple[Key, ...], rows: list[Expectation], resolve: Callable[[str], str]
) -> tuple[Any, tuple[Key, ...]]:
    """Walk to the elements that `[any]` stands for; give the last and what is left of the path."""
    while "[any]" in path:
        depth = path.index("[any]")
        elements = walk(node, path[:depth])
        if not isinstance(elements, list) or not elements:
            return MISSING, path[depth + 1 :]
        prefix = path[: depth + 1]
        rows = [row.below(depth + 1) for row in rows if row.path[: depth + 1] == prefix]
        judged = [_judge(element, rows, "", resolve) for element in elements]
        held = [sum(found.held for found in column) for column in judged]
        node, path = elements[held.index(max(held))], path[depth + 1 :]
    return node, path


def _gather(node: Any, path: tuple[Key, ...]) -> Any:
    if "[*]" not in path:
        return walk(node, path)
    depth = path.index("[*]")
    elements = walk(node, path[:depth])
    if not isinstance(elements, list):
        return MISSING
    return [_gather(element, path[depth + 1 :]) for element in elements]


def _rows(
    table: Sequence[Sequence[object]] | None, needed: tuple[str, ...], optional: tuple[str, ...]
) -> Iterable[dict[str, str]]:
    if table is None:
        return []
    header = [str(cell).strip() for cell in table[0]]
    unknown = [name for name in header if name not in needed + optional]
    missing = [name for name in needed if name not in header]
    if unknown or missing or len(set(header)) != len(header):
        allowed = ", ".join(needed) + (f" and optionally {', '.join(optional)}" if optional else "")
        raise TableError(f"table columns {', '.join(header)}: the columns here are {allowed}")
    return [
        dict(zip(header, (str(cell).strip() for cell in row), strict=True)) for row in table[1:]
    ]


def _expectation(row: dict[str, str]) -> Expectation:
    check = row["check"]
    comparison = CHECKS.get(check)
    if comparison is None:
        raise TableError(f"{row['field']}: no check {check!r}; there are {', '.join(CHECKS)}")
    value = row.get("value", "")
    if comparison.takes_value != bool(value):
        wants = "wants a value" if comparison.takes_value else "takes no value"
        raise TableError(f"{row['field']}: the check {check!r} {wants}")
    requirement = row.get("requirement") or None
    return Expectation(row["field"], parse_path(row["field"]), check, value, requirement)


def judge(payload: Any, rows: Iterable[Expectation], resolve: Callable[[str], str]) -> list[Found]:
    """Compare a payload with a table; `resolve` gives `$name` its value.

    Every row gives at least one `Found`. No row holds on nothing: `[*]` and `[any]` need an
    element to look at, unless the row says that the field is absent.
    """
    return _judge(payload, list(rows), "", resolve)


def _judge(
    node: Any, rows: list[Expectation], place: str, resolve: Callable[[str], str]
) -> list[Found]:
    found: list[Found] = []
    groups: dict[tuple[Key, ...], list[Expectation]] = {}
    for row in rows:
        depth = _quantifier(row.path)
        if depth is None:
            found.append(_compare(node, row, place, resolve))
        else:
            groups.setdefault(row.path[: depth + 1], []).append(row.below(depth + 1))
    for prefix, members in groups.items():
        found.extend(_judge_elements(node, prefix, members, place, resolve))
    return found


def _quantifier(path: tuple[Key, ...]) -> int | None:
    return next((i for i, key in enumerate(path) if key in ("[*]", "[any]")), None)


def _judge_elements(
    node: Any,
    prefix: tuple[Key, ...],
    rows: list[Expectation],
    place: str,
    resolve: Callable[[str], str],
) -> list[Found]:
    where = join(place, prefix[:-1])
    elements = walk(node, prefix[:-1])
    if not isinstance(elements, list) or not elements:
        return [_nothing(row, where, elements, resolve) for row in rows]
    judged = [
        _judge(element, rows, f"{where}[{index}]", resolve)
        for index, element in enumerate(elements)
    ]
    if prefix[-1] == "[*]":
        return [_first_broken(column) for column in zip(*judged, strict=True)]
    return max(judged, key=lambda found: sum(f.held for f in found))


def _first_broken(column: tuple[Found, ...]) -> Found:
    return next((found for found in column if not found.held), column[0])


def _nothing(row: Expectation, where: str, elements: Any, resolve: Callable[[str], str]) -> Found:
    comparison = CHECKS[row.check]
    value = _value(row, resolve)
    expected = comparison.words(value)
    actual = "no such field" if elements is MISSING else f"{text_of(elements)}, no element"
    return Found(row, comparison.holds(MISSING, value), where, expected, actual)


def _compare(node: Any, row: Expectation, place: str, resolve: Callable[[str], str]) -> Found:
    comparison: Comparison = CHECKS[row.check]
    actual = walk(node, row.path)
    value = _value(row, resolve)
    return Found(
        row,
        comparison.holds(actual, value),
        join(place, row.path),
        comparison.words(value),
        text_of(actual),
    )


def _value(row: Expectation, resolve: Callable[[str], str]) -> str:
    return resolve(row.value) if row.value else row.value
