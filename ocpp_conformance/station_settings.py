"""What the options of `station run` make of a simulated station."""

from __future__ import annotations

import random
import ssl
from dataclasses import replace
from typing import TYPE_CHECKING

from ocpp_conformance.refusal import Refusal
from ocppj.clock import SystemClock
from pki.keys import BadKey
from pki.pem import MalformedPem, read_chain, write_certificate
from station_sim.settings import EvseSettings, StationSettings
from station_sim.station import Station
from station_sim.trust.factory import FactoryCertificates, OwnCertificate
from station_sim.trust.store import Use

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


def settings(identity: str, version: str, evses: int, values: Sequence[str]) -> StationSettings:
    """Make a station with the values of `--set NAME=VALUE`; raises Refusal for wrong ones."""
    made = StationSettings(
        identity=identity,
        version=version,  # type: ignore[arg-type]
        evses=(EvseSettings(),) * evses,
    )
    wanted, store = _pairs(values), _tried(made).store
    for name, value in wanted.items():
        try:
            possible = store.accepts(name, value)
        except KeyError:
            kind = f"no setting of a station of OCPP {version}"
            raise Refusal(f"--set {name}: {kind}; docs/simulator.md shows names") from None
        if not possible:
            raise Refusal(f"--set {name}={value}: the setting cannot have this value")
    return replace(made, values=wanted)


def _tried(made: StationSettings) -> Station:
    """Make a station that is never switched on, so that what is wrong shows before it connects."""
    return Station(made, clock=SystemClock(), rng=random.Random(0), new_id=str)


def _pairs(values: Sequence[str]) -> Mapping[str, str]:
    pairs = [text.partition("=") for text in values]
    for name, equals, _ in pairs:
        if not equals:
            raise Refusal(f"--set {name}: write NAME=VALUE")
    return {name: value for name, _, value in pairs}


def secured(
    made: StationSettings,
    url: str,
    password: str | None,
    roots: Path | None,
    certificate: Path | None,
    key: Path | None,
) -> StationSettings:
    """Give a station what its connection needs; the security profile follows from that.

    3 with a certificate, else 2 with a password over TLS, else 1 with a password. Without roots
    those of this machine are trusted. Raises Refusal for files that cannot be used.
    """
    if (certificate is None) is not (key is None):
        raise Refusal("--certificate and --key belong together")
    secure = url.startswith("wss:")
    if certificate is not None and not secure:
        raise Refusal(f"--certificate needs TLS, and --csms is {url}; write wss://")
    profile = 3 if certificate is not None else (1 + secure if password is not None else 0)
    made = replace(made, security_profile=profile, password=password)
    try:
        if roots is None:
            return replace(made, tls=_machine(certificate, key) if secure else None)
        return replace(made, factory=_factory(roots, certificate, key))
    except (OSError, UnicodeDecodeError, MalformedPem, BadKey, ssl.SSLError) as error:
        raise Refusal(f"a certificate or key cannot be used: {error}") from error


def _machine(certificate: Path | None, key: Path | None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if certificate is not None:
        context.load_cert_chain(certificate, key)
    return context


def _factory(roots: Path, certificate: Path | None, key: Path | None) -> FactoryCertificates:
    trusted = read_chain(roots.read_text(encoding="ascii"))
    own = {}
    if certificate is not None and key is not None:
        chain, private = (path.read_text(encoding="ascii") for path in (certificate, key))
        own = {Use.STATION: OwnCertificate(chain, private)}
    pems = tuple(write_certificate(root) for root in trusted)
    factory = FactoryCertificates({Use.CSMS_ROOT: pems}, own)
    _tried(StationSettings(factory=factory))
    return factory
