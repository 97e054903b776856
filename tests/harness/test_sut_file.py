"""The SUT file: what is read, and the sentence for each fault."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from harness.targets.settings import (
    CommandSettings,
    Deadlines,
    HttpSettings,
    Parameters,
    PassiveSettings,
    Security,
)
from harness.targets.sut_file import SutFileError, load

if TYPE_CHECKING:
    from pathlib import Path

CSMS = """\
role = "csms"
version = "2.0.1"
name = "Theirs"
url = "ws://127.0.0.1:9000/ocpp"
"""
STATION = """\
role = "station"
version = "1.6"
name = "Theirs"
identity = "CS001"
"""


@pytest.fixture
def write(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "sut.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def fault_of(path: Path) -> SutFileError:
    with pytest.raises(SutFileError) as caught:
        load(path)
    return caught.value


def test_smallest_csms_has_the_documented_defaults(write):
    sut = load(write(CSMS))
    assert (sut.role, sut.versions, sut.name) == ("csms", ("2.0.1",), "Theirs")
    assert sut.url == "ws://127.0.0.1:9000/ocpp"
    assert sut.identity is None
    assert sut.security == Security()
    assert sut.parameters == Parameters()
    assert sut.deadlines == Deadlines(answer_s=30.0, message_s=60.0)
    assert sut.driver == PassiveSettings()
    assert dict(sut.features) == {}
    assert sut.expected_failures == ()


def test_smallest_station_listens_on_loopback(write):
    sut = load(write(STATION))
    assert (sut.identity, sut.url) == ("CS001", None)
    assert (sut.listen_host, sut.listen_port) == ("127.0.0.1", 9000)


def test_listen_address_in_ip_version_6(write):
    sut = load(write(STATION + 'listen = "[::1]:9123"\n'))
    assert (sut.listen_host, sut.listen_port) == ("::1", 9123)


def test_full_file(write, tmp_path):
    for name in ("ca.pem", "cert.pem", "key.pem"):
        (tmp_path / name).write_text("x")
    sut = load(
        write(
            CSMS.replace('"2.0.1"', '["1.6", "2.0.1"]').replace("ws:", "wss:")
            + """
[security]
profile = 3
ca_certificate = "ca.pem"
client_certificate = "cert.pem"
client_key = "key.pem"

[parameters]
valid_token = "ABC"
meter_interval_s = 5
transaction_duration_s = 20

[features]
C-30 = true
HFS-8 = 2

[deadlines]
answer_s = 5

[driver]
kind = "http"
api = "http://127.0.0.1:8080"
token = "secret"

[driver.actions.StartRemotely]
url = "/start/$station"
body = { token = "$id_token" }

[driver.commands.Reset]
url = "/reset/$station"
method = "PUT"
body = { kind = "$payload.type" }

[driver.reads.variables]
url = "/variables"
items = "found"
fields = { value = "shown" }

[[expected_failure]]
case = "TC_C_02_CSMS"
reason = "tokens are not kept yet"
link = "https://example.org/1"

