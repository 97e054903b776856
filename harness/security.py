"""How both sides of a case prove who they are: TLS, certificates and passwords."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from harness import certificates
from harness.outcome import Inconclusive
from harness.targets.probe import client_tls, server_tls
from harness.targets.reference import PASSWORD
from pki.pem import read_chain, write_certificate
from reference_csms.admission import BASIC_AUTHENTICATION
from station_sim.trust.factory import FactoryCertificates, OwnCertificate
from station_sim.trust.store import Use

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from harness.targets.configurations import Configuration
    from harness.targets.settings import SutFile
    from station_sim.settings import StationSettings

T = TypeVar("T")


def profile_of(sut: SutFile | None, configuration: Configuration) -> int:
    """Give the security profile that a case begins with."""
    return configuration.security_profile if sut is None else sut.security.profile


def values(profile: int) -> Mapping[str, Callable[[], Any]]:
    """Give the names of security profiles: the one that a case begins with, and its neighbours.

    The lowest stands for all below; one that there is not raises Inconclusive.
    """
    return {
        "security_profile": lambda: profile,
        "lower_security_profile": lambda: _chosen(1, profile > 1),
        "higher_security_profile": lambda: _chosen(profile + 1, profile in BASIC_AUTHENTICATION),
    }


def _chosen(profile: int, fits: bool) -> int:
    if not fits:
        raise Inconclusive("the security profile in use leaves no room for the case's other one")
    return profile


def password_of(sut: SutFile | None) -> str | None:
    """Give the password that belongs to security profiles 1 and 2; None without one."""
    return PASSWORD if sut is None else sut.security.password or None


def equip(
    settings: StationSettings, sut: SutFile | None, configuration: Configuration
) -> StationSettings:
    """Give the harness's station what its connection needs.

    Raises Inconclusive for files that cannot be read.
    """
    profile = profile_of(sut, configuration)
    password = password_of(sut) if profile in BASIC_AUTHENTICATION else None
    settings = replace(settings, security_profile=profile, password=password)
    if profile < 2:
        return settings
    if sut is None:
        return replace(settings, factory=certificates.delivered(settings.serial_number, profile))
    return _from_files(lambda: _equipped(settings, sut))


def _equipped(settings: StationSettings, sut: SutFile) -> StationSettings:
    """Keep the certificates with the station, where it can renew them; else TLS is as the files."""
    security = sut.security
    if security.ca_certificate is None:
        return replace(settings, tls=client_tls(sut))
    roots = read_chain(_text(security.ca_certificate))
    own = {}
    if security.client_certificate is not None and security.client_key is not None:
        pair = OwnCertificate(_text(security.client_certificate), _text(security.client_key))
        own = {Use.STATION: pair}
    trusted = {Use.CSMS_ROOT: tuple(write_certificate(root) for root in roots)}
    return replace(settings, factory=FactoryCertificates(trusted, own))


def listener_tls(sut: SutFile | None, configuration: Configuration) -> ssl.SSLContext | None:
    """Make the context of the harness's CSMS; None below security profile 2.

    Raises Inconclusive for files that are missing or cannot be read.
    """
    profile = profile_of(sut, configuration)
    if profile < 2:
        return None
    if sut is None:
        return certificates.server_tls(profile)
    return _from_files(lambda: server_tls(sut.security))


def _text(path: Path) -> str:
    return path.read_text(encoding="ascii")


def _from_files(make: Callable[[], T]) -> T:
    try:
        return make()
    except (OSError, ValueError) as error:
        raise Inconclusive(f"[security] cannot be used: {error}") from error
