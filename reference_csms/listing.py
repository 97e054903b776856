"""How stored records are listed as JSON: which of them, and which page."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from ocppj.clock import format_datetime, parse_datetime
from reference_csms.records import fold
from reference_csms.store.protocols import Keyed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reference_csms.store.protocols import Log, Records
    from schemas.base import JsonObject

K = TypeVar("K", bound=Keyed)
_SECRET = frozenset({"password"})


def to_json(record: object) -> JsonObject:
    """Give the members of a record as JSON, without secrets; absent ones are null."""
    return {
        member.name: _json(getattr(record, member.name))
        for member in fields(record)  # type: ignore[arg-type]
        if member.name not in _SECRET
    }


def _json(value: object) -> Any:
    if isinstance(value, datetime):
        return format_datetime(value)
    if isinstance(value, StrEnum):
        return value.value
    return list(value) if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is wanted."""

    limit: int = 100
    offset: int = 0

    def of(self, rows: Sequence[JsonObject]) -> list[JsonObject]:
        return list(rows[self.offset : self.offset + self.limit])


EVERYTHING = Page(limit=1_000_000)


@dataclass(frozen=True, slots=True)
class Period:
    """A span of time, from `begin` on and before `end`; a row without a moment is in none."""

    begin: datetime | None = None
    end: datetime | None = None

    def holds(self, moment: str | datetime | None) -> bool:
        if self.begin is None and self.end is None:
            return True
        if moment is None:
            return False
        at = parse_datetime(moment) if isinstance(moment, str) else moment
        return (self.begin is None or self.begin <= at) and (self.end is None or at < self.end)


ALWAYS = Period()


def given(**equal: object) -> dict[str, Any]:
    """Give the members that are asked for; None asks for nothing."""
    return {name: value for name, value in equal.items() if value is not None}


def named(row: object, names: dict[str, str | None]) -> bool:
    """Compare members without case; None compares nothing."""
    return all(
        wanted is None or fold(getattr(row, name)) == fold(wanted) for name, wanted in names.items()
    )


async def rows(
    records: Records[K],
    page: Page = EVERYTHING,
    during: tuple[str, Period] = ("", ALWAYS),
    *,
    show: Callable[[K], JsonObject] = to_json,
    **equal: object,
) -> list[JsonObject]:
    """List records with these members; `during` names the member that a period is about."""
    found = await records.find(**given(**equal))
    return page.of([show(row) for row in within(found, during)])


async def log(
    entries: Log[Any],
    page: Page = EVERYTHING,
    during: tuple[str, Period] = ("", ALWAYS),
    **equal: object,
) -> list[JsonObject]:
    """List entries of a log in order of arrival, those that have the given members."""
    if during[1] == ALWAYS:
        found = await entries.find(limit=page.limit, offset=page.offset, **given(**equal))
        return [to_json(entry) for entry in found]
    found = await entries.find(limit=EVERYTHING.limit, **given(**equal))
    return page.of([to_json(entry) for entry in within(found, during)])


def within(found: Iterable[Any], during: tuple[str, Period]) -> list[Any]:
    """Give those whose moment is in the period."""
    member, period = during
    if period == ALWAYS:
        return list(found)
    return [row for row in found if period.holds(getattr(row, member))]
