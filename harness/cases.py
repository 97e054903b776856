"""The case catalogue: the facts of every official and own case, read from features/*/*.csv."""

from __future__ import annotations

import csv
import difflib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

FOLDERS: Mapping[str, str] = {"1.6": "ocpp16", "2.0.1": "ocpp201"}
ROLES: tuple[str, ...] = ("csms", "station")
PROFILES: tuple[str, ...] = (
    "Core",
    "Advanced Security",
    "Local Authorization List Management",
    "Smart Charging",
    "Advanced Device Management",
    "Advanced User Interface",
    "Reservation",
    "ISO 15118 Support",
)
BLOCKS: Mapping[str, Mapping[str, str]] = {
    "1.6": {
        "Core": "Core",
        "FirmwareManagement": "Firmware management",
        "LocalAuthListManagement": "Local authorization list",
        "Reservation": "Reservation",
        "SmartCharging": "Smart charging",
        "RemoteTrigger": "Remote trigger",
        "Security": "Security",
        "ISO15118": "ISO 15118 Plug and Charge",
    },
    "2.0.1": {
        "A": "Security",
        "B": "Provisioning",
        "C": "Authorization",
        "D": "Local authorization list",
        "E": "Transactions",
        "F": "Remote control",
        "G": "Availability",
        "H": "Reservation",
        "I": "Tariff and cost",
        "J": "Meter values",
        "K": "Smart charging",
        "L": "Firmware management",
        "M": "ISO 15118 certificates",
        "N": "Diagnostics",
        "O": "Display messages",
        "P": "Data transfer",
    },
}
"""Block ids per version, each with its readable name."""

COLUMNS: tuple[str, ...] = (
    "id",
    "role",
    "block",
    "title",
    "profiles",
    "condition",
    "use_cases",
    "requirements",
    "messages",
    "messages_before",
    "states",
    "errata",
    "source",
)
_TABLES = ("testcases.csv", "own_cases.csv")


class ProfileStatus(NamedTuple):
    """A certification profile that holds a case, and how: `M` mandatory, `C` conditional."""

    profile: str
    status: str


@dataclass(frozen=True, slots=True)
class Case:
    """The facts of one case. `role` is the side under test.

    `condition` is read by `harness.conditions`; it includes the profile's own feature id.
    `states` are reusable states in order of use; a memory state reads `memory:IdTokenCached`.
    `errata` are sections of the errata sheet 2025-09 that change the case.
    """

    id: str
    version: str
    role: str
    block: str
    title: str
    profiles: tuple[ProfileStatus, ...]
    condition: str
    use_cases: tuple[str, ...]
    requirements: tuple[str, ...]
    messages: tuple[str, ...]
    messages_before: tuple[str, ...]
    states: tuple[str, ...]
    errata: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Selection:
    """Which cases to take: each non-empty field narrows, the values of one field add up.

    `patterns` are globs on the id. Everything is compared without case, a profile without spaces.
    """

    versions: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()


class SelectionError(ValueError):
    """A selection that names something unknown; the message names the nearest valid values."""

    def __init__(self, kind: str, value: str, nearest: Sequence[str]) -> None:
        super().__init__(f"unknown {kind} {value!r}; nearest: {', '.join(nearest)}")
        self.kind = kind
        self.value = value
        self.nearest = tuple(nearest)


def load(version: str | None = None) -> tuple[Case, ...]:
    """All cases of one version, or of all, official ones first, in the order of the tables.

    Raises KeyError for a version that is not known.
    """
    if version is not None:
        return _load(version)
    return tuple(case for known in FOLDERS for case in _load(known))


def find(case_id: str) -> Case | None:
    """Return the case of that exact id, in any version."""
    return _by_id().get(case_id)


def close_matches(case_id: str) -> list[str]:
    """Up to three ids that look like it, nearest first."""
    return _nearest(case_id, list(_by_id()))


def select(cases: Iterable[Case], selection: Selection) -> list[Case]:
    """Take the cases that the selection means, in their order; possibly none.

    Raises SelectionError for an unknown value, or a pattern that matches none of the cases.
    """
    known = tuple(cases)
    versions = _checked("version", selection.versions, FOLDERS)
    roles = _checked("role", selection.roles, ROLES)
    blocks = _checked("block", selection.blocks, [b for names in BLOCKS.values() for b in names])
    profiles = _checked("profile", selection.profiles, PROFILES)
    matched = _matched(known, selection.patterns)
    return [
        case
        for case in known
        if (not versions or case.version in versions)
        and (not roles or case.role in roles)
        and (not blocks or case.block in blocks)
        and (not profiles or not profiles.isdisjoint(entry.profile for entry in case.profiles))
        and (not selection.patterns or case.id in matched)
    ]


def _checked(kind: str, wanted: Iterable[str], valid: Iterable[str]) -> frozenset[str]:
    spelled = {_folded(value): value for value in valid}
    chosen = set()
    for value in wanted:
        if _folded(value) not in spelled:
            raise SelectionError(kind, value, _nearest(value, list(spelled.values())))
        chosen.add(spelled[_folded(value)])
    return frozenset(chosen)


def _matched(cases: Sequence[Case], patterns: Iterable[str]) -> frozenset[str]:
    matched: set[str] = set()
    for pattern in patterns:
        hits = {case.id for case in cases if fnmatchcase(case.id.lower(), pattern.lower())}
        if not hits:
            raise SelectionError("case", pattern, _nearest(pattern, [case.id for case in cases]))
        matched |= hits
    return frozenset(matched)


def _nearest(value: str, valid: Sequence[str]) -> list[str]:
    """Fall back to the first few valid values when nothing looks like it."""
    spelled = {candidate.lower(): candidate for candidate in valid}
    found = difflib.get_close_matches(value.lower(), spelled, n=3, cutoff=0.5)
    return [spelled[name] for name in found] or list(valid[:8])


def _folded(value: str) -> str:
    return value.replace(" ", "").lower()


@cache
def _by_id() -> Mapping[str, Case]:
    return {case.id: case for case in load()}


@cache
def _load(version: str) -> tuple[Case, ...]:
    folder = files("features").joinpath(FOLDERS[version])
    tables = (folder.joinpath(name) for name in _TABLES)
    return tuple(
        _case(row, version)
        for table in tables
        if table.is_file()
        for row in read_rows(table.read_text(encoding="utf-8"))
    )


def read_rows(text: str) -> Iterator[dict[str, str]]:
    """Rows of a table below features/; lines that start with `#` are remarks.

    Raises ValueError where a row has more or fewer cells than the head.
    """
    lines = (line for line in text.splitlines(keepends=True) if not line.startswith("#"))
    for row in csv.DictReader(lines, restkey="", strict=True):
        if "" in row or None in row.values():
            raise ValueError(f"wrong number of cells in the row {list(row.values())}")
        yield row


def _case(row: Mapping[str, str], version: str) -> Case:
    return Case(
        id=row["id"],
        version=version,
        role=row["role"],
        block=row["block"],
        title=row["title"],
        profiles=tuple(_profile(cell) for cell in _list(row["profiles"])),
        condition=row["condition"],
        use_cases=_list(row["use_cases"]),
        requirements=_list(row["requirements"]),
        messages=_list(row["messages"]),
        messages_before=_list(row["messages_before"]),
        states=_list(row["states"]),
        errata=_list(row["errata"]),
        source=row["source"],
    )


def _profile(cell: str) -> ProfileStatus:
    profile, _, status = cell.rpartition(":")
    return ProfileStatus(profile, status)


def _list(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()
