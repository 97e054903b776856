"""Who is to blame: the three kinds of exceptions, and the log of our own bugs."""

from __future__ import annotations

from ocppj.problems import BugLog, CallEnd, CallFailed, CallRefused, ErrorCode, PeerViolation


def test_a_violation_names_its_rule():
    violation = PeerViolation("seqNo went back", rule="E01.FR.07")
    assert str(violation) == "seqNo went back [E01.FR.07]"
    assert violation.rule == "E01.FR.07"


def test_a_refusal_keeps_its_own_details():
    details = {"why": "so"}
    refused = CallRefused(ErrorCode.SECURITY_ERROR, "not accepted yet", details)
    details.clear()
    assert (refused.code, refused.description) == (ErrorCode.SECURITY_ERROR, "not accepted yet")
    assert refused.details == {"why": "so"}
    assert str(refused) == "SecurityError: not accepted yet"
    assert CallRefused(ErrorCode.NOT_SUPPORTED).details == {}


def test_a_failure_says_which_way_the_call_ended():
    plain = CallFailed("Reset", CallEnd.CLOSED)
    assert str(plain) == "Reset: the connection was lost before the answer"
    detailed = CallFailed("Reset", CallEnd.TIMEOUT, "30 s")
    assert str(detailed) == "Reset: no answer within the deadline (30 s)"
    assert (detailed.action, detailed.reason) == ("Reset", CallEnd.TIMEOUT)


def test_bugs_are_kept_in_order():
    log = BugLog()
    bugs = [ValueError("first"), KeyError("second")]
    for bug in bugs:
        log.add(bug)
    assert log.bugs == bugs
    assert BugLog().bugs == []
