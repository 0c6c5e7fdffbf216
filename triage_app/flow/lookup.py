"""Identity -> MailItem: everything the station's own disk knows of the thing on the bench."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from triage_app.flow.identify import identify, near_numbers
from triage_app.flow.identify.code import clean
from triage_app.flow.ports import ManifestCache, Record
from triage_app.model.act import ActKind, ActLine
from triage_app.model.identity import Identity, Unidentified
from triage_app.model.item import (
    SHARED,
    Announcement,
    Context,
    Hold,
    ImageRef,
    ImageRole,
    ItemKey,
    MailItem,
    Party,
    PartyHistory,
)
from triage_app.model.told import ToldOutcome

REUSE_AFTER = timedelta(days=365)  # UPU S10: a number may be used again after 12 months
NEAR_TRIED = 500
NEAR_SHOWN = 5

UNKNOWN = "unknown"

PartyKey = Callable[[Party], str]


def lookup(
    identity: Identity | Unidentified,
    cache: ManifestCache,
    record: Record,
    party_key: PartyKey,
    now: datetime,
    meant: str = "",
) -> MailItem:
    """The mail item a code names. `announcement` is None when no manifest announces it; of a number
    that was used again it is the newest, or the one whose id is `meant`."""
    found = cache.find(_numbers(identity))
    announcement = next((one for one in found if one.id == meant), found[0] if found else None)
    read_as = _reading_that_is_here(identity, announcement)
    key = _key(read_as, announcement)
    numbers = _own_numbers(key, read_as, announcement)
    acts = _acts(numbers, record, now, key.posted_on)
    return MailItem(
        key=key,
        identity=read_as,
        announcement=announcement,
        holds=holds_on(numbers, cache),
        images=(*_announced_images(announcement, cache), *_attached_images(acts)),
        acts=acts,
        context=_context(announcement, cache, record, party_key),
        near=() if announcement else _near(identity, cache),
        numbers=numbers,
        measured_weight_g=weighed(acts),
        told=_told(numbers, cache, now, key.posted_on),
    )


def look_again(item: MailItem, record: Record, now: datetime) -> MailItem:
    """The same item with the acts, attached pictures and weight it has by now."""
    acts = _acts(item.numbers, record, now, item.key.posted_on)
    announced = (image for image in item.images if image.where != "evidence")
    images = (*announced, *_attached_images(acts))
    return replace(item, acts=acts, images=images, measured_weight_g=weighed(acts))


def weighed(acts: Iterable[ActLine]) -> int | None:
    """Grams by the newest weighing that stands; None where the item was not weighed here."""
    grams = None
    for act in acts:
        if act.kind is ActKind.WEIGHING and not act.undone_by:
            weighing = act.body["weighing"]
            assert isinstance(weighing, dict)  # flow.record wrote it, verify would say otherwise
            grams = int(weighing["weight_g"])
    return grams


def concerns(act: ActLine, now: datetime, posted_on: str = "") -> bool:
    """Whether an act on the same number is about the item at hand, not about another use: twelve
    months ago, or of an item that was posted another day."""
    same_posting = not act.posted_on or not posted_on or act.posted_on == posted_on
    return same_posting and now - act.recorded_at < REUSE_AFTER


def holds_on(numbers: Iterable[tuple[str, str]], cache: ManifestCache) -> tuple[Hold, ...]:
    """The open holds on any of an item's own numbers, each once."""
    found = (hold for _, number in numbers for hold in cache.holds(number))
    return tuple({hold.id: hold for hold in found}.values())


def announced_numbers(announcement: Announcement) -> tuple[tuple[str, str], ...]:
    """(scheme, number) of the numbers an announcement gives the item itself: what was decided or
    held under one of them before the manifest came still counts."""
    first = (announcement.scheme, announcement.number)
    others = (identify(number) for kind, number in announcement.aliases if kind not in SHARED)
    return tuple(dict.fromkeys((first, *(_named(one) for one in others if one.number))))


def _own_numbers(
    key: ItemKey, identity: Identity | Unidentified, announcement: Announcement | None
) -> tuple[tuple[str, str], ...]:
    if announcement is None:
        return ((key.scheme, key.number),)
    shared = {number for kind, number in announcement.aliases if kind in SHARED}
    said = [_named(identity)] if identity.number and identity.number not in shared else []
    return tuple(dict.fromkeys((*announced_numbers(announcement), *said)))


def _named(identity: Identity | Unidentified) -> tuple[str, str]:
    scheme = UNKNOWN if isinstance(identity, Unidentified) else identity.scheme
    return scheme, identity.number


