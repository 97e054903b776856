"""The Gherkin vocabulary: step definitions and reusable states, nothing else."""

from typing import Final

MODULES: Final = (
    "steps.certificates",
    "steps.charging",
    "steps.connection",
    "steps.files",
    "steps.messages",
    "steps.operations",
    "steps.physical",
    "steps.states",
)
