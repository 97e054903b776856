"""Progress on a terminal, one line per verdict that needs attention; quiet in CI and in pipes."""

from __future__ import annotations

import os
import sys
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from harness.results import CaseResult

_COLOURS: Final = {
    "passed": "green",
    "failed": "bold red",
    "inconclusive": "yellow",
    "partial": "cyan",
    "not_applicable": "dim",
}


class Progress:
    """Follows a run; `verbose` prints every verdict, a terminal also shows a bar."""

    def __init__(self, total: int, *, verbose: bool) -> None:
        from rich.console import Console

        self._console = Console(stderr=True, highlight=False)
        self._counts: Counter[str] = Counter()
        self._verbose = verbose
        self._total = total
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Progress:
        if sys.stderr.isatty() and not os.environ.get("CI"):
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as RichBar

            columns = (
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                TextColumn("{task.description}"),
            )
            self._bar = RichBar(*columns, console=self._console, transient=True)
            self._bar.start()
            self._task = self._bar.add_task("", total=self._total)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def take(self, result: CaseResult) -> None:
        """Show one result."""
        verdict = result.verdict.value
        self._counts[verdict] += 1
        if self._verbose or (self._bar is not None and verdict in ("failed", "inconclusive")):
            colour = _COLOURS[verdict]
            first = result.reason.splitlines()[0] if result.reason else ""
            self._console.print(
                f"[{colour}]{verdict:<14}[/] {result.id}", end="  " if first else "\n"
            )
            if first:
                self._console.print(first, markup=False)
        if self._bar is not None and self._task is not None:
            summary = ", ".join(f"{count} {name}" for name, count in self._counts.items())
            self._bar.update(self._task, advance=1, description=f"{summary}  {result.id}")
