"""Words for drugs, presses, dangerous goods and the rest, in six languages and in disguise."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.builders import make_announcement
from tests.risk.cases import fired, goods, pack, said, why_not
from triage_app.model.item import Party


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
    ("rule", "text", "number"),
    [
        ("lithium-no-un", "power bank 20000 mAh", "3481"),
        ("lithium-no-un", "锂电池 充电宝", "3480"),
        ("lithium-no-un", "e-scooter battery, lithium, 36 V", "3480"),
        ("lithium-no-un", "литий-ионный аккумулятор", "3481"),
        ("hazmat-no-un", "hair spray 200 ml", "1950"),
        ("hazmat-no-un", "Neodym-Magnet 50 mm", "2807"),
        ("hazmat-no-un", "丙酮 500毫升", "1090"),
        ("hazmat-no-un", "鼠药 500克", "2811"),
        ("hazmat-no-un", "nitrate d'ammonium", "1942"),
        ("hazmat-no-un", "Blutproben, 4 Röhrchen", "3373"),
        ("hazmat-no-un", "сухой лёд 2 кг", "1845"),
        ("hazmat-no-un", "mineral de uranio", "2912"),
    ],
)
def test_dangerous_goods_want_their_un_number(rule: str, text: str, number: str) -> None:
    assert "declared: none" in said(rule, fired(rule, goods(text)))
    for spelled in (f"UN{number}", f"un {number}", f"UN-{number}", f"UN: {number} PI966"):
        assert "declared" in why_not(rule, goods(f"{text} {spelled}"))
    shipped = make_announcement(lines=goods(text).lines, extra=(("Dangerous", f"UN{number}"),))
    assert "declared" in why_not(rule, shipped)
    wrong = fired(rule, goods(f"{text} UN3077"))
    assert "declared: UN 3077" in said(rule, wrong)
    assert wrong.evidence["declared"] == ["3077"]


def test_the_un_numbers_are_those_of_the_published_list(shared_data: Path) -> None:
    table = json.loads((shared_data / "substances" / "un_numbers.json").read_text("utf-8"))
    known = {"".join(filter(str.isdecimal, row.get("UN_Code", ""))) for row in table}
    concepts = [c for lexicon in pack().lexicons.by_id.values() for c in lexicon.concepts]
    assert {number for concept in concepts for number in concept.un} <= known
    for lexicon in ("hazmat", "lithium"):
        assert all(concept.un for concept in pack().lexicons.by_id[lexicon].concepts)


@pytest.mark.parametrize(
    "changes",
    [
        {"city": "Urumqi", "state": "Xinjiang"},
        {"city": "乌鲁木齐市"},
        {"address_lines": ("新疆喀什地区12号",), "city": ""},
        {"post_code": "843000"},
        {"name": "Xinjiang Production and Construction Corps, 8th Division"},
        {"city": "Урумчи"},
        {"city": "Ürümqi"},
        {"city": "XlNJIANG", "state": "X1NJIANG"},
    ],
)
def test_a_sender_in_xinjiang_is_named_whatever_the_goods(changes: dict[str, Any]) -> None:
    announced = goods("silk scarf")
    announced = replace(announced, sender=replace(announced.sender, **changes))
    answer = fired("xinjiang-sender", announced)
    assert "forced labour is presumed" in said("xinjiang-sender", answer)


@pytest.mark.parametrize(
    "changes",
    [
        {"city": "Aksum", "post_code": "83000"},
        {"city": "Hotan", "country": "TR"},
        {"city": "Boise", "post_code": "830001", "country": "US"},
        {},
    ],
)
def test_a_sender_elsewhere_is_not(changes: dict[str, Any]) -> None:
    announced = goods("cotton yarn")
    announced = replace(announced, sender=replace(announced.sender, **changes))
    assert "no place of that region" in why_not("xinjiang-sender", announced)
    assert "no sender" in why_not("xinjiang-sender", replace(announced, sender=Party()))


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
