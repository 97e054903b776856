"""The SUT file: a system under test as its owner describes it, in TOML.

`load` gives a `SutFile` that is ready to use, or a `SutFileError` whose one sentence names the
file, the line and the way out. docs/sut_file.md describes every key.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from harness import cases
from harness.features import known_features
from harness.targets.actions import OPERATIONS, PHYSICAL_ACTS, Pursue, SendCommand
from harness.targets.settings import CommandSettings, HttpSettings, SutFile
from harness.targets.templates import (
    ALWAYS,
    TemplateError,
    check_command,
    check_template,
    fields_for,
)
from harness.targets.toml_reader import (
    Source,
    SutFileError,
    key_of,
    load_source,
    name_of,
    read,
    unknown,
)
from schemas.catalogue import messages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from harness.targets.protocol import Role
    from harness.targets.toml_lines import Position
    from schemas.catalogue import Version

__all__ = ["SutFile", "SutFileError", "load"]

_FEATURE_WORDS: Final[Mapping[str, str]] = {
    "bool": "true or false",
    "number": "a number without quotes",
    "text": "text in quotes, or true or false",
}


def load(path: Path | str) -> SutFile:
    """Read a SUT file. Raises SutFileError for the first fault found."""
    source = load_source(Path(path))
    sut = replace(read(source, SutFile, source.data), path=Path(path))
    _check_role(source, sut)
    _check_keys(source, sut, source.data, sut.role)
    _check_url(source, sut)
    _check_security(source, sut)
    _check_features(source, sut.features)
    _check_expected_failures(source, sut)
    _check_driver(source, sut)
    return sut


def _check_role(source: Source, sut: SutFile) -> None:
    needed = "url" if sut.role == "csms" else "identity"
    if getattr(sut, needed) is None:
        raise source.fault(("role",), f"the key {needed!r} is missing; a {sut.role} needs it")


def _check_keys(
    source: Source, part: Any, table: Mapping[str, Any], role: str, at: Position = ()
) -> None:
    """Refuse keys that only the files of the other role have."""
    for entry in fields(part):
        key, name = key_of(entry), name_of(entry)
        if key is None or name not in table:
            continue
        if role not in key.roles:
            other = "station" if role == "csms" else "csms"
            raise source.fault((*at, name), f"the key {name!r} is for a {other}; take it out")
        value = getattr(part, entry.name)
        if is_dataclass(value):
            _check_keys(source, value, table[name], role, (*at, name))


def _check_url(source: Source, sut: SutFile) -> None:
    """Security profiles 2 and 3 are those with TLS (2.0.1 Part 2, A00; 1.6 white paper, 2)."""
    if sut.url is None:
        return
    secure, profile = urlsplit(sut.url).scheme == "wss", sut.security.profile
    if secure != (profile >= 2):
        fix = "write wss:// in 'url'" if profile >= 2 else "set 'security.profile' to 2 or 3"
        message = f"'url' begins with {'wss' if secure else 'ws'}:// and the security profile is"
        raise source.fault(("url",), f"{message} {profile}; {fix}")


def _check_security(source: Source, sut: SutFile) -> None:
    security = sut.security
    meanings = {name_of(f): key.meaning for f in fields(security) if (key := key_of(f))}
    for name in _needed(sut.role, security.profile):
        if not getattr(security, name):
            needs = f"security profile {security.profile} needs it ({meanings[name]})"
            raise source.fault(("security",), f"the key {name!r} is missing; {needs}")


def _needed(role: Role, profile: int) -> list[str]:
    """Name what a security profile is nothing without.

    A CSMS may show a certificate that the machine trusts, so its `ca_certificate` is no need.
    """
    needed = ["password"] if profile in (1, 2) else []
    if role == "csms" and profile == 3:
        needed += ["client_certificate", "client_key"]
    if role == "station" and profile >= 2:
        needed += ["server_certificate", "server_key"]
    if role == "station" and profile == 3:
        needed += ["ca_certificate"]
    return needed


def _check_features(source: Source, declared: Mapping[str, Any]) -> None:
    known = known_features()
    for name, value in declared.items():
        at = ("features", name)
        if name not in known:
            raise source.fault(at, unknown("feature", name, name, known))
        if not known[name].accepts(value):
            wanted = _FEATURE_WORDS[known[name].kind]
            raise source.fault(at, f"the feature {name!r} must be {wanted}, not {value!r}")


def _check_expected_failures(source: Source, sut: SutFile) -> None:
    for number, entry in enumerate(sut.expected_failures):
        at = ("expected_failure", number, "case")
        case = cases.find(entry.case)
        if case is None:
            ids = [known.id for known in cases.load() if known.role == sut.role]
            near = cases.close_matches(entry.case) or ids[:3]
            message = f"unknown case {entry.case!r}; did you mean {near[0]!r}?"
            raise source.fault(at, message)
        if case.role != sut.role or case.version not in sut.versions:
            message = f"the case {case.id} tests a {case.role} of {case.version}, this is a"
            raise source.fault(at, f"{message} {sut.role} of {' and '.join(sut.versions)}")


def _check_driver(source: Source, sut: SutFile) -> None:
    driver = sut.driver
    if not isinstance(driver, HttpSettings | CommandSettings):
        return
    acts = {act.__name__: act for act in (OPERATIONS if sut.role == "csms" else PHYSICAL_ACTS)}
    _check_mapping(source, "actions", driver.actions, {k: fields_for(v) for k, v in acts.items()})
    commands = dict.fromkeys(_sendable(sut.versions), fields_for(SendCommand))
    _check_mapping(source, "commands", driver.commands, commands)
    goals = dict.fromkeys(driver.goals, fields_for(Pursue))
    _check_mapping(source, "goals", driver.goals, goals)
    filters = ("filters", *ALWAYS)
    _check_mapping(source, "reads", driver.reads, dict.fromkeys(driver.reads, filters))


def _sendable(versions: Iterable[Version]) -> list[str]:
    """Name what a CSMS may send in any of the versions."""
    return [
        action
        for version in versions
        for action, message in messages(version).items()
        if message.sender != "station"
    ]


def _check_mapping(
    source: Source,
    table: str,
    entries: Mapping[str, Any],
    known: Mapping[str, tuple[str, ...]],
) -> None:
    for name, entry in entries.items():
        at = ("driver", table, name)
        if name not in known:
            raise source.fault(at, unknown("action", name, name, known))
        try:
            _check_entry(entry, known[name])
        except TemplateError as error:
            raise source.fault(at, f"{'.'.join(at)!r} {error}") from error


def _check_entry(entry: Any, allowed: tuple[str, ...]) -> None:
    if isinstance(entry, str):
        check_command(entry, allowed)
        return
    check_template(entry.url, allowed)
    check_template(getattr(entry, "body", None), allowed)
