"""Waiting for requests, accounting for them, and what is judged when a scenario has run."""

from __future__ import annotations

import pytest

from harness import connectors, evidence, expectations, finish
from harness.outcome import CaseFailed, Inconclusive, ScenarioError
from harness.tables import parse_expectations, parse_messages
from harness.targets.actions import PowerCycle
from harness.targets.protocol import DriverFailed, Unsupported, Unverifiable
from ocppj.frames import CallError
from ocppj.problems import CallEnd, CallFailed


def rows(*lines):
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    head = ["field", "check", "value", "requirement"]
    return parse_expectations([head, *([*line, "", ""][:4] for line in cells)])


def failure(stand, work):
    with pytest.raises(CaseFailed) as caught:
        stand.run(work)
    return caught.value.check


def test_the_first_request_that_fits_is_taken(stand):
    s = stand()
    s.sends("Heartbeat")
    s.sends("NotifyEvent", seqNo=1)
    second = s.sends("NotifyEvent", seqNo=2)
    taken = s.run(s.world.expect_call("NotifyEvent", rows("seqNo | is | 2")))
    assert (taken.seq, taken.claimed, s.world.current) == (second.seq, True, taken)
    assert [(c.held, c.subject, c.seq) for c in s.world.checks] == [(True, "seqNo", second.seq)]


def test_a_request_is_awaited_until_its_deadline(stand):
    s = stand(message_s=60.0)
    s.later(59.0, "Heartbeat")
    assert s.run(s.world.expect_call("Heartbeat")).action == "Heartbeat"
    s.later(61.0, "Heartbeat")
    check = failure(s, s.world.expect_call("Heartbeat"))
    assert (check.expected, check.actual) == ("a Heartbeat request within 60 s", "none")


def test_order_is_judged(stand):
    s = stand()
    s.sends("NotifyEvent")
    s.sends("Heartbeat")
    s.run(s.world.expect_call("Heartbeat"))
    assert failure(s, s.world.expect_call("NotifyEvent")).actual.startswith("one out of order")


def test_the_nearest_request_explains_a_mismatch(stand):
    s = stand()
    s.sends("NotifyEvent", a=0, b=0)
    near = s.sends("NotifyEvent", a=1, b=0)
    wanted = rows("a | is | 1", "b | is | 1 | X01.FR.01")
    check = failure(s, s.world.expect_call("NotifyEvent", wanted))
    assert (check.subject, check.expected, check.actual) == ("b", "1", "0")
    assert (check.requirement, check.seq) == ("X01.FR.01", near.seq)


def test_what_is_missing_names_the_requirement_and_what_came_instead(stand):
    s = stand()
    s.sends("Heartbeat")
    check = failure(s, s.world.expect_call("NotifyEvent", rows("a | is | 1", "b | is | 2 | X2")))
    assert (check.requirement, check.actual) == ("X2", "none (but Heartbeat)")


def test_one_of_several_forms(stand):
    s = stand()
    s.sends("NotifyEvent", a=1)
    forms = [("StatusNotification", ()), ("NotifyEvent", rows("a | is | 1"))]
    assert s.run(expectations.expect_one_of(s.world, forms)).action == "NotifyEvent"
    check = failure(s, expectations.expect_one_of(s.world, forms))
    assert check.expected.startswith("a StatusNotification or NotifyEvent request")


def test_any_order(stand):
    s = stand()
    s.sends("Heartbeat")
    s.sends("NotifyEvent")
    head = ["message", "field", "check"]
    table = [head, ["NotifyEvent", "a", "is absent"], ["Heartbeat", "a", "is absent"]]
    wanted = parse_messages(table)
    s.run(expectations.expect_any_order(s.world, wanted))
    assert s.world.last_claim == 2
    assert failure(s, expectations.expect_any_order(s.world, wanted)).subject == "message"


@pytest.mark.parametrize(("moment", "held"), [(10.0, True), (10.6, False), (9.9, False)])
def test_a_request_some_time_after_the_answer(stand, moment, held):
    s = stand()
    s.sends("BootNotification")
    s.answered(status="Rejected")
    s.world.last_claim = 1
    s.later(moment, "BootNotification")
    work = expectations.expect_after(s.world, "BootNotification", 10.0, "R", ())
    if held:
        s.run(work)
    else:
        assert failure(s, work).subject == "time since the answer"


