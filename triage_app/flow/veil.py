"""What those who are not cleared see of a controlled delivery: that it is to be set aside.

That an item is set aside is no secret: whoever handles it has to keep it. Its number stays, and
where it lies (bag, flight, day), so that it is found. All else goes: announcement, parties,
pictures, acts, the verdict's reasons and how many there are. Counts over many items (a bag, a
party's items) still count it.
"""

from collections.abc import Iterable, Set
from dataclasses import replace
from datetime import UTC, date, datetime

from triage_app.model.act import ActLine
from triage_app.model.examination import Examination
from triage_app.model.item import Announcement, Hold, MailItem
from triage_app.model.risk import Assessment, Flag, Severity, Verdict
from triage_app.model.search import Hit
from triage_app.model.sentence import tr
from triage_app.model.work import WorkItem

SET_ASIDE = tr("rules", "HOLD, set aside, call supervisor")
"""All that is said of a controlled delivery, to anyone who is not cleared."""
RULE = "set_aside"
_SOME_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_HELD = Hold("", "", "", _SOME_DAY, cleared_only=True)
"""One, however many there are; when and by whom is not said."""


def is_hidden(item: MailItem, hidden: Set[str]) -> bool:
    """Whether the item is one of the `hidden`, by any number of its own."""
    return any(number in hidden for _, number in item.numbers) or item.key.number in hidden


def veiled_item(item: MailItem) -> MailItem:
    """The item without what is known of it. What its label says was read from the label."""
    return MailItem(
        key=item.key,
        identity=item.identity,
        holds=(_HELD,),
        numbers=item.numbers,
        set_aside=True,
    )


def veiled_assessment(assessment: Assessment, today: date) -> Assessment:
    """A hold for one reason, whatever else speaks against it."""
    return Assessment(
        verdict=Verdict.HOLD,
        score_micro=1_000_000,
        flags=(set_aside_flag(assessment.pack),),
        not_flagged=(),
        law=(),
        as_of=today,
        pack=assessment.pack,
        lists=assessment.lists,
        selected_at_random=False,
        sampling_secret_id=assessment.sampling_secret_id,
    )


def set_aside_flag(pack: str) -> Flag:
    return Flag(
        rule=RULE,
        family="hold",
        severity=Severity.HOLD,
        points_micro=1_000_000,
        text=SET_ASIDE,
        evidence={},
        citation="",
        pack=pack,
    )


def veiled(examination: Examination, today: date) -> Examination:
    return replace(
        examination,
        item=veiled_item(examination.item),
        assessment=veiled_assessment(examination.assessment, today),
    )


def without_kin(item: MailItem, hidden: Set[str]) -> MailItem:
    """An item that may be shown, without the hidden ones among its siblings and near numbers: a
    split lot would name their goods and parties."""
    siblings = item.context.siblings
    shown = tuple(one for one in siblings if one.number not in hidden)
    if len(shown) == len(siblings):
        return item
    return replace(item, context=replace(item.context, siblings=shown))


def veiled_act(act: ActLine) -> ActLine:
    """That something was written of the number, when, and whether it went out."""
    return replace(
        act,
        inspector="",
        outcome="",
        title=str(SET_ASIDE),
        refusal="",
        body={},
        posted_on="",
        announcement="",
    )


def is_veiled(act: ActLine) -> bool:
    return act.title == str(SET_ASIDE)


def says_controlled(act: ActLine) -> bool:
    """Whether the act by itself tells of a controlled delivery: its outcome is one, or the item was
    under such a hold when it was written."""
    outcome, shown = act.body.get("outcome"), act.body.get("shown")
    if isinstance(outcome, dict) and outcome.get("cleared_only"):
        return True
    holds = shown.get("holds") if isinstance(shown, dict) else None
    return isinstance(holds, list) and any(
        isinstance(hold, dict) and hold.get("cleared_only") for hold in holds
    )


def bare(announcement: Announcement) -> Announcement:
    """Its number and where it lies."""
    return Announcement(
        id=announcement.id,
        feed="",
        scheme=announcement.scheme,
        number=announcement.number,
        arrived_on=announcement.arrived_on,
        bag=announcement.bag,
        flight=announcement.flight,
    )


def veiled_row(item: WorkItem) -> WorkItem:
    return WorkItem(
        announcement=bare(item.announcement),
        presence=item.presence,
        presented_at=item.presented_at,
        verdict=Verdict.HOLD,
        held=True,
        set_aside=True,
    )


def veiled_hit(hit: Hit) -> Hit:
    announcement = replace(bare(hit.announcement), arrived_on=None, bag="", flight="")
    return Hit(hit.key, announcement, Verdict.HOLD, held=True, set_aside=True)


def shown_announcements(
    announcements: Iterable[Announcement], hidden: Set[str]
) -> Iterable[Announcement]:
    """Without the hidden ones."""
    if not hidden:
        return announcements
    return (one for one in announcements if hidden.isdisjoint(one.own_numbers))
