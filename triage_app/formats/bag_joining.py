"""Announcements that only say where an item lies (PREDES) and announcements of the item: one of
both, in whichever order they came."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from triage_app.formats.edifact_build import MESSAGE
from triage_app.model.item import Announcement, ArrivalBasis

PLACING: Final = "PREDES"
REUSED_AFTER: Final = timedelta(days=366)
"""A number may be used again after 12 months (UPU S10)."""
_ANNOUNCED: Final = (ArrivalBasis.EVENT, ArrivalBasis.FLIGHT)


def is_placed(a: Announcement) -> bool:
    """Whether a bag and its flight were joined to it."""
    return (MESSAGE, PLACING) in a.extra


def only_places(a: Announcement) -> bool:
    """Whether nothing but its place was announced of it."""
    return [kind for name, kind in a.extra if name == MESSAGE] == [PLACING]


def placed(a: Announcement, place: Announcement) -> Announcement:
    """`a` with the bag, flight and arrival `place` says, and what else that message said."""
    own = [pair for pair in a.extra if not _is_of_place(pair)]
    joined = [pair for pair in place.extra if _is_of_place(pair)]
    receptacles = [pair for pair in place.aliases if pair[0] == "receptacle"]
    kept = [pair for pair in a.aliases if pair[0] != "receptacle" or not receptacles]
    arrives = a.arrived_basis is ArrivalBasis.EVENT or place.arrived_basis not in _ANNOUNCED
    return replace(
        a,
        bag=place.bag or a.bag,
        flight=place.flight or a.flight,
        arrived_on=a.arrived_on if arrives else place.arrived_on,
        arrived_basis=a.arrived_basis if arrives else place.arrived_basis,
        aliases=tuple(dict.fromkeys((*kept, *receptacles))),
        extra=(*own, *joined),
    )


def meant(place: Announcement, among: Iterable[Announcement]) -> Announcement | None:
    """Of the uses of the number the one the place is said of: the newest that was posted before,
    within 12 months; None where none is."""
    said_on = place.arrived_on if place.arrived_basis in _ANNOUNCED else None
    if said_on is None and place.announced_at is not None:
        said_on = place.announced_at.date()
    fitting = [a for a in among if not only_places(a) and _fits(a.posted_on, said_on)]
    return max(fitting, key=lambda a: a.posted_on, default=None)


def _fits(posted_on: str, said_on: date | None) -> bool:
    if not posted_on or said_on is None:
        return True
    return date.fromisoformat(posted_on) <= said_on <= date.fromisoformat(posted_on) + REUSED_AFTER


def _is_of_place(pair: tuple[str, str]) -> bool:
    return pair == (MESSAGE, PLACING) or pair[0].startswith(f"{PLACING} ")
