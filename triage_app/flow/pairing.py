"""A picture file's name and the texts read from it -> the announced item it belongs to."""

import re
from collections.abc import Iterable, Iterator, Sequence

from triage_app.flow.pictured import Brought, LookUp, NotTaken, fate_of
from triage_app.model.item import MailItem
from triage_app.model.noun import noun
from triage_app.model.sentence import tr

BY_LABEL, BY_TAG, BY_NAME = "label", "tag", "name"
_CUTS = re.compile(r"[\s_.()-]+")


@noun(frozen=True, slots=True)
class Paired:
    """The item, and what named it: its label in the picture, an element of the file's header, or
    the file's name."""

    item: MailItem
    by: str


def pair(
    stem: str, texts: Sequence[str], look_up: LookUp, told: Sequence[str] = ()
) -> Paired | NotTaken:
    """The one announced item that the label, the header and the name of a file agree on, where
    they name one. `stem`: the file's name without its ending, as in RR473124829US-high; `told`:
    what the elements of its header say that may name an item."""
    named = {
        by: item
        for by, words in ((BY_LABEL, texts), (BY_TAG, told), (BY_NAME, tuple(beginnings(stem))))
        if (item := _named(words, look_up)) is not None
    }
    if not named:
        return NotTaken(
            tr(
                "pairing",
                "Neither its label nor its header nor its name is an announced item's.",
            )
        )
    by, item = next(iter(named.items()))
    other = next((way for way, one in named.items() if one.key != item.key), "")
    if other:
        return NotTaken(
            tr(
                "pairing",
                "Its {one} says {label}, its {other} {name}.",
                one=by,
                other=other,
                label=item.key.number,
                name=named[other].key.number,
            )
        )
    return Paired(item, by)


def named_in(names: Iterable[tuple[str, str]], wanted: Iterable[str]) -> tuple[str, ...]:
    """What a header says under the keywords wanted, in their order."""
    said = dict(names)
    return tuple(said[keyword] for keyword in wanted if keyword in said)


def beginnings(stem: str) -> Iterator[str]:
    """What of a name may be a number: all of it, then less and less, cut where words end."""
    yield stem
    for cut in reversed(list(_CUTS.finditer(stem))):
        if stem[: cut.start()]:
            yield stem[: cut.start()]


def _named(texts: Sequence[str], look_up: LookUp) -> MailItem | None:
    """The announced item the texts agree on."""
    fate = fate_of(texts, None, look_up)
    item = look_up(fate.text) if isinstance(fate, Brought) else None
    return item if item is not None and item.announcement is not None else None
