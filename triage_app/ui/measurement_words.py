"""A measurement's figures in words: what the table, the charts and a screen reader say alike."""

from collections.abc import Sequence
from typing import NamedTuple

from triage_app.model.measure import Drift, Lift, Measurement, Rested, RuleMeasure, Share
from triage_app.model.visible import visible
from triage_app.ui.words import tr


class Bar(NamedTuple):
    """One row of a chart: a figure (None: not known) with its interval, and what it rests on."""

    name: str
    value: float | None
    low: float
    high: float
    said: str


class Mark(NamedTuple):
    """A line across a chart, with the stretch it may lie in."""

    value: float
    low: float
    high: float
    said: str


def share_words(share: Share) -> str:
    """12 %  (8–17)"""
    if share.value is None:
        return tr("Measurement", "none settled")
    return f"{share.value:.0%}  ({share.low * 100:.0f}–{share.high * 100:.0f})".replace("%", " %")


def lift_words(lift: Lift | None) -> str:
    if lift is None:
        return tr("Measurement", "not enough")
    return f"{lift.value:.1f} ×  ({lift.low:.1f}–{lift.high:.1f})"


def drift_words(drift: Drift | None) -> str:
    if drift is None:
        return tr("Measurement", "not enough")
    words = {
        "stable": tr("Measurement", "stable"),
        "moving": tr("Measurement", "moving"),
        "moved": tr("Measurement", "moved"),
    }
    return f"{words[drift.word]}  {drift.index:.2f}"


def rests_on(rested: Rested) -> str:
    """What a precision rests on."""
    return tr(
        "Measurement",
        "{found} of {settled}",
        found=f"{rested.found:,}",
        settled=f"{rested.settled:,}",
    )


def summary(measured: Measurement) -> str:
    """The lines over the table."""
    lines = [
        tr(
            "Measurement",
            "{first} to {last}: {items} items decided, {flagged} of them flagged.",
            first=measured.first,
            last=measured.last,
            items=f"{measured.items:,}",
            flagged=f"{measured.flagged.items:,}",
        ),
        _yardstick(measured.random),
    ]
    shares = {one.share_micro for one in measured.draws}
    if len(shares) > 1:
        said = ", ".join(_drawn_share(one) for one in sorted(shares, key=lambda s: s or 0))
        lines.append(tr("Measurement", "Its share changed in this time: {said}.", said=said))
    return " ".join(lines)


def _yardstick(random: Rested) -> str:
    if not random.settled:
        return tr(
            "Measurement",
            "No item of the random slice was examined: nothing to compare the rules with.",
        )
    return tr(
        "Measurement",
        "Random slice: found in {share} of {n} examined.",
        share=share_words(random.precision),
        n=f"{random.settled:,}",
    )


def _drawn_share(micro: int | None) -> str:
    return tr("Measurement", "not told") if micro is None else f"{micro / 10_000:g} %"


def precision_bars(rules: Sequence[RuleMeasure]) -> list[Bar]:
    """A bar a rule that fired."""
    return [
        Bar(visible(one.rule, 40), p.value, p.low, p.high, rests_on(one.hits))
        for one in rules
        if one.hits.items
        for p in [one.hits.precision]
    ]


def lift_bars(rules: Sequence[RuleMeasure]) -> list[Bar]:
    bars = []
    for one in rules:
        if one.hits.items:
            lift = one.hits.lift
            name, said = visible(one.rule, 40), lift_words(lift)
            known = Bar(name, lift.value, lift.low, lift.high, said) if lift else None
            bars.append(known or Bar(name, None, 0.0, 0.0, said))
    return bars


def drift_bars(measured: Measurement, rules: Sequence[RuleMeasure]) -> list[Bar]:
    """The score's first, then each rule's."""
    told = [(tr("Measurement", "score"), measured.score_drift)]
    told += [(visible(one.rule, 40), one.drift) for one in rules if one.hits.items]
    return [
        Bar(name, d.index if d else None, 0.0, d.index if d else 0.0, drift_words(d))
        for name, d in told
    ]


def random_mark(measured: Measurement) -> Mark | None:
    """The random slice's share as a line; None where nothing of it was examined."""
    known = measured.random.precision
    if known.value is None:
        return None
    return Mark(known.value, known.low, known.high, tr("Measurement", "random slice"))
