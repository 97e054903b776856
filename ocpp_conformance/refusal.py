"""Usage and configuration faults."""

from __future__ import annotations

import click


class Refusal(click.ClickException):
    """One sentence on stderr that names the place and the fix, no traceback, exit code 2."""

    exit_code = 2
