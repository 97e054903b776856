"""A commented SUT file, and the tables of its keys, made from the declarations in settings.py."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from harness.features import known_features
from harness.targets.settings import (
    CommandSettings,
    Deadlines,
    ExpectedFailure,
    HttpCall,
    HttpRead,
    HttpSettings,
    OperatorSettings,
    Parameters,
    PassiveSettings,
    Security,
    SutFile,
)
from harness.targets.toml_reader import key_of, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from dataclasses import Field

    from harness.targets.protocol import Role
    from schemas.catalogue import Version

SECTIONS: Final[tuple[tuple[str, type], ...]] = (
    ("", SutFile),
    ("security", Security),
    ("parameters", Parameters),
    ("deadlines", Deadlines),
    ("driver", HttpSettings),
    ("driver", CommandSettings),
    ("driver", OperatorSettings),
    ("driver", PassiveSettings),
    ("driver.actions.ACTION, driver.commands.OCPP_ACTION, driver.goals.GOAL (http)", HttpCall),
    ("driver.reads.COLLECTION (http)", HttpRead),
    ("expected_failure", ExpectedFailure),
)
_TABLES: Final = ("security", "parameters", "features", "deadlines", "driver", "expected_failure")
_COLUMN: Final = 44
_ABOUT_DRIVER: Final[Mapping[str, str]] = {
    "csms": "# http: the CSMS's API; command: a command line per action; operator: you are asked\n"
    "# in the terminal; passive: only cases in which the CSMS merely answers.",
    "station": "# http: the station's API; command: a command line per action; operator: you are\n"
    "# asked in the terminal to plug in, to present a token, ...; passive: nothing is done.",
}


def template(role: Role, versions: tuple[Version, ...]) -> str:
    """Write a SUT file that loads as it is; what has a default stands in comments."""
    parts = [
        f"# A system under test: ocpp-conformance run --sut THIS_FILE\n{_head(role, versions)}",
        f"[security]\n{_section(Security, role)}",
        f"[parameters]\n{_section(Parameters, role)}",
        f"# What the system has, by the ids of the certification profiles. Cases for what is not\n"
        f"# declared do not apply.\n[features]\n{_features(role)}",
        f"[deadlines]\n{_section(Deadlines, role)}",
        _driver(role),
        "# A case that is known to fail: it does not fail the run, and is noticed when it passes.\n"
        "# [[expected_failure]]\n"
        '# case = "..."\n# reason = "..."\n# link = "https://..."',
    ]
    return "\n\n".join(parts) + "\n"


def _head(role: Role, versions: tuple[Version, ...]) -> str:
    given = {
        "role": role,
        "version": versions[0] if len(versions) == 1 else list(versions),
        "name": "My CSMS" if role == "csms" else "My station",
    }
    return "\n".join(
        _line(entry, given.get(name_of(entry), MISSING))
        for entry in _of_role(SutFile, role)
        if name_of(entry) not in _TABLES
    )


def _section(cls: type, role: Role) -> str:
    return "\n".join(f"# {_line(entry)}" for entry in _of_role(cls, role))


def _features(role: Role) -> str:
    examples = {"bool": "true", "number": "1", "text": '"..."'}
    return "\n".join(
        f"# {_commented(f'{_name(feature.id)} = {examples[feature.kind]}', feature.meaning)}"
        for feature in known_features().values()
        if role in feature.roles
    )


def _name(feature: str) -> str:
    """Quote an id with a dot, which is a table in a table to TOML otherwise."""
    return f'"{feature}"' if "." in feature else feature


def _driver(role: Role) -> str:
    kind: type = HttpSettings if role == "csms" else OperatorSettings
    lines = [_ABOUT_DRIVER[role], "[driver]"]
    lines += [
        _line(entry) if name_of(entry) in ("kind", "api") else f"# {_line(entry)}"
        for entry in _of_role(kind, role)
        if name_of(entry) not in ("headers", "actions", "commands", "goals", "reads")
    ]
    lines.append("# docs/targets.md: how actions are mapped, and what is sent without a mapping.")
    return "\n".join(lines)


def _line(entry: Field[Any], value: Any = MISSING) -> str:
    key = key_of(entry)
    assert key is not None
    written = _toml(_default(entry) if value is MISSING else value)
    if value is MISSING and key.example:
        written = key.example
    choices = ", ".join(str(choice) for choice in key.choices if 1 < len(key.choices) < 5)
    notes = "; ".join(note for note in (key.meaning, choices) if note)
    return _commented(f"{name_of(entry)} = {written}", notes)


def _commented(setting: str, note: str) -> str:
    return f"{setting:<{_COLUMN}} # {note}" if note else setting


def _default(entry: Field[Any]) -> Any:
    if entry.default_factory is not MISSING:
        return entry.default_factory()
    key = key_of(entry)
    return key.choices[0] if key is not None and key.choices else "..."


def _toml(value: Any) -> str:
    """Write a plain value; JSON and TOML agree on texts, numbers and truth."""
    if value is None or isinstance(value, Path):
        return '"..."'
    return json.dumps(value)


def _of_role(cls: type, role: str) -> Iterator[Field[Any]]:
    for entry in fields(cls):
        key = key_of(entry)
        if key is not None and role in key.roles:
            yield entry


def tables() -> str:
    """Write the reference of all keys as Markdown; docs/sut_file.md holds it."""
    return "\n".join(_table(section, cls) for section, cls in SECTIONS)


def _table(section: str, cls: type) -> str:
    title = f"`[{section}]`" if section else "Top level"
    kind = next((entry for entry in fields(cls) if entry.name == "kind"), None)
    if kind is not None:
        title += f' with `kind = "{_default(kind)}"`'
    rows = [
        _row(entry)
        for entry in fields(cls)
        if key_of(entry) and entry is not kind and (section or name_of(entry) not in _TABLES)
    ]
    about = (cls.__doc__ or "").strip().splitlines()[0]
    head = ["", "| key | default | for | meaning |", "| --- | --- | --- | --- |"] if rows else []
    return "\n".join([f"### {title}", "", about, *head, *rows, ""])


def _row(entry: Field[Any]) -> str:
    key = key_of(entry)
    assert key is not None
    default = "required"
    if entry.default_factory is not MISSING:
        value = entry.default_factory()
        empty = value is None or value == "" or (not isinstance(value, int | float) and not value)
        default = "none" if empty else f"`{_toml(value)}`"
    choices = ", ".join(f"`{choice}`" for choice in key.choices)
    meaning = "; ".join(part for part in (key.meaning, choices) if part)
    roles = "both" if len(key.roles) > 1 else key.roles[0]
    return f"| `{name_of(entry)}` | {default} | {roles} | {meaning} |"
