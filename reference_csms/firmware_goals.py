"""The operator's goal of a firmware update, alike in both versions."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - pydantic reads the types at run time
from typing import TYPE_CHECKING, Any

from ocppj.clock import format_datetime
from reference_csms.goals import Arguments, Complaint, InvalidArguments, present, read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocppj.clock import Clock
    from schemas.base import JsonObject


class Firmware(Arguments):
    """With a signature and the certificate to check it, the station verifies the firmware.

    It is fetched at once and installed as soon as may be, unless times are given.
    """

    location: str
    signature: str | None = None
    signing_certificate: str | None = None
    retrieve_at: datetime | None = None
    install_at: datetime | None = None
    retries: int | None = None
    retry_interval_s: int | None = None

    @property
    def tries(self) -> JsonObject:
        return present(retries=self.retries, retryInterval=self.retry_interval_s)

    def retrieve_date(self, clock: Clock) -> str:
        return format_datetime(self.retrieve_at or clock.now())

    def image(self, clock: Clock) -> JsonObject:
        """Give the FirmwareType that both versions have."""
        install = None if self.install_at is None else format_datetime(self.install_at)
        return present(
            location=self.location,
            retrieveDateTime=self.retrieve_date(clock),
            installDateTime=install,
            signature=self.signature,
            signingCertificate=self.signing_certificate,
        )


def wanted_firmware(arguments: Mapping[str, Any]) -> Firmware:
    """Read the arguments; raises InvalidArguments, also for half of a signature."""
    wanted = read(Firmware, arguments)
    if (wanted.signature is None) != (wanted.signing_certificate is None):
        missing = "signature" if wanted.signature is None else "signing_certificate"
        raise InvalidArguments([Complaint(f"/{missing}", "needed with the other of the two")])
    return wanted
