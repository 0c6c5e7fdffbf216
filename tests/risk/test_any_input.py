"""Nothing on a label or in a manifest makes a signal fail; each answers in words."""

from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import make_announcement, make_identity, make_item, make_line, make_party
from tests.risk.cases import DAY, pack
from tests.risk.test_judge import check_plain
from triage_app.flow.shown import plain
from triage_app.model.item import (
    Channel,
    Context,
    DataHistory,
    Hold,
    MailItem,
    PartyHistory,
    Peers,
    Referral,
    Sibling,
)
from triage_app.model.listing import ListEntry
from triage_app.risk.case import Fired, NotFired, open_case
from triage_app.risk.judge import judge
from triage_app.risk.lists import ScreeningLists
from triage_app.risk.rules import Rule
from triage_app.risk.sampling import RandomSlice
from triage_app.risk.signals.changing import would_change
from triage_app.risk.signals.registry import SIGNALS

LISTS = ScreeningLists((ListEntry("un", "1", "Abdul Rahman Zarqi", "Person"),), {"un": "7"})
NOBODY = RandomSlice("none", b"0" * 32, 0)
HUGE = 10**400
MARKS = "\u202e\u2066\u200b\u200f\ufeff\u0000\x1d\t\n"
ALPHABETS = (
    "abcXYZ019 .,-#@$!|/x×" + MARKS + "айфентнилsсо" + "压片机芬太尼路省" + "ابت" + "éß😀" + "가나"
)

texts = st.one_of(
    st.text(ALPHABETS, max_size=60),
    st.text(max_size=30),
    st.sampled_from(
        [
            "", " ", "PO Box", "30x20x10 cm", "9x9x" * 30, "UN1950 UN UN3", "7" * 400, "-" * 60,
            "{count} {0} {}", "%s %(x)d", "a1 " * 30, "f e n t a n y l", "p1ll pr3ss", "路" * 50,
            "1 m x 1 mm x 0", "\ud800", "CN 83xxxx", "=cmd|'/c calc'!A1", "DNL 6H", "SF",
        ]
    ),
)  # fmt: skip
titles = st.one_of(texts, st.sampled_from(["Dimensions", "size_mm", "Length", "width", "height"]))
figures = st.one_of(
    st.none(), st.integers(-10, 10**7), st.sampled_from([0, 1, -1, HUGE, -HUGE, 2**63, 10**15])
)
days = st.dates(date(1, 1, 1), date(9999, 12, 31))
times = st.datetimes(timezones=st.just(UTC))
parties = st.builds(
    make_party, name=texts, address_lines=st.lists(texts, max_size=4).map(tuple), city=texts,
    state=texts, post_code=texts, country=texts, phone=texts,
)  # fmt: skip
lines = st.builds(
    make_line, index=st.integers(0, 5), description=texts, quantity=figures, net_weight_g=figures,
    value_minor=figures, currency=st.sampled_from(["USD", "JPY", "?", ""]), hs=texts, origin=texts,
)  # fmt: skip
referrals = st.builds(
    Referral, code=texts, answer=texts, asked_at=st.one_of(st.none(), times),
    answered_at=st.one_of(st.none(), times),
)  # fmt: skip
announcements = st.builds(
    make_announcement, number=texts, posted_on=texts, origin=texts, nature=texts,
    destination=st.sampled_from(["US", "DE", "", "??"]), channel=st.sampled_from(list(Channel)),
    gross_weight_g=figures, value_minor=figures, currency=st.sampled_from(["USD", "EUR", "?"]),
    arrived_on=st.one_of(st.none(), days), announced_at=st.one_of(st.none(), times),
    sender=parties, recipient=parties, lines=st.lists(lines, max_size=4).map(tuple),
    documents=st.lists(texts, max_size=2).map(tuple),
    extra=st.lists(st.tuples(titles, texts), max_size=3).map(tuple),
    referrals=st.lists(referrals, max_size=3).map(tuple),
)  # fmt: skip
spreads = st.lists(st.integers(0, 10**12), min_size=5, max_size=5).map(sorted).map(tuple)
peers = st.builds(
    Peers, hs=texts, origin=texts, count=st.integers(0, 10**6),
    unit_value_minor=spreads, value_per_kg_minor=spreads,
)  # fmt: skip
siblings = st.builds(
    Sibling, announcement_id=texts, number=texts, recipient=parties, sender_name=texts,
    description=texts, value_minor=figures, currency=st.sampled_from(["USD", "?"]),
)  # fmt: skip
histories = st.builds(
    PartyHistory, today=st.integers(0, 10**9), last_30_days=st.integers(0, 10**9),
    recorded=st.integers(0, 10**9), seized=st.integers(0, 10**9),
)  # fmt: skip
contexts = st.builds(
    Context, siblings=st.lists(siblings, max_size=3).map(tuple), sender=histories,
    recipient=histories, recipient_names_at_address=st.integers(0, 10**9),
    senders_at_address=st.integers(0, 10**9),
    other_uses=st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
    previous=st.one_of(st.none(), announcements), peers=st.dictionaries(st.integers(0, 5), peers),
    data_history=st.builds(DataHistory, texts, st.integers(0, 10**9), st.integers(0, 10**9)),
)  # fmt: skip
items = st.builds(
    make_item, announcements, context=contexts, measured_weight_g=figures,
    identity=st.builds(make_identity, texts, valid=st.booleans(), country=texts),
    holds=st.lists(st.builds(Hold, texts, texts, texts, times, cleared_only=st.booleans()),
                   max_size=2).map(tuple),
)  # fmt: skip