[[expected_failure]]
case = "TC_023_1_CSMS"
reason = "tokens are not kept yet"
"""
        )
    )
    assert sut.versions == ("1.6", "2.0.1")
    assert sut.security.client_key == (tmp_path / "key.pem").resolve()
    assert sut.parameters.valid_token == "ABC"
    assert sut.parameters.as_mapping()["meter_interval_s"] == 5
    assert sut.features == {"C-30": True, "HFS-8": 2}
    assert isinstance(sut.driver, HttpSettings)
    assert sut.driver.actions["StartRemotely"].body == {"token": "$id_token"}
    assert sut.driver.commands["Reset"].method == "PUT"
    assert sut.driver.reads["variables"].fields == {"value": "shown"}
    assert sut.expected_failure("TC_C_02_CSMS").link == "https://example.org/1"
    assert sut.expected_failure("TC_B_01_CSMS") is None


def test_command_driver(write):
    text = STATION + '[driver]\nkind = "command"\nactions = { PlugIn = "ctl plug {evse_id}" }\n'
    driver = load(write(text)).driver
    assert isinstance(driver, CommandSettings)
    assert driver.actions == {"PlugIn": "ctl plug {evse_id}"}


def test_the_file_is_a_frozen_value(write):
    with pytest.raises(dataclasses.FrozenInstanceError):
        load(write(CSMS)).name = "other"


FAULTS = [
    ("unknown key", CSMS + "vendr = 1", 5, "unknown key 'vendr'"),
    ("nearest key", CSMS.replace("version", "vesion"), 2, "did you mean 'version'?"),
    ("nested key", CSMS + "[parameters]\nvalid_tokn = 'x'", 6, "mean 'valid_token'?"),
    ("no key alike", CSMS + "[deadlines]\nq = 1", 6, "valid are 'answer_s', 'message_s'"),
    ("number for text", CSMS.replace('"2.0.1"', "1.6"), 2, "must be text in quotes"),
    ("bare version", CSMS.replace('"2.0.1"', "2.0.1"), 2, 'write version = "2.0.1"'),
    ("text for number", CSMS + "[parameters]\nevse_id = '1'", 6, "whole number without quotes"),
    ("bool for number", CSMS + "[deadlines]\nanswer_s = true", 6, "a number without quotes"),
    ("not positive", CSMS + "[deadlines]\nanswer_s = 0", 6, "must be greater than 0"),
    ("text for table", CSMS + "security = 1", 5, "'security' must be a table: [security]"),
    ("table for list", CSMS + "[expected_failure]\ncase='x'", 5, "a list: [[expected_failure]]"),
    ("other version", CSMS.replace("2.0.1", "2.0"), 2, "did you mean '2.0.1'?"),
    ("no version", CSMS.replace('"2.0.1"', "[]"), 2, "must not be empty"),
    ("other role", CSMS.replace("csms", "cms"), 1, "did you mean 'csms'?"),
    ("missing role", CSMS.partition("\n")[2], 1, "the key 'role' is missing"),
    ("missing name", CSMS.replace("name =", "#"), 1, "the key 'name' is missing"),
    ("missing url", CSMS.replace("url =", "#"), 1, "'url' is missing; a csms needs it"),
    ("missing identity", STATION.replace("identity =", "#"), 1, "'identity' is missing"),
    ("scheme", CSMS.replace("ws:", "http:"), 4, "must begin with ws:// or wss://"),
    ("no host", CSMS.replace("127.0.0.1:9000", ""), 4, "must name a host"),
    ("port", CSMS.replace("9000", "900000"), 4, "is no valid URL"),
    ("address", STATION + "listen = '9000'", 5, "must be HOST:PORT"),
    ("key of a station", CSMS + "listen = '127.0.0.1:9'", 5, "is for a station; take it out"),
    ("key of a csms", STATION + "[security]\nclient_key = '.'", 6, "is for a csms"),
    ("TLS without profile", CSMS.replace("ws:", "wss:"), 4, "set 'security.profile' to 2 or 3"),
    ("profile without TLS", CSMS + "[security]\nprofile = 2", 4, "write wss:// in 'url'"),
    ("no password", CSMS + "[security]\nprofile = 1", 5, "'password' is missing"),
    (
        "no certificate for a CSMS",
        CSMS.replace("ws:", "wss:") + "[security]\nprofile = 3",
        5,
        "'client_certificate' is missing; security profile 3 needs it",
    ),
    (
        "no certificate to show a station",
        STATION + "[security]\nprofile = 2\npassword = 'x'",
        5,
        "'server_certificate' is missing; security profile 2 needs it (PEM file: the CSMS certif",
    ),
    (
        "no key to show a station",
        STATION + "[security]\nprofile = 3\nserver_certificate = '.'",
        5,
        "'server_key' is missing; security profile 3 needs it (PEM file: private key",
    ),
    (
        "no root of the station's certificate",
        STATION + "[security]\nprofile = 3\nserver_certificate = '.'\nserver_key = '.'",
        5,
        "'ca_certificate' is missing; security profile 3 needs it (PEM file with the root",
    ),
    ("unknown profile", CSMS + "[security]\nprofile = 4", 6, "must be one of 0, 1, 2, 3"),
    ("missing path", CSMS + "[security]\nca_certificate = 'no.pem'", 6, "does not exist"),
    ("unknown feature", CSMS + "[features]\nC-300 = true", 6, "did you mean 'C-30'?"),
    ("dotted feature", CSMS + "[features]\nC-40.1 = 'x'", 6, "with a dot in it stands in quotes"),
    ("type of feature", CSMS + "[features]\nC-30 = 'yes'", 6, "must be true or false"),
    ("unknown driver", CSMS + "[driver]\nkind = 'htp'", 6, "did you mean 'http'?"),
    ("no driver kind", CSMS + "[driver]\napi = 'http://x'", 5, "'driver.kind' is missing"),
    ("no api", CSMS + "[driver]\nkind = 'http'", 5, "the key 'driver.api' is missing"),
    ("api scheme", CSMS + "[driver]\nkind = 'http'\napi = 'ws://x'", 7, "must begin with http://"),
    (
        "unknown case",
        CSMS + "[[expected_failure]]\ncase = 'TC_B_01_CSM'\nreason = 'r'",
        6,
        "did you mean 'TC_B_01_CSMS'?",
    ),
    (
        "case of the other role",
        CSMS
        + "[[expected_failure]]\ncase = 'TC_B_01_CSMS'\nreason = 'r'\n"
        + "[[expected_failure]]\nreason = 'r'\ncase = 'TC_B_01_CS'",
        10,
        "tests a station of 2.0.1, this is a csms of 2.0.1",
    ),
    (
        "failure without reason",
        CSMS + "\n[[expected_failure]]\ncase = 'TC_B_01_CSMS'",
        6,
        "'expected_failure[0].reason' is missing",
    ),
    (
        "unknown action",
        STATION + "[driver]\nkind = 'command'\n[driver.actions]\nPlugin = 'x'",
        8,
        "did you mean 'PlugIn'?",
    ),
    (
        "action of the other role",
        CSMS + "[driver]\nkind = 'command'\n[driver.actions]\nPlugIn = 'x'",
        8,
        "valid are 'SendCommand', 'ReadVariables', 'StartRemotely'",
    ),
    (
        "unknown field of a command line",
        STATION + "[driver]\nkind = 'command'\n[driver.actions]\nPlugIn = 'x {evse}'",
        8,
        "uses the unknown field 'evse'; known are evse_id, connector_id",
    ),
    (
        "open quote",
        STATION + "[driver]\nkind = 'command'\n[driver.actions]\nPlugIn = 'x \"y'",
        8,
        "is no command line: No closing quotation",
    ),
    (
        "unknown field of a body",
        CSMS
        + "[driver]\nkind = 'http'\napi = 'http://x'\n[driver.commands.Reset]\nurl = '/'\n"
        + "body = { a = ['$kind'] }",
        8,
        "uses the unknown field 'kind'",
    ),
    (
        "command that the CSMS never sends",
        CSMS
        + "[driver]\nkind = 'http'\napi = 'http://x'\n[driver.commands.BootNotification]\n"
        + "url = '/'",
        8,
        "unknown action 'BootNotification'",
    ),
    ("no TOML", CSMS + "[features", 5, "is no valid TOML"),
    ("cut off", CSMS + "x = [1,", 5, "is no valid TOML"),
]


@pytest.mark.parametrize(
    ("text", "line", "words"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS]
)
def test_each_fault_is_a_sentence_with_file_line_and_fix(write, text, line, words):
    path = write(text)
    fault = fault_of(path)
    assert str(fault).startswith(f"{path}, line {line}: ")
    assert words in str(fault)
    assert "\n" not in str(fault)


def test_missing_file(tmp_path):
    fault = fault_of(tmp_path / "none.toml")
    assert fault.line is None
    assert "cannot be read: No such file" in str(fault)


def test_folder_instead_of_file(tmp_path):
    assert "cannot be read: Is a directory" in str(fault_of(tmp_path))


def test_file_that_is_no_text(tmp_path):
    path = tmp_path / "sut.toml"
    path.write_bytes(b'name = "\xff"')
    assert "is not UTF-8 text" in str(fault_of(path))


def test_empty_file(write):
    assert "the key 'role' is missing" in str(fault_of(write("")))
