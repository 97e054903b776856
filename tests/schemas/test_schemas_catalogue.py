import subprocess
import sys
from collections import Counter

import pytest

from schemas.base import OcppModel
from schemas.catalogue import BLOCK_NAMES, VERSIONS, Kind, Sender, message, messages

ALL = [each for version in VERSIONS for each in messages(version).values()]


def test_counts_of_messages():
    assert {version: len(messages(version)) for version in VERSIONS} == {"1.6": 39, "2.0.1": 64}


def test_counts_by_sender():
    counts = {v: Counter(each.sender for each in messages(v).values()) for v in VERSIONS}
    assert counts["1.6"] == {Sender.STATION: 13, Sender.CSMS: 25, Sender.BOTH: 1}
    assert counts["2.0.1"] == {Sender.STATION: 24, Sender.CSMS: 39, Sender.BOTH: 1}


def test_actions_that_both_versions_have():
    assert len(messages("1.6").keys() & messages("2.0.1").keys()) == 28


@pytest.mark.parametrize(
    ("version", "action", "sender", "block"),
    [
        ("1.6", "BootNotification", "station", "Core"),
        ("1.6", "UnlockConnector", "csms", "Core"),
        ("1.6", "DataTransfer", "both", "Core"),
        ("1.6", "SignedUpdateFirmware", "csms", "Security"),
        ("1.6", "TriggerMessage", "csms", "RemoteTrigger"),
        ("2.0.1", "BootNotification", "station", "B"),
        ("2.0.1", "TransactionEvent", "station", "E"),
        ("2.0.1", "ReservationStatusUpdate", "station", "H"),
        ("2.0.1", "GetCertificateStatus", "station", "M"),
        ("2.0.1", "DataTransfer", "both", "P"),
    ],
)
def test_sender_and_block(version, action, sender, block):
    found = message(version, action)
    assert found is not None
    assert (found.action, found.sender, found.block) == (action, sender, block)


@pytest.mark.parametrize(
    ("version", "action"), [("1.6", "TransactionEvent"), ("2.0.1", "StartTransaction")]
)
def test_unknown_action(version, action):
    assert message(version, action) is None


@pytest.mark.parametrize("each", ALL, ids=lambda each: f"{each.version}-{each.action}")
def test_models_are_named_after_the_payload(each):
    for kind, model in (
        (Kind.REQUEST, each.request_model()),
        (Kind.RESPONSE, each.response_model()),
    ):
        assert issubclass(model, OcppModel)
        assert model.__name__ == f"{each.action}{kind.capitalize()}"
        assert model.__module__ == each.module


def test_blocks_have_names():
    assert list(BLOCK_NAMES["2.0.1"]) == list("ABCDEFGHIJKLMNOP")
    assert list(BLOCK_NAMES["1.6"]) == [
        "Core",
        "FirmwareManagement",
        "LocalAuthListManagement",
        "Reservation",
        "SmartCharging",
        "RemoteTrigger",
        "Security",
        "ISO15118",
    ]
    for each in ALL:
        assert each.block in BLOCK_NAMES[each.version]


def test_meta_schemas_are_the_official_ones():
    drafts = Counter(each.meta_schema.split("/")[3] for each in messages("1.6").values())
    assert drafts == {"draft-04": 28, "draft-06": 11}
    assert {each.meta_schema.split("/")[3] for each in messages("2.0.1").values()} == {"draft-06"}


def test_catalogue_loads_no_models_and_no_validators():
    script = (
        "import sys, schemas.catalogue\n"
        "heavy = {'pydantic', 'jsonschema', 'jsonschema_rs', 'asyncio'} & set(sys.modules)\n"
        "models = [name for name in sys.modules if name.startswith('schemas.v')]\n"
        "sys.exit(f'{heavy} {models}' if heavy or models else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_model_loads_its_own_block_only():
    script = (
        "import sys\n"
        "from schemas.catalogue import message\n"
        "message('2.0.1', 'Heartbeat').request_model()\n"
        "print(*sorted(name for name in sys.modules if name.startswith('schemas.v')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split() == [
        "schemas.v201",
        "schemas.v201.availability",
        "schemas.v201.enums",
        "schemas.v201.types",
    ]
