"""`ocpp-conformance report DIR`: make the reports of a run again."""

from __future__ import annotations

from pathlib import Path

import click

from ocpp_conformance.refusal import Refusal


@click.command()
@click.argument("directory", type=click.Path(path_type=Path))
def report(directory: Path) -> None:
    """Make the reports in DIRECTORY again from results.jsonl, run.json and traces/."""
    from reports.load import ReportError
    from reports.write import write_all

    try:
        audit = write_all(directory)
    except ReportError as error:
        raise Refusal(str(error)) from error
    click.echo(f"wrote {audit.parent / 'index.html'}")
