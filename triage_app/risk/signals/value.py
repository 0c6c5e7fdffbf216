"""Family `value`: what a unit and a kilogram cost, against peers and against a brand's price."""

from triage_app.model.item import Line, Peers
from triage_app.model.sentence import tr
from triage_app.risk.case import Answer, Case, Fired, because
from triage_app.risk.law import usd
from triage_app.risk.rules import Rule

NO_PEERS = because("too few items of the same HS heading and origin to compare with")
NO_VALUE = because("no value with a known currency is announced")
AMONG_PEERS = because("values lie among those of the same HS heading and origin")
NO_BRAND = because("no brand of the lexicon is named")
AT_PRICE = because("the price is what the brand's goods cost")


def value_below_peers(case: Case, rule: Rule) -> Answer:
    """A line's unit value lies far below its peers': under the lower fence of their logarithms
    (Tukey, `fence_tenths` / 10 quartile distances) and under `share_percent` of their median;
    where a weight is known, its value per kilogram must be low too (under their lower quartile)."""
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
        if value is None or peers is None or peers.count < rule.whole("fewest_peers"):
            continue
        compared = True
        if fired := _far(words.line, value, peers, rule, below=below):
            return fired
    return AMONG_PEERS if compared else NO_PEERS


def _far(line: Line, value: int, peers: Peers, rule: Rule, *, below: bool) -> Fired | None:
    quantity, net = line.quantity or 0, line.net_weight_g or 0
    unit = value // quantity if quantity > 0 else None
    kilogram = value * 1000 // net if net > 0 else None
    if unit is None:
        if not _is_far(kilogram, peers.value_per_kg_minor, rule, below=below):
            return None
    elif not _is_far(unit, peers.unit_value_minor, rule, below=below) or not _leans(
        kilogram, peers.value_per_kg_minor, below=below
    ):
        return None
    spread = peers.value_per_kg_minor if unit is None else peers.unit_value_minor
    figure = kilogram if unit is None else unit
    per = tr("rules", "a kilogram") if unit is None else tr("rules", "a piece")
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
            "origin": peers.origin,
        },
    )


def _is_far(
    figure: int | None, spread: tuple[int, int, int, int, int], rule: Rule, *, below: bool
) -> bool:
    _, lower, median, upper, _ = spread
    if figure is None or lower <= 0 or upper < lower:
        return False
    reach = (upper / lower) ** (rule.whole("fence_tenths") / 10)
    share = rule.whole("share_percent")
    if below:
        return figure < lower / reach and figure * 100 < median * share
    return figure > upper * reach and figure * 100 > median * share


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
                    {"brand": hit.word, "unit": usd(unit), "price": usd(price)},
                )
    return AT_PRICE if named else NO_BRAND
