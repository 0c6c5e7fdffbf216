"""Where an item lies and what it is are told by different files: one announcement of both, in
whichever order they came.

What tells only where an item lies (a PREDES, a list of bags) joins the announcement it is said of;
a later announcement that names no bag keeps the place that was told before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from triage_app.model.item import Announcement, ArrivalBasis, Party
from triage_app.model.plain import Content, content_of, plain_party

MESSAGE: Final = "EDIFACT message"
"""In `extra`: the kinds of messages an announcement comes from."""
PLACING: Final = "PREDES"
REUSED_AFTER: Final = timedelta(days=366)
"""A number may be used again after 12 months (UPU S10)."""
BAG_KINDS: Final = ("bag", "receptacle")
"""Kinds of other numbers that name the bag where no bag is announced."""
ANNOUNCED_ARRIVALS: Final = (ArrivalBasis.EVENT, ArrivalBasis.FLIGHT)
"""Other bases say when the station first heard of the item, not what was announced."""
NOBODY: Final = plain_party(Party())
_NOBODY: Final = Party()


def bag_of(bag: str, aliases: Sequence[tuple[str, str]]) -> str:
    """The bag of an item: the one announced, else what its other numbers name."""
    bag = bag.strip()
    if bag or not aliases:
        return bag
    other = dict(reversed(aliases))
    return next((number for kind in BAG_KINDS if (number := other.get(kind, "").strip())), "")


def only_places(a: Announcement) -> bool:
    """Whether nothing but its place was announced of it."""
    if a.lines or a.sender != _NOBODY or a.recipient != _NOBODY:
        return False
    return tells_only_place(content_of(a))


def tells_only_place(content: Content) -> bool:
    """Whether a message or a row names where an item lies and nothing of what lies there. A
    message's item may say its weight."""
    if content.lines or content.sender != NOBODY or content.recipient != NOBODY:
        return False
    if content.value_minor is not None or content.nature or content.documents or content.url:
        return False
    kinds = [kind for name, kind in content.extra if name == MESSAGE]
    if kinds:
        return kinds == [PLACING]
    weighed = content.gross_weight_g is not None
    return not weighed and bool(content.flight or bag_of(content.bag, content.aliases))


def meant(place: Announcement, among: Iterable[Announcement]) -> Announcement | None:
    """Of the uses of the number the one the place is said of: the newest that was posted before,
    within 12 months; None where none is. A place that says a posting date is of that one."""
    said_on = place.arrived_on if place.arrived_basis in ANNOUNCED_ARRIVALS else None
    if said_on is None and place.announced_at is not None:
        said_on = place.announced_at.date()
    fitting = [
        a
        for a in among
        if not only_places(a)
        and place.posted_on in ("", a.posted_on)
        and _fits(a.posted_on, said_on)
    ]
    return max(fitting, key=lambda a: a.posted_on, default=None)


def placed(a: Announcement, place: Announcement) -> Announcement:
    """`a` with the bag, flight and arrival `place` says, and what else that message said."""
    own = [pair for pair in a.extra if not _is_of_place(pair)]
    joined = [pair for pair in place.extra if _is_of_place(pair)]
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
        extra=(*own, *joined),
    )


def keeping_place(a: Announcement, before: Announcement) -> Announcement:
    """`a`, announced in the place of `before`, with the place that was told then; one that names
    another bag itself lies in that one."""
    lay = bag_of(before.bag, before.aliases)
    said = bag_of(a.bag, a.aliases)
    if not lay or said not in ("", lay) or (said and not _by_message(before)):
        return a
    return placed(a, before)


def _by_message(a: Announcement) -> bool:
    """Whether a message told its place."""
    return (MESSAGE, PLACING) in a.extra


def _fits(posted_on: str, said_on: date | None) -> bool:
    if not posted_on or said_on is None:
        return True
    return date.fromisoformat(posted_on) <= said_on <= date.fromisoformat(posted_on) + REUSED_AFTER


def _is_of_place(pair: tuple[str, str]) -> bool:
    return pair == (MESSAGE, PLACING) or pair[0].startswith(f"{PLACING} ")
