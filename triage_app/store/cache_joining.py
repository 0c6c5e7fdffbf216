"""An item of a batch + what is stored of its number -> which announcement it is of, and what that
becomes: what is told beside an announcement joins it, what was told before is kept."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from triage_app.model.item import Announcement
from triage_app.model.joining import keeping, meant, only_beside, with_said
from triage_app.model.plain import plain_item
from triage_app.store.cache_pack import PackedItem, packed_item
from triage_app.store.packed import Row, id_of, unpack
from triage_app.store.sealed import Connection

_ROW = f"SELECT {', '.join(Row._fields)} FROM announcement WHERE key = ?"


class Known(NamedTuple):
    """What of a stored announcement tells whether another differs."""

    key: int
    id: str
    posted_on: str
    version: int
    digest: bytes
    arrived: int
    basis: str
    number: str


def stored(connection: Connection, key: int) -> Announcement:
    """The present version of what is stored."""
    return unpack(Row._make(connection.execute(_ROW, (key,)).fetchone()))


def use_of(
    connection: Connection, item: PackedItem, known: Sequence[Known]
) -> tuple[PackedItem, Known | None]:
    """Of what is stored under the item's number the announcement that it is of or is said of, None
    for another; and the item, under an id of its own then. Only its own feed's word is joined."""
    same = next((one for one in known if one.id == item.id), None)
    if same and not item.beside:
        return item, same
    said = _announcement(item)
    if item.id != id_of(said.feed, said.number, said.posted_on):  # whoever sent it knows its id
        return item, same
    found = [(one, stored(connection, one.key)) for one in known]
    uses = {one: use for one, use in found if use.feed == said.feed}
    use = _said_of(said, uses.values()) if item.beside else _announced_as(said, uses.values())
    if use is not None:
        return item, next(one for one in uses if uses[one] is use)
    if same:
        item = item._replace(id=id_of(said.feed, said.number, f"lies {item.arrived}"))
    return item, None


def joined(item: PackedItem, before: Announcement) -> PackedItem:
    """What the item makes of what is stored of it."""
    said = _announcement(item)
    if item.beside and not only_beside(before):
        return _packed(with_said(before, said), before)
    kept = keeping(said, before)
    if before.posted_on and not said.posted_on:
        kept = replace(kept, posted_on=before.posted_on)
    return item if kept is said else _packed(kept, before)


def _said_of(said: Announcement, uses: Collection[Announcement]) -> Announcement | None:
    """The use that is spoken of; else what was told alone before."""
    return meant(said, uses) or next(filter(only_beside, uses), None)


def _announced_as(said: Announcement, uses: Collection[Announcement]) -> Announcement | None:
    """The use that was announced with this posting date, under another id where its place came
    first; else what was told alone and may be of this one."""
    whole = (one for one in uses if one.posted_on == said.posted_on and not only_beside(one))
    alone = (one for one in uses if only_beside(one) and meant(one, [said]))
    return next(whole, None) or next(alone, None)


def _announcement(item: PackedItem) -> Announcement:
    return unpack((0, *item[:5], 0, *item[5:8]))


def _packed(announcement: Announcement, before: Announcement) -> PackedItem:
    day = announcement.arrived_on or before.arrived_on or date.min
    return packed_item(plain_item(announcement), day.toordinal(), before.id)
