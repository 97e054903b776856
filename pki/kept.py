"""Hierarchies as text, so that they can outlive the process that minted them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pki.authority import Authority, Identity
from pki.hierarchies import Hierarchy
from pki.keys import read_key, write_key
from pki.pem import read_chain, write_chain

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class KeptHierarchy:
    """A hierarchy in PEM, private keys included: `certificates` are the issuer's and the root's."""

    certificates: str
    issuer_key: str
    root_key: str
    ocsp_url: str | None = None


def keep(hierarchy: Hierarchy) -> KeptHierarchy:
    issuer, root = hierarchy.issuer, hierarchy.root
    return KeptHierarchy(
        write_chain((issuer.certificate, root.certificate)),
        write_key(issuer.identity.key),
        write_key(root.identity.key),
        root.ocsp_url,
    )


def restore(kept: KeptHierarchy) -> Hierarchy:
    """Give the hierarchy back; raises MalformedPem, BadKey or ValueError for what `keep` made not.

    The issuer stands directly below the root.
    """
    issuer, root = read_chain(kept.certificates)
    above = Identity(read_key(kept.root_key), root)
    below = Identity(read_key(kept.issuer_key), issuer)
    return Hierarchy(Authority(above, root, kept.ocsp_url), Authority(below, root, kept.ocsp_url))


def holds(hierarchy: Hierarchy, now: datetime) -> bool:
    """Tell whether both authorities are valid at a moment."""
    ours = (hierarchy.root.certificate, hierarchy.issuer.certificate)
    return all(one.not_valid_before_utc <= now < one.not_valid_after_utc for one in ours)