def test_a_request_that_must_not_come(stand):
    s = stand()
    s.later(31, "Heartbeat")
    s.run(expectations.expect_none(s.world, "Heartbeat", 30))
    assert s.world.checks[-1].held
    s = stand()
    s.later(29, "Heartbeat")
    assert failure(s, expectations.expect_none(s.world, "Heartbeat", 30)).actual == "one came"


def test_a_broken_rule_ends_the_wait(stand):
    s = stand()
    s.runner.loop.call_later(1, s.errs)
    assert failure(s, s.world.expect_call("Heartbeat")).subject == "action"
    assert s.clock.time() - s.trace.records[0].at < 1.0


# answers


def test_an_answer_is_compared(stand):
    s = stand("TC_B_01_CSMS")
    s.side.answers["Heartbeat"] = {"currentTime": "2026-01-01T00:00:00Z"}

    async def work(*lines):
        await s.world.send_payload("Heartbeat", {})
        return await s.world.expect_answer(rows(*lines))

    assert s.run(work("currentTime | is present")) == s.side.answers["Heartbeat"]
    assert failure(s, work("currentTime | is | now")).expected == "now"


@pytest.mark.parametrize("answer", [{"status": "Rejected"}, CallError("own", "InternalError", "")])
def test_an_answer_depends_on_the_message_that_the_request_quotes(stand, answer):
    s = stand()
    told = s.sends("NotifyReport")
    s.world.values.keep("number", 7, told.seq)
    s.side.answers["GetReport"] = answer

    async def work():
        await s.world.send("GetReport", [("requestId", "$number")])
        await s.world.expect_answer(rows("status | is | Accepted"))

    assert failure(s, work()).source == told.seq


@pytest.mark.parametrize("preparing", [True, False])
def test_an_error_instead_of_an_answer(stand, preparing):
    s = stand()
    s.world.preparing = preparing
    s.side.answers["ClearCache"] = CallError("own", "NotImplemented", "no", {})

    async def work():
        await s.world.send_payload("ClearCache", {})
        await s.world.expect_answer()

    with pytest.raises(Inconclusive if preparing else CaseFailed, match="NotImplemented"):
        s.run(work())


def test_an_expected_error(stand):
    s = stand()
    s.side.answers["ClearCache"] = CallError("own", "NotSupported", "no", {})

    async def work(*codes):
        await s.world.send_payload("ClearCache", {})
        await s.world.expect_error(codes)

    s.run(work("NotImplemented", "NotSupported"))
    assert failure(s, work("GenericError")).actual == "CALLERROR NotSupported"
    s.side.answers["ClearCache"] = {"status": "Accepted"}
    assert failure(s, work("GenericError")).actual == "a CALLRESULT"


def test_no_answer_without_a_request(stand):
    s = stand()
    with pytest.raises(ScenarioError, match="sent no request"):
        s.run(s.world.expect_answer())
    with pytest.raises(ScenarioError, match="no request waiting"):
        s.world.answer(())


def test_a_scenario_cannot_send_what_breaks_the_schema_by_mistake(stand):
    s = stand()
    with pytest.raises(ScenarioError, match="own Reset request breaks the schema"):
        s.run(s.world.send("Reset", [("type", "Sideways")]))
    assert s.side.sent == []
    s.run(s.world.send("Reset", [("type", "Immediate"), ("evseId", "(absent)")]))
    assert s.side.sent == [("Reset", {"type": "Immediate"})]


# the end of a scenario


def test_an_answer_that_nobody_looked_at(stand):
    s = stand()
    s.side.answers["ClearCache"] = {"status": "Accepted"}
    s.run(s.world.send_payload("ClearCache", {}))
    s.run(finish.finish(s.world))
    s.side.answers["ClearCache"] = CallError("own", "InternalError", "", {})
    s.run(s.world.send_payload("ClearCache", {}))
    assert "InternalError" in failure(s, finish.finish(s.world)).actual


