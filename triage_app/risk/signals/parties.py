"""Family `parties`: addresses and people that do not fit, come too often, or were met before."""

import re
from collections.abc import Iterable

from triage_app.model.item import Party
from triage_app.model.sentence import tr
from triage_app.risk.case import Answer, Case, Fired, because
from triage_app.risk.comparing import compare
from triage_app.risk.likeness import MATCH_AT
from triage_app.risk.names import address_key, phone_key
from triage_app.risk.rules import Rule

NO_ADDRESS = because("no address is announced for the recipient")
STREET = because("the recipient's address is a street address")
WHOLE_ADDRESS = because("the recipient's address has street, number, place and post code")
POSSIBLE = because("post code and state can belong together")
NO_PATTERN = because("no pattern of post codes is known for the recipient's country")
FEW_NAMES = because("few names are announced for this address")
FEW_SENDERS = because("few senders write to this address")
NO_PHONE = because("no usable telephone number is announced")
OWN_PHONE = because("no other name uses this telephone number today")
SELDOM = because("the recipient gets few items")
NO_VIOLATION = because("no seizure is recorded for sender or recipient")


def po_box(case: Case, _rule: Rule) -> Answer:
    """The recipient is a post office box."""
    recipient = case.announced.recipient
    if not recipient.address_lines:
        return NO_ADDRESS
    key = address_key(recipient)
    if not key.startswith("box "):
        return STREET
    return Fired({"address": _address(recipient)}, {"box": key.split(" ")[1]})


def address_incomplete(case: Case, _rule: Rule) -> Answer:
    """The recipient's address lacks a street, a house or box number, a place or a post code."""
    recipient = case.announced.recipient
    street = " ".join(recipient.address_lines)[:500]
    lacking = [
        what
        for what, there in (
            ("street", bool(street.strip())),
            ("number", any(letter.isdecimal() for letter in street)),
            ("place", bool(recipient.city.strip())),
            ("post code", bool(recipient.post_code.strip())),
        )
        if not there
    ]
    if not lacking:
        return WHOLE_ADDRESS
    return Fired({"lacking": lacking}, {"lacking": ", ".join(lacking)})


_ZIP = re.compile(r"\d{5}(?:-?\d{4})?\Z")


def address_impossible(case: Case, rule: Rule) -> Answer:
    """A post code of the rule's `country` that is no ZIP code, or whose first digit lies in other
    states (`zip_states`: a digit and its states)."""
    recipient = case.announced.recipient
    code = recipient.post_code.strip()[:20]
    if (recipient.country or case.announced.destination) not in rule.words("country") or not code:
        return NO_PATTERN
    evidence = {"post_code": code, "state": recipient.state[:40]}
    if not _ZIP.match(code):
        why = tr("rules", "{code} is no post code there", code=code)
        return Fired(evidence, {"why": why})
    states = next((row.split()[1:] for row in rule.words("zip_states") if row[0] == code[0]), [])
    state = recipient.state.strip().upper()
    if len(state) != 2 or state in states:
        return POSSIBLE
    why = tr("rules", "{code} does not lie in {state}", code=code, state=state)
    return Fired(evidence, {"why": why})


def names_at_address(case: Case, rule: Rule) -> Answer:
    """More than `most` names were announced for the recipient's address in 30 days."""
    names = case.item.context.recipient_names_at_address
    if names <= rule.whole("most"):
        return FEW_NAMES
    return Fired(
        {"names": names, "address": _address(case.announced.recipient)},
        {"count": names, "limit": rule.whole("most")},
    )


def senders_at_address(case: Case, rule: Rule) -> Answer:
    """More than `most` senders wrote to the recipient's address in 30 days."""
    senders = case.item.context.senders_at_address
    if senders <= rule.whole("most"):
        return FEW_SENDERS
    return Fired(
        {"senders": senders, "address": _address(case.announced.recipient)},
        {"count": senders, "limit": rule.whole("most")},
    )


def phone_shared(case: Case, rule: Rule) -> Answer:
    """At least `fewest` other names use the recipient's telephone number on the same day."""
    phone = phone_key(case.announced.recipient)
    if not phone:
        return NO_PHONE
    names = _other_people(
        case.announced.recipient.name,
        [
            sibling.recipient.name
            for sibling in case.item.context.siblings[:500]
            if phone_key(sibling.recipient) == phone
        ],
    )
    if len(names) < rule.whole("fewest"):
        return OWN_PHONE
    return Fired(
        {"names": sorted(name[:80] for name in names)[:10]},
        {"count": len(names), "limit": rule.whole("fewest")},
    )


MOST_PEOPLE = 40
"""Names on one telephone that are told apart."""


def _other_people(own: str, names: Iterable[str]) -> list[str]:
    """The names that are neither the recipient's written another way, nor each other's."""
    people = [own]
    for name in dict.fromkeys(names):
        if len(people) > MOST_PEOPLE:
            break
        if name.strip() and not any(compare(name, one, "Person") >= MATCH_AT for one in people):
            people.append(name)
    return people[1:]


def frequent_recipient(case: Case, rule: Rule) -> Answer:
    """The recipient gets more than `today` items today or `month` in 30 days."""
    history = case.item.context.recipient
    if history.today <= rule.whole("today") and history.last_30_days <= rule.whole("month"):
        return SELDOM
    return Fired(
        {"today": history.today, "last_30_days": history.last_30_days},
        {
            "today": history.today,
            "month": history.last_30_days,
            "limit": rule.whole("today"),
            "limit_month": rule.whole("month"),
        },
    )


def earlier_violations(case: Case, _rule: Rule) -> Answer:
    """Items of the sender or recipient were seized before."""
    context = case.item.context
    met = [
        (who, history)
        for who, history in (("sender", context.sender), ("recipient", context.recipient))
        if history.seized > 0
    ]
    if not met:
        return NO_VIOLATION
    who, history = max(met, key=lambda pair: pair[1].seized)
    return Fired(
        {name: {"seized": met_.seized, "recorded": met_.recorded} for name, met_ in met},
        {"who": tr("rules", who), "seized": history.seized, "recorded": history.recorded},
    )


def _address(party: Party) -> str:
    return ", ".join((*party.address_lines, party.city, party.post_code))[:200]
