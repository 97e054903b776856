"""`ocpp-conformance cases`: look into the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ocpp_conformance import selection
from ocpp_conformance.refusal import Refusal

if TYPE_CHECKING:
    from harness.cases import Case


@click.group()
def cases() -> None:
    """Look into the catalogue of cases."""


@cases.command("list")
@selection.options
@click.option("--written", is_flag=True, help="only cases that have a scenario")
def list_cases(*, written: bool, **chosen: Any) -> None:
    """List cases: id, version, role, block, title; a dot marks those that have a scenario."""
    from harness.scenarios import written_ids

    scenarios = written_ids()
    found = [case for case in selection.select(**chosen) if not written or case.id in scenarios]
    for case in found:
        mark = "." if case.id in scenarios else " "
        facts = f"{case.id:<18} {case.version:<6} {case.role:<8} {case.block:<24}"
        click.echo(f"{mark} {facts} {case.title}")
    written_count = sum(case.id in scenarios for case in found)
    click.echo(f"{len(found)} cases, {written_count} with a scenario", err=True)


@cases.command()
@click.argument("case_id", metavar="ID")
def show(case_id: str) -> None:
    """Show the facts of one case and its scenario."""
    from harness import cases as catalogue
    from harness.scenarios import text_of

    case = catalogue.find(case_id)
    if case is None:
        near = ", ".join(catalogue.close_matches(case_id)) or "nothing like it"
        raise Refusal(f"there is no case {case_id}; the catalogue has {near}")
    for name, value in _facts(case):
        click.echo(f"{name + ':':<14} {value}")
    scenario = text_of(case.id)
    click.echo()
    click.echo(scenario if scenario is not None else "This case has no scenario yet.")


def _facts(case: Case) -> list[tuple[str, str]]:
    profiles = ", ".join(f"{entry.profile} ({entry.status})" for entry in case.profiles)
    facts = [
        ("id", case.id),
        ("title", case.title),
        ("OCPP", case.version),
        ("under test", case.role),
        ("block", case.block),
        ("profiles", profiles),
        ("condition", case.condition),
        ("use cases", ", ".join(case.use_cases)),
        ("requirements", ", ".join(case.requirements)),
        ("messages", ", ".join(case.messages)),
        ("states", ", ".join(case.states)),
        ("errata", ", ".join(case.errata)),
        ("source", case.source),
    ]
    return [(name, value) for name, value in facts if value]
