"""By when something must follow an act, as its outcome's field says."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from triage_app.assets import asset
from triage_app.flow.clock import SystemClock
from triage_app.flow.deadlines import load_deadlines
from triage_app.flow.due import DueDays
from triage_app.flow.outcomes import load_outcomes
from triage_app.model.act import ActKind, ActLine
from triage_app.model.work import ItemAct, WorkedAct

LATE = datetime(2026, 3, 3, 3, 30, tzinfo=UTC)
"""Still the second of March in New York."""
CODES = load_outcomes(asset("outcomes.toml").read_text("utf-8"))
CLOCK = SystemClock("America/New_York", lambda: LATE)
DUE = DueDays(CODES, CLOCK)


def act(outcome: str) -> ItemAct:
    return ItemAct(1, "a1", ActKind.OUTCOME, "RR473124829US", "", outcome, "", LATE)


def worked(outcome: str, fields: Any) -> WorkedAct:
    body = {"outcome": {"code": outcome, "fields": fields}}
    line = ActLine("a1", 1, ActKind.OUTCOME, LATE, "li.w", "s10", "X", outcome, body=body)
    return DUE.worked(act(outcome), line)


def test_a_query_is_due_on_its_date() -> None:
    assert worked("HLD-DOC", {"due": "2026-03-20"}).due_on == date(2026, 3, 20)


def test_a_detention_is_due_so_many_days_after_the_facility_s_day() -> None:
    assert worked("DET", {"expected_days": 5}).due_on == date(2026, 3, 7)


def test_a_controlled_delivery_is_due_and_hidden() -> None:
    said = worked("CD", {"until": "2026-03-09"})

    assert (said.due_on, said.hidden) == (date(2026, 3, 9), True)


def test_what_was_not_found_is_absent() -> None:
    assert DUE.worked(act("NTF")).absent
    assert not DUE.worked(act("REL")).absent


def test_only_acts_that_may_tell_a_day_are_read_whole() -> None:
    assert [code for code in ("REL", "HLD-DOC", "DET", "CD", "", "OLD") if DUE.asks(act(code))] == [
        "HLD-DOC",
        "DET",
        "CD",
    ]


@pytest.mark.parametrize(
    "fields",
    [None, [], {}, {"due": "soon"}, {"due": None}],
)
def test_a_day_that_cannot_be_read_is_none(fields: object) -> None:
    assert worked("HLD-DOC", fields).due_on is None


@pytest.mark.parametrize("days", ["5", -1, 10**9, None])
def test_days_nobody_can_mean_are_none(days: object) -> None:
    assert worked("DET", {"expected_days": days}).due_on is None


def test_a_day_says_what_it_is_for() -> None:
    assert worked("HLD-DOC", {"due": "2026-03-20"}).due_for == "Answer due"
    assert worked("HLD-DOC", {}).due_for == ""


def test_a_notice_that_was_sent_waives_its_deadline() -> None:
    table = load_deadlines(asset("deadlines.toml").read_text("utf-8"), CODES)
    due = DueDays(CODES, CLOCK, table.rows)

    def said(outcome: str, **fields: Any) -> WorkedAct:
        body = {"outcome": {"code": outcome, "fields": fields}}
        line = ActLine("a1", 1, ActKind.OUTCOME, LATE, "li.w", "s10", "X", outcome, body=body)
        return due.worked(act(outcome), line)

    assert due.asks(act("DET-PGA"))
    assert said("DET-PGA", notice="2026-03-03").waived == ("notice",)
    assert said("DET-PGA").waived == said("REL").waived == ()
    assert said("DET", notice="2026-03-03", expected_days=5).due_on == date(2026, 3, 7)


def test_an_act_without_outcome_or_of_an_older_table_says_nothing() -> None:
    line = ActLine("a1", 1, ActKind.OUTCOME, LATE, "li.w", "s10", "X", "DET", body={})

    assert DUE.worked(act("OLD")) == WorkedAct(act("OLD"))
    assert DUE.worked(act("DET"), line) == WorkedAct(act("DET"))
