"""The selection options that `run`, `cases list` and `mutate` share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ocpp_conformance.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.cases import Case


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --version, --role, --block, --profile and --case to a command."""
    for option in reversed(
        [
            click.option("--version", "versions", multiple=True, metavar="1.6|2.0.1"),
            click.option("--role", "roles", multiple=True, metavar="csms|station"),
            click.option("--block", "blocks", multiple=True, metavar="BLOCK"),
            click.option("--profile", "profiles", multiple=True, metavar="PROFILE"),
            click.option(
                "--case", "patterns", multiple=True, metavar="ID", help="id or glob; repeatable"
            ),
        ]
    ):
        command = option(command)
    return command


def select(
    versions: tuple[str, ...] = (),
    roles: tuple[str, ...] = (),
    blocks: tuple[str, ...] = (),
    profiles: tuple[str, ...] = (),
    patterns: tuple[str, ...] = (),
) -> list[Case]:
    """Give the cases of the catalogue that the options name; refuses values that name none."""
    from harness import cases

    try:
        selection = cases.Selection(versions, roles, blocks, profiles, patterns)
        return cases.select(cases.load(), selection)
    except cases.SelectionError as error:
        raise Refusal(str(error)) from error


def written(selected: list[Case]) -> list[Case]:
    """Give the cases that have a scenario; refuses a selection in which none has."""
    from harness.scenarios import written_ids

    found = [case for case in selected if case.id in written_ids()]
    if not found:
        raise Refusal(
            f"no case is selected: {len(selected)} cases fit, and none of them has a scenario yet; "
            "see `ocpp-conformance cases list --written`"
        )
    return found
