"""Each rule of reports.messages, with a neighbour on which it must not fire."""

from __future__ import annotations

import pytest

from harness import cases
from ocppj.trace import Direction
from reports import audit
from reports.load import load
from reports.traffic import exchanges

# Cases of the catalogue whose main part is known: asserted below, so that a change shows here.
GET_VARIABLES = "TC_B_06_CSMS"  # the CSMS sends GetVariables
BOOT = "TC_B_01_CSMS"  # the CSMS receives BootNotification
DATA_16 = "TC_064_CSMS"  # the CSMS receives DataTransfer
PNC = "org.openchargealliance.iso15118pnc"


def row(folder, action, version="2.0.1", role="csms", **run):
    built = audit.build(load(folder.run(**run)))
    found = [
        entry
        for entry in built["messages"]
        if (entry["version"], entry["role"], entry["action"]) == (version, role, action)
    ]
    assert len(found) == 1
    return found[0]


def test_the_cases_used_here_are_about_these_messages():
    assert "GetVariables" in cases.find(GET_VARIABLES).messages
    assert "BootNotification" in cases.find(BOOT).messages
    assert "DataTransfer" in cases.find(DATA_16).messages


class TestReceived:
    """The harness calls, the system under test answers."""

    def test_implemented_when_a_passed_case_shows_the_effect(self, folder, story):
        told = story("2.0.1").from_sut("Heartbeat").to_sut("BootNotification")
        folder.case(BOOT, told.observe("BootNotification", "the station is known"))
        found = row(folder, "BootNotification")
        assert found["status"] == "implemented"
        assert found["reason"] == f"{BOOT}: the station is known"
        assert (found["sent"], found["received"], found["cases"]) == (0, 1, [BOOT])

    def test_partial_without_evidence(self, folder, story):
        folder.case(BOOT, story("2.0.1").to_sut("BootNotification"))
        found = row(folder, "BootNotification")
        assert found["status"] == "partial"
        assert "effect" in found["reason"]

    def test_evidence_of_another_message_proves_nothing(self, folder, story):
        told = story("2.0.1").to_sut("BootNotification").observe("Heartbeat", "the time")
        folder.case(BOOT, told)
        assert row(folder, "BootNotification")["status"] == "partial"

    def test_evidence_without_the_message_on_the_wire_proves_nothing(self, folder, story):
        folder.case(BOOT, story("2.0.1").observe("BootNotification", "told by a table"))
        assert row(folder, "BootNotification")["status"] == "untested"

    @pytest.mark.parametrize("verdict", ["failed", "partial", "inconclusive"])
    def test_evidence_of_a_case_that_did_not_pass_proves_nothing(self, folder, story, verdict):
        told = story("2.0.1").to_sut("BootNotification").observe("BootNotification", "known")
        folder.case(BOOT, told, verdict)
        found = row(folder, "BootNotification")
        assert found["status"] == "partial"
        assert "passed" in found["reason"]

    def test_evidence_of_a_case_about_something_else_proves_nothing(self, folder, story):
        told = story("2.0.1").to_sut("BootNotification").observe("BootNotification", "known")
        folder.case(GET_VARIABLES, told)
        found = row(folder, "BootNotification")
        assert found["status"] == "partial"
        assert "main part" in found["reason"]
        assert found["cases"] == []

    def test_a_failed_check_in_any_case_makes_it_partial(self, folder, story, check):
        told = story("2.0.1").to_sut("BootNotification").observe("BootNotification", "known")
        folder.case(BOOT, told)
        broken = check("BootNotification", held=False, requirement="B01.FR.02", seq=1)
        folder.case(
            "TC_B_02_CSMS", story("2.0.1").to_sut("BootNotification"), "failed", checks=(broken,)
        )
        found = row(folder, "BootNotification")
        assert found["status"] == "partial"
        assert "B01.FR.02" in found["reason"]
        assert "TC_B_02_CSMS" in found["reason"]

    def test_a_failed_check_on_another_message_changes_nothing(self, folder, story, check):
        told = story("2.0.1").to_sut("BootNotification").observe("BootNotification", "known")
        folder.case(BOOT, told)
        folder.case("TC_B_02_CSMS", told, "failed", checks=(check("Heartbeat", held=False),))
        assert row(folder, "BootNotification")["status"] == "implemented"

    @pytest.mark.parametrize("code", ["NotImplemented", "NotSupported"])
    def test_missing_when_every_answer_refuses_it(self, folder, story, check, code):
        told = story("2.0.1").to_sut("BootNotification", error=code)
        folder.case(BOOT, told, "failed", checks=(check("BootNotification", held=False),))
        found = row(folder, "BootNotification")
        assert found["status"] == "missing"
        assert found["reason"] == f"{BOOT}: answered {code}"

    def test_one_response_among_refusals_is_no_missing_message(self, folder, story):
        told = story("2.0.1").to_sut("BootNotification", error="NotSupported")
        folder.case(BOOT, told.to_sut("BootNotification"))
        assert row(folder, "BootNotification")["status"] == "partial"

    def test_another_error_refuses_the_payload_not_the_message(self, folder, story):
        folder.case(BOOT, story("2.0.1").to_sut("BootNotification", error="FormatViolation"))
        assert row(folder, "BootNotification")["status"] == "partial"

    def test_an_error_answer_is_no_proof_even_with_evidence(self, folder, story):
        told = story("2.0.1").to_sut("BootNotification", error="InternalError")
        folder.case(BOOT, told.observe("BootNotification", "known"))
        assert row(folder, "BootNotification")["status"] == "partial"

    def test_missing_when_an_awaited_answer_never_came(self, folder, story, check):
        told = story("2.0.1").to_sut("BootNotification", answered=False)
        folder.case(BOOT, told, "failed", checks=(check("BootNotification", held=False),))
        found = row(folder, "BootNotification")
        assert (found["status"], found["reason"]) == ("missing", f"{BOOT}: never answered")

    def test_an_answer_that_nobody_awaited_accuses_nobody(self, folder, story):
        folder.case(BOOT, story("2.0.1").to_sut("BootNotification", answered=False), "inconclusive")
        assert row(folder, "BootNotification")["status"] == "untested"

    def test_a_failed_check_without_any_call_asked_nothing(self, folder, story, check):
        folder.case(BOOT, story("2.0.1"), "failed", checks=(check("BootNotification", held=False),))
        assert row(folder, "BootNotification")["status"] == "untested"

    def test_of_two_answers_the_first_counts(self, folder, story):
        told = story("2.0.1").to_sut("BootNotification", error="NotSupported")
        told.text(Direction.IN, '[3,"id-1",{}]')
        folder.case(BOOT, told)
        assert row(folder, "BootNotification")["status"] == "missing"

    def test_a_call_of_the_wrong_end_is_not_received(self, folder, story):
        folder.case(BOOT, story("2.0.1").from_sut("BootNotification"))
        found = row(folder, "BootNotification")
        assert (found["sent"], found["received"]) == (1, 0)
        assert found["status"] == "untested"


