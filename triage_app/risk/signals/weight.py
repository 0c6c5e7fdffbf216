"""Family `weight`: do the weights agree with each other, the scale and the kind of goods?"""

from collections.abc import Mapping

from triage_app.risk.case import Answer, Case, Fired, because
from triage_app.risk.rules import Rule

NO_GROSS = because("no gross weight is announced")
NO_NET = because("not every line has a net weight")
AGREE = because("net and gross weights agree")
NOT_WEIGHED = because("the item was not weighed here")
AS_WEIGHED = because("the scale shows what is announced")
NO_UNITS = because("no line has both a quantity and a weight")
NO_BOUNDS = because("no bounds are known for these HS headings")
PLAUSIBLE = because("a piece weighs what such goods weigh")


def weights_disagree(case: Case, rule: Rule) -> Answer:
    """The lines' net weights together exceed the gross weight by more than `slack_g`, or leave
    more than `packing_percent` of them plus `packing_g` to the packing."""
    gross = case.announced.gross_weight_g
    if not gross or gross <= 0:
        return NO_GROSS
    nets = [words.line.net_weight_g for words in case.lines]
    net = sum(weight or 0 for weight in nets)
    if not nets or net <= 0:
        return NO_NET
    whole = all(weight is not None for weight in nets)
    most = net + net * rule.whole("packing_percent") // 100 + rule.whole("packing_g")
    if net <= gross + rule.whole("slack_g") and not (whole and gross > most):
        return AGREE if whole else NO_NET
    return Fired(
        {"net_g": net, "gross_g": gross, "net_over_gross": net > gross},
        {
            "net": f"{net:,}",
            "gross": f"{gross:,}",
            "gap": f"{abs(gross - net):,}",
            "least": f"{max(1, net - rule.whole('slack_g')):,}",
            "most": f"{most:,}",
        },
    )


def measured_weight(case: Case, rule: Rule) -> Answer:
    """The scale differs from the announced gross weight by more than `percent` and `grams`."""
    measured, gross = case.item.measured_weight_g, case.announced.gross_weight_g
    if measured is None:
        return NOT_WEIGHED
    if gross is None:
        return NO_GROSS
    gap = abs(measured - gross)
    allowed = max(rule.whole("grams"), abs(gross) * rule.whole("percent") // 100)
    if gap <= allowed:
        return AS_WEIGHED
    return Fired(
        {"measured_g": measured, "gross_g": gross},
        {
            "measured": f"{measured:,}",
            "gross": f"{gross:,}",
            "gap": f"{gap:,}",
            "least": f"{max(0, gross - allowed):,}",
            "most": f"{gross + allowed:,}",
        },
    )


def weight_implausible(case: Case, rule: Rule) -> Answer:
    """A piece weighs outside the bounds of its HS heading (pack table `grams`), by more than the
    `factor` those bounds allow."""
    answer = NO_UNITS
    for words in case.lines:
        line = words.line
        if not line.quantity or line.quantity <= 0 or not line.net_weight_g:
            continue
        bounds = bounds_of(line.hs, case.pack.grams)
        if bounds is None:
            answer = NO_BOUNDS if answer is NO_UNITS else answer
            continue
        answer = PLAUSIBLE
        least, most = bounds
        factor = rule.whole("factor")
        if least <= line.net_weight_g * factor // line.quantity and (
            line.net_weight_g <= most * factor * line.quantity
        ):
            continue
        piece = line.net_weight_g // line.quantity
        return Fired(
            {"line": line.index, "piece_g": piece, "least_g": least, "most_g": most},
            {"piece": f"{piece:,}", "least": f"{least:,}", "most": f"{most:,}", "hs": line.hs[:12]},
        )
    return answer


def bounds_of(hs: str, grams: Mapping[str, tuple[int, int]]) -> tuple[int, int] | None:
    """The grams one piece weighs by the longest prefix of the HS code that the table knows."""
    for length in (6, 4, 2):
        if len(hs) >= length and (found := grams.get(hs[:length])):
            return found
    return None
