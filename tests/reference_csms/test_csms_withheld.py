"""What a CSMS leaves to its operator: profiles for EVs that negotiate, chains that are signed."""

import json

import pytest

from ocppj.clock import format_datetime
from pki import csr
from pki.keys import generate
from pki.names import Subject
from reference_csms import charging_views, views
from reference_csms.settings import Settings

NEEDS = {
    "evseId": 1,
    "chargingNeeds": {
        "requestedEnergyTransfer": "AC_three_phase",
        "acChargingParameters": {
            "energyAmount": 20000, "evMinCurrent": 6, "evMaxCurrent": 20, "evMaxVoltage": 400,
        },
    },
}  # fmt: skip
LIMIT = {
    "chargingLimit": {"chargingLimitSource": "SO"},
    "chargingSchedule": [
        {
            "id": 1,
            "chargingRateUnit": "W",
            "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 8280}],
        }
    ],
}


def above_the_limit(now):
    """Give a schedule of an EV that draws 25 A, where 12 A are allowed."""
    periods = [{"startPeriod": 0, "limit": 25.0, "numberPhases": 3}]
    schedule = {"id": 1, "chargingRateUnit": "A", "chargingSchedulePeriod": periods}
    return {"timeBase": format_datetime(now), "evseId": 1, "chargingSchedule": schedule}


async def nothing_follows(station):
    """See that the next frame is the answer to a Heartbeat, and no request of the CSMS."""
    assert "currentTime" in await station.call("Heartbeat", {})


@pytest.mark.parametrize("plans", [True, False])
def test_an_ev_gets_a_profile_only_where_the_csms_plans(run, bench, plans):
    async def scenario():
        async with bench(settings=Settings(plans_ev_charging=plans)) as b:
            station = await b.booted()
            started = {
                "eventType": "Started",
                "timestamp": format_datetime(b.csms.clock.now()),
                "triggerReason": "CablePluggedIn",
                "seqNo": 0,
                "transactionInfo": {"transactionId": "T1"},
                "evse": {"id": 1},
            }
            await station.call("TransactionEvent", started)
            answer = await station.call("NotifyEVChargingNeeds", NEEDS)
            (shown,) = await charging_views.ev_charging(b.store)
            assert shown["needs"] == NEEDS["chargingNeeds"]
            assert answer == {"status": shown["needs_answer"]}
            if plans:
                assert answer == {"status": "Accepted"}
                await station.reply("SetChargingProfile", {"status": "Accepted"})
            else:
                assert answer == {"status": "Rejected"}
            await nothing_follows(station)
            await station.call("NotifyChargingLimit", LIMIT)
            above = above_the_limit(b.csms.clock.now())
            answer = await station.call("NotifyEVChargingSchedule", above)
            assert answer == {"status": "Rejected"}
            if plans:
                await station.reply("SetChargingProfile", {"status": "Accepted"})
            await nothing_follows(station)

    run(scenario())


@pytest.mark.parametrize("sends", [True, False])
@pytest.mark.parametrize("way", ["2.0.1", "1.6", "DataTransfer"])
def test_a_signed_chain_is_sent_only_where_the_csms_sends_it(run, bench, way, sends):
    async def scenario():
        async with bench(settings=Settings(sends_signed=sends)) as b:
            inside = way == "DataTransfer"
            station = await b.booted(version="1.6" if inside else way)
            request = {"csr": csr.create(generate(), Subject("S-1", "ACME"))}
            if inside:
                request["certificateType"] = "V2GCertificate"
                carried = {
                    "vendorId": "org.openchargealliance.iso15118pnc",
                    "messageId": "SignCertificate",
                    "data": json.dumps(request),
                }
                answer = await station.call("DataTransfer", carried)
                assert json.loads(answer["data"]) == {"status": "Accepted"}
            else:
                answer = await station.call("SignCertificate", request)
                assert answer == {"status": "Accepted"}
            if sends:
                accepted = {"status": "Accepted"}
                told = {**accepted, "data": json.dumps(accepted)} if inside else accepted
                await station.reply("DataTransfer" if inside else "CertificateSigned", told)
            await nothing_follows(station)
            (row,) = await views.certificates(b.store, station="CS1")
            assert row["status"] == ("Installed" if sends else "Pending")
            assert "BEGIN CERTIFICATE" in row["chain"]

    run(scenario())
