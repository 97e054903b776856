"""`ocpp-conformance station`: the charging-station simulator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ocpp_conformance.refusal import Refusal

if TYPE_CHECKING:
    from station_sim.settings import StationSettings


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
@click.option("--password", help="Basic authentication (security profile 1)")
@click.option(
    "--api-port", type=click.IntRange(0, 65535), help="serve the simulator's HTTP API here"
)
@click.option("--seed", type=int, help="make random choices repeatable")
def run(
    url: str,
    identity: str,
    version: str,
    count: int,
    evses: int,
    password: str | None,
    api_port: int | None,
    seed: int | None,
) -> None:
    """Run stations until interrupted; they boot, report and answer like real ones."""
    import asyncio

    from station_sim.app import run as run_stations

    settings = _settings(identity, version, evses, password)
    if not url.startswith(("ws://", "wss://")):
        raise Refusal(f"--csms {url}: a websocket URL begins with ws:// or wss://")
    click.echo(f"{count} station{'s' if count > 1 else ''} of OCPP {version} for {url}")
    try:
        asyncio.run(run_stations(settings, url, count=count, api_port=api_port, seed=seed))
    except OSError as error:
        raise Refusal(f"the API cannot be served on port {api_port}: {error}") from error


def _settings(identity: str, version: str, evses: int, password: str | None) -> StationSettings:
    from station_sim.settings import EvseSettings, StationSettings

    return StationSettings(
        identity=identity,
        version=version,  # type: ignore[arg-type]
        evses=(EvseSettings(),) * evses,
        security_profile=1 if password is not None else 0,
        password=password,
    )
