"""`ocpp-conformance`: the entry of the command line.

Subcommands are imported when they are called for, so that `--help` is quick.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Final

import click

from ocpp_conformance import tool_version

_COMMANDS: Final = {
    "run": ("ocpp_conformance.run", "Run conformance cases and write the audit report."),
    "cases": ("ocpp_conformance.cases", "Look into the catalogue of cases."),
    "csms": ("ocpp_conformance.csms", "The reference CSMS as a server."),
    "station": ("ocpp_conformance.station", "The charging-station simulator."),
    "sut": ("ocpp_conformance.sut", "Describe a system under test in a SUT file."),
    "mutate": ("ocpp_conformance.mutate", "Prove that the cases notice what goes wrong."),
    "report": ("ocpp_conformance.report", "Make the reports of a run again."),
}


class Lazy(click.Group):
    """A group whose commands live in modules of their own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command = getattr(import_module(_COMMANDS[cmd_name][0]), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        import difflib

        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], _COMMANDS, 1)
            hint = f" Did you mean {near[0]}?" if near else f" There are {', '.join(_COMMANDS)}."
            ctx.fail(f"No such command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)


def _show_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(f"ocpp-conformance, version {tool_version()}")
        ctx.exit()


@click.command(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show_version,
    help="Show the version and exit.",
)
def cli() -> None:
    """Test charging stations and CSMSs against OCPP 1.6-J and 2.0.1."""


def main() -> None:
    """Run the command line; interrupted by the user it ends with exit code 130."""
    try:
        sys.exit(cli.main(standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        sys.exit(130)


if __name__ == "__main__":
    main()
