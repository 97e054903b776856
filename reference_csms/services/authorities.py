"""Certificate authorities that survive a restart: minted once, then kept with the store."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final, Protocol

from pki.hierarchies import Hierarchies
from pki.kept import KeptHierarchy, holds, keep, restore
from reference_csms.authorities import KeptAuthority
from reference_csms.store.protocols import AuthorityStore

if TYPE_CHECKING:
    from ocppj.clock import Clock

NAMES: Final = ("cso", "v2g", "mo", "manufacturer")


class KeepingStore(AuthorityStore, Protocol):
    """A store that is told when to make its writes last."""

    async def commit(self) -> None: ...


async def kept_hierarchies(store: KeepingStore, clock: Clock) -> Hierarchies:
    """Give the authorities that the store holds; what it lacks, or has expired, is minted."""
    ours = Hierarchies(clock.now())
    for name in NAMES:
        row = await store.authorities.get(name)
        found = None if row is None else restore(_kept(row))
        if found is not None and holds(found, clock.now()):
            setattr(ours, name, found)
        else:
            minted = keep(getattr(ours, name))
            await store.authorities.put(KeptAuthority(name, **asdict(minted)))
    await store.commit()
    return ours


def _kept(row: KeptAuthority) -> KeptHierarchy:
    return KeptHierarchy(row.certificates, row.issuer_key, row.root_key, row.ocsp_url)
