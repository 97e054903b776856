"""What may be told in an answer or a request, reports in parts, and the answers of the harness."""

from __future__ import annotations

import pytest

from harness import answers, report_parts
from harness.alternatives import expect_either
from harness.outcome import CaseFailed, ScenarioError
from harness.tables import parse_expectations
from ocppj.frames import CallError
from ocppj.problems import CallEnd, CallFailed
from steps.bdd import perform


def rows(*lines):
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    head = ["field", "check", "value", "requirement"]
    return parse_expectations([head, *([*line, "", ""][:4] for line in cells)])


def failure(stand, work):
    with pytest.raises(CaseFailed) as caught:
        stand.run(work)
    return caught.value.check


# a field of the answer, or a request

COST = rows("totalCost | is | 1.5 | I02.FR.01", "transactionId | is | T1 | I02.FR.01")


def cost(s, answer):
    """Let the harness report energy, and look for the cost."""
    s.side.answers["TransactionEvent"] = answer

    async def work():
        await s.world.send_payload("TransactionEvent", {})
        await expect_either(s.world, "totalCost", "CostUpdated", COST)

    return work()


def test_a_field_told_in_the_answer_needs_no_request(stand):
    s = stand("TC_B_01_CSMS")
    s.run(cost(s, {"totalCost": 1.5}))
    assert [(c.held, c.subject) for c in s.world.checks if c.requirement] == [(True, "totalCost")]


def test_a_wrong_field_in_the_answer_is_not_made_good_by_a_request(stand):
    s = stand("TC_B_01_CSMS")
    s.later(1, "CostUpdated", totalCost=1.5, transactionId="T1")
    check = failure(s, cost(s, {"totalCost": 0}))
    assert (check.action, check.subject, check.actual) == ("TransactionEvent", "totalCost", "0")


def test_what_the_answer_does_not_tell_a_request_has_to(stand):
    s = stand("TC_B_01_CSMS")
    s.later(1, "CostUpdated", totalCost=1.5, transactionId="T1")
    s.run(cost(s, {}))
    assert s.observed() == ["CostUpdated"]
    s = stand("TC_B_01_CSMS")
    s.later(1, "CostUpdated", totalCost=1.5, transactionId="T2")
    check = failure(s, cost(s, {}))
    assert (check.action, check.subject, check.actual) == ("CostUpdated", "transactionId", "T2")


def test_a_table_that_does_not_speak_of_the_field_is_our_fault(stand):
    s = stand("TC_B_01_CSMS")
    with pytest.raises(ScenarioError, match="says nothing of totalCost"):
        s.run(expect_either(s.world, "totalCost", "CostUpdated", rows("a | is | 1")))


# reports in parts


def report(s, *lines):
    return report_parts.expect_parts(s.world, "NotifyReport", rows(*lines), "B07.FR.10")


def test_a_report_is_taken_up_to_its_last_part(stand):
    s = stand()
    s.sends("NotifyReport", requestId=7, seqNo=0, tbc=True)
    s.later(5, "NotifyReport", requestId=7, seqNo=1)
    s.later(6, "NotifyReport", requestId=8, seqNo=0)
    assert [part.payload["seqNo"] for part in s.run(report(s, "requestId | is | 7"))] == [0, 1]
    assert [c.subject for c in s.world.checks] == ["requestId", "seqNo"] * 2


@pytest.mark.parametrize(
    ("second", "subject", "actual"),
    [
        ({"requestId": 7, "seqNo": 2}, "seqNo", "2"),
        ({"requestId": 7, "seqNo": 0}, "seqNo", "0"),
        ({"requestId": 8, "seqNo": 1}, "requestId", "8"),
        (None, "message", "none"),
    ],
)
def test_a_report_with_a_part_that_is_wrong_or_missing(stand, second, subject, actual):
    s = stand()
    s.sends("NotifyReport", requestId=7, seqNo=0, tbc=True)
    if second is not None:
        s.later(1, "NotifyReport", **second)
    check = failure(s, report(s, "requestId | is | 7"))
    assert (check.held, check.subject, check.actual) == (False, subject, actual)


def test_what_any_element_may_tell_is_in_one_of_the_parts(stand):
    wanted = "requestId | is | 7", "data[any].name | is | A", "data[any].value | is | 2"

    def send(*parts):
        s = stand()
        for number, data in enumerate(parts):
            more = number + 1 < len(parts)
            s.sends("NotifyReport", requestId=7, seqNo=number, tbc=more, data=data)
        return s

    one, other = {"name": "A", "value": 2, "id": 5}, {"name": "A", "value": 1}
    s = send([other], [other, one], [other])
    s.run(report(s, *wanted))
    s.run(perform(s.world, "then", "the message's data[any].id is kept as found", None))
    assert s.world.values.get("found") == 5
    s = send([other], [{"name": "B", "value": 2}])
    assert failure(s, report(s, *wanted)).subject in ("data[0].name", "data[0].value")


def test_a_report_without_numbers_ends_too(stand):
    s = stand()
    s.sends("ReportChargingProfiles", requestId=7, tbc=True)
    s.sends("ReportChargingProfiles", requestId=7, tbc=False)
    work = report_parts.expect_parts(s.world, "ReportChargingProfiles", (), None)
    assert len(s.run(work)) == 2


# errors, and answers of the harness


def test_silence_is_no_expected_error(stand):
    s = stand()
    s.side.answers["ClearCache"] = CallFailed("ClearCache", CallEnd.TIMEOUT)

    async def work():
        await s.world.send_payload("ClearCache", {})
        await s.world.expect_error(["NotSupported"])

    assert failure(s, work()).actual not in ("", "a CALLRESULT")


def test_an_answer_inside_a_data_transfer_has_to_be_accepted(stand):
    s = stand("TC_001_CS")

    async def work(status):
        s.side.answers["DataTransfer"] = {"status": status, "data": '{"status":"Accepted"}'}
        await s.world.send_payload("DataTransfer/DeleteCertificate", {})
        return await s.world.expect_answer(rows("status | is | Accepted"))

    assert s.run(work("Accepted")) == {"status": "Accepted"}
    check = failure(s, work("UnknownVendorId"))
    assert (check.subject, check.actual) == ("status of DataTransfer", "UnknownVendorId")


def test_the_harness_s_own_answer_is_found_by_its_request(stand):
    s = stand(answer_s=1.0)
    s.sends("SecurityEventNotification")
    incoming = s.run(s.world.expect_call("SecurityEventNotification"))
    with pytest.raises(ScenarioError, match="has not answered"):
        s.run(answers.own_answer(s.world, incoming))
    s.answered(status="First")
    s.sends("Heartbeat")
    s.answered(status="Second")
    assert s.run(answers.own_answer(s.world, incoming)) == {"status": "First"}


def test_an_answer_that_is_an_error_is_none(stand):
    s = stand()
    s.side.answers["ClearCache"] = CallError("own", "NotSupported", "no", {})

    async def work():
        await s.world.send_payload("ClearCache", {})
        await s.world.expect_answer()

    assert "NotSupported: no" in failure(s, work()).actual
