"""The same items judged by two packs: what would be held, what would be seen no more."""

from dataclasses import replace
from datetime import date

from tests.builders import NOON, make_announcement, make_item, make_line
from tests.risk.packs import own_pack
from triage_app.flow.pack_preview import EXAMPLES, Preview
from triage_app.model.item import Hold, MailItem
from triage_app.model.ruling import Workload
from triage_app.risk.lists import ScreeningLists
from triage_app.risk.rules import RulePack
from triage_app.risk.sampling import RandomSlice

BEFORE = own_pack()


def items(bad: int, good: int) -> list[MailItem]:
    words = ["bad stuff"] * bad + ["candles"] * good
    return [
        make_item(make_announcement(lines=(make_line(description=word, value_minor=99_999),)))
        for word in words
    ]


def workload(after: RulePack, some: list[MailItem], stop_after: int = 10**9) -> Workload:
    told: list[int] = []
    made = Preview(BEFORE, after, ScreeningLists(), RandomSlice("none", b"", 0.0), date(2026, 3, 2))
    return made.over(
        some, len(some), lambda done, _: told.append(done), lambda: len(told) >= stop_after
    )


def test_the_same_pack_changes_nothing() -> None:
    made = workload(BEFORE, items(3, 4))
    assert made.verdicts == {"clear": (4, 4), "look": (3, 3), "hold": (0, 0)}
    assert made.rules == {"words": (3, 3)}
    assert (made.newly, made.no_longer, made.stopped) == ((), (), False)


def test_a_rule_switched_off_is_counted_with_its_items() -> None:
    off = own_pack(('family = "drugs"', 'family = "drugs"\non = false'))
    made = workload(off, items(EXAMPLES + 5, 1))
    assert made.verdicts["look"] == (EXAMPLES + 5, 0)
    assert made.rules == {"words": (EXAMPLES + 5, 0)}
    assert (made.no_longer_count, len(made.no_longer)) == (EXAMPLES + 5, EXAMPLES)
    one = made.no_longer[0]
    assert (one.before, one.after, one.rules, one.description) == (
        "look", "clear", ("words",), "bad stuff",
    )  # fmt: skip


def test_a_graver_rule_moves_items_up_without_flagging_them_anew() -> None:
    hold = own_pack(('severity = "look"', 'severity = "hold"'))
    made = workload(hold, items(2, 2))
    assert made.verdicts == {"clear": (2, 2), "look": (2, 0), "hold": (0, 2)}
    assert (made.newly_count, made.no_longer_count) == (0, 0)


def test_of_a_controlled_delivery_nothing_is_described() -> None:
    held = Hold("h", "unit", "secret", NOON, cleared_only=True)
    item = replace(items(1, 0)[0], holds=(held,))
    off = own_pack(('family = "drugs"', 'family = "drugs"\non = false'))
    assert [one.description for one in workload(off, [item]).no_longer] == [""]


def test_a_preview_stopped_tells_what_it_counted() -> None:
    made = workload(BEFORE, items(9, 0), stop_after=4)
    assert (made.judged, made.total, made.stopped) == (4, 9, True)
