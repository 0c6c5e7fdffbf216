"""What an item is, where it lies and what was asked of it are told by different files: one
announcement of all, in whichever order they came.

What is told beside an announcement (a PREDES, a list of bags, answers to referrals) joins the one
it is said of; a later announcement keeps what was told beside an earlier one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from triage_app.model.item import Announcement, ArrivalBasis, Party
from triage_app.model.plain import Content, content_of, plain_party
from triage_app.model.referring import with_told

MESSAGE: Final = "EDIFACT message"
"""In `extra`: the kinds of messages an announcement comes from."""
PLACING: Final = "PREDES"
REFERRING: Final = "CUSRSP"
BESIDE: Final = (PLACING, REFERRING)
"""Messages that say where an item lies or what was asked of it, and not what it is."""
REUSED_AFTER: Final = timedelta(days=366)
"""A number may be used again after 12 months (UPU S10)."""
BAG_KINDS: Final = ("bag", "receptacle")
"""Kinds of other numbers that name the bag where no bag is announced."""
ANNOUNCED_ARRIVALS: Final = (ArrivalBasis.EVENT, ArrivalBasis.FLIGHT)
"""Other bases say when the station first heard of the item, not what was announced."""
_NOBODY: Final = Party()
_PLAIN_NOBODY: Final = plain_party(_NOBODY)

Pair = tuple[str, str]


def bag_of(bag: str, aliases: Sequence[Pair]) -> str:
    """The bag of an item: the one announced, else what its other numbers name."""
    bag = bag.strip()
    if bag or not aliases:
        return bag
    naming = [pair for pair in aliases if pair[0] in BAG_KINDS]
    if not naming:
        return ""
    other = dict(reversed(naming))
    return next((number for kind in BAG_KINDS if (number := other.get(kind, "").strip())), "")


def only_beside(a: Announcement) -> bool:
    """Whether nothing of what it is was announced of an item."""
    if a.lines or a.sender != _NOBODY or a.recipient != _NOBODY:
        return False
    return tells_beside(content_of(a))


def tells_beside(content: Content) -> bool:
    """Whether a message or a row says where an item lies or what was asked of it, and nothing of
    what it is. A message's item may say its weight."""
    if content.lines or content.sender != _PLAIN_NOBODY or content.recipient != _PLAIN_NOBODY:
        return False
    if content.value_minor is not None or content.nature or content.documents or content.url:
        return False
    kinds = [kind for name, kind in content.extra if name == MESSAGE]
    if kinds:
        return all(kind in BESIDE for kind in kinds)
    if content.gross_weight_g is not None:
        return False
    asked = content.referral or content.referral_answer or content.referrals
    return bool(asked or content.flight or bag_of(content.bag, content.aliases))


def meant(beside: Announcement, among: Iterable[Announcement]) -> Announcement | None:
    """Of the uses of the number the one that is spoken of: the newest that was posted before,
    within 12 months; None where none is. Whoever says a posting date means that one."""
    said_on = beside.arrived_on if beside.arrived_basis in ANNOUNCED_ARRIVALS else None
    if said_on is None and beside.announced_at is not None:
        said_on = beside.announced_at.date()
    fitting = [
        a
        for a in among
        if not only_beside(a)
        and beside.posted_on in ("", a.posted_on)
        and _fits(a.posted_on, said_on)
    ]
    return max(fitting, key=lambda a: a.posted_on, default=None)


def with_said(a: Announcement, beside: Announcement) -> Announcement:
    """`a` with what `beside` tells of it: where it lies, what was asked and answered."""
    lies = beside.flight or bag_of(beside.bag, beside.aliases)
    told = placed(a, beside) if lies else a
    if (MESSAGE, REFERRING) in beside.extra:
        told = replace(told, extra=_with_message(told, beside, REFERRING))
    return replace(told, referrals=with_told(a.referrals, beside.referrals))


def keeping(a: Announcement, before: Announcement) -> Announcement:
    """`a`, announced in the place of `before`, with what was told beside that: where it lies,
    unless `a` names another bag itself, and every referral."""
    kept = placed(a, before) if _keeps_place(a, before) else a
    if not before.referrals:
        return kept
    if (MESSAGE, REFERRING) not in a.extra:
        kept = replace(kept, extra=_with_message(kept, before, REFERRING))
    return replace(kept, referrals=with_told(before.referrals, a.referrals))


def placed(a: Announcement, place: Announcement) -> Announcement:
    """`a` with the bag, flight and arrival `place` says, and what else that message said."""
    bags = [pair for pair in place.aliases if pair[0] in BAG_KINDS]
    kept = [pair for pair in a.aliases if pair[0] not in BAG_KINDS or not bags]
    arrives = a.arrived_basis is ArrivalBasis.EVENT or place.arrived_basis not in ANNOUNCED_ARRIVALS
    return replace(
        a,
        bag=place.bag or a.bag,
        flight=place.flight or a.flight,
        arrived_on=a.arrived_on if arrives else place.arrived_on,
        arrived_basis=a.arrived_basis if arrives else place.arrived_basis,
        aliases=tuple(dict.fromkeys((*kept, *bags))),
        extra=_with_message(a, place, PLACING),
    )


def _keeps_place(a: Announcement, before: Announcement) -> bool:
    """Whether `a` lies where `before` did: it names no bag, or the one a message told."""
    lay, said = bag_of(before.bag, before.aliases), bag_of(a.bag, a.aliases)
    by_message = (MESSAGE, PLACING) in before.extra
    return bool(lay) and (not said or (said == lay and by_message))


def _fits(posted_on: str, said_on: date | None) -> bool:
    if not posted_on or said_on is None:
        return True
    return date.fromisoformat(posted_on) <= said_on <= date.fromisoformat(posted_on) + REUSED_AFTER


def _with_message(a: Announcement, told: Announcement, kind: str) -> tuple[Pair, ...]:
    """What is kept verbatim of `a`, with the other's word for that kind of message; what messages
    said beside comes last, whichever came first."""
    rest = [pair for pair in a.extra if not _is_of(pair, kind)]
    said = [pair for pair in told.extra if _is_of(pair, kind)]
    return tuple(sorted((*rest, *said), key=_rank))


def _rank(pair: Pair) -> int:
    return next((n for n, kind in enumerate(BESIDE, 1) if _is_of(pair, kind)), 0)


def _is_of(pair: Pair, kind: str) -> bool:
    return pair == (MESSAGE, kind) or pair[0].startswith(f"{kind} ")
