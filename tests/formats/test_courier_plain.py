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
from triage_app.model.plain import plain_item

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


def carefully(file: CourierCsv) -> ReadPlain:
    return together(
        ReadPlain([plain_item(one.announcement)] if one.announcement else [], one.rejects, one.rows)
        for one in file.items()
    )


def together(reads: Iterable[ReadPlain]) -> ReadPlain:
    every = list(reads)
    return ReadPlain(
        [item for one in every for item in one.items],
        tuple(reject for one in every for reject in one.rejects),
        sum(one.rows for one in every),
    )


def in_parts(file: CourierCsv, parts: Iterable[int], at_once: int = 500) -> dict[int, ReadPlain]:
    return {part: together(reads) for part, reads in file.plain(parts, at_once)}


def read(folder: str, text: str) -> CourierCsv:
    path = Path(folder, "m.csv")
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    return CourierCsv(path, "feed", name_number)


@settings(max_examples=400, deadline=None)
@given(files(), st.integers(1, 9))
def test_a_glance_reads_what_a_careful_reading_does(text: str, at_once: int) -> None:
    with TemporaryDirectory() as folder:
        file = read(folder, text)
        parts = in_parts(file, range(file.parts), at_once)

        assert together(parts.values()) == carefully(file)


@settings(max_examples=200, deadline=None)
@given(files(), st.integers(1, 4), st.integers(2, 4))
def test_parts_read_one_without_the_other_are_the_file(text: str, rows: int, readers: int) -> None:
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setattr(courier_survey, "BLOCK_ROWS", rows)
        file = read(folder, text)
        whole = carefully(file)
        sent = pickle.loads(pickle.dumps(file))
        found: dict[int, ReadPlain] = {}
        for first in range(readers):
            found |= in_parts(sent, range(first, file.parts, readers))

        assert together(found[part] for part in sorted(found)) == whole
        assert whole.rows == file.rows or not whole.items


def test_most_of_a_plain_file_is_read_at_a_glance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = ",".join(CELLS)
    rows = [
        ",".join([f"X{n // 2}", *(cells[0] for cells in [*CELLS.values()][1:])]) for n in range(8)
    ]
    (tmp_path / "m.csv").write_text("\n".join([header, *rows]), "utf-8")
    file = CourierCsv(tmp_path / "m.csv", "feed", name_number)
    meant = carefully(file).items

    def never(*_: object) -> None:
        raise AssertionError("a second look was taken")

    monkeypatch.setattr("triage_app.formats.courier_items.ItemReader.read", never)
    seen = together(in_parts(file, range(file.parts)).values()).items

    assert seen == meant
    assert len(seen) == 4
