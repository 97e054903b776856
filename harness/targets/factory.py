"""The driver that a SUT file asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from harness.targets.command import CommandDriver
from harness.targets.http import HttpDriver
from harness.targets.operator import OperatorDriver
from harness.targets.passive import PassiveDriver
from harness.targets.settings import (
    CommandSettings,
    HttpSettings,
    OperatorSettings,
    PassiveSettings,
    SutFile,
)

if TYPE_CHECKING:
    from harness.targets.protocol import SystemUnderTest
    from schemas.catalogue import Version


def make(sut: SutFile, version: Version) -> SystemUnderTest:
    """Build the driver for one of the versions that the file names.

    Raises ValueError for another version, UsageError where the driver cannot work here (an
    operator without a terminal).
    """
    if version not in sut.versions:
        raise ValueError(f"{sut.name} is declared for {' and '.join(sut.versions)}, not {version}")
    match sut.driver:
        case HttpSettings() as settings:
            return HttpDriver(sut, version, settings)
        case CommandSettings() as settings:
            return CommandDriver(sut, version, settings)
        case OperatorSettings():
            return OperatorDriver(sut, version)
        case PassiveSettings():
            return PassiveDriver(sut, version)
        case _:
            assert_never(sut.driver)
