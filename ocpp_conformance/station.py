"""`ocpp-conformance station`: the charging-station simulator."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ocpp_conformance.refusal import Refusal

if TYPE_CHECKING:
    from station_sim.app import Play
    from station_sim.settings import StationSettings


_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def station() -> None:
    """Run simulated charging stations."""


@station.command()
@click.option(
    "--csms", "url", required=True, metavar="URL", help="ws://HOST:PORT/PATH, without identity"
)
@click.option("--id", "identity", default="CS001", show_default=True)
@click.option("--version", type=click.Choice(["1.6", "2.0.1"]), default="2.0.1", show_default=True)
@click.option("--count", type=click.IntRange(1), default=1, show_default=True, help="how many")
@click.option("--evses", type=click.IntRange(1), default=2, show_default=True)
@click.option("--password", help="Basic authentication (security profile 1, with wss:// 2)")
@click.option(
    "--ca-certificate", "roots", type=_FILE, help="PEM of the CSMS roots; without it the machine's"
)
@click.option("--certificate", type=_FILE, help="PEM of the station's chain (security profile 3)")
@click.option("--key", type=_FILE, help="PEM of its private key")
@click.option(
    "--set",
    "values",
    multiple=True,
    metavar="NAME=VALUE",
    help="a configuration key (1.6) or variable (2.0.1) as from the factory; repeatable",
)
@click.option(
    "--script",
    "script_path",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="what each station does, line by line (docs/simulator.md); then the command ends",
)
@click.option(
    "--api-port", type=click.IntRange(0, 65535), help="serve the simulator's HTTP API here"
)
@click.option("--seed", type=int, help="make random choices repeatable")
@click.option("-v", "--verbose", is_flag=True, help="print every line of the script as it begins")
def run(
    url: str,
    identity: str,
    version: str,
    count: int,
    evses: int,
    password: str | None,
    roots: Path | None,
    certificate: Path | None,
    key: Path | None,
    values: tuple[str, ...],
    script_path: Path | None,
    api_port: int | None,
    seed: int | None,
    verbose: bool,
) -> int:
    """Run stations until interrupted; they boot, report and answer like real ones.

    With a script they do what it says, and the exit code is 1 when it was not as expected.
    """
    import asyncio

    from ocpp_conformance import station_settings
    from station_sim.app import run as run_stations

    if not url.startswith(("ws://", "wss://")):
        raise Refusal(f"--csms {url}: a websocket URL begins with ws:// or wss://")
    plain = station_settings.settings(identity, version, evses, values)
    settings = station_settings.secured(plain, url, password, roots, certificate, key)
    play = None if script_path is None else _play(script_path, settings, verbose=verbose)
    click.echo(f"{count} station{'s' if count > 1 else ''} of OCPP {version} for {url}")
    work = run_stations(
        settings, url, count=count, api_port=api_port, seed=seed, play=play, announce=_announce
    )
    try:
        failures = asyncio.run(work)
    except OSError as error:
        raise Refusal(f"the API cannot be served on port {api_port}: {error}") from error
    click.echo(f"the script ended, {_lines(failures)} failed")
    return 1 if failures else 0


def _announce(url: str) -> None:
    click.echo(f"API: {url}  (documentation at /docs)")


def _lines(count: int) -> str:
    return "no line" if not count else f"{count} line{'s' if count > 1 else ''}"


def _play(path: Path, settings: StationSettings, *, verbose: bool) -> Play:
    from ocpp_conformance.script_progress import ScriptProgress
    from station_sim.app import Play
    from station_sim.script.grammar import parse
    from station_sim.script.source import ScriptError

    try:
        script = parse(str(path), path.read_text(encoding="utf-8"), settings)
    except ScriptError as error:
        raise Refusal(str(error)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(f"{path} cannot be read as UTF-8 text: {error}") from error
    return Play(script, ScriptProgress(verbose=verbose))
