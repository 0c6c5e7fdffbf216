"""Words for drugs, presses, dangerous goods and the rest, in six languages and in disguise."""

from datetime import date

import pytest

from tests.builders import make_announcement
from tests.risk.cases import fired, goods, said, why_not


@pytest.mark.parametrize(
    "text",
    [
        "fentanyl", "FENTANYL HCl", "fent4nyl", "f3ntanyl", "fentannyl", "f e n t a n y l",
        "F-E-N-T-A-N-Y-L", "fen\u200btanyl", "f\u00e9ntanyl", "фентанил", "芬太尼", "fentanilo",
        "carfentanyl", "lab reagent (fentanyl)", "cr1stal meth / crystal m3th", "海洛因粉",
    ],
)  # fmt: skip
def test_a_drugs_name_is_found_however_it_is_written(text: str) -> None:
    assert "the description names" in said("drug-words", fired("drug-words", goods(text)))


@pytest.mark.parametrize(
    "text",
    [
        "paraffin candles", "fentanyl test strips", "Heroin perfume 50 ml eau de parfum",
        "ice cream maker", "snow boots", "speed controller", "cokes", "opiumwax",
        "grass seed mat", "T-shirt 100%",
    ],
)  # fmt: skip
def test_innocent_words_are_not(text: str) -> None:
    assert "no word" in why_not("drug-words", goods(text))


@pytest.mark.parametrize(
    ("rule", "text", "concept"),
    [
        ("pill-press", "TDP-5 desktop machine", "pill-press"),
        ("pill-press", "压片机模具 10毫米", "pill-press"),
        ("pill-press", "Tablettenpresse", "pill-press"),
        ("pill-press", "tablet dies, steel", "dies-and-moulds"),
        ("pill-press", "пресс-форма для таблеток", "dies-and-moulds"),
        ("pill-press", "moule à comprimés", "dies-and-moulds"),
        ("precursor", "4-Piperidone HCl", "fentanyl-precursor"),
        ("precursor", "1-boc-4-AP intermediate", "fentanyl-precursor"),
        ("precursor", "CAS 1609-66-1", "fentanyl-precursor"),
        ("precursor", "盐酸甲胺", "methamphetamine-precursor"),
        ("precursor", "PMK powder", "mdma-precursor"),
        ("precursor", "Levamisol", "cutting-agent"),
        ("restricted-agriculture", "tomato seeds", "seeds"),
        ("restricted-agriculture", "беларусь сало", "meat"),
        ("restricted-agriculture", "Saatgut", "seeds"),
        ("firearm-parts", "Glock switch", "conversion-device"),
        ("firearm-parts", "solvent trap kit", "suppressor"),
        ("firearm-parts", "弹匣", "firearm-part"),
        ("false-documents", "novelty ID cards", "false-document"),
        ("false-documents", "假护照", "false-document"),
    ],
)
def test_each_family_knows_its_words(rule: str, text: str, concept: str) -> None:
    assert concept in fired(rule, goods(text)).evidence["concepts"]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("pill-press", "garlic press, steel"),
        ("pill-press", "tablet case 10 inch"),
        ("precursor", "scented candle"),
        ("restricted-agriculture", "seed beads for jewellery"),
        ("restricted-agriculture", "meat thermometer"),
        ("firearm-parts", "airsoft gun parts"),
        ("false-documents", "passport cover, leather"),
    ],
)
def test_what_only_sounds_alike_is_left_alone(rule: str, text: str) -> None:
    assert why_not(rule, goods(text))


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("lithium-no-un", "power bank 20000 mAh"),
        ("lithium-no-un", "锂电池 充电宝"),
        ("lithium-no-un", "e-scooter battery, lithium, 36 V"),
        ("lithium-no-un", "литий-ионный аккумулятор"),
        ("hazmat-no-un", "hair spray 200 ml"),
        ("hazmat-no-un", "Neodym-Magnet 50 mm"),
        ("hazmat-no-un", "丙酮 500毫升"),
    ],
)
def test_dangerous_goods_want_a_un_number(rule: str, text: str) -> None:
    assert fired(rule, goods(text))
    for number in ("UN3481", "un 3480", "UN-1950", "UN: 3481 PI966"):
        assert "declared" in why_not(rule, goods(f"{text} {number}"))
    shipped = make_announcement(lines=goods(text).lines, extra=(("DangerousGoods", "UN3481"),))
    assert "declared" in why_not(rule, shipped)


@pytest.mark.parametrize("text", ["phone case", "LED lamp, without battery", "lithium grease"])
def test_what_holds_no_lithium_needs_none(text: str) -> None:
    assert "no word" in why_not("lithium-no-un", goods(text))


@pytest.mark.parametrize(
    ("text", "origin", "day", "fires"),
    [
        ("cotton T-shirts", "CN", date(2022, 6, 21), True),
        ("cotton T-shirts", "IN", date(2026, 3, 2), False),
        ("铝箔", "CN", date(2026, 3, 2), True),
        ("red dates (jujube)", "CN", date(2026, 3, 2), True),
        ("red dates (jujube)", "CN", date(2025, 7, 31), False),
        ("copper wire", "CN", date(2025, 8, 1), True),
        ("copper wire", "CN", date(2024, 8, 1), False),
        ("silk scarf", "CN", date(2026, 3, 2), False),
    ],
)
def test_sectors_count_from_the_day_they_were_named(
    text: str, origin: str, day: date, *, fires: bool
) -> None:
    announced = goods(text, origin=origin)
    if fires:
        assert fired("forced-labour", announced, day=day).evidence["origin"] == origin
    else:
        assert why_not("forced-labour", announced, day=day)


def test_a_line_without_origin_is_of_the_posts_origin() -> None:
    assert fired("forced-labour", goods("cotton yarn", origin=""))
