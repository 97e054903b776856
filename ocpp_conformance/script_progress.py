"""How scripts of stations go: every line on a terminal, only what failed in CI and in pipes."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from station_sim.script.source import Line


class ScriptProgress:
    """Writes to stderr; `verbose` shows every line anywhere."""

    def __init__(self, *, verbose: bool) -> None:
        self._every_line = verbose or (sys.stderr.isatty() and not os.environ.get("CI"))

    def begins(self, identity: str, line: Line) -> None:
        if self._every_line:
            click.echo(f"{identity}  {line.number:>3}  {line.text}", err=True)

    def fails(self, identity: str, line: Line, reason: str) -> None:
        click.secho(f"{line.place}: {identity}: {line.text}: {reason}", fg="red", err=True)
