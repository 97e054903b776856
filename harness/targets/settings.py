# ruff: noqa: RUF009 (`optional` and `required` return dataclass fields)
"""What a SUT file may say: every key with its type, default and meaning.

The reader, `sut init` and docs/sut_file.md are all made from these classes. The reader looks at
the annotations at run time, hence no `annotations` import here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from harness.targets.keys import (
    Key,
    address,
    http_url,
    not_empty,
    not_negative,
    optional,
    positive,
    required,
    websocket_url,
)
from harness.targets.protocol import Role
from schemas.catalogue import VERSIONS, Version

Scalar = bool | int | float | str
NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})

TOKEN_TYPES: Final = (
    "Central",
    "eMAID",
    "ISO14443",
    "ISO15693",
    "KeyCode",
    "Local",
    "MacAddress",
    "NoAuthorization",
)


def _token(default: str, meaning: str) -> str:
    return optional(default, Key(f"{meaning}; at most 20 characters for 1.6", check=not_empty))


def _token_type(of: str) -> str:
    return optional("ISO14443", Key(f"type of {of} in 2.0.1", choices=TOKEN_TYPES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Security:
    """How both sides prove who they are."""

    profile: int = optional(
        0, Key("security profile of the connection; 0 is without", choices=(0, 1, 2, 3))
    )
    password: str = optional(
        "", Key("Basic authentication: the AuthorizationKey (1.6), the BasicAuthPassword (2.0.1)")
    )
    ca_certificate: Path | None = optional(
        None, Key("PEM file with the root that the other side's certificate leads to")
    )
    client_certificate: Path | None = optional(
        None, Key("PEM file: the station certificate that the harness shows", roles=("csms",))
    )
    client_key: Path | None = optional(
        None, Key("PEM file: private key of client_certificate", roles=("csms",))
    )
    server_certificate: Path | None = optional(
        None, Key("PEM file: the CSMS certificate that the harness shows", roles=("station",))
    )
    server_key: Path | None = optional(
        None, Key("PEM file: private key of server_certificate", roles=("station",))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """What cases need to know of the system; steps read them as `$name`."""

    station_identity: str = optional(
        "CS001",
        Key("identity that the harness's station uses", roles=("csms",), check=not_empty),
    )
    evse_id: int = optional(1, Key("EVSE that cases use", check=positive))
    connector_id: int = optional(
        1, Key("connector that cases use; in 2.0.1 counted within the EVSE", check=positive)
    )
    connectors_per_evse: str = optional(
        "1,1",
        Key("number of connectors of each EVSE, with commas; in 1.6 they are counted through"),
    )
    second_evse_id: int = optional(
        2, Key("another EVSE, for the cases that need two (2.0.1)", check=positive)
    )
    second_connector_id: int = optional(
        2, Key("another connector, for the cases that need two (1.6)", check=positive)
    )
    valid_token: str = _token("04C0FFEE000001", "token that is accepted")
    valid_token_type: str = _token_type("valid_token")
    valid_token2: str = _token("04C0FFEE000002", "another accepted token")
    valid_token2_type: str = _token_type("valid_token2")
    invalid_token: str = _token("04DEADBEEF0001", "token that the CSMS does not know")
    invalid_token_type: str = _token_type("invalid_token")
    blocked_token: str = _token("04B10C4ED00001", "token that is blocked")
    blocked_token_type: str = _token_type("blocked_token")
    expired_token: str = _token("04E4014ED00001", "token that has expired")
    expired_token_type: str = _token_type("expired_token")
    group_id: str = _token("GROUP1", "group of valid_token and valid_token2")
    master_pass_token: str = _token("0445A55E400001", "token of the master pass group")
    master_pass_token_type: str = _token_type("master_pass_token")
    master_pass_group_id: str = _token("MASTERGROUP", "the master pass group")
    vendor: str = optional("OCPP Conformance", Key("vendor that the station names at boot"))
    model: str = optional("Simulator", Key("model that the station names at boot"))
    transaction_duration_s: float = optional(
        60.0, Key("how long a case lets a transaction run, seconds", check=positive)
    )
    meter_interval_s: int = optional(
        10, Key("interval of sampled meter values that cases set, seconds", check=positive)
    )
    heartbeat_interval_s: int = optional(
        10, Key("heartbeat interval that the harness's CSMS gives, seconds", check=positive)
    )
    boot_retry_interval_s: int = optional(
        10, Key("interval of a boot answer other than Accepted, seconds", check=positive)
    )
    display_priority: str = optional(
        "NormalCycle",
        Key(
            "priority of display messages (2.0.1)",
            choices=("AlwaysFront", "InFront", "NormalCycle"),
        ),
    )
    display_format: str = optional(
        "UTF8",
        Key("format of display messages (2.0.1)", choices=("ASCII", "HTML", "URI", "UTF8")),
    )
    charging_rate_unit: str = optional(
        "A", Key("unit of the charging profiles that cases set", choices=("A", "W"))
    )
    number_phases: int = optional(
        3, Key("phases of the charging profiles that cases set", choices=(1, 2, 3))
    )
    connection_timeout_s: int = optional(
        30, Key("how long a station waits for the EV after a token, seconds", check=positive)
    )

    monitored_component: str = optional(
        "EVSE", Key("component, of an EVSE, with a number that charging changes (2.0.1)")
    )
    monitored_variable: str = optional("Power", Key("that number (2.0.1)"))
    upper_threshold: float = optional(
        100.0, Key("limit that charging passes from below; that of a monitor (2.0.1)")
    )
    lower_threshold: float = optional(
        10.0, Key("limit that the end of charging passes from above (2.0.1)")
    )
    monitor_interval_s: int = optional(
        20, Key("interval of periodic monitors that cases set, seconds (2.0.1)", check=positive)
    )
    preconfigured_monitor_id: int = optional(
        2, Key("id of a preconfigured monitor of the station's FactoryDefault (2.0.1)")
    )
    unknown_monitor_id: int = optional(123456, Key("id that no monitor of the station has (2.0.1)"))

    file_server: str = optional(
        "127.0.0.1:0",
        Key("where the harness serves firmware and takes logs (HOST:PORT)", check=address),
    )
    firmware_url: str = optional(
        "", Key("a firmware of the station's own, empty for a made-up one")
    )
    firmware_signature: str = optional("", Key("signature of that firmware, base64"))
    signing_certificate: str = optional("", Key("certificate of that signature's key, PEM"))
    firmware_checksum: str = optional("", Key("MD5 of that firmware, hexadecimal (2.0.1, L03)"))

    csms_root: str = optional(
        "", Key("another CSMS root to install (PEM), empty for one of the harness's")
    )
    upgrade_url: str = optional(
        "", Key("the CSMS's URL for the next security profile, empty: the same", roles=("csms",))
    )
    v2g_chain: str = optional(
        "", Key("V2G chain (PEM, leaf first) whose OCSP status the CSMS can tell", roles=("csms",))
    )
    emaid: str = optional(
        "", Key("eMAID of the contract that exi_response installs", roles=("station",))
    )
    contract_chain: str = optional(
        "", Key("certificates of that contract (PEM, leaf first)", roles=("station",))
    )
    exi_response: str = optional(
        "", Key("CertificateInstallationRes for the EV (EXI, base64)", roles=("station",))
    )

    def as_mapping(self) -> dict[str, Scalar]:
        """Give all parameters by name."""
        return {entry.name: getattr(self, entry.name) for entry in fields(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """How long the harness waits before it calls something missing."""

    answer_s: float = optional(30.0, Key("for the answer to a request, seconds", check=positive))
    message_s: float = optional(60.0, Key("for a message that is due, seconds", check=positive))


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpCall:
    """One request to the system's own API; url and body may hold $fields."""

    url: str = required(Key("path below `api`, or a whole URL", check=not_empty))
    method: str = optional("POST", Key("", choices=("GET", "POST", "PUT", "PATCH", "DELETE")))
    body: Any = optional(None, Key("template of the JSON body; without it all fields are sent"))


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpRead:
    """Where the system shows a collection."""

    url: str = required(Key("path below `api`, or a whole URL", check=not_empty))
    items: str = optional("", Key("dotted path of the list in the answer, where it is nested"))
    fields: Mapping[str, str] = optional(
        NOTHING, Key("name in our contract -> dotted path in an entry of the list")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpSettings:
    """The system is driven through an HTTP API; what is not mapped follows the default contract."""

    kind: str = optional("http", Key("", choices=("http",)))
    api: str = required(
        Key(
            "base URL of the API, without /api/v1",
            check=http_url,
            example='"http://127.0.0.1:8080"',
        )
    )
    token: str = optional("", Key("bearer token"))
    headers: Mapping[str, str] = optional(NOTHING, Key("further headers"))
    timeout_s: float = optional(
        40.0, Key("for an answer of the API, seconds; more than answer_s", check=positive)
    )
    grace_s: float = optional(
        0.2,
        Key("how long to wait for an early refusal of a command, seconds", check=not_negative),
    )
    actions: Mapping[str, HttpCall] = optional(NOTHING, Key("action -> request"))
    commands: Mapping[str, HttpCall] = optional(
        NOTHING, Key("OCPP action of SendCommand -> request", roles=("csms",))
    )
    goals: Mapping[str, HttpCall] = optional(
        NOTHING, Key("goal of Pursue -> request", roles=("csms",))
    )
    reads: Mapping[str, HttpRead] = optional(NOTHING, Key("collection -> request"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandSettings:
    """The system is driven by command lines with {fields}, run without a shell."""

    kind: str = optional("command", Key("", choices=("command",)))
    timeout_s: float = optional(30.0, Key("for one command, seconds", check=positive))
    grace_s: float = optional(
        0.2,
        Key(
            "csms: how long to wait for an early failure, then it runs on, seconds",
            check=not_negative,
        ),
    )
    directory: Path | None = optional(
        None, Key("where the commands run; default the folder of this file")
    )
    actions: Mapping[str, str] = optional(NOTHING, Key("action -> command line"))
    commands: Mapping[str, str] = optional(
        NOTHING, Key("OCPP action of SendCommand -> command line", roles=("csms",))
    )
    goals: Mapping[str, str] = optional(
        NOTHING, Key("goal of Pursue -> command line", roles=("csms",))
    )
    reads: Mapping[str, str] = optional(
        NOTHING, Key("collection -> command line that prints a JSON list")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorSettings:
    """A person beside the system is asked, in the terminal."""

    kind: str = optional("operator", Key("", choices=("operator",)))


@dataclass(frozen=True, slots=True, kw_only=True)
class PassiveSettings:
    """Nothing is driven: only cases that need no trigger can be judged."""

    kind: str = optional("passive", Key("", choices=("passive",)))


DriverSettings = HttpSettings | CommandSettings | OperatorSettings | PassiveSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedFailure:
    """A case that is known to fail; one that passes after all fails the run."""

    case: str = required(Key("id of the case", check=not_empty))
    reason: str = required(Key("why it fails, one sentence", check=not_empty))
    link: str = optional("", Key("issue or ticket"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SutFile:
    """A system under test as its owner describes it. `url` comes without the identity."""

    path: Path = field(default=Path())
    role: Role = required(Key("the side under test", choices=("csms", "station")))
    versions: tuple[Version, ...] = required(
        Key("OCPP version, or a list of both", name="version", choices=VERSIONS, check=not_empty)
    )
    name: str = required(Key("how reports call the system", check=not_empty))
    url: str | None = optional(
        None,
        Key(
            "where the CSMS listens, without the station's identity",
            roles=("csms",),
            check=websocket_url,
            example='"ws://127.0.0.1:9000/ocpp"',
        ),
    )
    identity: str | None = optional(
        None,
        Key("identity of the station", roles=("station",), check=not_empty, example='"CS001"'),
    )
    listen: str = optional(
        "127.0.0.1:9000",
        Key(
            "where the harness listens for the station (HOST:PORT)",
            roles=("station",),
            check=address,
        ),
    )
    security: Security = optional(Security(), Key(""))
    parameters: Parameters = optional(Parameters(), Key(""))
    features: Mapping[str, Scalar] = optional(
        NOTHING, Key("ids of the certification profiles that the system has")
    )
    deadlines: Deadlines = optional(Deadlines(), Key(""))
    driver: DriverSettings = optional(PassiveSettings(), Key("how the system is driven"))
    expected_failures: tuple[ExpectedFailure, ...] = optional((), Key("", name="expected_failure"))

    @property
    def listen_host(self) -> str:
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def listen_port(self) -> int:
        return int(self.listen.rpartition(":")[2])

    def expected_failure(self, case_id: str) -> ExpectedFailure | None:
        return next((entry for entry in self.expected_failures if entry.case == case_id), None)
