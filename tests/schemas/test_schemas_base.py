from datetime import UTC, datetime, timedelta, timezone

import pytest
from pydantic import ValidationError

from schemas.base import to_datetime, to_text
from schemas.v16.core import DataTransferRequest, StopTransactionRequest
from schemas.v16.types import ChargingSchedulePeriod
from schemas.v201 import data_transfer
from schemas.v201.authorization import AuthorizeRequest
from schemas.v201.display import GetDisplayMessagesRequest
from schemas.v201.enums import IdTokenEnumType
from schemas.v201.provisioning import AttributeEnumType, GetVariableDataType
from schemas.v201.reservation import CancelReservationRequest
from schemas.v201.types import (
    ComponentType,
    CustomDataType,
    IdTokenType,
    OCSPRequestDataType,
    VariableType,
)


def test_names_are_snake_case_here_and_camel_case_on_the_wire():
    request = DataTransferRequest(vendor_id="acme", message_id="m")
    assert request.dump() == {"vendorId": "acme", "messageId": "m"}
    assert DataTransferRequest.parse(request.dump()) == request


def test_a_name_with_capitals_of_its_own():
    data = OCSPRequestDataType.parse(
        {
            "hashAlgorithm": "SHA256",
            "issuerNameHash": "a",
            "issuerKeyHash": "b",
            "serialNumber": "c",
            "responderURL": "http://ocsp.example",
        }
    )
    assert data.responder_url == "http://ocsp.example"
    assert data.dump()["responderURL"] == "http://ocsp.example"


def test_the_wire_knows_no_snake_case():
    with pytest.raises(ValidationError):
        DataTransferRequest.parse({"vendor_id": "acme"})


def test_models_are_closed_and_immutable():
    with pytest.raises(ValidationError):
        DataTransferRequest.parse({"vendorId": "acme", "colour": "red"})
    request = DataTransferRequest(vendor_id="acme")
    with pytest.raises(ValidationError):
        request.vendor_id = "other"


@pytest.mark.parametrize("wrong", [{"vendor_id": "x" * 256}, {}, {"vendor_id": 5}])
def test_models_that_break_a_rule_cannot_be_made(wrong):
    with pytest.raises(ValidationError):
        DataTransferRequest(**wrong)


def test_what_is_none_or_was_never_set_stays_out():
    request = StopTransactionRequest(
        transaction_id=1, timestamp="2024-05-01T12:00:00Z", meter_stop=5, id_tag=None
    )
    assert request.reason is None
    assert request.dump() == {
        "transactionId": 1,
        "timestamp": "2024-05-01T12:00:00Z",
        "meterStop": 5,
    }


def test_defaults_are_known_but_not_sent_unless_set():
    where = {"component": ComponentType(name="A"), "variable": VariableType(name="B")}
    assert GetVariableDataType(**where).attribute_type is AttributeEnumType.ACTUAL
    assert "attributeType" not in GetVariableDataType(**where).dump()
    told = GetVariableDataType(**where, attribute_type=AttributeEnumType.ACTUAL)
    assert told.dump()["attributeType"] == "Actual"


def test_a_model_knows_what_it_was_parsed_from():
    payload = {"vendorId": "V", "data": None}
    parsed = data_transfer.DataTransferRequest.parse(payload)
    assert parsed.source is payload
    assert parsed == data_transfer.DataTransferRequest(vendor_id="V", data=None)
    assert parsed.model_copy().source == parsed.dump()
    assert data_transfer.DataTransferRequest(vendor_id="V").source == {"vendorId": "V"}


def test_enumerations_leave_as_plain_text():
    token = IdTokenType(id_token="abc", type=IdTokenEnumType.ISO14443)
    dumped = AuthorizeRequest(id_token=token).dump()
    assert dumped == {"idToken": {"idToken": "abc", "type": "ISO14443"}}
    assert type(dumped["idToken"]["type"]) is str


def test_vendors_may_add_what_they_like():
    payload = {"vendorId": "acme", "vendor_id": "x", "customData": [1, {"a": True}]}
    custom = CustomDataType.parse(payload)
    assert custom.vendor_id == "acme"
    assert custom.dump() == payload


def test_free_data_is_any_json_and_null_equals_absent():
    for data in ("text", 1, [1, 2], {"a": {"b": [None]}}, False, ""):
        payload = {"vendorId": "acme", "data": data}
        assert data_transfer.DataTransferRequest.parse(payload).dump() == payload
    empty = data_transfer.DataTransferRequest.parse({"vendorId": "acme", "data": None})
    assert empty.dump() == {"vendorId": "acme"}


def test_numbers_leave_as_they_came():
    for limit in (16, 16.0, 0.1, 10**400):
        period = ChargingSchedulePeriod.parse({"startPeriod": 0, "limit": limit})
        assert repr(period.dump()["limit"]) == repr(limit)


def test_whole_floats_are_integers_however_large():
    assert CancelReservationRequest.parse({"reservationId": 1e30}).reservation_id == int(1e30)
    assert CancelReservationRequest.parse({"reservationId": 2.0}).dump() == {"reservationId": 2}
    assert GetDisplayMessagesRequest.parse({"requestId": 1, "id": [1e30]}).id == [int(1e30)]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-05-01T12:00:00Z", datetime(2024, 5, 1, 12, tzinfo=UTC)),
        ("2024-05-01t12:00:00.5z", datetime(2024, 5, 1, 12, 0, 0, 500_000, tzinfo=UTC)),
        ("2024-05-01T12:00:00.123456789Z", datetime(2024, 5, 1, 12, 0, 0, 123456, tzinfo=UTC)),
        ("2024-05-01T14:00:00+02:00", datetime(2024, 5, 1, 12, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2017, 1, 1, tzinfo=UTC)),
    ],
)
def test_reading_moments(text, moment):
    assert to_datetime(text) == moment


@pytest.mark.parametrize("text", ["2024-05-01T12:00:00", "0000-01-01T00:00:00Z", "yesterday"])
def test_moments_that_cannot_be_read(text):
    with pytest.raises(ValueError):
        to_datetime(text)


def test_writing_moments():
    east = timezone(timedelta(hours=2))
    assert (
        to_text(datetime(2024, 5, 1, 14, 0, 0, 123_456, tzinfo=east)) == "2024-05-01T12:00:00.123Z"
    )
    with pytest.raises(ValueError, match="no offset"):
        to_text(datetime(2024, 5, 1, 14))
