"""`ocpp-conformance sut`: write a SUT file, check one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ocpp_conformance.refusal import Refusal

if TYPE_CHECKING:
    from harness.targets.protocol import Role
    from harness.targets.settings import SutFile
    from schemas.catalogue import Version

DEFAULT_FILE = "sut.toml"


@click.group()
def sut() -> None:
    """Describe a system under test in a SUT file."""


@sut.command()
@click.argument("file", default=DEFAULT_FILE, type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--role", type=click.Choice(["csms", "station"]), default="csms", show_default=True)
@click.option(
    "--version",
    "versions",
    type=click.Choice(["1.6", "2.0.1"]),
    multiple=True,
    help="OCPP version; may be given twice.  [default: both]",
)
def init(file: str, role: Role, versions: tuple[Version, ...]) -> None:
    """Write a commented SUT file to FILE (sut.toml), or print it (-).

    A file that exists stays as it is.
    """
    from harness.targets.sut_template import template
    from schemas.catalogue import VERSIONS

    text = template(role, tuple(dict.fromkeys(versions)) or VERSIONS)
    if file == "-":
        click.echo(text, nl=False)
        return
    try:
        with Path(file).open("x", encoding="utf-8") as out:
            out.write(text)
    except FileExistsError as error:
        raise Refusal(f"{file} exists already; name another file, or remove it") from error
    except OSError as error:
        raise Refusal(f"{file} cannot be written: {error.strerror}") from error
    click.echo(f"wrote {file}; edit it, then: ocpp-conformance sut check {file}")


@sut.command()
@click.argument("file", type=click.Path())
def check(file: str) -> None:
    """Read FILE and look whether its system is there and can be driven."""
    import asyncio

    from harness.targets.sut_file import SutFileError, load

    try:
        described = load(file)
    except SutFileError as error:
        raise Refusal(str(error)) from error
    click.echo(f"{file}: {_described(described)}")
    if not asyncio.run(_probe(described)):
        raise SystemExit(Refusal.exit_code)


async def _probe(described: SutFile) -> bool:
    """Print what is found as it is found; tell whether all of it is good."""
    from harness.targets.probe import probe

    good = True
    async for finding in probe(described):
        click.echo(f"{'ok' if finding.good else 'error'}: {finding.text}", err=not finding.good)
        good = good and finding.good
    return good


def _described(described: SutFile) -> str:
    versions = " and ".join(described.versions)
    count = len(described.features)
    features = f"{count} feature{'' if count == 1 else 's'} declared"
    return (
        f"{described.name!r}, a {described.role} of OCPP {versions}, "
        f"{described.driver.kind} driver, {features}"
    )
