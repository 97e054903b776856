"""Frames with a message inside: opened for the operators, closed for the wire, judged as one."""

from __future__ import annotations

import json

import pytest

from harness.mutation import framed
from schemas.validation import Kind

NAME = "DataTransfer/DeleteCertificate"
DIGESTS = {
    "hashAlgorithm": "SHA256",
    "issuerNameHash": "ab",
    "issuerKeyHash": "cd",
    "serialNumber": "1",
}
INNER = {"certificateHashData": DIGESTS}
FRAME = {
    "vendorId": "org.openchargealliance.iso15118pnc",
    "messageId": "DeleteCertificate",
    "data": json.dumps(INNER),
}


def test_what_is_inside_lies_open_and_is_closed_again():
    seen = framed.view("1.6", NAME, FRAME)
    assert seen == {**FRAME, "data": INNER}
    closed = framed.payload("1.6", NAME, seen)
    assert json.loads(closed["data"]) == INNER
    assert {**closed, "data": ""} == {**FRAME, "data": ""}


def test_what_carries_nothing_stays_as_it_is():
    for name, payload in (("DataTransfer", FRAME), (NAME, {**FRAME, "data": "no JSON"})):
        assert framed.view("1.6", name, payload) == payload
    assert framed.payload("1.6", "DataTransfer", FRAME) == FRAME
    refused = {"status": "UnknownVendorId"}
    assert framed.payload("1.6", NAME, refused) == refused


WITHOUT = {"certificateHashData": {k: v for k, v in DIGESTS.items() if k != "serialNumber"}}


@pytest.mark.parametrize(
    ("changes", "valid"),
    [
        ({}, True),
        ({"data": {}}, False),
        ({"data": WITHOUT}, False),
        ({"data": {**INNER, "more": 1}}, False),
        ({"data": {"certificateHashData": {**DIGESTS, "hashAlgorithm": "MD5"}}}, False),
        ({"vendorId": 5}, False),
        ({"vendorId": "x" * 256}, False),
        ({"more": 1}, False),
        ({"messageId": None}, False),
        ({"data": None}, False),
    ],
)
def test_the_frame_and_what_is_inside_are_judged_together(changes, valid):
    seen = {**framed.view("1.6", NAME, FRAME), **changes}
    seen = {name: value for name, value in seen.items() if value is not None}
    assert framed.is_valid("1.6", NAME, Kind.REQUEST, seen) is valid


@pytest.mark.parametrize(
    ("seen", "valid"),
    [
        ({"status": "Accepted", "data": {"status": "Accepted"}}, True),
        ({"status": "UnknownVendorId"}, True),
        ({"status": "Accepted", "data": {"status": "Perhaps"}}, False),
        ({"data": {"status": "Accepted"}}, False),
    ],
)
def test_an_answer_may_carry_nothing(seen, valid):
    assert framed.is_valid("1.6", NAME, Kind.RESPONSE, seen) is valid


def test_other_messages_have_their_own_schema():
    assert framed.is_valid("2.0.1", "Heartbeat", Kind.REQUEST, {})
    assert not framed.is_valid("2.0.1", "Heartbeat", Kind.REQUEST, {"more": 1})
