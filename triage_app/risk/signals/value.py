"""Family `value`: what a unit and a kilogram cost, against peers and against a brand's price."""

from math import ceil, floor

from triage_app.model.item import Line, Peers
from triage_app.model.sentence import tr
from triage_app.risk.case import Answer, Case, Fired, because
from triage_app.risk.law import usd
from triage_app.risk.rules import Rule

MOST_CENTS = 10**15
NO_PEERS = because("too few items of the same HS heading and origin to compare with")
NO_VALUE = because("no value with a known currency is announced")
AMONG_PEERS = because("values lie among those of the same HS heading and origin")
NO_BRAND = because("no brand of the lexicon is named")
AT_PRICE = because("the price is what the brand's goods cost")


def value_below_peers(case: Case, rule: Rule) -> Answer:
    """A line's value by the piece lies far below its peers': under the lower fence of their
    logarithms (Tukey, `fence_tenths` / 10 quartile distances) and under `share_percent` of their
    median, and by the kilogram it is low too (under the lower quartile, or unknown). Or the other
    way round: twice as far by the kilogram, low by the piece."""
    return _against_peers(case, rule, below=True)


def value_above_peers(case: Case, rule: Rule) -> Answer:
    """As `value_below_peers`, upwards: dear beyond the upper fence and `share_percent` of the
    median, by unit and by kilogram."""
    return _against_peers(case, rule, below=False)


def _against_peers(case: Case, rule: Rule, *, below: bool) -> Answer:
    if not any(value for value in case.line_usd):
        return NO_VALUE
    compared = False
    for words, value in zip(case.lines, case.line_usd, strict=True):
        peers = case.item.context.peers.get(words.line.index)
        if value is None or not words.line.hs or peers is None:
            continue
        if peers.count < rule.whole("few_peers"):
            continue
        compared = compared or peers.count >= rule.whole("fewest_peers")
        if fired := _far(words.line, value, peers, rule, below=below):
            return fired
    return AMONG_PEERS if compared else NO_PEERS


def _far(line: Line, value: int, peers: Peers, rule: Rule, *, below: bool) -> Fired | None:
    quantity, net = line.quantity or 0, line.net_weight_g or 0
    unit = value // quantity if quantity > 0 else None
    kilogram = value * 1000 // net if net > 0 else None
    if peers.count < rule.whole("fewest_peers") and not _is_extreme(unit, peers, rule, below=below):
        return None
    by_unit, by_kilogram = peers.unit_value_minor, peers.value_per_kg_minor
    if _is_far(unit, by_unit, rule, below=below) and _leans(kilogram, by_kilogram, below=below):
        figure, spread, per, sure = unit, by_unit, tr("rules", "a piece"), 1
    elif _is_far(kilogram, by_kilogram, rule, below=below, sure=2) and _leans(
        unit, by_unit, below=below
    ):
        figure, spread, per, sure = kilogram, by_kilogram, tr("rules", "a kilogram"), 2
    else:
        return None
    return Fired(
        {
            "line": line.index,
            "unit_usd_minor": unit,
            "kilogram_usd_minor": kilogram,
            "peers": peers.count,
            "median_usd_minor": spread[2],
            "low_usd_minor": spread[0],
            "high_usd_minor": spread[4],
            "hs": peers.hs,
            "origin": peers.origin,
        },
        {
            "figure": usd(figure or 0),
            "per": per,
            "median": usd(spread[2]),
            "low": usd(spread[0]),
            "high": usd(spread[4]),
            "peers": peers.count,
            "hs": peers.hs,
            "origin": peers.origin or "anywhere",
            "bound": usd(_bound(spread, rule, below=below, sure=sure)),
        },
    )


def _is_extreme(unit: int | None, peers: Peers, rule: Rule, *, below: bool) -> bool:
    """Under the `few_percent`-th part of the median (or as many times above it): said of few peers
    too."""
    if unit is None:
        return False
    median, percent = peers.unit_value_minor[2], rule.whole("few_percent")
    return unit * 100 < median * percent if below else unit * percent > median * 100


def _is_far(
    figure: int | None,
    spread: tuple[int, int, int, int, int],
    rule: Rule,
    *,
    below: bool,
    sure: int = 1,
) -> bool:
    """Beyond the fence; `sure` times as far for kilograms, which vary more in a heading."""
    if figure is None or spread[1] <= 0 or spread[3] < spread[1]:
        return False
    share = rule.whole("share_percent")
    if below and figure * 100 * sure >= spread[2] * share:
        return False  # most are; the fence costs more
    if not below and figure * 100 <= spread[2] * share * sure:
        return False
    bound = _bound(spread, rule, below=below, sure=sure)
    return figure < bound if below else figure > bound


def _bound(
    spread: tuple[int, int, int, int, int], rule: Rule, *, below: bool, sure: int = 1
) -> int:
    """The least (else the most) US cents that are not far: the fence, or the share of the median
    where that lies further out."""
    lower, median, upper = (min(value, MOST_CENTS) for value in spread[1:4])
    reach = float((upper / lower) ** (sure * rule.whole("fence_tenths") / 10))
    share = rule.whole("share_percent")
    if below:
        return ceil(min(lower / reach, median * share / (100 * sure)))
    return floor(min(max(upper * reach, median * share * sure / 100), MOST_CENTS))


def _leans(figure: int | None, spread: tuple[int, int, int, int, int], *, below: bool) -> bool:
    if figure is None or spread[1] <= 0:
        return True
    return figure < spread[1] if below else figure > spread[3]


def brand_price(case: Case, rule: Rule) -> Answer:
    """A brand's name (`lexicon`, with the least price of its real goods in USD) at a unit value
    under `share_percent` of that price."""
    lexicon = rule.words("lexicon")[0]
    named = False
    for words, value in zip(case.lines, case.line_usd, strict=True):
        for hit in words.hits.get(lexicon, ()):
            named = True
            pieces = max(words.line.quantity or 1, 1)
            price = hit.concept.figure * 100
            if value is not None and value * 100 < price * pieces * rule.whole("share_percent"):
                unit = value // pieces
                return Fired(
                    {
                        "line": words.line.index,
                        "brand": hit.word,
                        "unit_usd_minor": unit,
                        "list_usd_minor": price,
                    },
                    {
                        "brand": hit.word,
                        "unit": usd(unit),
                        "price": usd(price),
                        "bound": usd(price * rule.whole("share_percent") // 100),
                    },
                )
    return AT_PRICE if named else NO_BRAND
