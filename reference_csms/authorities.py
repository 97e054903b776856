"""The CSMS's own certificate authorities, as they are kept with the store."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeptAuthority:
    """One hierarchy, `name` as in `pki.hierarchies`; PEM with private keys, in no view."""

    name: str
    certificates: str
    issuer_key: str
    root_key: str
    ocsp_url: str | None = None

    @property
    def key(self) -> str:
        return self.name