class TestSent:
    """The system under test calls, the harness answers."""

    def test_implemented_when_a_passed_case_shows_the_effect(self, folder, story):
        told = story("2.0.1").from_sut("GetVariables").observe("GetVariables", "shown as 600")
        folder.case(GET_VARIABLES, told)
        found = row(folder, "GetVariables")
        assert found["status"] == "implemented"
        assert (found["sent"], found["received"]) == (1, 0)

    def test_partial_without_evidence(self, folder, story):
        folder.case(GET_VARIABLES, story("2.0.1").from_sut("GetVariables"))
        assert row(folder, "GetVariables")["status"] == "partial"

    def test_an_error_of_the_harness_is_not_held_against_it(self, folder, story):
        told = story("2.0.1").from_sut("GetVariables", error="NotImplemented")
        folder.case(GET_VARIABLES, told.observe("GetVariables", "the error is shown"))
        assert row(folder, "GetVariables")["status"] == "implemented"

    def test_missing_when_awaited_and_never_sent(self, folder, story, check):
        broken = check("GetVariables", held=False, actual="nothing within 60 s")
        folder.case(GET_VARIABLES, story("2.0.1"), "failed", checks=(broken,))
        found = row(folder, "GetVariables")
        assert (found["status"], found["reason"]) == ("missing", f"{GET_VARIABLES}: never sent")

    def test_partial_when_it_came_in_another_case(self, folder, story, check):
        broken = check("GetVariables", held=False)
        folder.case(GET_VARIABLES, story("2.0.1"), "failed", checks=(broken,))
        folder.case("TC_B_07_CSMS", story("2.0.1").from_sut("GetVariables"))
        assert row(folder, "GetVariables")["status"] == "partial"

    def test_untested_when_the_case_failed_before_it_was_due(self, folder, story, check):
        broken = check("BootNotification", held=False)
        told = story("2.0.1").to_sut("BootNotification")
        folder.case(GET_VARIABLES, told, "failed", checks=(broken,))
        found = row(folder, "GetVariables")
        assert found["status"] == "untested"
        assert "1 failed" in found["reason"]

    @pytest.mark.parametrize("verdict", ["inconclusive", "not_applicable"])
    def test_untested_when_nothing_asked(self, folder, verdict):
        folder.case(GET_VARIABLES, None, verdict)
        found = row(folder, "GetVariables")
        assert found["status"] == "untested"
        assert verdict.replace("_", " ") in found["reason"]
        assert found["cases"] == ([GET_VARIABLES] if verdict == "inconclusive" else [])


