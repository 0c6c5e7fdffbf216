"""Advance data: missing, late, edited, questions left open, text that hides something."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.builders import make_announcement, make_item, make_line, make_party
from tests.risk.cases import fired, goods, said, why_not
from triage_app.model.item import Announcement, ArrivalBasis, Context, Referral


def test_an_item_on_no_manifest_is_flagged_with_near_numbers() -> None:
    item = replace(make_item(), announcement=None, near=("RR473124831US",))
    assert fired("not-announced", item).evidence["near"] == ["RR473124831US"]
    assert why_not("not-announced", make_item()) == "the item is announced"


@pytest.mark.parametrize(
    ("announced", "missing"),
    [
        (make_announcement(recipient=make_party(name="")), "recipient name"),
        (make_announcement(recipient=make_party(address_lines=())), "recipient address"),
        (make_announcement(sender=make_party(name="")), "sender name"),
        (goods(""), "description"),
        (goods("candles", value_minor=None), "value"),
        (make_announcement(lines=()), "content"),
    ],
)
def test_each_missing_field_is_named(announced: Announcement, missing: str) -> None:
    answer = fired("missing-data", announced)
    assert missing in answer.evidence["missing"]  # type: ignore[operator]
    assert missing in said("missing-data", answer)


def test_a_free_item_has_a_value_and_a_complete_one_lacks_nothing() -> None:
    assert "filled" in why_not("missing-data", goods("candles", value_minor=0))
    assert "filled" in why_not("missing-data", make_announcement())


def test_the_gross_weight_may_come_from_the_lines() -> None:
    assert why_not("missing-data", make_announcement(gross_weight_g=None))
    no_weight = replace(goods("candles", net_weight_g=None), gross_weight_g=None)
    assert fired("missing-data", no_weight).values["missing"] == "gross weight"


def test_a_value_without_lines_is_the_items_own() -> None:
    answer = fired("missing-data", make_announcement(lines=(), value_minor=None))
    assert "value" in str(answer.values["missing"])
    assert "value" not in str(fired("missing-data", make_announcement(lines=())).values["missing"])


@pytest.mark.parametrize(("day", "late"), [(3, False), (4, True)])
def test_data_that_came_after_the_item_are_late(day: int, *, late: bool) -> None:
    announced = make_announcement(
        announced_at=datetime(2026, 3, day, 13, tzinfo=UTC)
        if late
        else datetime(2026, 3, day, 11, tzinfo=UTC),
        arrived_basis=ArrivalBasis.EVENT,
    )
    if late:
        assert "2026-03-04" in said("late-data", fired("late-data", announced))
    else:
        assert "before it arrived" in why_not("late-data", announced)


def test_lateness_needs_both_times() -> None:
    assert "does not say when" in why_not("late-data", make_announcement(announced_at=None))
    guessed = make_announcement(arrived_basis=ArrivalBasis.TODAY)
    assert "day of arrival" in why_not("late-data", guessed)


def test_a_changed_announcement_says_what_changed() -> None:
    before = make_announcement(lines=(make_line(value_minor=90_000),), version=1)
    item = make_item(make_announcement(version=2), context=Context(previous=before))
    answer = fired("edited-data", item)
    assert said("edited-data", answer) == "The announcement was changed: value"
    assert answer.evidence["changed"] == {"value": {"before": [4800, 90_000], "now": [4800, 4800]}}


def test_a_new_version_with_the_same_content_is_no_edit() -> None:
    item = make_item(context=Context(previous=make_announcement(version=1, bag="B7")))
    assert "said the same" in why_not("edited-data", item)
    assert "never changed" in why_not("edited-data", make_item())


@pytest.mark.parametrize("referral", ["RFI 7H", "RFS", "DNL 6H"])
def test_a_referral_nobody_answered_is_open(referral: str) -> None:
    assert referral in said(
        "referral-open", fired("referral-open", make_announcement(referrals=(Referral(referral),)))
    )


def test_an_answered_referral_is_closed() -> None:
    assert "was answered" in why_not(
        "referral-open", make_announcement(referrals=(Referral("RFI", answer="SF"),))
    )
    assert "nobody asked" in why_not("referral-open", make_announcement())


@pytest.mark.parametrize("referral", ["DNL 6H", "dnl", "6J", "Q01"])
def test_a_do_not_load_that_is_here_is_a_rule_of_its_own(referral: str) -> None:
    assert fired("do-not-load", make_announcement(referrals=(Referral(referral),)))
    assert "another kind" in why_not(
        "do-not-load", make_announcement(referrals=(Referral("RFI 7H"),))
    )


def test_hidden_characters_and_overlong_texts_are_counted() -> None:
    answer = fired("hidden-text", goods("can\u200bdles\u202e"))
    assert answer.evidence["hidden_characters"] == 2
    assert fired("hidden-text", goods("candle " * 400)).evidence["longest_text"] == 2800
    assert fired("hidden-text", make_announcement(lines=tuple([make_line()] * 300)))
    assert "no hidden" in why_not("hidden-text", goods("свечи 蜡烛 bougies parfumées"))


ASKED = datetime(2026, 2, 21, 8, tzinfo=UTC)
LATER = datetime(2026, 2, 22, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("code", "answer"),
    [("RFI 7H", "7I"), ("RFS", "8I"), ("Q03", "N03"), ("DNL 6J", "6I"), ("RFI", "SF")],
)
def test_an_answer_that_came_alone_clears_what_it_is_for(code: str, answer: str) -> None:
    told = (Referral(code, asked_at=ASKED), Referral(answer=answer, answered_at=LATER))

    assert "answered" in why_not("referral-open", make_announcement(referrals=told))


@pytest.mark.parametrize(
    "alone",
    [Referral(answer="8I"), Referral(answer="7I", answered_at=ASKED), Referral(answer="thanks")],
)
def test_an_answer_for_another_or_from_before_clears_nothing(alone: Referral) -> None:
    told = (Referral("RFI 7H", "CBP", LATER, "what is in it"), alone)

    found = fired("referral-open", make_announcement(referrals=told))
    assert found.evidence["told"][0] == {
        "code": "RFI 7H",
        "asked by": "CBP",
        "asked at": LATER.isoformat(),
        "asked": "what is in it",
    }


def test_an_answer_that_says_do_not_load_is_one() -> None:
    told = (Referral("RFI 7H", answer="6H"), Referral("DNL"), Referral("DNL 6H", answer="6H"))

    item = make_announcement(referrals=told)
    assert "DNL, 6H" in said("do-not-load", fired("do-not-load", item))


def test_answers_without_a_question_ask_for_nothing() -> None:
    told = (Referral(answer="SF"),)

    assert "answered" in why_not("referral-open", make_announcement(referrals=told))


def test_a_line_without_quantity_currency_code_or_origin_is_incomplete() -> None:
    line = make_line(quantity=None, currency="", hs="", origin="")
    answer = fired("incomplete-lines", make_announcement(lines=(make_line(), line)))
    assert answer.evidence["missing"] == ["quantity", "currency", "HS code", "origin"]
    assert "every field" in why_not("incomplete-lines", make_announcement())
