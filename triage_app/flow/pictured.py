"""The texts read from a picture, and the item on the bench when it came -> what becomes of it.

A label is the sender's, and anyone can print one: a picture brings an item to the bench or lends
evidence to the one that is there. It never commands the station and never signs anybody in.
"""

from collections.abc import Callable, Iterable, Sequence

from triage_app.flow.identify import identify
from triage_app.flow.labelled import NOT_AN_ITEM, is_command
from triage_app.model.identity import Identity
from triage_app.model.item import ItemKey, MailItem
from triage_app.model.noun import noun
from triage_app.model.sentence import Sentence, tr

NOT_ONE_ITEM = NOT_AN_ITEM | {"s8", "s9"}
"""A dispatch's or receptacle's number names many items."""
_OF_MANY = frozenset({"master", "receptacle"})
"""Kinds of alias that many items share."""

LookUp = Callable[[str], MailItem]


@noun(frozen=True, slots=True)
class Brought:
    """The picture shows the label of another item: `text`, as a scanner would have sent it."""

    text: str
    number: str


@noun(frozen=True, slots=True)
class Evidence:
    """The picture belongs to the item that was on the bench. `also` are numbers on it that the
    station does not know."""

    key: ItemKey
    also: tuple[str, ...] = ()


@noun(frozen=True, slots=True)
class NotTaken:
    """Nothing becomes of the picture; the reason ends with the next step."""

    reason: Sentence


def fate_of(
    texts: Sequence[str], shown: ItemKey | None, look_up: LookUp
) -> Brought | Evidence | NotTaken:
    """What a picture is for, by the codes in it and the item shown when it was given.

    An announced item's label decides. Where labels of several announced items are seen and none is
    the one shown, nothing does: a picture is never kept with the wrong item.
    """
    told = [text for text in texts if not is_command(text)]
    known = _announced(told, look_up)
    if shown is not None and (shown in known.values() or not known):
        return Evidence(shown, () if known else _others(told, shown))
    if len(set(known.values())) == 1:
        text, key = next(iter(known.items()))
        return Brought(text, key.number)
    if known:
        return NotTaken(_several())
    return _by_number_alone(told)


def _announced(texts: Iterable[str], look_up: LookUp) -> dict[str, ItemKey]:
    """Text -> key of the announced item whose own number it is."""
    found = {}
    for text in texts:
        item = look_up(text)
        if item.announcement is not None and _names_it_alone(item):
            found[text] = item.key
    return found


def _names_it_alone(item: MailItem) -> bool:
    """Whether the code is the item's own number or an alias it shares with no other."""
    assert item.announcement is not None
    identity = item.identity
    said = {identity.number}
    if isinstance(identity, Identity):
        said |= {number for _, number in identity.aliases}
    announced = item.announcement
    own = {announced.number, *(n for kind, n in announced.aliases if kind not in _OF_MANY)}
    return bool(said & own)


def _by_number_alone(texts: Iterable[str]) -> Brought | NotTaken:
    """No item shown and none announced: a whole number still brings its item, if it is one."""
    whole = [(text, one) for text in texts if (one := _whole(text)) is not None]
    if not whole:
        return NotTaken(
            tr(
                "pictured",
                "No item's label can be read in it. Take it closer, or scan or type the code.",
            )
        )
    text, first = max(whole, key=lambda read: len(read[1].aliases))
    names = {first.number, *(number for _, number in first.aliases)}
    if all(names & {one.number, *(n for _, n in one.aliases)} for _, one in whole):
        return Brought(text, first.number)
    return NotTaken(_several())


def _others(texts: Iterable[str], shown: ItemKey) -> tuple[str, ...]:
    """Whole numbers in the picture that are not the item's."""
    numbers = [one.number for text in texts if (one := _whole(text)) is not None]
    return tuple(dict.fromkeys(number for number in numbers if number != shown.number))


def _whole(text: str) -> Identity | None:
    identity = identify(text)
    if isinstance(identity, Identity) and identity.valid:
        return None if identity.scheme in NOT_ONE_ITEM else identity
    return None


def _several() -> Sentence:
    return tr(
        "pictured", "It shows labels of several items. Photograph one label alone, or scan it."
    )