def test_a_connection_lost_before_an_answer_that_nobody_looked_at(stand):
    s = stand()
    s.side.answers["ClearCache"] = CallFailed("ClearCache", CallEnd.CLOSED)
    s.run(s.world.send_payload("ClearCache", {}))
    assert "lost" in failure(s, finish.finish(s.world)).actual


@pytest.mark.parametrize(
    ("case", "action"),
    [
        ("TC_B_01_CS", "BootNotification"),
        ("TC_001_CS", "StartTransaction"),
        ("TC_001_CS", "StopTransaction"),
    ],
)
def test_a_consequential_request_that_nobody_asked_for(stand, case, action):
    s = stand(case)
    s.sends(action)
    check = failure(s, finish.finish(s.world))
    assert (check.action, check.requirement) == (action, f"{case}, scenario")


def test_other_requests_may_be_left(stand):
    s = stand()
    s.sends("Heartbeat")
    s.run(finish.finish(s.world))
    assert all(check.held for check in s.world.checks)


def test_tolerated_requests_must_fit(stand):
    s = stand()
    s.sends("Heartbeat")
    s.world.tolerated.append(("Heartbeat", rows("a | is absent")))
    s.run(finish.finish(s.world))
    assert [check.subject for check in s.world.checks] == ["a"]
    s.world.tolerated[:] = [("Heartbeat", rows("a | is present"))]
    s.sends("Heartbeat")
    assert failure(s, finish.finish(s.world)).expected == "present"


def test_a_rule_broken_at_the_very_end(stand):
    s = stand()
    s.runner.loop.call_later(0.3, s.errs)
    assert failure(s, finish.finish(s.world)).subject == "action"


# evidence


def test_stored_state_is_read_back_until_it_is_there(stand):
    s = stand("TC_B_01_CSMS")
    s.runner.loop.call_later(3, lambda: s.target.shows.append({"active": True, "id": 7}))
    wanted = rows("active | is | true", "id | is | 7")
    s.run(evidence.shown(s.world, "TransactionEvent", "transactions", wanted))
    assert s.observed() == ["TransactionEvent"]
    assert all(check.held for check in s.world.checks)


def test_state_that_is_not_there(stand):
    s = stand("TC_B_01_CSMS")
    s.target.shows += [{"active": True, "id": 7}, {"active": False, "id": 8}]
    wanted = rows("active | is | true", "id | is | 8 | E1")
    check = failure(s, evidence.shown(s.world, "A", "transactions", wanted))
    assert not check.held
    assert s.observed() == []


def test_nothing_stored_is_no_evidence_of_absence(stand):
    s = stand("TC_B_01_CSMS")
    check = failure(s, evidence.shown(s.world, "A", "transactions", rows("ended | is absent")))
    assert check.actual == "no entry"


def test_what_cannot_be_read_stays_unseen(stand):
    s = stand("TC_B_01_CSMS")
    s.target.shows.append(Unverifiable("no such view"))
    s.run(evidence.shown(s.world, "A", "transactions", rows("a | is | 1")))
    assert s.world.unseen == ["transactions: no such view"]
    s.target.shows[:] = [DriverFailed("HTTP 500")]
    with pytest.raises(Inconclusive, match="could not read: HTTP 500"):
        s.run(evidence.shown(s.world, "A", "transactions", rows("a | is | 1")))


def test_the_sentence_before_is_evidence_where_it_checked(stand):
    s = stand()
    s.sends("NotifyEvent", a=1)
    s.run(s.world.expect_call("NotifyEvent", rows("a | is | 1")))
    s.world.previous_step = s.world.step
    evidence.step_shows(s.world, "Reset")
    assert s.observed() == ["Reset"]
    s.world.previous_step = "When nothing is compared"
    with pytest.raises(ScenarioError, match="no evidence"):
        evidence.step_shows(s.world, "Reset")


def test_a_preparation_gives_no_evidence(stand):
    s = stand()
    s.world.preparing = True
    s.world.evidence("Reset", "x")
    assert s.observed() == []