class TestBothWays:
    """DataTransfer has two ways."""

    def test_implemented_by_the_way_that_was_asked(self, folder, story):
        told = story("1.6").to_sut("DataTransfer").observe("DataTransfer", "the data is stored")
        folder.case(DATA_16, told)
        assert row(folder, "DataTransfer", "1.6")["status"] == "implemented"

    def test_partial_when_one_way_is_missing(self, folder, story):
        told = story("1.6").from_sut("DataTransfer").to_sut("DataTransfer", error="NotSupported")
        folder.case(DATA_16, told.observe("DataTransfer", "the data is stored"))
        found = row(folder, "DataTransfer", "1.6")
        assert found["status"] == "partial"
        assert "NotSupported" in found["reason"]

    def test_a_failed_check_on_one_way_leaves_the_other_unasked(self, folder, story, check):
        told = story("1.6").to_sut("DataTransfer", answer={"status": "Rejected"})
        broken = check("DataTransfer", held=False, seq=2)
        folder.case(DATA_16, told, "failed", checks=(broken,))
        found = row(folder, "DataTransfer", "1.6")
        assert found["status"] == "partial"
        assert "never sent" not in found["reason"]

    def test_missing_when_every_asked_way_is(self, folder, story, check):
        told = story("1.6").to_sut("DataTransfer", error="NotImplemented")
        broken = check("DataTransfer", held=False, seq=2)
        folder.case(DATA_16, told, "failed", checks=(broken,))
        assert row(folder, "DataTransfer", "1.6")["status"] == "missing"