@pytest.mark.parametrize("rule", pack().rules, ids=lambda rule: rule.id)
@settings(max_examples=25, deadline=timedelta(seconds=20))
@given(item=items)
def test_each_signal_answers_any_input_in_words(rule: Rule, item: MailItem) -> None:
    answer = SIGNALS[rule.signal].look(open_case(item, pack(), LISTS, DAY), rule)
    if isinstance(answer, NotFired):
        assert str(answer.why)
        return
    for fired in answer if isinstance(answer, tuple) else (answer,):
        assert isinstance(fired, Fired)
        assert str(fired.text) if fired.text else rule.text.format(**fired.values)
        assert fired.text or str(would_change(rule, fired))
        check_plain(plain(fired.evidence))


@settings(max_examples=60, deadline=timedelta(seconds=20))
@given(item=items)
def test_any_input_is_judged_and_its_sum_adds_up(item: MailItem) -> None:
    assessment = judge(item, pack(), LISTS, NOBODY, DAY)
    points = sum(flag.points_micro for flag in assessment.flags)
    assert assessment.score_micro == min(1_000_000, points)
    for one in assessment.without:
        assert one.verdict is not assessment.verdict
    assert plain(assessment)


@pytest.mark.parametrize("figure", [HUGE, -HUGE, 10**30, 0])
def test_figures_of_four_hundred_digits_are_judged(figure: int) -> None:
    line = make_line(quantity=figure, net_weight_g=figure, value_minor=figure)
    announced = make_announcement(lines=(line,), value_minor=figure, gross_weight_g=figure)
    spread = (100, 200, 300, 400, 500)
    item = make_item(
        announced,
        measured_weight_g=-figure,
        context=Context(peers={1: Peers("3406", "CN", 400, spread, spread)}),
    )
    assert judge(item, pack(), LISTS, NOBODY, DAY).as_of == DAY


def test_a_weight_of_four_hundred_digits_in_a_carton_is_judged() -> None:
    sized = make_announcement(extra=(("Dimensions", "30x20x10 cm"),), gross_weight_g=HUGE)
    rules = {flag.rule for flag in judge(make_item(sized), pack(), LISTS, NOBODY, DAY).flags}
    assert "size-implausible" in rules


def test_two_hundred_and_more_lines_are_judged_as_far_as_said() -> None:
    many = tuple(make_line(index=n, description=f"thing {n}") for n in range(400))
    late = replace(many[-1], description="fentanyl")
    item = make_item(make_announcement(lines=(*many[:-1], late)))
    rules = {flag.rule for flag in judge(item, pack(), LISTS, NOBODY, DAY).flags}
    assert "hidden-text" in rules  # which says how many lines there are
    assert "drug-words" not in rules
