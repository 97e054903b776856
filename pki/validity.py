"""When a certificate is valid. OpenSSL looks at the real clock, so an expired one is made so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from cryptography import x509

ALLOWANCE = timedelta(minutes=5)
"""How long before now a certificate begins, for peers whose clock is behind (note to A02.FR.06)."""


@dataclass(frozen=True, slots=True)
class Validity:
    """From `begin` to `end`, both aware and included."""

    begin: datetime
    end: datetime

    @classmethod
    def lasting(cls, now: datetime, days: float) -> Self:
        """Begin a little before now."""
        return cls(now - ALLOWANCE, now + timedelta(days=days))

    @classmethod
    def over(cls, now: datetime, days_ago: float = 1) -> Self:
        """Have ended, after thirty days, so many days before now."""
        end = now - timedelta(days=days_ago)
        return cls(end - timedelta(days=30), end)

    @classmethod
    def later(cls, now: datetime, in_days: float = 1) -> Self:
        """Begin in so many days, for thirty days."""
        begin = now + timedelta(days=in_days)
        return cls(begin, begin + timedelta(days=30))

    @classmethod
    def of(cls, certificate: x509.Certificate) -> Self:
        return cls(certificate.not_valid_before_utc, certificate.not_valid_after_utc)

    def holds(self, moment: datetime) -> bool:
        return self.begin <= moment <= self.end
