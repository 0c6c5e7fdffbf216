"""Family `identifier`: is the number on the label a right one, of this origin, and used once?"""

from datetime import date, timedelta

from triage_app.model.identity import Identity
from triage_app.model.sentence import tr
from triage_app.risk.case import Answer, Case, Fired, because
from triage_app.risk.rules import Rule

NO_SCHEME = because("the code is of no known scheme, so it has no check digit")
RIGHT_DIGIT = because("the number is valid")
NOT_POSTAL = because("not a postal (S10) number")
NO_ORIGIN = because("no origin is announced")
SAME_ORIGIN = because("the number's country is the announced origin")
USED_ONCE = because("no other announcement carries this number")
LONG_AGO = because("the number was used before, longer ago than it must rest")


def check_digit(case: Case, _rule: Rule) -> Answer:
    """The number fails its scheme's check digit or length."""
    identity = case.item.identity
    if not isinstance(identity, Identity):
        return NO_SCHEME
    if identity.valid:
        return RIGHT_DIGIT
    return Fired(
        {"number": identity.number, "scheme": identity.scheme, "reason": str(identity.reason)},
        {"number": identity.number, "reason": identity.reason or tr("rules", "not valid")},
    )


def country_of_number(case: Case, _rule: Rule) -> Answer:
    """The two letters that end an S10 number (UPU S10: the issuing post's country) differ from
    the announced origin."""
    identity = case.item.identity
    if not isinstance(identity, Identity) or identity.scheme != "s10" or not identity.country:
        return NOT_POSTAL
    origin = case.announced.origin
    if not origin:
        return NO_ORIGIN
    if origin == identity.country:
        return SAME_ORIGIN
    return Fired(
        {"number_country": identity.country, "origin": origin},
        {"country": identity.country, "origin": origin},
    )


def number_reused(case: Case, rule: Rule) -> Answer:
    """Another announcement carries the same number: posted within `months` months of this one
    (S10 numbers rest twelve), or on a day that is not known, or on the same day (a duplicate)."""
    uses = case.item.context.other_uses
    if not uses:
        return USED_ONCE
    here = _day(case.announced.posted_on) or case.as_of
    rest = timedelta(days=rule.whole("months") * 365 // 12)
    near = [
        (use, posted)
        for use, posted in uses
        if (day := _day(posted)) is None or abs(here - day) < rest
    ]
    if not near:
        return LONG_AGO
    when = ", ".join(posted or "?" for _, posted in near[:3])
    return Fired(
        {
            "announcements": [use for use, _ in near[:10]],
            "posted_on": [posted for _, posted in near[:10]],
            "same_day": any(posted == case.announced.posted_on for _, posted in near),
        },
        {"count": len(near), "when": when, "rest": rule.whole("months")},
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
