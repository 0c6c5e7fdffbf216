"""A courier manifest for measuring: any size, the same bytes each time."""

import random
from pathlib import Path
from typing import Final

COLUMNS: Final = (
    "HAWB,Line,MAWB,Flight,ArrivalDate,OriginCountry,DestinationCountry,ShipperName,ShipperAddress,"
    "ShipperCity,ShipperCountry,ConsigneeName,ConsigneeAddress,ConsigneeCity,ConsigneePostcode,"
    "ConsigneeCountry,ConsigneePhone,GoodsDescription,HSCode,ManufCtry,Quantity,Weight(KG),"
    "Value,Currency"
)
GOODS: Final = (
    ("paraffin candles, scented", "340600"),
    ("women's cotton t-shirts, knitted", "610910"),
    ("lithium ion battery pack, 36 V", "850760"),
    ("stainless steel kitchen knives", "821192"),
    ("plastic toy blocks, 120 pieces", "950300"),
    ("rechargeable LED desk lamp", "940521"),
    ("tablet press die set", "847990"),
    ("leather handbag with strap", "420221"),
)
LINES_AN_ITEM: Final = 1.3
NUMBERS: Final = 9_999_999_967  # the greatest prime of ten digits: no multiple of STEP comes twice
STEP: Final = 7_717_776_151


def write_manifest(path: Path, items: int, first: int = 0) -> int:
    """A courier CSV of `items` house waybills, from the `first` on; the number of rows.

    As in a courier's own: the consignment stands in each row of it, and the numbers, which many
    senders took from books of their own, stand in no order.
    """
    chance = random.Random(20_261_124)
    rows = 0
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(COLUMNS + "\n")
        for item in range(first, first + items):
            number, consignment = number_of(item), _consignment(chance, item)
            for line in range(1, 1 + _lines(chance)):
                out.write(_row(chance, number, line, consignment))
                rows += 1
    return rows


def number_of(item: int) -> str:
    """The house waybill of an item."""
    return f"HB{item * STEP % NUMBERS:010d}"


def _lines(chance: random.Random) -> int:
    return 1 if chance.random() > LINES_AN_ITEM - 1 else 2


def _consignment(chance: random.Random, item: int) -> str:
    """The cells every row of an item repeats, behind its number and the line's."""
    person, street = chance.randrange(50_000), chance.randrange(9_000)
    return (
        f"17612345675,LH{8000 + item % 40},2026-03-{1 + item % 28:02d},CN,US,"
        f"Trading Company {person % 2000},{street} Harbour Road,Shenzhen,CN,"
        f'Person {person},"{street} Elm Street, Apt {person % 40}",Newark,{10000 + person % 80000},'
        f"US,+1 973 555 {person % 10000:04d}"
    )


def _row(chance: random.Random, number: str, line: int, consignment: str) -> str:
    goods, hs = chance.choice(GOODS)
    return (
        f'{number},{line},{consignment},"{goods}",{hs},CN,{1 + chance.randrange(9)},'
        f"{0.05 + chance.randrange(400) / 100:.2f},{5 + chance.randrange(79000) / 100:.2f},USD\n"
    )
