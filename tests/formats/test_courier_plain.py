"""What is read at a glance is what a careful reading gives, cell for cell; parts of a file read one
by one are the file."""

import csv
import io
import pickle
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage_app.flow.intake import name_number
from triage_app.formats import courier_survey
from triage_app.formats.courier_csv import CourierCsv, ReadPlain
from triage_app.model.plain import PlainItem, plain_item

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


def carefully(file: CourierCsv) -> list[ReadPlain]:
    return [
        ReadPlain(one.announcement and plain_item(one.announcement), one.rejects, one.rows)
        for one in file.items()
    ]


def in_parts(file: CourierCsv, parts: Iterable[int]) -> dict[int, list[ReadPlain]]:
    return {part: list(items) for part, items in file.plain(parts)}


def read(folder: str, text: str) -> CourierCsv:
    path = Path(folder, "m.csv")
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    return CourierCsv(path, "feed", name_number)


@settings(max_examples=400, deadline=None)
@given(files())
def test_a_glance_reads_what_a_careful_reading_does(text: str) -> None:
    with TemporaryDirectory() as folder:
        file = read(folder, text)
        parts = in_parts(file, range(file.parts))

        assert [one for part in parts.values() for one in part] == carefully(file)


@settings(max_examples=200, deadline=None)
@given(files(), st.integers(1, 4), st.integers(2, 4))
def test_parts_read_one_without_the_other_are_the_file(text: str, rows: int, readers: int) -> None:
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setattr(courier_survey, "BLOCK_ROWS", rows)
        file = read(folder, text)
        whole = carefully(file)
        sent = pickle.loads(pickle.dumps(file))
        found: dict[int, list[ReadPlain]] = {}
        for first in range(readers):
            found |= in_parts(sent, range(first, file.parts, readers))

        assert [one for part in sorted(found) for one in found[part]] == whole
        assert sum(one.rows for one in whole) == file.rows or len(whole) == 1


def test_most_of_a_plain_file_is_read_at_a_glance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = ",".join(CELLS)
    rows = [
        ",".join([f"X{n // 2}", *(cells[0] for cells in [*CELLS.values()][1:])]) for n in range(8)
    ]
    (tmp_path / "m.csv").write_text("\n".join([header, *rows]), "utf-8")
    file = CourierCsv(tmp_path / "m.csv", "feed", name_number)
    meant = [one.item for one in carefully(file)]

    def never(*_: object) -> None:
        raise AssertionError("a second look was taken")

    monkeypatch.setattr("triage_app.formats.courier_items.ItemReader.read", never)
    seen: list[PlainItem | None] = [
        one.item for part in in_parts(file, range(file.parts)).values() for one in part
    ]

    assert seen == meant
    assert len(seen) == 4
