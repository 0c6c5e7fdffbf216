"""Planted goods: what words must be found, however written; and goods that only sound alike."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from triage_app.demo.catalogue import Catalogue, Offer
from triage_app.demo.disguise import disguised
from triage_app.demo.maker import Maker, Wanted
from triage_app.demo.planting import Make, Plant, Planted, decoy_of, one, truth_of
from triage_app.model.item import Announcement, Party


def _offer(rule: str, what: str, origins: Sequence[str], also: Sequence[str] = ()) -> Make:
    def make(maker: Maker, table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
        offer = _drawn(table.offers[rule], nth, maker)
        written = disguised(offer.description, maker.rng)
        item = _item(maker, replace(offer, description=written), origins, nth, arrived)
        case = truth_of(
            item, rule, nth, f"{what}: {offer.description}", also=("hidden-text", *also)
        )
        return [Planted(item, case)]

    return make


def _sounds_alike(rule: str, origins: Sequence[str] = ("VN", "KR", "JP")) -> Make:
    def make(maker: Maker, table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
        offer = _drawn(table.decoys[rule], nth, maker)
        item = _item(maker, offer, origins, nth, arrived)
        return [decoy_of(item, rule, nth, f"only sounds alike: {offer.description}")]

    return make


def _drawn(offers: Sequence[Offer], nth: int, maker: Maker) -> Offer:
    """The first ones in turn, so that few cases cover much; then as they come."""
    return offers[nth] if nth < len(offers) else maker.rng.choice(offers)


def _item(
    maker: Maker, offer: Offer, origins: Sequence[str], nth: int, arrived: date
) -> Announcement:
    goods = offer.drawn(origins[nth % len(origins)])
    return maker.coded(Wanted(arrived_on=arrived, goods=(goods,)))


def _vague_text(maker: Maker, table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    """Words that say nothing; now and then letters hit at random."""
    item = maker.clean(Wanted(arrived_on=arrived))
    text = maker.rng.choice(table.vague) if nth >= len(table.vague) else table.vague[nth]
    if nth % 6 == 5:
        text = _letters(maker)
    lines = tuple(replace(line, description=text) for line in item.lines)
    item = replace(item, lines=lines)
    return [Planted(item, truth_of(item, "vague-text", nth, f'description is "{text}"'))]


KEYS = "asdfghjklqwertyuiop"


def _letters(maker: Maker) -> str:
    size = maker.rng.randint(6, 10)
    return "".join(maker.rng.choices(KEYS, k=size)) + maker.rng.choice(("", " item", " gift"))


def _xinjiang(maker: Maker, table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    """Goods of no named sector, sent from there."""
    offer = table.decoys["forced-labour"][0]
    draft = maker.clean(Wanted(arrived_on=arrived, goods=(offer.drawn("CN"),)))
    city, state, code = table.xinjiang[nth % len(table.xinjiang)]
    way = maker.rng.randrange(3)
    sender = Party(
        name=f"{city if way else 'Bright'} Silk Products Co Ltd",
        address_lines=(f"{12 + nth % 80} Renmin Road",),
        city=city if way != 1 else "",
        state=state if way != 2 else "",
        post_code=code,
        country="CN",
        phone=f"+86 99 {maker.rng.randint(10**7, 10**8 - 1)}",
    )
    item = replace(draft, sender=sender)
    return [Planted(item, truth_of(item, "xinjiang-sender", nth, f"sent from {city}"))]


def _hs_unknown(maker: Maker, table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    item = maker.clean(Wanted(arrived_on=arrived))
    code = table.no_such_codes[nth % len(table.no_such_codes)]
    item = replace(item, lines=tuple(replace(line, hs=code) for line in item.lines))
    text = f"coded {code}, which is no heading"
    return [Planted(item, truth_of(item, "hs-unknown", nth, text, also=("hs-mismatch",)))]


GOODS_PLANTS = (
    Plant("vague-text", 0.004, _vague_text, one, _sounds_alike("vague-text"), one),
    Plant(
        "hs-mismatch",
        0.0015,
        _offer("hs-mismatch", "another chapter", ("VN", "KR", "TR"), ("undervalued", "overvalued")),
        one,
        _sounds_alike("hs-mismatch"),
        one,
    ),
    Plant("hs-unknown", 0.001, _hs_unknown),
    *(
        Plant(rule, share, _offer(rule, what, origins, also), one, _sounds_alike(rule), one)
        for rule, share, what, origins, also in (
            ("drug-words", 0.002, "drug", ("CN", "IN", "NL"), ()),
            ("pill-press", 0.002, "pill-press part", ("CN", "HK", "IN"), ()),
            ("precursor", 0.002, "precursor", ("CN", "IN", "NL"), ()),
            ("lithium-no-un", 0.003, "no UN number", ("KR", "VN", "JP"), ()),
            ("hazmat-no-un", 0.002, "no UN number", ("KR", "DE", "JP"), ()),
            ("firearm-parts", 0.0015, "weapon part", ("CN", "TR", "DE"), ()),
            ("false-documents", 0.0015, "false document", ("CN", "VN", "HK"), ()),
            ("restricted-agriculture", 0.0015, "farm goods", ("DE", "VN", "KR"), ()),
            ("counterfeit-price", 0.0015, "copy", ("CN", "HK", "TR"), ("undervalued",)),
        )
    ),
    Plant(
        "forced-labour",
        0.002,
        _offer("forced-labour", "sector and origin", ("CN",)),
        one,
        _sounds_alike("forced-labour", ("CN", "HK")),
        one,
    ),
    Plant("xinjiang-sender", 0.001, _xinjiang),
)
