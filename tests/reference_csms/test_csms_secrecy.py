"""Passwords and key codes in nothing that is logged (A01.FR.09, C04.FR.04)."""

from __future__ import annotations

import asyncio
import json

import pytest

from reference_csms import listing, operations, views
from reference_csms.secrecy import MASK, WITHHELD, masked, masked_text

SECRET = "s3cr3t-s3cr3t-s3cr3t"
VPN = {"server": "v", "user": "u", "password": SECRET, "key": SECRET, "type": "IKEv2"}


def password(name: str) -> dict:
    return {"component": {"name": "SecurityCtrlr"}, "variable": {"name": name}}


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        ("ChangeConfiguration", {"key": "authorizationKEY", "value": SECRET}),
        ("GetConfiguration", {"configurationKey": [{"key": "AuthorizationKey", "value": SECRET}]}),
        (
            "SetVariables",
            {"setVariableData": [{**password("BasicAuthPassword"), "attributeValue": SECRET}]},
        ),
        (
            "NotifyReport",
            {
                "reportData": [
                    {**password("basicAuthPassword"), "variableAttribute": [{"value": SECRET}]}
                ]
            },
        ),
        ("NotifyEvent", {"eventData": [{**password("BasicAuthPassword"), "actualValue": SECRET}]}),
        ("SetNetworkProfile", {"connectionData": {"apn": {"apnPassword": SECRET, "simPin": 1}}}),
        ("SetNetworkProfile", {"connectionData": {"vpn": VPN}}),
        ("Authorize", {"idToken": {"idToken": SECRET, "type": "KeyCode"}}),
    ],
)
def test_secrets_are_masked(action, payload):
    text = json.dumps([2, "1", action, payload])
    assert SECRET not in masked_text(text, action)
    assert SECRET not in masked_text(text)
    assert SECRET not in json.dumps(masked(payload))
    assert MASK in json.dumps(masked(payload))


@pytest.mark.parametrize(
    "text",
    [
        '[2, "1", "Authorize", {"idToken": {"idToken": "TAG", "type": "ISO14443"}}]',
        '[2, "1", "ChangeConfiguration", {"key": "Name", "value": "x"}]',
        "nothing that is JSON",
    ],
)
def test_the_rest_stays_as_it_is(text):
    assert masked_text(text) == text


def test_what_cannot_be_read_is_withheld():
    assert masked_text('[2,"1","ChangeConfiguration",{"key":"AuthorizationKey"') == WITHHELD


def test_a_new_password_is_in_no_view(run, bench):
    async def scenario():
        async with bench() as b:
            with b.csms.recording.feed.reader() as live:
                for identity, version in (("CS1", "2.0.1"), ("CP1", "1.6")):
                    station = await b.booted(identity, version)
                    asked = asyncio.create_task(
                        operations.run(b.csms, identity, "rotate-password", {"password": SECRET})
                    )
                    _, number, _, request = await station.receive()
                    assert SECRET in json.dumps(request)
                    answer = {"status": "Accepted"}
                    if version == "2.0.1":
                        named = request["setVariableData"][0]
                        result = {key: named[key] for key in ("component", "variable")}
                        result["attributeStatus"] = "Accepted"
                        answer = {"setVariableResult": [result]}
                    await station.send([3, number, answer])
                    await asked
                    assert (await b.store.stations.get(identity)).password == SECRET
                shown = [
                    await views.messages(b.store),
                    await listing.log(b.store.commands),
                    await views.stations(b.csms),
                    [live.get_nowait() for _ in range(live.qsize())],
                ]
            assert SECRET not in json.dumps(shown)
            assert json.dumps(shown).count(MASK) == 6  # message, command and live event of each

    run(scenario())


def test_a_key_code_is_in_no_log(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            token = {"idToken": SECRET, "type": "KeyCode"}
            answer = await station.call("Authorize", {"idToken": token})
            assert answer["idTokenInfo"]["status"] == "Unknown"
            assert SECRET not in json.dumps(await views.messages(b.store))
            assert any(SECRET in (record.text or "") for record in b.trace.records)

    run(scenario())