def _acts(
    numbers: Iterable[tuple[str, str]], record: Record, now: datetime, posted_on: str
) -> tuple[ActLine, ...]:
    acts = (act for scheme, number in numbers for act in record.acts_on(scheme, number))
    by_id = {act.id: act for act in acts if concerns(act, now, posted_on)}
    return tuple(sorted(by_id.values(), key=lambda act: act.seq))


def _told(
    numbers: Iterable[tuple[str, str]], cache: ManifestCache, now: datetime, posted_on: str
) -> tuple[ToldOutcome, ...]:
    """By the same rule as our own acts (see `concerns`)."""
    told = (one for scheme, number in numbers for one in cache.told(scheme, number))
    by_id = {
        one.act_id: one
        for one in told
        if now - one.decided_at < REUSE_AFTER
        and (not one.posted_on or not posted_on or one.posted_on == posted_on)
    }
    return tuple(sorted(by_id.values(), key=lambda one: one.decided_at))


def _numbers(identity: Identity | Unidentified) -> list[tuple[str, str]]:
    """Every (scheme, number) the label may mean: what it says letter by letter where that was
    mended to be read, then the best reading first; last, what it says under whatever scheme."""
    if isinstance(identity, Unidentified):
        return [("", identity.number)] if identity.number else []
    readings = (identity, *identity.candidates)
    said = clean(identity.text).compact
    numbers = [] if said == identity.number else [("", said)]
    numbers += [(reading.scheme, reading.number) for reading in readings]
    numbers += [alias for reading in readings for alias in reading.aliases]
    numbers.append(("", said))
    return list(dict.fromkeys(numbers))


def _reading_that_is_here(
    identity: Identity | Unidentified, announcement: Announcement | None
) -> Identity | Unidentified:
    """More than one scheme fits: the one that is announced wins, by scheme and number, else by an
    alias, else by the number alone."""
    if announcement is None or isinstance(identity, Unidentified):
        return identity
    readings = (identity, *identity.candidates)
    own = (announcement.scheme, announcement.number)
    named = {own, *announcement.aliases}
    numbers = {number for _, number in named}
    wanted: tuple[Callable[[Identity], bool], ...] = (
        lambda reading: (reading.scheme, reading.number) == own,
        lambda reading: not named.isdisjoint({(reading.scheme, reading.number), *reading.aliases}),
        lambda reading: reading.number in numbers,
    )
    here = next((r for is_it in wanted for r in readings if is_it(r)), identity)
    if here is identity:
        return identity
    others = (replace(r, candidates=()) for r in readings if r is not here)
    return replace(here, candidates=tuple(others))


def _key(identity: Identity | Unidentified, announcement: Announcement | None) -> ItemKey:
    if announcement is not None:
        return ItemKey(
            announcement.scheme, announcement.number, announcement.posted_on, announcement.id
        )
    if isinstance(identity, Unidentified):
        return ItemKey(UNKNOWN, identity.number)
    return ItemKey(identity.scheme, identity.number)


def _announced_images(
    announcement: Announcement | None, cache: ManifestCache
) -> tuple[ImageRef, ...]:
    return cache.images(announcement.id) if announcement else ()


def _attached_images(acts: Iterable[ActLine]) -> tuple[ImageRef, ...]:
    return tuple(
        _image_of(act) for act in acts if act.kind is ActKind.ATTACHMENT and not act.undone_by
    )


def _image_of(act: ActLine) -> ImageRef:
    attached = act.body["attachment"]
    assert isinstance(attached, dict)  # flow.record wrote it, verify would say otherwise
    return ImageRef(
        sha256=attached["sha256"],
        role=ImageRole(attached["role"]),
        media_type=attached["media_type"],
        size=attached["size"],
        where="evidence",
    )


def _context(
    announcement: Announcement | None,
    cache: ManifestCache,
    record: Record,
    party_key: PartyKey,
) -> Context:
    if announcement is None:
        return Context()
    context = cache.context(announcement)
    return replace(
        context,
        sender=_with_record(context.sender, announcement.sender, record, party_key),
        recipient=_with_record(context.recipient, announcement.recipient, record, party_key),
    )


def _with_record(
    announced: PartyHistory, party: Party, record: Record, party_key: PartyKey
) -> PartyHistory:
    key = party_key(party)
    if not key:
        return announced
    recorded = record.party_history(key)
    return replace(
        announced,
        recorded=recorded.recorded,
        seized=recorded.seized,
        last_recorded_at=recorded.last_recorded_at,
    )


def _near(identity: Identity | Unidentified, cache: ManifestCache) -> tuple[str, ...]:
    """Codes one slip away that do exist here: a mistyped digit is the usual reason."""
    tried = islice(near_numbers(identity.text), NEAR_TRIED)
    return cache.existing(tried)[:NEAR_SHOWN]
