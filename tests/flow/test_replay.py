"""An act is enough to judge its item again, and nothing that came later has a say."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import (
    NOON,
    make_announcement,
    make_identity,
    make_item,
    make_line,
    make_party,
    make_scan,
)
from tests.risk.cases import NO_LISTS, pack
from triage_app.assets import asset
from triage_app.flow.backtesting import Packs, Telling, backtest
from triage_app.flow.identify import identify
from triage_app.flow.outcomes import load_outcomes
from triage_app.flow.replay import past_of
from triage_app.flow.shown import shown
from triage_app.model.act import ActKind, ActLine
from triage_app.model.examination import Examination
from triage_app.model.item import (
    Channel,
    Context,
    Hold,
    ItemKey,
    MailItem,
    PartyHistory,
    Peers,
    Referral,
    Sibling,
)
from triage_app.model.listing import ListEntry
from triage_app.model.measure import Backtest
from triage_app.risk.backtest import NOT_DRAWN
from triage_app.risk.judge import judge
from triage_app.risk.lists import ScreeningLists
from triage_app.risk.rules import RulePack
from triage_app.risk.sampling import RandomSlice

DAY = date(2026, 3, 2)
OUTCOMES = load_outcomes(asset("outcomes.toml").read_text("utf-8"))
ALL = RandomSlice("s1", b"k" * 32, 1.0)


def act_on(item: MailItem, seq: int = 1, code: str = "REL", **more: Any) -> ActLine:
    """The outcome act an examination of the item ends in, through JSON and back."""
    assessment = judge(item, pack(), NO_LISTS, more.pop("sample", NOT_DRAWN), DAY)
    said = shown(Examination(make_scan(), item, assessment, NOON), lambda party: party.name)
    body = {"outcome": {"code": code, "fields": more}, "shown": said, "follows": []}
    return ActLine(
        f"act{seq}",
        seq,
        ActKind.OUTCOME,
        NOON,
        "li.w",
        item.key.scheme,
        item.key.number,
        outcome=code,
        body=json.loads(json.dumps(body)),
        posted_on=item.key.posted_on,
        announcement=item.key.announcement,
    )


def tried(acts: list[ActLine], new: RulePack, lists: ScreeningLists = NO_LISTS) -> Backtest:
    return backtest(acts, Packs(pack(), new, lists), OUTCOMES, lambda at: at)


def without(rule: str) -> RulePack:
    rules = tuple(replace(one, on=one.on and one.id != rule) for one in pack().rules)
    return replace(pack(), version="try", rules=rules)


def rich() -> MailItem:
    announced = make_announcement(
        channel=Channel.EXPRESS,
        lines=(make_line(description="gift"), make_line(index=2, hs="")),
        referrals=(Referral("7H", "CBP", NOON, "what is it"),),
        extra=(("colour", "red"),),
        aliases=(("house", "H1"),),
    )
    near = Sibling("b", "RR2", make_party(), "Someone", "candles", 90_000, "USD")
    context = Context(
        siblings=(near,),
        sender=PartyHistory(3, 9, 4, 2, datetime(2026, 2, 1, tzinfo=UTC)),
        recipient_names_at_address=9,
        other_uses=(("c", "2026-01-01"),),
        previous=make_announcement(value_minor=1),
        peers={1: Peers("3406", "CN", 400, (1, 2, 3, 4, 5), (1, 2, 3, 4, 5))},
    )
    hold = Hold("h", "unit", "count it", NOON)
    return make_item(announced, context=context, holds=(hold,), measured_weight_g=5_000)


def test_an_item_is_judged_again_exactly_as_it_was() -> None:
    item = rich()
    past = past_of(act_on(item))
    assert past is not None
    again = judge(past.item, pack(), NO_LISTS, NOT_DRAWN, past.as_of)
    assert again == judge(item, pack(), NO_LISTS, NOT_DRAWN, DAY)
    assert len(again.flags) > 5


@pytest.mark.parametrize("text", ["RR473124828US", "HELLO {WORLD}", "1Z999AA10123456784", ""])
def test_an_unannounced_item_is_judged_again_too(text: str) -> None:
    key = ItemKey("unknown", text or "X")
    item = MailItem(key=key, identity=identify(text), near=("RR473124829US",))
    past = past_of(act_on(item))
    assert past is not None
    before = judge(item, pack(), NO_LISTS, NOT_DRAWN, DAY)
    again = judge(past.item, pack(), NO_LISTS, NOT_DRAWN, past.as_of)
    assert [(f.rule, str(f.text), f.evidence) for f in again.flags] == [
        (f.rule, str(f.text), f.evidence) for f in before.flags
    ]


@given(
    st.builds(
        make_line,
        description=st.text(max_size=40),
        value_minor=st.none() | st.integers(0, 10**9),
        hs=st.text("0123456789", max_size=10),
    ),
    st.integers(0, 9),
)
def test_any_announcement_comes_back_as_it_was(line: Any, seized: int) -> None:
    context = Context(sender=PartyHistory(seized=seized))
    item = make_item(make_announcement(lines=(line,)), context=context)
    past = past_of(act_on(item))
    assert past is not None
    assert (past.item.announcement, past.item.context) == (item.announcement, context)


@pytest.mark.parametrize(
    "body", [{}, {"shown": None}, {"shown": {"assessment": {}}}, {"shown": {"announcement": 3}}]
)
def test_an_act_that_does_not_say_enough_is_no_past(body: dict[str, Any]) -> None:
    assert past_of(replace(act_on(make_item()), body=body)) is None


def test_a_later_seizure_does_not_reach_into_the_past() -> None:
    """The sender's violations counted at an item are those known when it was decided: whatever is
    decided afterwards, in whatever order, the earlier item is judged alike."""
    first = act_on(make_item(), 1)
    later = [
        act_on(
            make_item(
                make_announcement(number=f"LX00000000{n}CN"),
                key=ItemKey("s10", f"LX00000000{n}CN"),
                identity=make_identity(f"LX00000000{n}CN"),
                context=Context(sender=PartyHistory(recorded=n, seized=n)),
            ),
            n + 1,
            "SZ",
        )
        for n in range(1, 4)
    ]
    alone = tried([first], pack())
    after = tried([first, *later], pack())
    shuffled = tried([first, *later[::-1]], pack())
    met = {one.rule: one.new for one in after.rules}["earlier-violations"]
    assert met is not None
    assert met.items == 3
    assert after.known == shuffled.known
    assert {one.rule: one.new for one in alone.rules if one.new and one.new.items} == {
        one.rule: one.new for one in tried([first], pack()).rules if one.new and one.new.items
    }
    assert after.same == after.comparable == 4


def test_a_rule_switched_off_is_seen_as_work_saved_and_finds_lost() -> None:
    vague = make_item(make_announcement(lines=(make_line(description="gift"),)))
    keyed = [
        replace(vague, key=ItemKey("s10", f"RR{n:09}CN", "2026-02-20", "a")) for n in range(40)
    ]
    acts = [act_on(item, n + 1, "SZ" if n < 4 else "REL") for n, item in enumerate(keyed)]
    made = tried(acts, without("vague-text"))
    rule = next(one for one in made.rules if one.rule == "vague-text")
    assert rule.old is not None
    assert rule.new is not None
    assert (rule.old.items, rule.old.found, rule.new.items) == (40, 4, 0)
    assert made.known.only_old.items + made.known.both.items == 40
    assert made.known.only_new.items == 0


def test_what_both_miss_is_told_by_the_random_slice_or_not_at_all() -> None:
    """40 innocent looking items, all drawn, 4 of them seized: 4.0 % to 23.0 % (Wilson) of 40."""
    quiet = make_item(make_announcement(origin="US", lines=(make_line(origin="US"),)))
    items = [
        replace(quiet, key=ItemKey("s10", f"RR{n:09}US", "2026-02-20", "a")) for n in range(40)
    ]
    told = [("SZ", "") if n < 4 else ("REL", "opened") for n in range(40)]
    acts = [
        act_on(item, n + 1, told[n][0], sample=ALL, examined=told[n][1])
        for n, item in enumerate(items)
    ]
    made = tried(acts, without("vague-text"))
    assert made.random.neither.settled == 40, "the item is not innocent: a rule flags it"
    assert made.missed_low == pytest.approx(40 * 0.0396, abs=0.01)
    assert made.missed_high == pytest.approx(40 * 0.2305, abs=0.01)
    assert made.shares == (1_000_000,)
    few = tried(acts[:29], without("vague-text"))
    assert (few.missed_low, few.missed_high) == (None, None)


def test_other_editions_of_the_lists_are_counted_and_said() -> None:
    lists = ScreeningLists([ListEntry("ofac", "1", "Somebody Else")])
    made = tried([act_on(make_item())], pack(), lists)
    assert (made.other_lists, made.comparable) == (1, 0)


def test_stopped_early_it_is_what_was_read_so_far() -> None:
    acts = [act_on(make_item(key=ItemKey("s10", f"RR{n:09}US")), n + 1) for n in range(250)]
    seen: list[int] = []
    made = backtest(
        acts,
        Packs(pack(), pack(), NO_LISTS),
        OUTCOMES,
        lambda at: at,
        Telling(seen.append, lambda: len(seen) == 2),
    )
    assert (made.stopped, made.items, seen) == (True, 200, [100, 200])


def test_a_controlled_delivery_is_not_in_a_backtest() -> None:
    acts = [act_on(make_item(), 1, "CD")]
    assert tried(acts, pack()).items == 0
