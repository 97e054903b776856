"""Sentences about certificates, and about connections that depend on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness import certificate_checks, connecting
from steps.bdd import then, when

if TYPE_CHECKING:
    from harness.world import World


@when("the {authority:w} authority signs the request as {name:w}")
async def _(world: World, authority: str, name: str) -> None:
    """CSO, V2G or unknown: its chain for the last message's `csr` is kept as `$name`."""
    certificate_checks.sign(world, authority, name)


@then("the message {names:Names} the certificate {certificate:Word}{rule:Rule}")
async def _(world: World, names: bool, certificate: str, rule: str | None) -> None:
    """Its digests (kept as `$digests`), or an OCSP answer of good; `$chain[1]` is the second."""
    certificate_checks.check_named(world, certificate, rule, wanted=names)


@when("the station reconnects with security profile {profile:Word}")
async def _(world: World, profile: str) -> None:
    """The harness's station drops its connection and tries a new one, with what it trusts now."""
    await connecting.reconnect(world, int(world.values.resolve(profile)))


@then("the CSMS {accepts:Accepts} the connection{rule:Rule}")
async def _(world: World, accepts: bool, rule: str | None) -> None:
    """How that attempt ended."""
    connecting.check_outcome(world, rule, accepted=accepts)