# drivers


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Unsupported("no plug"), "the declaration is wrong: no plug"),
        (DriverFailed("no power"), "the driver could not act: no power"),
    ],
)
def test_a_driver_that_cannot_act_is_no_fault_of_the_system(stand, outcome, words):
    s = stand()
    s.target.shows.append(outcome)
    with pytest.raises(Inconclusive, match=words):
        s.run(s.world.perform(PowerCycle()))


def test_only_what_comes_after_an_operation_answers_it(stand):
    s = stand("TC_B_06_CSMS")
    s.sends("GetVariables")
    s.run(s.world.operate(PowerCycle()))
    assert failure(s, s.world.expect_call("GetVariables")).actual == "none"


def test_sides_are_kept_apart(stand):
    world = stand("TC_B_01_CS").world
    world.require_sut("station")
    world.require_own("CSMS")
    with pytest.raises(ScenarioError, match="played by the harness"):
        world.require_sut("CSMS")
    with pytest.raises(ScenarioError, match="under test"):
        world.require_own("station")
    with pytest.raises(ScenarioError, match="harness is the station"):
        _ = world.puppet


# connectors and settings


def status(evse, number, value):
    return {
        "evseId": evse,
        "connectorId": number,
        "connectorStatus": value,
        "timestamp": "2026-01-01T00:00:00Z",
    }


def event(evse, number, value):
    place = {"name": "Connector", "evse": {"id": evse, "connectorId": number}}
    datum = {
        "eventId": 1,
        "timestamp": "2026-01-01T00:00:00Z",
        "trigger": "Delta",
        "actualValue": value,
        "eventNotificationType": "HardWiredNotification",
        "component": place,
        "variable": {"name": "AvailabilityState"},
    }
    return {"generatedAt": "2026-01-01T00:00:00Z", "seqNo": 0, "eventData": [datum]}


def test_a_connector_is_reported_in_either_form(stand):
    s = stand()
    s.sends("StatusNotification", **status(1, 1, "Available"))
    s.sends("NotifyEvent", **event(1, 1, "Occupied"))
    where = connectors.chosen(s.world)
    s.run(connectors.expect(s.world, where, "Available", "G1"))
    s.run(connectors.expect(s.world, where, "Occupied", "G1"))
    assert s.observed() == ["StatusNotification", "NotifyEvent"]
    assert failure(s, connectors.expect(s.world, where, "Available", "G1")).requirement == "G1"


def test_a_connector_is_not_reported_by_what_a_station_says_after_it_has_booted_anew(stand):
    s = stand()
    where = connectors.chosen(s.world)
    box = {"model": "X", "vendorName": "Y"}
    s.sends("BootNotification", reason="PowerUp", chargingStation=box)
    s.sends("StatusNotification", **status(1, 1, "Available"))
    missing = failure(s, connectors.expect(s.world, where, "Available", "G1"))
    assert (missing.action, missing.subject) == ("StatusNotification", "message")
    s.run(s.world.expect_call("BootNotification"))
    s.run(connectors.expect(s.world, where, "Available", "G1"))


def test_every_connector_in_any_order(stand):
    s = stand()
    s.sends("StatusNotification", **status(2, 1, "Available"))
    s.sends("StatusNotification", **status(1, 1, "Unavailable"))
    s.run(connectors.expect_every(s.world, "Available", "G1", chosen="Unavailable"))
    s = stand()
    s.sends("StatusNotification", **status(1, 1, "Available"))
    assert "2" in failure(s, connectors.expect_every(s.world, "Available", "G1")).expected + "2"
    assert not s.world.checks[-1].held


def test_sixteen_counts_connectors_through(stand):
    s = stand("TC_001_CS")
    s.world.values.keep("connectors_per_evse", "2,1")
    assert [c.connector_id for c in connectors.every(s.world)] == [0, 1, 2, 3]
    s = stand("TC_B_01_CS")
    s.world.values.keep("connectors_per_evse", "2,1")
    assert [(c.evse_id, c.connector_id) for c in connectors.every(s.world)] == [
        (1, 1),
        (1, 2),
        (2, 1),
    ]
    s.world.values.keep("connectors_per_evse", "two")
    with pytest.raises(ScenarioError, match="no list of numbers"):
        connectors.every(s.world)
