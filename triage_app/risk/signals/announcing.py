"""Family `data`: was the item announced, in time, wholly, once, and were questions answered?"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta

from triage_app.model.item import Announcement, ArrivalBasis, Line, Referral
from triage_app.model.referring import words_of
from triage_app.risk.case import MOST_LINES, Answer, Case, Fired, because
from triage_app.risk.folding import MAX_TEXT, visible
from triage_app.risk.rules import Rule

ANNOUNCED = because("the item is announced")
COMPLETE = because("every field asked for is filled")
IN_TIME = because("announced before it arrived")
NO_TIME = because("the manifest does not say when it was announced")
NO_ARRIVAL = because("the day of arrival is not known from an event or flight")
FIRST_VERSION = because("announced once, never changed")
SAME_CONTENT = because("the earlier version said the same of what matters")
MOST_SAID = 80
MOST_REFERRALS = 10

NO_REFERRAL = because("nobody asked for a referral")
ANSWERED = because("the referral was answered")
OTHER_REFERRAL = because("the open referral is of another kind")
PLAIN_TEXT = because("no hidden characters, no overlong text")


def not_announced(case: Case, _rule: Rule) -> Answer:
    """The scanned number is on no manifest this station holds."""
    if case.item.announcement is not None:
        return ANNOUNCED
    return Fired({"number": case.item.key.number, "near": list(case.item.near[:5])})


_ITEM_FIELDS: Mapping[str, Callable[[Announcement], object]] = {
    "sender name": lambda a: a.sender.name,
    "sender address": lambda a: a.sender.address_lines or a.sender.city,
    "sender country": lambda a: a.sender.country or a.origin,
    "recipient name": lambda a: a.recipient.name,
    "recipient address": lambda a: a.recipient.address_lines,
    "recipient post code": lambda a: a.recipient.post_code,
    "content": lambda a: a.lines,
    "gross weight": lambda a: a.gross_weight_g or any(line.net_weight_g for line in a.lines),
}
_LINE_FIELDS: Mapping[str, Callable[[Line], object]] = {
    "description": lambda line: line.description,
    "quantity": lambda line: line.quantity,
    "value": lambda line: line.value_minor is not None,
    "currency": lambda line: line.currency,
    "HS code": lambda line: line.hs,
    "origin": lambda line: line.origin,
    "net weight": lambda line: line.net_weight_g,
}
KNOWN_FIELDS = frozenset(_ITEM_FIELDS) | frozenset(_LINE_FIELDS)
"""What a pack may ask for; the fields of 19 CFR 145.74 and 128.21 are among them."""


def missing_data(case: Case, rule: Rule) -> Answer:
    """A field the rule asks for is empty, on the item or on any of its lines."""
    announced = case.announced
    missing = [name for name in rule.words("fields") if is_missing(name, announced)]
    if not missing:
        return COMPLETE
    return Fired({"missing": missing}, {"missing": ", ".join(missing), "count": len(missing)})


def is_missing(name: str, announced: Announcement) -> bool:
    """Whether a field (of KNOWN_FIELDS) is empty, on the item or on any of its lines."""
    if name in _ITEM_FIELDS:
        return not _ITEM_FIELDS[name](announced)
    field = _LINE_FIELDS[name]
    if name in ("value", "currency") and not announced.lines:
        return announced.value_minor is None
    return any(not field(line) for line in announced.lines[:MOST_LINES])


def late_data(case: Case, rule: Rule) -> Answer:
    """Announced after the item had arrived. The arrival is a local date: `grace_hours` after its
    beginning in UTC it is over everywhere the facility may lie."""
    announced = case.announced
    if announced.announced_at is None:
        return NO_TIME
    if announced.arrived_on is None or announced.arrived_basis not in (
        ArrivalBasis.EVENT,
        ArrivalBasis.FLIGHT,
    ):
        return NO_ARRIVAL
    arrival = datetime.combine(announced.arrived_on, time(), UTC)
    if announced.announced_at <= arrival + timedelta(hours=rule.whole("grace_hours")):
        return IN_TIME
    days = (announced.announced_at - arrival).days
    return Fired(
        {
            "announced_at": announced.announced_at.isoformat(),
            "arrived_on": announced.arrived_on.isoformat(),
        },
        {"announced": announced.announced_at.date(), "arrived": announced.arrived_on, "days": days},
    )


_COMPARED: Mapping[str, Callable[[Announcement], object]] = {
    "description": lambda a: [line.description for line in a.lines],
    "value": lambda a: [a.value_minor, *(line.value_minor for line in a.lines)],
    "weight": lambda a: [a.gross_weight_g, *(line.net_weight_g for line in a.lines)],
    "HS code": lambda a: [line.hs for line in a.lines],
    "origin": lambda a: [a.origin, *(line.origin for line in a.lines)],
    "sender": lambda a: [a.sender.name],
    "recipient": lambda a: [a.recipient.name, *a.recipient.address_lines],
}
COMPARED_FIELDS = frozenset(_COMPARED)


def edited_data(case: Case, rule: Rule) -> Answer:
    """The announcement replaced one that said something else of `fields`."""
    before, now = case.item.context.previous, case.announced
    if before is None:
        return FIRST_VERSION
    changed = {
        name: {"before": _COMPARED[name](before), "now": _COMPARED[name](now)}
        for name in rule.words("fields")
        if _COMPARED[name](before) != _COMPARED[name](now)
    }
    if not changed:
        return SAME_CONTENT
    return Fired({"changed": changed, "version": now.version}, {"changed": ", ".join(changed)})


def referral_open(case: Case, rule: Rule) -> Answer:
    """A pre-loading referral (RFI, RFS, do-not-load ...) that nobody answered, or whose answer is
    one of `codes` again; `codes` narrows it to some referrals, none means any. An answer that came
    alone clears what `clears` says of it: "7I RFI 7H" are an answer and what it clears, "SF" alone
    clears all."""
    told = case.announced.referrals
    if not told:
        return NO_REFERRAL
    codes = frozenset(rule.words("codes"))
    waiting = [
        one for one in told if one.code and not one.answer and not _is_cleared(one, told, rule)
    ]
    again = [one for one in told if codes & words_of(one.answer)]
    found = [one for one in waiting if not codes or codes & words_of(one.code)]
    found += [one for one in again if one not in found]
    if not found:
        return OTHER_REFERRAL if waiting else ANSWERED
    said = ", ".join(dict.fromkeys(one.answer if one in again else one.code for one in found))
    return Fired(
        {"referral": said[:MOST_SAID], "told": [_told(one) for one in told[:MOST_REFERRALS]]},
        {"referral": said[:MOST_SAID]},
    )


def _is_cleared(asked: Referral, told: Sequence[Referral], rule: Rule) -> bool:
    """Whether an answer that came alone, and not before the question, clears it."""
    answers = [
        words_of(one.answer)
        for one in told
        if not one.code
        and not (one.answered_at and asked.asked_at and one.answered_at < asked.asked_at)
    ]
    for entry in rule.words("clears"):
        answer, *of = entry.upper().split()
        fits = not of or words_of(asked.code) & frozenset(of)
        if fits and any(answer in words for words in answers):
            return True
    return False


def _told(one: Referral) -> dict[str, str]:
    """Who asked what when, and who answered; what is not known is left out."""
    said = {
        "code": one.code,
        "asked by": one.asked_by,
        "asked at": one.asked_at.isoformat() if one.asked_at else "",
        "asked": one.asked,
        "answer": one.answer,
        "answered by": one.answered_by,
        "answered at": one.answered_at.isoformat() if one.answered_at else "",
    }
    return {name: value[:MOST_SAID] for name, value in said.items() if value}


def hidden_text(case: Case, rule: Rule) -> Answer:
    """Zero-width characters or direction marks in names or descriptions, or a text longer than
    anyone reads (only its first 20,000 characters are judged)."""
    announced = case.announced
    texts = [announced.sender.name, announced.recipient.name]
    texts += [words.line.description for words in case.lines]
    hidden = sum(visible(text[:MAX_TEXT])[1] for text in texts)
    longest = max(map(len, texts))
    too_long = longest > rule.whole("longest") or len(announced.lines) > MOST_LINES
    if not hidden and not too_long:
        return PLAIN_TEXT
    return Fired(
        {"hidden_characters": hidden, "longest_text": longest, "lines": len(announced.lines)},
        {"hidden": hidden, "longest": longest, "limit": rule.whole("longest")},
    )
