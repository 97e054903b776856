"""given, when, then for coroutines.

pytest-bdd calls steps synchronously; a plain `async def` step would pass without ever running.
These run it in the scenario's event loop.
"""

from __future__ import annotations

import functools
import inspect
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import pytest_bdd
from parse import compile as compile_pattern
from parse import with_pattern
from pytest_bdd import parsers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from harness.world import World

    Step = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One entry of the vocabulary, for the lint and the documentation."""

    kind: str
    pattern: str
    module: str
    meaning: str
    table: bool


VOCABULARY: Final[list[Sentence]] = []
_STEPS: Final[list[tuple[str, Any, Step]]] = []


def given(pattern: str) -> Callable[[Step], Step]:
    return _step("given", pattern, pytest_bdd.given)


def when(pattern: str) -> Callable[[Step], Step]:
    return _step("when", pattern, pytest_bdd.when)


def then(pattern: str) -> Callable[[Step], Step]:
    return _step("then", pattern, pytest_bdd.then)


def matches(sentence: Sentence, text: str) -> bool:
    """Tell whether a text fits a sentence of the vocabulary."""
    return (
        compile_pattern(sentence.pattern, EXTRA_TYPES, case_sensitive=True).parse(text) is not None
    )


async def perform(
    world: World, kind: str, text: str, table: Sequence[Sequence[object]] | None
) -> None:
    """Carry out a sentence without pytest; `kind` is given, when or then.

    Raises LookupError for a sentence that the vocabulary does not have.
    """
    step, arguments = _find(kind, text)
    if table is not None:
        arguments["datatable"] = table
    await step(world=world, **arguments)


def _find(kind: str, text: str) -> tuple[Step, dict[str, Any]]:
    _load()
    for known, pattern, step in _STEPS:
        found = pattern.parse(text) if known == kind else None
        if found is not None:
            wanted = inspect.signature(step).parameters
            return step, {name: value for name, value in found.named.items() if name in wanted}
    raise LookupError(f"no sentence of the vocabulary fits: {kind} {text}")


@functools.cache
def _load() -> None:
    import steps

    for module in steps.MODULES:
        import_module(module)


@with_pattern(r"station|CSMS")
def _peer(text: str) -> str:
    return text


@with_pattern(r"an?")
def _article(text: str) -> str:
    return text


@with_pattern(r"(?: \([^()]+\))?")
def _rule(text: str) -> str | None:
    """Read an optional ` (B01.FR.05)` at the end of a sentence."""
    return text.strip(" ()") or None


@with_pattern(r"\$?[\w.:\[\]-]+")
def _word(text: str) -> str:
    return text


@with_pattern(r"names|does not name")
def _names(text: str) -> bool:
    return text == "names"


@with_pattern(r"accepts|refuses")
def _accepts(text: str) -> bool:
    return text == "accepts"


@with_pattern(r"\w+(?:/\w+)?")
def _action(text: str) -> str:
    """Read an action, or a message that travels inside another: `DataTransfer/Authorize`."""
    return text


EXTRA_TYPES: Final = {
    "Action": _action,
    "Peer": _peer,
    "Article": _article,
    "Rule": _rule,
    "Word": _word,
    "Names": _names,
    "Accepts": _accepts,
}


def _step(kind: str, pattern: str, register: Any) -> Callable[[Step], Step]:
    parser = parsers.parse(pattern, EXTRA_TYPES)

    def decorate(step: Step) -> Step:
        VOCABULARY.append(
            Sentence(
                kind,
                pattern,
                step.__module__,
                inspect.getdoc(step) or "",
                "datatable" in inspect.signature(step).parameters,
            )
        )
        _STEPS.append((kind, compile_pattern(pattern, EXTRA_TYPES, case_sensitive=True), step))
        ready = _on_the_loop(step) if inspect.iscoroutinefunction(step) else step
        register(parser, stacklevel=2)(ready)
        return step

    return decorate


def _on_the_loop(step: Step) -> Step:
    signature = inspect.signature(step)

    @functools.wraps(step)
    def run_step(*, run: Any, **arguments: Any) -> Any:
        return run(step(**arguments))

    # pytest-bdd must see the new signature, not that of the wrapped coroutine function.
    del run_step.__wrapped__
    run = inspect.Parameter("run", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    run_step.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[run, *signature.parameters.values()]
    )
    return run_step
