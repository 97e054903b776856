"""A TOML text read into documented dataclasses; every fault names file, line and the way out."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType, NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Any,
    Final,
    Literal,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from harness.targets.toml_lines import line_of, scan

if TYPE_CHECKING:
    from collections.abc import Iterable
    from dataclasses import Field

    from harness.targets.keys import Key
    from harness.targets.toml_lines import Position

T = TypeVar("T")

_WORDS: Final[Mapping[object, str]] = {
    str: "text in quotes",
    int: "a whole number without quotes",
    float: "a number without quotes",
    bool: "true or false",
}
_AT_LINE = re.compile(r"^(?P<what>.*?)\s*\((?:at line (?P<line>\d+), column \d+|at end.*)\)$")
_SETTING = re.compile(r"^\s*(?P<key>[\w.-]+)\s*=\s*(?P<raw>[^\s\"'\[{#][^\"'#]*?)\s*(?:#.*)?$")


class SutFileError(ValueError):
    """A SUT file that cannot be used: one sentence with file, line and the way out."""

    def __init__(self, path: Path, line: int | None, message: str) -> None:
        where = f"{path}, line {line}" if line else f"{path}"
        super().__init__(f"{where}: {message}")
        self.path = path
        self.line = line


@dataclass(frozen=True)
class Source:
    """A TOML file with its parsed content."""

    path: Path
    text: str
    data: Mapping[str, Any]

    @cached_property
    def _lines(self) -> Mapping[Position, int]:
        return scan(self.text)

    def fault(self, position: Position, message: str) -> SutFileError:
        return SutFileError(self.path, line_of(self._lines, position), message)


def load_source(path: Path) -> Source:
    """Read a TOML file. Raises SutFileError when it is unreadable or no TOML."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SutFileError(
            path, None, f"cannot be read: {error.strerror}; 'sut init FILE' writes a new one"
        ) from error
    except UnicodeDecodeError as error:
        raise SutFileError(path, None, "is not UTF-8 text; save it as UTF-8") from error
    try:
        return Source(path, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise _toml_error(path, text, str(error)) from error


def _toml_error(path: Path, text: str, message: str) -> SutFileError:
    match = _AT_LINE.match(message)
    if match is None:
        return SutFileError(path, None, f"is no valid TOML: {message}")
    lines = text.splitlines() or [""]
    line = min(int(match["line"] or len(lines)), len(lines))
    setting = _SETTING.match(lines[line - 1])
    fix = "texts stand in quotes, one key a line"
    if setting is not None:
        fix = f'if a text is meant, write {setting["key"]} = "{setting["raw"]}"'
    return SutFileError(path, line, f"is no valid TOML: {match['what']}; {fix}")


def key_of(entry: Field[Any]) -> Key | None:
    """Give the declaration of a field; None for one that no file sets."""
    key: Key | None = entry.metadata.get("key")
    return key


def name_of(entry: Field[Any]) -> str:
    """Give the spelling of a field in the file."""
    key = key_of(entry)
    return key.name if key is not None and key.name else entry.name


def read(source: Source, cls: type[T], table: Mapping[str, Any], at: Position = ()) -> T:
    """Build `cls` from a table of the file at `at`. Raises SutFileError for the first fault."""
    known = {name_of(entry): entry for entry in fields(cls) if key_of(entry)}  # type: ignore[arg-type]
    for name in table:
        if name not in known:
            raise source.fault((*at, name), unknown("key", _dotted(at, name), name, known))
    hints = get_type_hints(cls)
    values = {}
    for name, entry in known.items():
        if name in table:
            values[entry.name] = _key(source, hints[entry.name], entry, table[name], (*at, name))
        elif entry.default_factory is MISSING:
            raise source.fault(at, f"the key {_dotted(at, name)!r} is missing; {_help(entry)}")
    return cls(**values)


def _key(source: Source, hint: Any, entry: Field[Any], raw: Any, at: Position) -> Any:
    key = key_of(entry)
    value = _value(source, hint, raw, at)
    if key is None:
        return value
    for item in value if isinstance(value, tuple) else (value,):
        if key.choices and item not in key.choices:
            raise source.fault(at, _no_choice(_dotted(at), item, key.choices))
    if key.check is not None and (fault := key.check(value)) is not None:
        raise source.fault(at, f"{_dotted(at)!r} {fault}")
    return value


def _value(source: Source, hint: Any, raw: Any, at: Position) -> Any:
    origin, arguments = get_origin(hint), get_args(hint)
    if hint is Any:
        return raw
    if origin is Literal:  # the choices of the key say which
        return _scalar(source, (str,), raw, at)
    if origin in (Union, UnionType):
        return _union(source, [part for part in arguments if part is not NoneType], raw, at)
    if origin is tuple:
        return _items(source, arguments[0], raw, at)
    if origin is Mapping:
        return _mapping(source, arguments[1], raw, at)
    if is_dataclass(hint) and isinstance(hint, type):
        return read(source, hint, _table(source, raw, at), at)
    if hint is Path:
        return _path(source, _scalar(source, (str,), raw, at), at)
    return _scalar(source, (hint,), raw, at)


def _union(source: Source, parts: list[Any], raw: Any, at: Position) -> Any:
    if not all(is_dataclass(part) for part in parts):
        return (
            _value(source, parts[0], raw, at)
            if len(parts) == 1
            else _scalar(source, tuple(parts), raw, at)
        )
    kinds = {_kind(part): part for part in parts}
    kind = _table(source, raw, at).get("kind")
    if kind not in kinds:
        shown = _dotted(at, "kind")
        missing = f"the key {shown!r} is missing; it is one of {_listed(kinds)}"
        told = missing if kind is None else _no_choice(shown, kind, tuple(kinds))
        raise source.fault((*at, "kind"), told)
    return read(source, kinds[kind], raw, at)


def _kind(settings: Any) -> str:
    """Give the one value that `kind` may have in these settings."""
    keys = (key_of(entry) for entry in fields(settings) if entry.name == "kind")
    return next(str(key.choices[0]) for key in keys if key is not None)


def _items(source: Source, hint: Any, raw: Any, at: Position) -> tuple[Any, ...]:
    texts = hint is str or get_origin(hint) is Literal
    if isinstance(raw, str) and texts:
        return (raw,)
    if not isinstance(raw, list):
        wanted = "text in quotes, or a list of texts" if texts else f"a list: [[{at[-1]}]]"
        raise source.fault(at, f"{_dotted(at)!r} must be {wanted}, not {_shown(raw)}")
    return tuple(_value(source, hint, item, (*at, n)) for n, item in enumerate(raw))


def _mapping(source: Source, hint: Any, raw: Any, at: Position) -> Mapping[str, Any]:
    table = _table(source, raw, at)
    return MappingProxyType(
        {name: _value(source, hint, value, (*at, name)) for name, value in table.items()}
    )


def _table(source: Source, raw: Any, at: Position) -> Mapping[str, Any]:
    if isinstance(raw, dict):
        return raw
    raise source.fault(at, f"{_dotted(at)!r} must be a table: [{_dotted(at)}]")


def _scalar(source: Source, kinds: tuple[Any, ...], raw: Any, at: Position) -> Any:
    # bool is an int to Python, and no number to a reader of the file.
    if isinstance(raw, bool):
        fits = bool in kinds
    else:
        fits = isinstance(raw, kinds) or (float in kinds and isinstance(raw, int))
    if not fits:
        wanted = " or ".join(_WORDS[kind] for kind in kinds)
        raise source.fault(at, f"{_dotted(at)!r} must be {wanted}, not {_shown(raw)}")
    return raw


def _path(source: Source, text: str, at: Position) -> Path:
    """Resolve against the folder of the SUT file, so that a run may start anywhere."""
    path = (source.path.parent / Path(text).expanduser()).resolve()
    if not path.exists():
        raise source.fault(at, f"{_dotted(at)!r} names {str(path)!r}, which does not exist")
    return path


def unknown(what: str, shown: str, name: str, valid: Iterable[str]) -> str:
    """Word the fault of an unknown name, with the nearest valid one or all of them."""
    known = list(valid)
    spelled = {candidate.lower(): candidate for candidate in known}
    near = difflib.get_close_matches(name.lower(), spelled, n=1, cutoff=0.6)
    if near:
        return f"unknown {what} {shown!r}; did you mean {spelled[near[0]]!r}?"
    return f"unknown {what} {shown!r}; valid are {_listed(known)}"


def _no_choice(shown: str, value: Any, choices: tuple[Any, ...]) -> str:
    texts = [choice for choice in choices if isinstance(choice, str)]
    near = difflib.get_close_matches(str(value), texts, n=1)
    guess = f"; did you mean {near[0]!r}?" if near else ""
    return f"{shown!r} must be one of {_listed(choices)}, not {value!r}{guess}"


def _help(entry: Field[Any]) -> str:
    key = key_of(entry)
    if key is None or not (key.meaning or key.choices):
        return "add it"
    return f"it is {key.meaning}" + (f": {_listed(key.choices)}" if key.choices else "")


def _listed(values: Iterable[Any]) -> str:
    return ", ".join(repr(value) for value in values)


def _shown(raw: Any) -> str:
    if isinstance(raw, dict):
        return "a table (a name with a dot in it stands in quotes)"
    if isinstance(raw, bool):
        return str(raw).lower()
    return repr(raw)


def _dotted(at: Position, *more: str) -> str:
    parts: list[str] = []
    for part in (*at, *more):
        if isinstance(part, int):
            parts[-1] += f"[{part}]"
        else:
            parts.append(part)
    return ".".join(parts)