class TestTunnelled:
    """ISO 15118 messages inside DataTransfer (1.6)."""

    CALL = {"vendorId": PNC, "messageId": "Authorize", "data": "{}"}  # noqa: RUF012

    def test_it_has_its_own_row_outside_the_39(self, folder, story):
        told = story("1.6").to_sut("DataTransfer", self.CALL, answer={"status": "Accepted"})
        folder.case(DATA_16, told.observe("DataTransfer/Authorize", "the contract is accepted"))
        found = row(folder, "DataTransfer/Authorize", "1.6")
        assert (found["block"], found["sender"]) == ("ISO15118", "station")
        assert (found["status"], found["received"]) == ("implemented", 1)
        # The CALL on the wire was a DataTransfer all the same.
        assert row(folder, "DataTransfer", "1.6")["received"] == 1
        assert row(folder, "Authorize", "1.6")["received"] == 0

    @pytest.mark.parametrize("status", ["UnknownVendorId", "UnknownMessageId"])
    def test_missing_when_it_is_called_unknown(self, folder, story, status):
        told = story("1.6").to_sut("DataTransfer", self.CALL, answer={"status": status})
        folder.case(DATA_16, told)
        found = row(folder, "DataTransfer/Authorize", "1.6")
        assert (found["status"], found["reason"]) == ("missing", f"{DATA_16}: answered {status}")
        # An unknown vendor is a proper answer to a DataTransfer.
        assert row(folder, "DataTransfer", "1.6")["status"] == "partial"

    def test_missing_when_its_carrier_is_refused(self, folder, story):
        folder.case(DATA_16, story("1.6").to_sut("DataTransfer", self.CALL, error="NotSupported"))
        assert row(folder, "DataTransfer/Authorize", "1.6")["status"] == "missing"

    def test_rejected_is_an_answer(self, folder, story):
        told = story("1.6").to_sut("DataTransfer", self.CALL, answer={"status": "Rejected"})
        folder.case(DATA_16, told)
        assert row(folder, "DataTransfer/Authorize", "1.6")["status"] == "partial"

    def test_a_failed_check_on_its_record_is_one_on_it(self, folder, story, check):
        told = story("1.6").to_sut("DataTransfer", self.CALL, answer={"status": "Accepted"})
        told.observe("DataTransfer/Authorize", "accepted")
        broken = check("DataTransfer", held=False, seq=2)
        folder.case(DATA_16, told)
        folder.case("TC_062_CSMS", told, "failed", checks=(broken,))
        assert row(folder, "DataTransfer/Authorize", "1.6")["status"] == "partial"

    def test_a_failed_check_on_another_record_is_none_on_it(self, folder, story, check):
        told = story("1.6").to_sut("DataTransfer", self.CALL, answer={"status": "Accepted"})
        told.observe("DataTransfer/Authorize", "accepted").to_sut("DataTransfer", {"vendorId": "x"})
        folder.case(DATA_16, told)
        broken = check("DataTransfer", held=False, seq=5)
        folder.case("TC_062_CSMS", told, "failed", checks=(broken,))
        assert row(folder, "DataTransfer/Authorize", "1.6")["status"] == "implemented"
        assert row(folder, "DataTransfer", "1.6")["status"] == "partial"

    @pytest.mark.parametrize(
        "payload",
        [
            {"vendorId": "iso15118", "messageId": "Authorize"},
            {"vendorId": PNC},
            {"vendorId": PNC, "messageId": "Nonsense"},
            {"vendorId": PNC, "messageId": ["Authorize"]},
        ],
    )
    def test_other_transfers_carry_none(self, story, payload):
        told = story("1.6").to_sut("DataTransfer", payload)
        made = exchanges(told.records.records, "1.6")
        assert [exchange.action for exchange in made] == ["DataTransfer"]

    def test_2_0_1_tunnels_nothing(self, story):
        told = story("2.0.1").to_sut("DataTransfer", self.CALL)
        made = exchanges(told.records.records, "2.0.1")
        assert [exchange.action for exchange in made] == ["DataTransfer"]

    def test_the_blocks_count_them_apart(self, folder):
        built = audit.build(load(folder.run()))
        totals: dict[str, int] = {}
        for block in built["blocks"]:
            if (block["version"], block["role"]) == ("1.6", "csms"):
                totals[block["block"]] = block["messages_total"]
        assert totals.pop("ISO15118") == 9
        assert sum(totals.values()) == 39


def test_a_side_outside_the_run_has_its_rows_untested(folder, story):
    folder.case(BOOT, story("2.0.1").to_sut("BootNotification"))
    found = row(folder, "BootNotification", role="station")
    assert (found["status"], found["reason"]) == ("untested", "not part of the run")


def test_every_message_has_a_row_for_both_roles(folder):
    built = audit.build(load(folder.run()))
    sides = [(entry["version"], entry["role"]) for entry in built["messages"]]
    assert {side: sides.count(side) for side in set(sides)} == {
        ("1.6", "csms"): 48,
        ("1.6", "station"): 48,
        ("2.0.1", "csms"): 64,
        ("2.0.1", "station"): 64,
    }


def test_a_repeated_message_id_pairs_with_the_latest_call(folder, story):
    told = story("2.0.1").to_sut("BootNotification", answered=False)
    told.calls -= 1
    told.to_sut("BootNotification", error="NotSupported")
    folder.case(BOOT, told)
    found = row(folder, "BootNotification")
    assert (found["status"], found["received"]) == ("missing", 2)
