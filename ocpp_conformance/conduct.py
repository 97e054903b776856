"""Conducting a run: pytest, isolated from the user's folder, and the reports at its end."""

from __future__ import annotations

import contextlib
import io
import os
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

import steps
from harness import results
from harness.plugin import Gatherer
from harness.results import CaseResult, Run, Sut
from harness.scenarios import feature_root, file_of
from harness.verdicts import Verdict
from ocpp_conformance import tool_version
from ocpp_conformance.progress import Progress

if TYPE_CHECKING:
    from pathlib import Path

    from harness.plan import Plan
    from harness.targets.settings import SutFile

INTERRUPTED = 130
_MANY = 48


def conduct(
    plan: Plan,
    sut: SutFile | None,
    selected: tuple[str, ...],
    *,
    workers: int | None,
    verbose: bool,
) -> int:
    """Run the plan, write all reports, print the summary; gives the exit code.

    `selected` names every selected case, those without a scenario included.
    """
    began = time.monotonic()
    run = _describe(plan, sut, selected)
    results.write_run(plan.out / "run.json", run)
    plan.save(plan.out / "plan.json")
    gatherer = Gatherer(plan.out / "results.jsonl")
    gatherer.path.touch()
    with Progress(len(plan.cases), verbose=verbose) as progress:
        gatherer.listener = progress.take
        printed = _run_pytest(plan, gatherer, _workers(plan, workers))
    if not gatherer.interrupted:
        _account_for_missing(plan, gatherer, printed)
    took = round(time.monotonic() - began, 3)
    run = replace(run, duration_s=took, interrupted=gatherer.interrupted)
    results.write_run(plan.out / "run.json", run)
    return _conclude(plan.out, gatherer, took)


def _describe(plan: Plan, sut: SutFile | None, selected: tuple[str, ...]) -> Run:
    if sut is None:
        suts: tuple[Sut, ...] = (
            Sut("reference CSMS", "csms", ("1.6", "2.0.1")),
            Sut("station simulator", "station", ("1.6", "2.0.1")),
        )
    else:
        suts = (Sut(sut.name, sut.role, sut.versions),)
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    clock = "virtual" if plan.virtual else "real"
    return Run(tool_version(), suts, now, selected, clock, plan.seed)


def _workers(plan: Plan, asked: int | None) -> int:
    """One process is quickest for a few cases; many cases use every processor."""
    if asked is not None or not plan.virtual:
        return asked or 1
    return (os.cpu_count() or 1) if len(plan.cases) >= _MANY else 1


def _run_pytest(plan: Plan, gatherer: Gatherer, workers: int) -> str:
    """Call pytest so that nothing of the user's folder is loaded and nothing is written into it."""
    import pytest

    for foreign in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS"):
        os.environ.pop(foreign, None)
    root = str(feature_root())
    modules = ("pytest_bdd.plugin", "allure_pytest.plugin", "xdist.plugin", "harness.plugin")
    plugins = [*modules, "harness.allure_steps", *steps.MODULES]
    files = sorted({str(file) for case in plan.cases if (file := file_of(case)) is not None})
    arguments = [
        *files,
        *("-c", os.devnull, "--rootdir", root, "--confcutdir", root, "-p", "no:cacheprovider"),
        "--disable-plugin-autoload",
        "--assert=plain",
        *(part for name in plugins for part in ("-p", name)),
        *("--import-mode=importlib", "-q", "--tb=short", "-W", "error"),
        # A socket that an external peer opens while the listener closes says nothing of a case.
        *("-W", "ignore::ResourceWarning"),
        *("--alluredir", str(plan.out / "allure-results")),
        *("--ocpp-plan", str(plan.out / "plan.json")),
    ]
    if workers > 1:
        arguments += ["-n", str(workers)]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        try:
            pytest.main(arguments, plugins=[gatherer])
        except Exception as trouble:  # noqa: BLE001 - the results so far are worth their report
            gatherer.trouble = f"{type(trouble).__name__}: {trouble}"
    return printed.getvalue()


def _account_for_missing(plan: Plan, gatherer: Gatherer, printed: str) -> None:
    """Give every selected case a result: one that a worker lost is inconclusive, never silent."""
    have = {result.id for result in gatherer.results}
    lost = [case for case in plan.cases if case not in have]
    if lost:
        click.echo(printed[-4000:], err=True)
    for case_id in lost:
        gatherer.take(_lost(case_id))


def _lost(case_id: str) -> CaseResult:
    from harness import cases

    case = cases.find(case_id)
    assert case is not None
    reason = "harness trouble: the case gave no result, see the output on the terminal"
    return CaseResult(case_id, case.version, case.role, Verdict.INCONCLUSIVE, reason)


def _conclude(out: Path, gatherer: Gatherer, took: float) -> int:
    import json

    from reports.write import write_all

    audit: dict[str, Any] = json.loads(write_all(out).read_text(encoding="utf-8"))
    summary = audit["summary"]
    _print_attention(audit, {result.id: result.tail for result in gatherer.results})
    names = ("passed", "failed", "inconclusive", "partial", "not_applicable")
    counts = ", ".join(f"{summary[name]} {name.replace('_', ' ')}" for name in names)
    click.echo(f"{summary['selected']} cases in {took:.1f} s: {counts}")
    click.echo(f"report: {out / 'index.html'}")
    if gatherer.trouble:
        click.echo(f"harness trouble at the end of the run: {gatherer.trouble}", err=True)
    if gatherer.interrupted:
        click.echo("interrupted; the results so far are kept", err=True)
        return INTERRUPTED
    unexpected = summary["failed"] - summary["expected_failures"]
    bad = unexpected or summary["inconclusive"] or summary["unexpected_passes"]
    bad = bad or gatherer.trouble
    return 1 if bad else 0


def _print_attention(audit: dict[str, Any], tails: dict[str, str]) -> None:
    for case in audit["cases"]:
        if case["verdict"] in ("failed", "inconclusive"):
            known = f" (expected: {case['expected_failure']})" if case["expected_failure"] else ""
            click.echo(f"{case['verdict']}: {case['id']} {case['name']}{known}")
            text = f"{case['reason']}\n{tails.get(case['id'], '')}".rstrip()
            click.echo("    " + text.replace("\n", "\n    "))
