"""Sentences about firmware and logs that travel beside OCPP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness import files
from harness.tables import parse_expectations
from steps.bdd import given, then

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.world import World


@given("a file server")
async def _(world: World) -> None:
    """The harness serves `$firmware_url`, lacks `$missing_firmware_url`, takes `$upload_url`."""
    await files.open_for(world)


@then("a download from {url:Word} gives")
async def _(world: World, url: str, datatable: Sequence[Sequence[object]]) -> None:
    """A file that the station offers: `status` (0 without a connection), `md5`, `size`."""
    await files.expect_download(world, world.values.resolve(url), parse_expectations(datatable))


@then("the file server has seen a transfer")
async def _(world: World, datatable: Sequence[Sequence[object]]) -> None:
    """One request to it fits all rows: `method`, `path`, `name`, `status`, `size`, `text`."""
    await files.expect_visit(world, parse_expectations(datatable))
