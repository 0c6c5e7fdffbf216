"""A picture file's name and the texts read from it -> the announced item it belongs to."""

import re
from collections.abc import Iterator, Sequence

from triage_app.flow.pictured import Brought, LookUp, NotTaken, fate_of
from triage_app.model.item import MailItem
from triage_app.model.noun import noun
from triage_app.model.sentence import tr

BY_LABEL, BY_NAME = "label", "name"
_CUTS = re.compile(r"[\s_.()-]+")


@noun(frozen=True, slots=True)
class Paired:
    """The item, and what named it: its label in the picture, or the file's name."""

    item: MailItem
    by: str


def pair(stem: str, texts: Sequence[str], look_up: LookUp) -> Paired | NotTaken:
    """The one announced item that the label and the name of a file agree on, where either names
    one. `stem`: the file's name without its ending, as in RR473124829US-high."""
    by_label = _named(texts, look_up)
    by_name = _named(tuple(beginnings(stem)), look_up)
    if by_label is None and by_name is None:
        return NotTaken(
            tr(
                "pairing",
                "Neither its label nor its name is an announced item's. "
                "Run 'triage attach CODE FILE' for it.",
            )
        )
    if by_label and by_name and by_label.key != by_name.key:
        return NotTaken(
            tr(
                "pairing",
                "Its label says {label}, its name {name}. Run 'triage attach CODE FILE' for it.",
                label=by_label.key.number,
                name=by_name.key.number,
            )
        )
    if by_label:
        return Paired(by_label, BY_LABEL)
    assert by_name is not None
    return Paired(by_name, BY_NAME)


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
