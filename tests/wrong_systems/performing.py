"""Run cases through the real plugin, in this process, against a system of the test's choice."""

from __future__ import annotations

import contextlib
import io
import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import steps
from harness import plugin, scenarios
from harness.plan import Plan
from harness.plugin import Gatherer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from harness.results import CaseResult
    from harness.targets.reference import Surroundings
    from tests.wrong_systems.entry import WrongSystem

PLUGINS = ("pytest_bdd.plugin", "harness.plugin", *steps.MODULES)


class Impostor(Gatherer):
    """Puts a wrong system in the place of the built-in one."""

    def __init__(self, path: Path, wrong: WrongSystem | None) -> None:
        super().__init__(path)
        self._wrong = wrong

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        plugin.stage_of(config).surround = self._surround

    def _surround(self, given: Surroundings) -> Surroundings:
        if self._wrong is None:
            return given
        if self._wrong.role == "csms":
            return replace(given, make_csms=self._wrong.make)
        return replace(given, make_station=self._wrong.make)


def perform(wrong: WrongSystem | None, wanted: Iterable[str], out: Path) -> dict[str, CaseResult]:
    """Run cases through the real plugin, in this process, and give their results by id."""
    ids = tuple(wanted)
    Plan(out, ids).save(out / "plan.json")
    gatherer = Impostor(out / "results.jsonl", wrong)
    root = str(scenarios.feature_root())
    arguments = [
        *sorted({str(scenarios.file_of(case_id)) for case_id in ids}),
        *("-c", os.devnull, "--rootdir", root, "--confcutdir", root, "-p", "no:cacheprovider"),
        *("--disable-plugin-autoload", "--assert=plain", "--import-mode=importlib"),
        *(part for name in PLUGINS for part in ("-p", name)),
        *("-W", "error", "-q", "--tb=short", "--ocpp-plan", str(out / "plan.json")),
    ]
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        pytest.main(arguments, plugins=[gatherer])
    results = {result.id: result for result in gatherer.results}
    assert set(results) == set(ids), printed.getvalue()
    return results
