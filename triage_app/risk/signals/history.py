"""Family `data`: how the post or carrier that announced the item has done so far."""

from collections.abc import Callable

from triage_app.model.item import Announcement
from triage_app.risk.case import Answer, Case, Fired, because
from triage_app.risk.rules import Rule, RulePack
from triage_app.risk.signals.announcing import is_missing

NOBODY = because("the announcement does not tell which post or carrier announced it")
FEW = because("too few items of this post or carrier to judge it by")
SIGNAL = "poor-data-history"


def poor_data_history(case: Case, rule: Rule) -> Answer:
    """At least `share_percent` of the newest announcements (`fewest` or more) of the item's post or
    carrier lack one of `fields`."""
    history = case.item.context.data_history
    if not history.source:
        return NOBODY
    if history.items < rule.whole("fewest"):
        return FEW
    share = history.lacking * 100 // history.items
    kind, _, who = history.source.partition(" ")
    if share < rule.whole("share_percent"):
        return because("{share} % of the items of this {kind} lack data", share=share, kind=kind)
    return Fired(
        {"source": history.source, "items": history.items, "lacking": history.lacking},
        {
            "kind": kind,
            "who": who,
            "share": share,
            "items": f"{history.items:,}",
            "limit": rule.whole("share_percent"),
        },
    )


def lacking(pack: RulePack) -> Callable[[Announcement], bool]:
    """Whether an announcement lacks what the pack's rule on this signal asks for; of a pack without
    one nothing is asked."""
    rule = next((one for one in pack.rules if one.signal == SIGNAL and one.on), None)
    fields = rule.words("fields") if rule else ()

    def lacks(announced: Announcement) -> bool:
        return any(is_missing(name, announced) for name in fields)

    return lacks
