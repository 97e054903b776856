import json

import pytest

from schemas import tunnel, validation
from schemas.catalogue import Kind, Sender

PNC = tunnel.PLUG_AND_CHARGE.vendor_id


def test_nine_messages_go_through_each_tunnel():
    names = tunnel.messages("1.6")
    assert len(names) == 18
    assert sum(message.sender is Sender.STATION for message in names.values()) == 8
    assert not tunnel.messages("2.0.1")


@pytest.mark.parametrize("name", list(tunnel.messages("1.6")))
def test_what_is_wrapped_can_be_named_and_read(name):
    action, payload = tunnel.wrap("1.6", name, {"a": 1})
    assert action == "DataTransfer"
    assert tunnel.name_of("1.6", action, payload) == name
    assert tunnel.unwrap(payload) == {"a": 1}
    assert validation.is_valid("1.6", action, Kind.REQUEST, payload)


def test_an_ordinary_message_stays_as_it_is():
    assert tunnel.wrap("1.6", "Authorize", {"idTag": "1"}) == ("Authorize", {"idTag": "1"})
    assert tunnel.name_of("1.6", "Authorize", {"idTag": "1"}) == "Authorize"
    assert tunnel.name_of("1.6", "DataTransfer", {"vendorId": "other"}) == "DataTransfer"
    assert tunnel.name_of("2.0.1", "DataTransfer", {"vendorId": PNC}) == "DataTransfer"


def test_an_unknown_message_of_a_known_vendor_is_none_of_its_messages():
    payload = {"vendorId": PNC, "messageId": "MakeTea"}
    assert tunnel.name_of("1.6", "DataTransfer", payload) == "DataTransfer"
    assert tunnel.tunnel_of("1.6", "DataTransfer", payload) is tunnel.PLUG_AND_CHARGE
    assert tunnel.message("1.6", "DataTransfer/MakeTea") is None


@pytest.mark.parametrize("data", [None, 42, "no JSON", "[]", "7"])
def test_data_that_is_no_object_as_text_carries_nothing(data):
    assert tunnel.unwrap({"data": data}) is None


def test_an_answer_is_carried_with_a_status():
    answer = tunnel.wrap_answer({"status": "Rejected"})
    assert answer["status"] == "Accepted"
    assert json.loads(answer["data"]) == {"status": "Rejected"}


def test_the_message_inside_is_judged_by_its_own_schema():
    name = "DataTransfer/SignCertificate"
    assert validation.is_valid("1.6", name, Kind.REQUEST, {"csr": "x"})
    assert not validation.is_valid("1.6", name, Kind.REQUEST, {"csr": 42})
    example = {"csr": "x", "certificateType": "V2GCertificate"}
    assert validation.is_valid("1.6", name, Kind.REQUEST, example)
