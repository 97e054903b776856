"""A campaign on the terminal: progress while it runs, the table when it is done."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table

from harness.mutation.mutant import field_name
from harness.mutation.verdict import Fate

if TYPE_CHECKING:
    from types import TracebackType

    from harness.mutation.campaign import CaseCampaign, Outcome
    from harness.mutation.report import Report

_COUNTS: Final = ("mutants", "killed", "killed_otherwise", "survived", "listed")
_WIDTH: Final = 40


class Follower:
    """Shows how far the campaign is; `verbose` prints each case as it is done."""

    def __init__(self, cases: int, *, verbose: bool) -> None:
        self._console = Console(stderr=True, highlight=False)
        self._verbose = verbose
        self._cases = cases
        self._recorded = self._mutants = self._run = 0
        columns = (
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.description}"),
        )
        quiet = not sys.stderr.isatty() or bool(os.environ.get("CI"))
        self._bar = Bar(*columns, console=self._console, transient=True, disable=quiet)
        self._task = self._bar.add_task("", total=None)

    def __enter__(self) -> Follower:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def take(self, campaign: CaseCampaign, fresh: int) -> None:
        """Note that a case was recorded (nothing fresh), or that some of its mutants were run."""
        if not fresh:
            self._recorded += 1
            self._mutants += len(campaign.baseline.mutants)
        self._run += fresh
        total = self._mutants if self._recorded == self._cases else None
        self._bar.update(
            self._task,
            completed=self._run,
            total=total,
            description=f"mutants, {self._recorded} of {self._cases} cases",
        )
        if campaign.done and self._verbose:
            killed = sum(o.fate is Fate.KILLED for o in campaign.outcomes)
            self._console.print(
                f"{campaign.baseline.case}: {killed} of {len(campaign.outcomes)} killed"
            )


def show(report: Report) -> None:
    """Print the table of cases, and whatever is left to mend."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(_table(report))
    for campaign in report.campaigns:
        if campaign.baseline.reason:
            verdict, reason = campaign.baseline.verdict, campaign.baseline.reason
            console.print(
                f"not mutated: {campaign.baseline.case} {verdict}: {reason}", markup=False
            )
    for outcome in report.unlisted():
        console.print(f"survived: {_told(outcome)}", markup=False)
    for outcome in report.otherwise():
        console.print(f"killed otherwise: {_told(outcome)}\n    {outcome.finding}", markup=False)
    for entry in report.stale():
        console.print(f"matches no survivor: {entry}", markup=False)


def _table(report: Report) -> Table:
    table = Table("case", *(name.replace("_", " ") for name in _COUNTS), box=None)
    for column in table.columns[1:]:
        column.justify = "right"
    for campaign in report.campaigns:
        counts = report.totals(campaign.outcomes)
        table.add_row(campaign.baseline.case, *(str(counts[name]) for name in _COUNTS))
    totals = report.totals()
    table.add_section()
    table.add_row("all", *(str(totals[name]) for name in _COUNTS), style="bold")
    return table


def _told(outcome: Outcome) -> str:
    place = field_name(outcome.mutant.path)
    values = f"{str(outcome.before)[:_WIDTH]} -> {str(outcome.after)[:_WIDTH]}"
    return f"{outcome.mutant.id}  {place + ': ' if place else ''}{values}"
