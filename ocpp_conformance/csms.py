"""`ocpp-conformance csms`: the reference CSMS as a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ocpp_conformance.refusal import Refusal

if TYPE_CHECKING:
    from reference_csms.app import Options, Running


@click.group()
def csms() -> None:
    """Serve the reference CSMS."""


@csms.command()
@click.option(
    "--listen",
    "listens",
    multiple=True,
    default=["127.0.0.1:9000"],
    show_default=True,
    metavar="HOST:PORT[,profile=N]",
    help="where stations connect; repeatable",
)
@click.option(
    "--api", default="127.0.0.1:8080", show_default=True, metavar="HOST:PORT|none", help="REST API"
)
@click.option("--api-token", envvar="OCPP_API_TOKEN", help="bearer token of the REST API")
@click.option("--store", default="memory", show_default=True, metavar="memory|tinydb:PATH")
def serve(listens: tuple[str, ...], api: str, api_token: str | None, store: str) -> None:
    """Serve until interrupted; the addresses in use are printed as they are bound."""
    import asyncio

    from reference_csms.store.journal import StoreDamaged, StoreLocked

    options = _options(listens, api, api_token, store)
    try:
        asyncio.run(_serve(options))
    except (OSError, StoreLocked, StoreDamaged, ValueError) as error:
        raise Refusal(f"the CSMS cannot be served: {error}") from error


def _options(listens: tuple[str, ...], api: str, api_token: str | None, store: str) -> Options:
    from reference_csms.app import Options, parse_address, parse_listen, parse_store

    try:
        return Options(
            listen=tuple(parse_listen(text) for text in listens),
            api=None if api == "none" else parse_address(api),
            store=parse_store(store),
            api_token=api_token,
        )
    except ValueError as error:
        raise Refusal(str(error)) from error


async def _serve(options: Options) -> None:
    import asyncio

    from reference_csms.app import running

    async with running(options) as csms:
        _announce(csms)
        await asyncio.Event().wait()


def _announce(running: Running) -> None:
    for listener in running.listeners:
        profile = listener.security_profile
        bound = f", security profile {profile}" if profile is not None else ""
        click.echo(f"stations: {listener.url}/<identity>{bound}")
    if running.api is not None:
        click.echo(f"API:      {running.api.url}  (documentation at /docs)")
        if running.api_token is not None:
            click.echo(f"token:    {running.api_token}")
    for recovery in running.recoveries:
        click.echo(f"store:    {recovery}", err=True)
