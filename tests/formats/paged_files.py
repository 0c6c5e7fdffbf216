"""Manifests of made-up people of many countries, in the code pages of their post offices."""

from functools import cache
from random import Random
from typing import Final, NamedTuple

from faker import Faker


class Tongue(NamedTuple):
    """A language as made-up names and streets have it, goods in it, and the pages it comes in."""

    locale: str
    pages: tuple[str, ...]
    goods: tuple[str, ...]


TONGUES: Final = {
    "russian": Tongue(
        "ru_RU", ("cp1251", "koi8-r", "cp866", "iso8859-5"), ("свечи из воска", "мыло", "чехол")
    ),
    "greek": Tongue("el_GR", ("cp1253", "iso8859-7"), ("κεριά από παραφίνη", "σαπούνι", "θήκη")),
    "turkish": Tongue(
        "tr_TR", ("cp1254",), ("el yapımı sabun", "telefon kılıfı", "pamuklu tişört")
    ),
    "arabic": Tongue("ar_AA", ("cp1256",), ("شموع البارافين", "صابون يدوي", "غطاء هاتف")),
    "hebrew": Tongue("he_IL", ("cp1255",), ("נרות פרפין", "כיסוי לטלפון", "חולצת כותנה")),
    "thai": Tongue("th_TH", ("cp874",), ("เทียนพาราฟิน", "สบู่ทำมือ", "เสื้อยืดผ้าฝ้าย")),
    "japanese": Tongue(
        "ja_JP", ("cp932", "euc_jp"), ("手作り石鹸", "スマホケース", "木製のおもちゃ")
    ),
    "korean": Tongue("ko_KR", ("cp949",), ("수제 비누", "휴대폰 케이스", "면 티셔츠")),
    "simplified": Tongue("zh_CN", ("gb18030",), ("石蜡蜡烛", "手工肥皂", "纯棉短袖衬衫")),
    "traditional": Tongue("zh_TW", ("cp950",), ("石蠟蠟燭", "手工肥皂", "純棉短袖襯衫")),
    "polish": Tongue("pl_PL", ("cp1250", "iso8859-2"), ("świece", "mydło", "koszulka bawełniana")),
    "czech": Tongue("cs_CZ", ("cp1250",), ("parafínové svíčky", "mýdlo", "nabíječka")),
    "hungarian": Tongue("hu_HU", ("cp1250",), ("kézműves szappan", "pamut póló", "töltő")),
    "french": Tongue("fr_FR", ("cp1252", "mac_roman"), ("bougies à la paraffine", "étui", "câble")),
    "german": Tongue("de_DE", ("cp1252", "cp850"), ("Kerzen für Gläser", "Handyhülle", "Gerät")),
    "spanish": Tongue("es_ES", ("cp1252",), ("jabón hecho a mano", "muñeca de niña", "algodón")),
}
PAGED: Final = [(name, page) for name, tongue in TONGUES.items() for page in tongue.pages]
CITIES: Final = {"turkish": "İzmir", "arabic": "القاهرة"}
HEADER: Final = "HAWB,Shipper,Consignee,Consignee address,Consignee city,Contents"


@cache
def people(tongue: str) -> tuple[tuple[str, str, str], ...]:
    """Names, streets and cities, the same each time."""
    maker = Faker(TONGUES[tongue].locale)
    maker.seed_instance(7)
    return tuple(
        (
            maker.name(),
            maker.address().split("\n")[0].replace(",", " "),
            CITIES.get(tongue) or maker.city(),
        )
        for _ in range(400)
    )


def manifest(tongue: str, page: str, rows: int, share: float, seed: int) -> tuple[bytes, str]:
    """A table in the page, and its text; `share` of its rows are in the language, one at least, the
    others in English. What the page has no letter for is left out."""
    random = Random(f"{tongue} {rows} {share} {seed}")
    meant = set(random.sample(range(rows), max(1, round(rows * share))))
    lines = [HEADER]
    for row in range(rows):
        name, street, city = "Ann Smith", f"{row} Elm Street", "Springfield"
        goods = "paraffin candles"
        if row in meant:
            name, street, city = random.choice(people(tongue))
            goods = random.choice(TONGUES[tongue].goods)
        lines.append(f"HB{row:010},Jane Doe,{name},{street},{city},{goods}")
    data = "\r\n".join([*lines, ""]).encode(page, "ignore")
    return data, data.decode(page)
