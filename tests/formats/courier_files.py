"""Courier files of any making, some of them broken, for tests that read them in two ways."""

import csv
import io

from hypothesis import strategies as st

CELLS = {
    "HAWB": ["A1", "a 1", "B-2", " ", "RR473124829US", "420071029200190175547700000000"],
    "Line": ["", "1", "2", "3", "x"],
    "MAWB": ["", "M1", "A1", " M1 "],
    "Other Numbers": ["", "bag:Z1 | Z2", "A1"],
    "ConsigneeName": ["Jane Doe", "", " Jane Doe "],
    "ConsigneeAddress": ["", "12 Elm | Apt 3"],
    "Consignee Address2": ["", "Floor 2"],
    "ShipperCountry": ["cn", "", "China"],
    "ConsigneeCountry": ["", "USA", "Freedonia"],
    "OriginCountry": ["cn", "", "Viet Nam"],
    "DestinationCountry": ["", "U.S.A.", "uk"],
    "ManufCtry": ["CHN", "", "cn"],
    "GoodsDescription": ["soap", "", "candles"],
    "HSCode": ["3406.00", "", "3406 00"],
    "Quantity": ["6", "", "1,234", "2.5"],
    "Weight(KG)": ["0.9", "", "2 lb", "heavy"],
    "Gross Weight": ["", "1,5", "5"],
    "Value": ["48.00", "", "1.234", "7"],
    "Total Value": ["", "90", "x"],
    "Currency": ["usd", "JPY", ""],
    "Flight Date": ["2026-03-01", "", "03/04/2026"],
    "Arrival Date": ["", "2026-03-02", "2026-13-02"],
    "Message Time": ["", "2026-03-02T10:00:00+02:00"],
    "Ship Date": ["", "2026-03-02"],
    "Channel": ["", "post", "boat"],
    "Colour": ["", " red ", "green"],
}
ALWAYS = ("HAWB",)


@st.composite
def files(draw: st.DrawFn) -> str:
    """Some of the columns in any order, rows with some of their cells."""
    others = draw(st.lists(st.sampled_from([c for c in CELLS if c not in ALWAYS]), unique=True))
    header = draw(st.permutations([*ALWAYS, *others]))
    rows = draw(st.lists(st.tuples(*[st.sampled_from(CELLS[c]) for c in header]), max_size=12))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows(rows)
    broken = draw(st.sampled_from(["", '"', "\n1,2\n", '"a\nb"', "\udce4\n"]))
    text = out.getvalue()
    at = draw(st.integers(0, len(text)))
    return text[:at] + broken + text[at:]
