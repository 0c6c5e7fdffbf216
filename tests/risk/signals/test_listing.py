"""Names on screening lists, and holds others have placed."""

import pytest

from tests.builders import NOON, make_announcement, make_item, make_party
from tests.risk.cases import DAY, ask, fired, pack, rule, said, why_not
from triage_app.model.item import Hold
from triage_app.model.listing import ListEntry
from triage_app.risk.case import Fired, open_case
from triage_app.risk.lists import ScreeningLists
from triage_app.risk.signals.registry import SIGNALS

LISTS = ScreeningLists(
    (
        ListEntry("ofac-sdn", "7", "DORMIDONTOV, Yevgraf", "Person", ("Evgraf Belozubkin",)),
        ListEntry("uflpa", "3", "Hoshine Silicon Industry Co., Ltd.", "Organization"),
    )
)


@pytest.mark.parametrize(
    "name",
    ["Yevgraf Dormidontov", "Evgraf Dormidontov", "DORMIDONTOV YEVGRAF", "Евграф Дормидонтов"],
)
def test_a_listed_recipient_is_found_however_he_is_written(name: str) -> None:
    item = make_announcement(recipient=make_party(name=name))
    answer = fired("list-name", item, lists=LISTS)
    assert (answer.evidence["uid"], answer.evidence["who"]) == ("7", "recipient")
    assert "ofac-sdn" in said("list-name", answer)


def test_a_listed_sender_and_an_alias_are_found() -> None:
    item = make_announcement(sender=make_party(name="HOSHINE SILICON INDUSTRY"))
    assert fired("list-name", item, lists=LISTS).evidence["who"] == "sender"
    alias = make_announcement(recipient=make_party(name="Evgraf Belozubkin"))
    assert fired("list-name", alias, lists=LISTS).evidence["matched"] == "Evgraf Belozubkin"


@pytest.mark.parametrize(("wanted", "fires"), [("uflpa", True), ("ofac-sdn", False)])
def test_a_rule_may_ask_for_some_lists_only(wanted: str, *, fires: bool) -> None:
    item = make_item(make_announcement(sender=make_party(name="Hoshine Silicon Industry")))
    one = rule("list-name", lists=(wanted,))
    answer = SIGNALS[one.signal].look(open_case(item, pack(), LISTS, DAY), one)
    assert isinstance(answer, Fired) is fires


def test_a_rule_may_ask_for_more_likeness() -> None:
    item = make_announcement(sender=make_party(name="Hoshine Silicon Industry"))
    assert why_not("list-name", item, lists=LISTS, alike_percent=101)


def test_other_names_are_compared_and_let_go() -> None:
    assert "2 names compared" in why_not("list-name", make_item(), lists=LISTS)
    assert "no screening list" in why_not("list-name", make_item())


OPEN = Hold("h1", "agent.k", "seller under investigation", NOON)
SECRET = Hold("h2", "dea.j", "controlled delivery 7 Maple", NOON, cleared_only=True)


def test_each_open_hold_is_a_flag() -> None:
    answers = ask("open-hold", make_item(holds=(OPEN, OPEN)))
    assert isinstance(answers, tuple)
    assert len(answers) == 2
    assert said("open-hold", answers[0]) == "Hold by agent.k: seller under investigation"
    assert why_not("open-hold", make_item()) == "no hold is open"


def test_of_a_controlled_delivery_nothing_is_said() -> None:
    answers = ask("open-hold", make_item(holds=(SECRET,)))
    assert answers == (Fired({}, text=answers[0].text),)  # type: ignore[index]
    assert said("open-hold", answers[0]) == "HOLD, set aside, call supervisor"  # type: ignore[index]
