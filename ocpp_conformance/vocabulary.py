"""The vocabulary of `steps`, in the form that the lint of `harness` reads."""

from __future__ import annotations

from functools import cache, partial
from importlib import import_module
from typing import TYPE_CHECKING

from harness.lint import Definition

if TYPE_CHECKING:
    from steps.bdd import Sentence


@cache
def sentences() -> tuple[Sentence, ...]:
    """Import all step modules and give their sentences, in order of definition."""
    import steps
    from steps import bdd

    for module in steps.MODULES:
        import_module(module)
    return tuple(bdd.VOCABULARY)


def vocabulary() -> list[Definition]:
    from steps import bdd

    return [
        Definition(sentence.kind, sentence.pattern, partial(bdd.matches, sentence))
        for sentence in sentences()
    ]
