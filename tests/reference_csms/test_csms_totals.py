"""What the CSMS adds up over a transaction, and which of its messages are missing."""

from __future__ import annotations

import pytest

from reference_csms import numbering, views
from reference_csms.customers import CustomerInformation
from reference_csms.device_records import Report
from reference_csms.monitoring import MonitoringReport
from reference_csms.tariffs import Tariff
from reference_csms.v16.metering import registers

BEGIN = "2026-01-01T10:00:00.000Z"
END = "2026-01-01T12:00:00.000Z"
FAR = 2**31 - 1


# 2.0.1


def event(kind, seq_no, *samples, at=BEGIN, reason="MeterValuePeriodic", info=None, **more):
    values = {"meterValue": [{"timestamp": at, "sampledValue": list(samples)}]} if samples else {}
    return {
        "eventType": kind,
        "timestamp": at,
        "triggerReason": reason,
        "seqNo": seq_no,
        "transactionInfo": {"transactionId": "T1", **(info or {})},
        **values,
        **more,
    }


async def shown(bench):
    (row,) = await views.transactions(bench.store)
    return row


def test_energy_and_duration_of_a_transaction(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            inlet = {"value": 1.0, "location": "Inlet"}
            phase = {"value": 3.0, "phase": "L1"}
            power = {"value": 5.0, "measurand": "Power.Active.Import"}
            kilo = {"value": 1.5, "unitOfMeasure": {"unit": "kWh"}}
            tens = {"value": 200.0, "unitOfMeasure": {"unit": "Wh", "multiplier": 1}}
            beyond = {"value": 9.0, "unitOfMeasure": {"multiplier": 999}}
            await station.call("TransactionEvent", event("Started", 0, {"value": 1000.0}, inlet))
            row = await shown(b)
            assert (row["energy_wh"], row["duration_s"], row["meter_stop"]) == (0, None, None)
            await station.call("TransactionEvent", event("Updated", 1, kilo, phase, power, beyond))
            assert (await shown(b))["energy_wh"] == 500
            await station.call("TransactionEvent", event("Ended", 3, tens, at=END))
            row = await shown(b)
            assert (row["meter_start"], row["meter_stop"]) == (1000, 2000)
            assert (row["energy_wh"], row["duration_s"]) == (1000, 7200)
            late = event("Updated", 2, {"value": 1800.0})
            await station.call("TransactionEvent", late)
            row = await shown(b)
            assert (row["energy_wh"], row["meter_stop"], row["complete"]) == (1000, 2000, True)
            assert row["total_cost"] is None

    run(scenario())


def test_an_end_without_a_reading_keeps_the_last(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            await station.call("TransactionEvent", event("Started", 0, {"value": 100.0}))
            await station.call("TransactionEvent", event("Updated", 1, {"value": 400.0}))
            await station.call("TransactionEvent", event("Ended", 2))
            assert (await shown(b))["meter_stop"] == 400

    run(scenario())


def test_what_events_tell_of_a_transaction_is_kept(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            first = event("Started", 0, reason="CablePluggedIn", cableMaxCurrent=32)
            await station.call("TransactionEvent", first)
            row = await shown(b)
            assert (row["trigger_reason"], row["cable_max_current"]) == ("CablePluggedIn", 32)
            assert (row["begun"], row["offline"], row["complete"]) == (True, False, False)
            second = event(
                "Updated",
                1,
                reason="ChargingStateChanged",
                info={"timeSpentCharging": 60},
                numberOfPhasesUsed=3,
                offline=True,
            )
            await station.call("TransactionEvent", second)
            await station.call("TransactionEvent", event("Updated", 2))
            row = await shown(b)
            assert (row["trigger_reason"], row["offline"]) == ("MeterValuePeriodic", True)
            assert (row["phases_used"], row["cable_max_current"]) == (3, 32)
            assert row["time_spent_charging"] == 60

    run(scenario())


def test_without_its_start_a_transaction_is_not_complete(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            await station.call("TransactionEvent", event("Updated", 1))
            await station.call("TransactionEvent", event("Ended", 2))
            row = await shown(b)
            assert (row["begun"], row["missing"], row["complete"]) == (False, [], False)
            await station.call("TransactionEvent", event("Started", 0))
            assert (await shown(b))["complete"] is True

    run(scenario())


@pytest.mark.parametrize(
    ("token", "reason", "stops"),
    [
        ("TAG", "StopAuthorized", True),
        ("OTHER", "MeterValuePeriodic", True),
        ("TAG", "Other", False),
    ],
)
def test_who_ended_it_is_not_who_began_it(run, bench, token, reason, stops):  # C09, C16
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            driver = {"idToken": "TAG", "type": "ISO14443"}
            await station.call("TransactionEvent", event("Started", 0, idToken=driver))
            other = {"idToken": token, "type": "ISO14443"}
            kind = "Deauthorized" if reason == "Other" else reason
            await station.call("TransactionEvent", event("Ended", 1, reason=kind, idToken=other))
            row = await shown(b)
            assert row["id_token"] == "TAG"
            assert row["stop_token"] == (token if stops else None)

    run(scenario())


def test_a_leap_in_numbers_is_survived(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            for seq_no in (0, FAR):
                await station.call("TransactionEvent", event("Updated", seq_no))
            row = await shown(b)
            assert len(row["missing"]) == numbering.MAX_GAPS
            assert (row["last_seq_no"], row["missing"][-1]) == (FAR, FAR - 1)

    run(scenario())


# 1.6


def reading(**members):
    return [{"timestamp": BEGIN, "sampledValue": [{"value": "1500", **members}]}]


@pytest.mark.parametrize(
    ("members", "watt_hours"),
    [
        ({}, [1500]),
        ({"unit": "kWh", "value": "1.5"}, [1500]),
        ({"measurand": "Energy.Active.Import.Register", "location": "Outlet"}, [1500]),
        ({"location": "Inlet"}, []),
        ({"phase": "L1"}, []),
        ({"measurand": "Voltage"}, []),
        ({"format": "SignedData", "value": "AB"}, []),
        ({"value": "much"}, []),
        ({"value": "inf"}, []),
        ({"unit": "varh"}, []),
    ],
)
def test_the_register_is_found_in_meter_values(members, watt_hours):
    assert registers(reading(**members)) == watt_hours


def test_a_1_6_transaction_is_added_up_and_priced(run, bench):
    async def scenario():
        async with bench() as b:
            await b.store.tariffs.put(Tariff(per_kwh=0.5, per_hour=1.0))
            station = await b.booted("CS1", "1.6")
            begun = {"connectorId": 1, "idTag": "TAG", "meterStart": 1000, "timestamp": BEGIN}
            number = (await station.call("StartTransaction", begun))["transactionId"]
            values = {"connectorId": 1, "transactionId": number, "meterValue": reading()}
            await station.call("MeterValues", values)
            row = await shown(b)
            assert (row["energy_wh"], row["total_cost"], row["active"]) == (500, 0.25, True)
            await station.call("MeterValues", {"connectorId": 1, "meterValue": reading()})
            end = {"transactionId": number, "meterStop": 3000, "timestamp": END}
            await station.call("StopTransaction", end)
            row = await shown(b)
            assert (row["energy_wh"], row["duration_s"]) == (2000, 7200)
            assert (row["total_cost"], row["currency"]) == (3.0, "EUR")
            assert row["complete"] is True
            unknown = {"connectorId": 1, "transactionId": 77, "meterValue": reading()}
            assert await station.call("MeterValues", unknown) == {}
            assert len(await views.transactions(b.store)) == 1

    run(scenario())


# reports in parts


@pytest.mark.parametrize(
    ("arrived", "last", "missing", "complete"),
    [
        ((), None, (), False),
        ((0, 1), None, (), False),
        ((0, 2), None, (1,), False),
        ((0, 2), 2, (1,), False),
        ((0, 1, 2), 2, (), True),
        ((1, 2), 2, (0,), False),
        ((0,), 0, (), True),
    ],
)
def test_missing_numbers(arrived, last, missing, complete):
    assert numbering.missing(arrived, last) == missing
    assert numbering.complete(arrived, last) is complete


@pytest.mark.parametrize(
    "report",
    [
        Report("CS1", 1, parts=(0, FAR), last_part=FAR),
        MonitoringReport("CS1", 1, parts=(0, FAR), last_part=FAR),
        CustomerInformation("CS1", 1, parts=({"seqNo": 0}, {"seqNo": FAR}), last_part=FAR),
    ],
)
def test_a_leap_in_parts_is_survived(report):
    assert report.complete is False
    assert report.missing == tuple(range(1, numbering.MAX_GAPS + 1))


def test_a_report_is_pending_until_its_last_part(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            model = b.csms.services.device_model
            for number, answer in ((1, "Accepted"), (2, "EmptyResultSet")):
                await model.expect_report("CS1", number, answer)

            async def pending():
                return [r["request_id"] for r in await views.reports(b.store, pending=True)]

            part = {"requestId": 1, "generatedAt": BEGIN, "tbc": True}
            assert await pending() == [1]
            for seq_no, tbc in ((0, True), (2, False)):
                await station.call("NotifyReport", {**part, "seqNo": seq_no, "tbc": tbc})
            (report,) = await views.reports(b.store, request_id=1)
            assert (report["missing"], report["complete"], report["pending"]) == ([1], False, True)
            await station.call("NotifyReport", {**part, "seqNo": 1})
            (report,) = await views.reports(b.store, request_id=1)
            assert (report["missing"], report["complete"], report["pending"]) == ([], True, False)
            assert await pending() == []

    run(scenario())
