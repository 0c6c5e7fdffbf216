"""The verdict is a sum one can read; nothing on a label makes judging fail."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import NOON, make_announcement, make_identity, make_item, make_line, make_party
from tests.risk.cases import DAY, NO_LISTS, goods, pack
from triage_app.model.act import canonical
from triage_app.model.item import Channel, Context, Hold, MailItem, Referral, Sibling
from triage_app.model.listing import ListEntry
from triage_app.model.risk import Assessment, Severity, Verdict
from triage_app.risk.judge import judge
from triage_app.risk.lists import ScreeningLists
from triage_app.risk.sampling import RandomSlice

NOBODY = RandomSlice("none", b"0" * 32, 0)
EVERYBODY = RandomSlice("all", b"0" * 32, 1)
LISTS = ScreeningLists((ListEntry("un", "1", "Abdul Rahman Zarqi", "Person"),), {"un": "7"})


def judged(item: MailItem, **given: Any) -> Assessment:
    whole = {"pack": pack(), "lists": NO_LISTS, "sample": NOBODY, "as_of": DAY, **given}
    return judge(item, **whole)


def test_a_good_item_is_clear_and_every_rule_says_why_not() -> None:
    assessment = judged(make_item())
    assert (assessment.verdict, assessment.score_micro, assessment.flags) == (Verdict.CLEAR, 0, ())
    assert {quiet.rule for quiet in assessment.not_flagged} == {rule.id for rule in pack().rules}
    assert all(str(quiet.why) for quiet in assessment.not_flagged)
    assert assessment.pack == pack().name


def test_flags_come_heaviest_first_and_sum_up() -> None:
    item = make_item(
        replace(goods("fentanyl gift"), gross_weight_g=100, referrals=(Referral("RFI"),)),
        measured_weight_g=5000,
    )
    assessment = judged(item)
    assert assessment.verdict is Verdict.HOLD
    assert assessment.flags[0].rule == "drug-words"
    order = {Severity.HOLD: 2, Severity.LOOK: 1, Severity.NOTE: 0}
    for one, other in pairwise(assessment.flags):
        assert (order[one.severity], one.points_micro) >= (
            order[other.severity],
            other.points_micro,
        )
    assert assessment.score_micro == min(
        1_000_000, sum(flag.points_micro for flag in assessment.flags)
    )


def test_notes_alone_look_when_they_sum_up() -> None:
    weak = make_announcement(recipient=make_party(city="", address_lines=("P.O. Box 1",)))
    assert judged(make_item(weak)).verdict is Verdict.CLEAR
    weaker = replace(goods("LED lamp", hs="610910"), recipient=weak.recipient)
    assessment = judged(make_item(weaker))
    assert {flag.severity for flag in assessment.flags} == {Severity.NOTE}
    assert assessment.verdict is Verdict.LOOK


def test_an_item_on_no_manifest_is_at_least_looked_at() -> None:
    item = replace(make_item(), announcement=None)
    assessment = judged(item)
    assert assessment.verdict is Verdict.LOOK
    assert [flag.rule for flag in assessment.flags] == ["not-announced"]
    reasons = {quiet.rule: str(quiet.why) for quiet in assessment.not_flagged}
    assert reasons["vague-text"] == "nothing is announced to judge by"
    assert "advance-data" in {note.id for note in assessment.law}


def test_an_open_hold_holds_and_a_controlled_delivery_says_nothing() -> None:
    secret = Hold("h", "dea.j", "controlled delivery", NOON, cleared_only=True)
    assessment = judged(make_item(holds=(secret,)))
    (flag,) = assessment.flags
    assert assessment.verdict is Verdict.HOLD
    assert str(flag.text) == "HOLD, set aside, call supervisor"
    assert flag.evidence == {}
    assert "dea.j" not in repr(assessment)
    assert "controlled" not in repr(assessment)


def test_a_random_pick_is_logged_and_changes_no_verdict() -> None:
    assessment = judged(make_item(), sample=EVERYBODY)
    assert assessment.selected_at_random
    assert assessment.sampling_secret_id == "all"
    assert [(flag.rule, flag.severity) for flag in assessment.flags] == [("random", Severity.NOTE)]
    assert assessment.verdict is Verdict.CLEAR


def test_the_lists_and_their_versions_are_kept() -> None:
    item = make_item(make_announcement(sender=make_party(name="Zarqi, Abdul Rahman")))
    assessment = judged(item, lists=LISTS)
    assert assessment.lists == {"un": "7"}
    assert [flag.rule for flag in assessment.flags] == ["list-name"]


def test_a_switched_off_or_undated_rule_says_so() -> None:
    rules = tuple(
        replace(rule, on=False) if rule.id == "vague-text" else rule for rule in pack().rules
    )
    assessment = judged(make_item(goods("gift")), pack=replace(pack(), rules=rules))
    reasons = {quiet.rule: str(quiet.why) for quiet in assessment.not_flagged}
    assert reasons["vague-text"] == "switched off in the rule pack"
    early = judged(make_item(goods("cotton")), as_of=date(2020, 1, 1))
    reasons = {quiet.rule: str(quiet.why) for quiet in early.not_flagged}
    assert reasons["forced-labour"] == "not in force on 2020-01-01"


@pytest.mark.parametrize(("channel", "origin"), [("express", "CN"), ("post", "DE")])
def test_a_rule_of_one_channel_or_origin_keeps_to_it(channel: str, origin: str) -> None:
    scope = replace(pack().rules[0].scope, channel="post", origins=frozenset({"CN"}))
    rules = tuple(
        replace(rule, scope=scope) if rule.id == "vague-text" else rule for rule in pack().rules
    )
    narrowed = replace(pack(), rules=rules)
    announced = replace(goods("gift", origin=""), channel=Channel(channel), origin=origin)
    assert "vague-text" not in {f.rule for f in judged(make_item(announced), pack=narrowed).flags}
    meant = replace(goods("gift"), channel=Channel.POST, origin="CN")
    assert "vague-text" in {f.rule for f in judged(make_item(meant), pack=narrowed).flags}


def test_the_same_item_is_judged_alike_each_time() -> None:
    item = make_item(goods("fent4nyl gift"))
    assert judged(item) == judged(item)


WILD_TEXT = st.text(max_size=80) | st.sampled_from(
    [
        "\u202egift\u202c",
        "\u200b" * 50,
        "A\u0300" * 40,
        "{word} {0}",
        "%s",
        "=cmd()",
        "\x00",
        "1" * 70,
    ]
)
WILD_WHOLE = st.none() | st.integers(-(10**20), 10**20)


@settings(max_examples=150, deadline=None)
@given(
    WILD_TEXT,
    WILD_TEXT,
    WILD_TEXT,
    WILD_WHOLE,
    WILD_WHOLE,
    WILD_WHOLE,
    st.sampled_from(["USD", "", "JPY", "??"]),
)
def test_nothing_on_a_manifest_makes_judging_fail(
    name: str,
    text: str,
    code: str,
    quantity: int | None,
    weight: int | None,
    value: int | None,
    currency: str,
) -> None:
    party = make_party(
        name=name, address_lines=(text, name), city=code, post_code=code, phone=text, country=code
    )
    announced = make_announcement(
        sender=party,
        recipient=party,
        origin=code,
        destination=code,
        posted_on=code,
        referrals=(Referral(text),),
        nature=code,
        gross_weight_g=weight,
        value_minor=value,
        currency=currency,
        announced_at=datetime(1970, 1, 1, tzinfo=UTC),
        lines=(
            make_line(
                description=text, quantity=quantity, net_weight_g=weight, value_minor=value,
                currency=currency, hs=code, origin=name,
            ),
        ),
        extra=((text, code),),
    )  # fmt: skip
    sibling = Sibling("s", "n", party, name, text, value, currency)
    previous = replace(announced, gross_weight_g=1)
    item = make_item(
        announced,
        identity=make_identity(country=code),
        context=Context(siblings=(sibling,) * 3, other_uses=((text, code),), previous=previous),
        measured_weight_g=weight,
    )
    assessment = judged(item, lists=LISTS)
    assert 0 <= assessment.score_micro <= 1_000_000
    for flag in assessment.flags:
        assert str(flag.text)
        assert str(flag.would_change or flag.rule)
        assert canonical({"evidence": plain(flag.evidence)})


def plain(evidence: Mapping[str, object]) -> Mapping[str, object]:
    """Evidence goes into acts as it is: str, int, bool, None, lists and maps only."""
    for value in evidence.values():
        check_plain(value)
    return evidence


def check_plain(value: object) -> None:
    if isinstance(value, Mapping):
        plain(value)
    elif isinstance(value, list):
        for inner in value:
            check_plain(inner)
    else:
        assert value is None or type(value) in (str, int, bool), value


def test_a_megabyte_of_text_is_judged_and_noted() -> None:
    for text in ("a" * 1_000_000, "1a " * 333_000, "a b " * 250_000, "\u202e\u200b" * 500_000):
        item = make_item(
            replace(goods(text), recipient=make_party(name=text, address_lines=(text,), phone=text))
        )
        rules = {flag.rule for flag in judged(item, lists=LISTS).flags}
        assert "hidden-text" in rules


def test_thousands_of_lines_and_siblings_are_judged() -> None:
    lines = tuple(make_line(index=n, description=f"item {n} widget") for n in range(3000))
    sibling = [
        Sibling(str(n), str(n), make_party(name=f"Jane Do{n}"), "", "", 1, "USD")
        for n in range(3000)
    ]
    item = make_item(make_announcement(lines=lines), context=Context(siblings=tuple(sibling)))
    assert "hidden-text" in {flag.rule for flag in judged(item).flags}
