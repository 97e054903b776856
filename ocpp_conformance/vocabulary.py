"""The vocabulary of `steps`, in the form that the lint of `harness` reads."""

from __future__ import annotations

from functools import cache, partial
from importlib import import_module
from typing import TYPE_CHECKING

from harness.lint import Definition, lint
from harness.scenarios import feature_files
from ocpp_conformance.refusal import Refusal

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


def refuse_faults() -> None:
    """Refuse to run with feature files that the lint finds fault with."""
    faults = lint(feature_files(), vocabulary())
    if faults:
        listed = "\n".join(f"  {fault}" for fault in faults[:20])
        raise Refusal(f"the feature files cannot be trusted, mend them first:\n{listed}")
