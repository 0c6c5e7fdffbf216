"""Outcome act -> the mail item as it was known when it was decided.

What an act embeds is all a replay has: the announcement of then, siblings, peers and party counts
of then, the holds of then. So no later seizure, import or list of holds can reach into the past.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple, TypeVar

import msgspec

from triage_app.model.act import ActLine
from triage_app.model.identity import Identity, Unidentified
from triage_app.model.item import Announcement, Context, Hold, ItemKey, MailItem
from triage_app.model.sentence import NOTHING, tr

T = TypeVar("T")


class Past(NamedTuple):
    """An item as it was known. `as_of` is the day whose law it was judged by; `lists` the editions
    of the screening lists."""

    item: MailItem
    as_of: date
    lists: Mapping[str, str]


def past_of(act: ActLine) -> Past | None:
    """What an outcome act says was known; None where it does not say it, or in another shape."""
    try:
        shown: Mapping[str, Any] = act.body["shown"]  # type: ignore[assignment]  # JSON
        told = shown["assessment"]
        announced = shown["announcement"]
        item = MailItem(
            key=ItemKey(act.item_scheme, act.item_number, act.posted_on, act.announcement),
            identity=_identity(shown["identity"]),
            announcement=None if announced is None else _read(announced, Announcement),
            holds=_read(shown["holds"], tuple[Hold, ...]),
            context=_read(shown["context"], Context),
            near=_near(told),
            measured_weight_g=shown["measured_weight_g"],
        )
        return Past(item, date.fromisoformat(told["as_of"]), dict(told.get("lists", {})))
    except (KeyError, TypeError, ValueError, AttributeError):  # msgspec's are ValueErrors
        return None


def _read(told: object, kind: type[T]) -> T:
    """A noun from its JSON; JSON's names of lines are whole numbers again."""
    return msgspec.convert(told, kind, strict=False)


def _identity(told: Mapping[str, Any]) -> Identity | Unidentified:
    """What the label was read as; its reason was kept as text."""
    said = {name: value for name, value in told.items() if name not in ("reason", "elements")}
    reason = (
        tr("replay", "{said}", said=said_reason) if (said_reason := told.get("reason")) else NOTHING
    )
    if "scheme" not in told:
        return Unidentified(said["text"], said["number"], reason, said.get("symbology", ""))
    said["aliases"] = tuple((kind, number) for kind, number in said.get("aliases", ()))
    return Identity(**said, reason=reason)


def _near(told: Mapping[str, Any]) -> tuple[str, ...]:
    """Codes one slip away, which the flag of an unannounced item told."""
    for flag in told["flags"]:
        if near := flag.get("evidence", {}).get("near"):
            return tuple(map(str, near))
    return ()
