"""Families `lists` and `holds`: names on screening lists, and what others asked to be kept."""

from triage_app.model.listing import ListMatch
from triage_app.model.sentence import tr
from triage_app.risk.case import Answer, Case, Fired, because
from triage_app.risk.rules import Rule

NO_LISTS = because("no screening list is loaded")
NO_HOLD = because("no hold is open")
SET_ASIDE = tr("rules", "HOLD, set aside, call supervisor")
"""All that is said of a controlled delivery, to anyone."""


def list_name(case: Case, rule: Rule) -> Answer:
    """Sender or recipient is named like an entry of a screening list (`lists`, empty: any), by at
    least `alike_percent`."""
    if not len(case.lists):
        return NO_LISTS
    best: tuple[str, ListMatch] | None = None
    names = 0
    for who, name in (
        ("sender", case.announced.sender.name),
        ("recipient", case.announced.recipient.name),
    ):
        names += bool(name)
        for match in case.lists.match(name):
            if not _counts(match, rule):
                continue
            if best is None or match.score_micro > best[1].score_micro:
                best = (who, match)
    if best is None:
        return because("{names} names compared, none is like an entry of the lists", names=names)
    return _named(*best, case, rule)


def _counts(match: ListMatch, rule: Rule) -> bool:
    lists = rule.words("lists")
    return match.score_micro >= rule.whole("alike_percent") * 10_000 and (
        not lists or match.entry.list_name in lists
    )


def _named(who: str, match: ListMatch, case: Case, rule: Rule) -> Fired:
    entry = match.entry
    party = case.announced.sender if who == "sender" else case.announced.recipient
    percent = match.score_micro // 10_000
    return Fired(
        {
            "who": who,
            "name": party.name[:200],
            "entry": entry.name,
            "matched": match.matched,
            "list": entry.list_name,
            "uid": entry.uid,
            "programme": entry.programme,
            "likeness_percent": percent,
        },
        {
            "who": tr("rules", who),
            "name": party.name[:80],
            "entry": entry.name,
            "matched": match.matched,
            "list": entry.list_name,
            "programme": entry.programme,
            "percent": percent,
            "limit": rule.whole("alike_percent"),
        },
    )


def open_hold(case: Case, _rule: Rule) -> Answer:
    """Each open hold on the number is a flag. Of a hold for cleared roles nothing is said but that
    the item is to be set aside."""
    if not case.item.holds:
        return NO_HOLD
    return tuple(
        Fired({}, text=SET_ASIDE)
        if hold.cleared_only
        else Fired(
            {"hold": hold.id, "placed_by": hold.placed_by, "why": hold.why[:500]},
            {"who": hold.placed_by, "why": hold.why[:200]},
        )
        for hold in case.item.holds
    )
