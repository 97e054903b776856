"""`ocpp-conformance sut init` and `sut check`."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner
from websockets.sync.server import serve

from harness.targets.sut_file import load
from ocpp_conformance.sut import sut
from pki import profiles
from pki.authority import Authority
from pki.keys import generate, write_key
from pki.names import Subject
from pki.pem import write_chain


def invoke(*arguments):
    result = CliRunner().invoke(sut, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def unused_port():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        yield unused.getsockname()[1]


@pytest.fixture
def csms():
    """Run a CSMS that speaks one version, and refuses a wrong password."""
    expected = "Basic Q1MwMDE6c2VjcmV0"  # CS001:secret

    def admit(connection, request):
        if request.headers.get("Authorization", expected) != expected:
            return connection.respond(401, "who are you?")
        return None

    with serve(
        lambda connection: connection.recv(5),
        "127.0.0.1",
        0,
        subprotocols=["ocpp1.6"],
        process_request=admit,
    ) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"ws://127.0.0.1:{server.socket.getsockname()[1]}/ocpp"
        server.shutdown()
        thread.join()


@pytest.fixture
def api():
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_error(404)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def describe(tmp_path):
    def describe(role, *lines):
        path = tmp_path / "sut.toml"
        head = (f'role = "{role}"', 'name = "Theirs"', 'version = "1.6"')
        path.write_text("\n".join((*head, *lines)))
        return str(path)

    return describe


def test_init_writes_a_file_that_loads(tmp_path):
    path = tmp_path / "mine.toml"
    code, output, _ = invoke("init", "--role", "station", "--version", "1.6", str(path))
    assert code == 0
    assert f"wrote {path}" in output
    sut = load(path)
    assert (sut.role, sut.versions) == ("station", ("1.6",))


def test_init_never_overwrites(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text("precious")
    code, _, errors = invoke("init", str(path))
    assert code == 2
    assert "exists already; name another file" in errors
    assert path.read_text() == "precious"


def test_init_prints(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, output, _ = invoke("init", "-")
    assert code == 0
    assert 'version = ["1.6", "2.0.1"]' in output
    assert list(tmp_path.iterdir()) == []


def test_init_in_a_missing_folder(tmp_path):
    code, _, errors = invoke("init", str(tmp_path / "none" / "x.toml"))
    assert code == 2
    assert "cannot be written: No such file or directory" in errors


def test_check_of_a_bad_file(describe):
    path = describe("csms", 'ulr = "ws://x"')
    code, _, errors = invoke("check", path)
    assert code == 2
    assert errors == f"Error: {path}, line 4: unknown key 'ulr'; did you mean 'url'?\n"


def test_check_of_a_csms(describe, csms, api):
    path = describe("csms", f'url = "{csms}"', "[driver]", 'kind = "http"', f'api = "{api}"')
    code, output, errors = invoke("check", path)
    assert (code, errors) == (0, "")
    assert "'Theirs', a csms of OCPP 1.6, http driver, 0 features declared" in output
    assert f"ok: {csms}/CS001 accepts a connection with the subprotocol ocpp1.6" in output
    assert f"ok: the API at {api} answers (HTTP 404 to GET /)" in output


@pytest.mark.parametrize(("password", "expected"), [("secret", 0), ("wrong", 2)])
def test_check_with_a_password(describe, csms, password, expected):
    security = ("[security]", "profile = 1", f'password = "{password}"')
    code, _, errors = invoke("check", describe("csms", f'url = "{csms}"', *security))
    assert code == expected
    assert ("HTTP 401; look at [security] profile and password" in errors) == (expected == 2)


def test_check_of_a_version_that_the_csms_does_not_speak(describe, csms):
    path = Path(describe("csms", f'url = "{csms}"'))
    path.write_text(path.read_text().replace('"1.6"', '["1.6", "2.0.1"]'))
    code, output, errors = invoke("check", str(path))
    assert code == 2
    assert "subprotocol ocpp1.6" in output
    assert "HTTP 400; perhaps the CSMS does not speak this version" in errors


def test_check_of_nobody(describe, unused_port):
    url, api = f"ws://127.0.0.1:{unused_port}", f"http://127.0.0.1:{unused_port}"
    path = describe("csms", f'url = "{url}"', "[driver]", 'kind = "http"', f'api = "{api}"')
    code, _, errors = invoke("check", path)
    assert code == 2
    assert f"error: {url}/CS001 cannot be reached: " in errors
    assert f"error: the API at {api} cannot be reached: " in errors


def test_check_of_something_else(describe, api):
    code, _, errors = invoke("check", describe("csms", f'url = "{api.replace("http", "ws")}"'))
    assert code == 2
    assert "is reached, but what answers there is no websocket" in errors


def test_check_with_unusable_certificates(describe, tmp_path, unused_port):
    (tmp_path / "ca.pem").write_text("nonsense")
    lines = ("[security]", "profile = 2", 'password = "x"', 'ca_certificate = "ca.pem"')
    path = describe("csms", f'url = "wss://127.0.0.1:{unused_port}"', *lines)
    code, _, errors = invoke("check", path)
    assert code == 2
    assert "the certificates of [security] cannot be used" in errors


def test_check_of_a_station_with_tls(describe, tmp_path):
    """The harness shows the station a certificate, which has to be there and to be usable."""
    listen = 'identity = "CS1"\nlisten = "127.0.0.1:0"\n[driver]\nkind = "passive"'
    lines = [listen, "[security]", "profile = 3"]
    path = describe("station", *lines)
    code, output, errors = invoke("check", path)
    assert (code, output) == (2, "")
    assert f"{path}, line 8: the key 'server_certificate' is missing; security profile 3" in errors
    assert "the CSMS certificate that the harness shows" in errors
    now = datetime.now(UTC)
    root = Authority.mint("Root", "ACME", now=now)
    server = root.enrol(profiles.CSMS_SERVER, Subject("127.0.0.1"), now=now, hosts=["127.0.0.1"])
    texts = {"root": write_chain([root.certificate]), "server": server.chain_pem}
    for name, text in {**texts, "key": server.key_pem, "other": write_key(generate())}.items():
        (tmp_path / f"{name}.pem").write_text(text)
    lines += ['ca_certificate = "root.pem"', 'server_certificate = "server.pem"']
    code, _, errors = invoke("check", describe("station", *lines, 'server_key = "other.pem"'))
    assert code == 2
    assert "error: the certificates of [security] cannot be used: " in errors
    code, output, errors = invoke("check", describe("station", *lines, 'server_key = "key.pem"'))
    assert (code, errors) == (0, "")
    assert "wss://127.0.0.1:0/ocpp/CS1" in output


def test_check_of_a_station(describe, unused_port):
    lines = (f'identity = "CS 1"\nlisten = "127.0.0.1:{unused_port}"', "[driver]")
    program = Path(sys.executable).as_posix()
    command = ('kind = "command"', f"actions = {{ PlugIn = \"'{program}' -c pass\" }}")
    path = describe("station", *lines, *command)
    # The fixture holds the port but does not listen, which is no obstacle to look at.
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        busy = Path(path).with_name("busy.toml")
        busy.write_text(Path(path).read_text().replace(str(unused_port), str(port)))
        code, output, errors = invoke("check", str(busy))
    assert code == 2
    assert f"error: cannot listen on 127.0.0.1:{port}: Address already in use" in errors
    assert f"ok: 1 command lines, whose programs exist: {program}" in output
    code, output, _ = invoke("check", str(busy))
    assert code == 0
    assert f"127.0.0.1:{port} is free" in output


def test_check_of_commands(describe, unused_port):
    listen = 'identity = "CS1"\nlisten = "127.0.0.1:0"'
    path = describe("station", listen, "[driver]", 'kind = "command"')
    assert "[driver.actions] is empty" in invoke("check", path)[2]
    missing = 'actions = { PlugIn = "./none", Unplug = "no-such-program" }'
    path = describe("station", listen, "[driver]", 'kind = "command"', missing)
    assert "no such program: ./none, no-such-program" in invoke("check", path)[2]


def test_check_of_an_operator_without_a_terminal(describe):
    path = describe(
        "station", 'identity = "A"\nlisten = "127.0.0.1:0"', '[driver]\nkind="operator"'
    )
    # A session of its own has no controlling terminal, wherever the tests run.
    done = subprocess.run(
        [sys.executable, "-c", "from ocpp_conformance.sut import sut; sut()", "check", path],
        start_new_session=True,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 2
    assert "the operator driver needs a terminal and there is none" in done.stderr
    assert "Traceback" not in done.stderr
