"""The names that certificates bear."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from cryptography import x509
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from collections.abc import Iterable

_MAX_RDN = 64
"""The upper bound of RFC 5280 for common and organization names."""
_ADDRESS = re.compile(r"\d{1,3}(\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Subject:
    """A distinguished name; `domain` is the domain component that ISO 15118 wants (CPO, V2G)."""

    common_name: str | None
    organization: str | None = None
    country: str | None = None
    domain: str | None = None

    @classmethod
    def of(cls, name: x509.Name) -> Self:
        """Read the parts that matter here from a name; the first of each kind counts."""
        return cls(
            _first(name, NameOID.COMMON_NAME),
            _first(name, NameOID.ORGANIZATION_NAME),
            _first(name, NameOID.COUNTRY_NAME),
            _first(name, NameOID.DOMAIN_COMPONENT),
        )

    def x509(self) -> x509.Name:
        """Give the name as certificates hold it; raises ValueError for a part that is too long."""
        parts = (
            (NameOID.DOMAIN_COMPONENT, self.domain),
            (NameOID.COUNTRY_NAME, self.country),
            (NameOID.ORGANIZATION_NAME, self.organization),
            (NameOID.COMMON_NAME, self.common_name),
        )
        return x509.Name([x509.NameAttribute(oid, text) for oid, text in parts if text])

    def __str__(self) -> str:
        parts = (("CN", self.common_name), ("O", self.organization), ("C", self.country))
        return ",".join(f"{kind}={text}" for kind, text in parts if text)


def _first(name: x509.Name, oid: x509.ObjectIdentifier) -> str | None:
    found = name.get_attributes_for_oid(oid)
    return str(found[0].value) if found else None


def station_name_problems(
    subject: Subject, *, serials: Iterable[str] = (), organizations: Iterable[str] = ()
) -> list[str]:
    """Say what is wrong with the subject of a charging station certificate.

    `serials` are the common names that the station may have, `organizations` those of the
    operator; empty: any. A00.FR.404, .405, .509, .511, alike in 2.0.1 and the 1.6 white paper.
    """
    problems = []
    serials, organizations = tuple(serials), tuple(organizations)
    if not subject.organization:
        problems.append("the subject has no organization name")
    elif organizations and subject.organization not in organizations:
        wanted = " or ".join(organizations)
        problems.append(f"the organization is {subject.organization!r}, not {wanted!r}")
    if not subject.common_name:
        problems.append("the subject has no common name")
    elif _is_address(subject.common_name):
        problems.append(f"the common name {subject.common_name!r} is an address, not a serial")
    elif serials and subject.common_name not in serials:
        wanted = " or ".join(serials)
        problems.append(f"the common name is {subject.common_name!r}, not {wanted!r}")
    return problems


def _is_address(text: str) -> bool:
    return "://" in text or _ADDRESS.fullmatch(text) is not None


def fits(subject: Subject) -> bool:
    """Tell whether each part is short enough for a certificate."""
    parts = (subject.common_name, subject.organization)
    return all(part is None or 0 < len(part) <= _MAX_RDN for part in parts)
