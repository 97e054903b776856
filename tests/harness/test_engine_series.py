"""Requests at an interval, reports in parts, and what came meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest

from harness import expectations, report_parts
from harness import series as intervals
from harness.outcome import CaseFailed
from harness.tables import parse_expectations
from ocppj.clock import format_datetime


def rows(*lines):
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    head = ["field", "check", "value", "requirement"]
    return parse_expectations([head, *([*line, "", ""][:4] for line in cells)])


def failure(stand, work):
    with pytest.raises(CaseFailed) as caught:
        stand.run(work)
    return caught.value.check


def test_of_several_forms_one_that_is_about_something_else_is_not_blamed(stand):
    s = stand()
    other = s.sends("NotifyEvent", a=1)
    about = rows("a | is | 1", "b | is | 2", "c | is | 3")
    forms = [("StatusNotification", rows("a | is | 1")), ("NotifyEvent", about)]
    check = failure(s, expectations.expect_one_of(s.world, forms))
    assert (check.action, check.seq) == ("StatusNotification", None)
    assert failure(s, expectations.expect_one_of(s.world, forms[1:])).seq == other.seq
    nearly = s.sends("NotifyEvent", a=1, b=2)
    check = failure(s, expectations.expect_one_of(s.world, forms))
    assert (check.action, check.subject, check.seq) == ("NotifyEvent", "c", nearly.seq)


def test_one_request_may_say_two_things_meanwhile(stand):
    s = stand()
    s.sends("NotifyEvent", ids=[{"n": 0}])
    s.world.before_act = s.world.last_claim = 1
    both = s.sends("NotifyEvent", ids=[{"n": 1}, {"n": 2}])
    s.sends("Heartbeat")
    s.run(s.world.expect_call("Heartbeat"))

    def said(number):
        wanted = rows(f"ids[any].n | is | {number} | X")
        return expectations.expect_meanwhile(s.world, "NotifyEvent", wanted)

    assert [s.run(said(number)).seq for number in (1, 2)] == [both.seq] * 2
    assert s.world.last_claim == 3
    check = failure(s, said(3))
    assert (check.actual, check.requirement, check.seq) == ("1", "X", both.seq)


def test_the_present_time_is_that_of_the_arrival(stand):
    s = stand()
    s.sends("NotifyEvent", generatedAt=format_datetime(s.clock.now()))
    s.run(s.world.idle(30.0))
    near = rows("generatedAt | is near | $now")
    s.run(s.world.expect_call("NotifyEvent", near))
    s.sends("NotifyEvent", generatedAt=format_datetime(s.clock.now() - timedelta(seconds=30)))
    assert failure(s, s.world.expect_call("NotifyEvent", near)).subject == "generatedAt"


# reports in parts


def part(s, number, tbc, *ids):
    more = {"tbc": True} if tbc else {}
    return s.sends("NotifyReport", requestId=5, seqNo=number, ids=[{"n": n} for n in ids], **more)


def expect_report(s, *lines):
    return report_parts.expect_parts(s.world, "NotifyReport", rows(*lines), "B07.FR.10")


def test_a_report_is_looked_through_as_a_whole(stand):
    s = stand()
    part(s, 0, True, 1, 2)
    second = part(s, 1, True, 3, 4)
    part(s, 2, False, 5)
    found = s.run(expect_report(s, "requestId | is | 5", "ids[any].n | is | 4 | X"))
    assert len(found) == 3
    assert (s.world.last_payload, s.world.last_seq) == (second.frame.payload, second.seq)


def test_what_no_part_of_a_report_has_is_missed(stand):
    s = stand()
    part(s, 0, True, 1)
    part(s, 1, False, 2)
    check = failure(s, expect_report(s, "ids[any].n | is | 4 | X"))
    assert (check.expected, check.requirement) == ("4", "X")


def test_each_part_of_a_report_fits_and_is_numbered(stand):
    s = stand()
    part(s, 0, True, 1)
    wrong = part(s, 1, False, 2)
    assert failure(s, expect_report(s, "ids[*].n | is | 1")).seq == wrong.seq
    s = stand()
    part(s, 0, True, 1)
    part(s, 2, False, 2)
    check = failure(s, expect_report(s, "requestId | is | 5"))
    assert (check.subject, check.actual, check.requirement) == ("seqNo", "2", "B07.FR.10")


def series(s, *moments, **payload):
    for moment in moments:
        s.later(moment, "Heartbeat", **payload)

    async def work():
        since = s.clock.time()
        found = await intervals.expect_series(s.world, "Heartbeat", len(moments), ())
        intervals.check_spacing(s.world, found, 10.0, None, "B01.FR.04", since=since)

    return work()


def test_an_interval_is_kept_or_not(stand):
    s = stand()
    s.run(series(s, 1, 11, 21.4))
    assert [c.held for c in s.world.checks] == [True, True, True]
    s = stand()
    check = failure(s, series(s, 1, 11, 22))
    assert (check.requirement, check.actual) == ("B01.FR.04", "11.000 s")


def test_an_interval_of_timestamps(stand):
    s = stand()
    for second in (0, 10, 21):
        s.sends("NotifyEvent", generatedAt=f"2026-01-01T00:00:{second:02}Z")

    async def work():
        found = await intervals.expect_series(s.world, "NotifyEvent", 3, ())
        intervals.check_spacing(s.world, found, 10.0, "generatedAt", None, since=0.0)

    check = failure(s, work())
    assert (check.subject, check.actual) == ("time between two generatedAt", "11.000 s")


def test_an_interval_of_the_elements_that_fit(stand):
    s = stand()
    begin = s.clock.now()
    moments = [format_datetime(begin + timedelta(seconds=n)) for n in (10, 20)]
    other = {"id": 1, "timestamp": moments[0]}
    for moment in moments:
        s.sends("NotifyEvent", eventData=[other, {"id": 7, "timestamp": moment}])
    field = "eventData[any].timestamp"

    async def work(since):
        wanted = rows("eventData[any].id | is | 7")
        found = await intervals.expect_series(s.world, "NotifyEvent", 2, wanted, field)
        intervals.check_spacing(s.world, found, 10.0, field, None, since=since)

    s.run(work(begin.timestamp()))
    assert [check.subject for check in s.world.checks[-2:]] == [
        "time between two eventData[any].timestamp",
        "time to the first of the eventData[any].timestamp",
    ]


def test_the_first_of_a_series_comes_within_the_interval(stand):
    s = stand()
    check = failure(s, series(s, 11, 21))
    assert (check.subject, check.actual) == ("time to the first of the requests", "11.000 s")
    s = stand()
    s.run(series(s, 3, 13))


def test_a_series_passes_none_over(stand):
    s = stand()
    s.sends("NotifyEvent", a=1)
    s.sends("NotifyEvent", a=2)
    fits = rows("a | is | 1")
    assert failure(s, intervals.expect_series(s.world, "NotifyEvent", 2, fits)).actual == "2"


def test_a_request_that_must_not_come_came_since_the_act(stand):
    s = stand()
    s.sends("Heartbeat")
    s.world.before_act = s.world.last_claim = 1
    early = s.sends("NotifyEvent")
    s.sends("StatusNotification")
    s.run(s.world.expect_call("StatusNotification"))
    s.run(expectations.expect_none(s.world, "Heartbeat", 5))
    assert failure(s, expectations.expect_none(s.world, "NotifyEvent", 5)).seq == early.seq
