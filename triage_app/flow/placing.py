"""Announcements of a batch + what the cache has -> the same with their bags: what says where an
item lies and what says what it is are one announcement, whichever came first."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from triage_app.formats.bag_joining import is_placed, meant, only_places, placed
from triage_app.model.item import Announcement

Announced = Callable[[Collection[str]], Sequence[Announcement]]


def with_places(
    batch: Iterable[Announcement], announced: Announced, feed: str
) -> list[Announcement]:
    """The batch in its order, each announcement with the bag the same feed told of it. What says a
    place of an item that is announced becomes that announcement, placed."""
    batch = list(batch)
    uses: dict[str, list[Announcement]] = {}
    for known in announced({one.number for one in batch}):
        if known.feed == feed:
            uses.setdefault(known.number, []).append(known)
    return [_joined(one, uses.get(one.number, ())) for one in batch]


def _joined(one: Announcement, uses: Sequence[Announcement]) -> Announcement:
    if only_places(one):
        use = meant(one, uses)
        return placed(use, one) if use else one
    before = next((use for use in uses if use.posted_on == one.posted_on), None)
    alone = next((use for use in uses if only_places(use) and meant(use, [one])), None)
    use = before if before and not only_places(before) else alone
    if use is None:
        return one
    if is_placed(use) and not is_placed(one):
        one = placed(one, use)
    return replace(one, id=use.id)
