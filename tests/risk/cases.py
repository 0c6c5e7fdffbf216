"""A case and a rule of the shipped pack to ask one signal with."""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from tests.builders import make_announcement, make_item, make_line
from triage_app.model.item import Announcement, Line, MailItem
from triage_app.model.sentence import Sentence, tr
from triage_app.risk.case import Answer, Fired, NotFired, open_case
from triage_app.risk.lists import ScreeningLists
from triage_app.risk.pack import RulePack, shipped_pack
from triage_app.risk.rules import Rule
from triage_app.risk.signals.registry import SIGNALS

DAY = date(2026, 3, 2)
NO_LISTS = ScreeningLists()


@cache
def pack() -> RulePack:
    return shipped_pack()


def rule(rule_id: str, **settings: object) -> Rule:
    """A rule of the shipped pack, with other thresholds where given."""
    found = next(one for one in pack().rules if one.id == rule_id)
    return replace(found, settings={**found.settings, **settings})


def ask(
    rule_id: str,
    item: MailItem | Announcement,
    *,
    lists: ScreeningLists = NO_LISTS,
    day: date = DAY,
    **settings: object,
) -> Answer:
    """What the rule's signal answers about an item."""
    whole = item if isinstance(item, MailItem) else make_item(item)
    one = rule(rule_id, **settings)
    return SIGNALS[one.signal].look(open_case(whole, pack(), lists, day), one)


def fired(rule_id: str, item: MailItem | Announcement, **given: Any) -> Fired:
    """The one firing that is expected."""
    answer = ask(rule_id, item, **given)
    assert isinstance(answer, Fired), f"{rule_id} did not fire: {getattr(answer, 'why', answer)}"
    return answer


def why_not(rule_id: str, item: MailItem | Announcement, **given: Any) -> str:
    """The reason of a rule that is expected not to fire."""
    answer = ask(rule_id, item, **given)
    assert isinstance(answer, NotFired), f"{rule_id} fired: {answer}"
    return str(answer.why)


def said(rule_id: str, answer: Fired) -> str:
    """The flag's text."""
    sentence: Sentence = answer.text or tr("rules", rule(rule_id).text, **answer.values)
    return str(sentence)


def goods(description: str, **changes: Any) -> Announcement:
    """An announcement of one line."""
    return make_announcement(lines=(make_line(description=description, **changes),))


def lines(*given: Line) -> Announcement:
    return make_announcement(lines=given)
