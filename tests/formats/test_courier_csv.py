import gzip
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import zstandard

from tests.builders import make_announcement, make_line
from triage_app.formats.courier_csv import ReadItem, read_courier_csv
from triage_app.formats.courier_write import write_courier_csv, write_rejects
from triage_app.formats.text_lines import open_stream
from triage_app.model.errors import FileUnreadable
from triage_app.model.intake import Reject
from triage_app.model.item import Announcement, ArrivalBasis

HEAD = "HAWB,ConsigneeName,GoodsDescription,Quantity,Weight(KG),TotalValue,Currency"


def read(text: str | bytes) -> list[ReadItem]:
    data = text if isinstance(text, bytes) else text.encode()
    return list(read_courier_csv(io.BytesIO(data), "t"))


def one(text: str | bytes) -> Announcement:
    (item,) = read(text)
    assert item.announcement is not None, item.reject
    return item.announcement


def reject(text: str) -> Reject:
    (found,) = [item.reject for item in read(text) if item.reject]
    return found


def test_what_is_written_reads_back_the_same() -> None:
    announced = make_announcement(
        id="",
        digest="",
        scheme="",
        feed="t",
        arrived_basis=ArrivalBasis.EVENT,
        lines=(make_line(), make_line(index=2, description='soap, "fine"\nbar', value_minor=5)),
        aliases=(("house", "H1"), ("master", "M1")),
        documents=("a.pdf", "b.pdf"),
    )
    file = io.StringIO()

    assert write_courier_csv([announced], file) == 2
    assert one(file.getvalue()) == announced


def test_rows_of_one_consignment_are_one_item() -> None:
    items = read(f"{HEAD}\nA1,Jo,soap,1,0.5,3,USD\nA1,Jo,tea,2,1,4,USD\nB2,Al,ink,1,1,1,USD\n")

    assert [item.rows for item in items] == [2, 1]
    assert [line.description for line in items[0].announcement.lines] == ["soap", "tea"]  # type: ignore[union-attr]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_any_delimiter_is_told_from_the_header(delimiter: str) -> None:
    text = f"{HEAD}\nA1,Jo,soap,1,0.5,3,USD\n".replace(",", delimiter)

    assert one(text).lines[0].net_weight_g == 500


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_any_encoding_is_told_from_the_bytes(encoding: str) -> None:
    text = f"{HEAD}\nA1,José Muñoz,jabón,1,0.5,3,EUR\n"

    assert one(text.encode(encoding)).recipient.name == "José Muñoz"


@pytest.mark.parametrize(
    ("cell", "grams"),
    [
        ("1.5", 1500),
        ("1,5", 1500),
        ("2 lb", 907),
        ("3oz", 85),
        ("250 g", 250),
        ("1.234,5", 1234500),
    ],
)
def test_weights_are_read_in_their_unit(cell: str, grams: int) -> None:
    assert one(f'{HEAD}\nA1,Jo,x,1,"{cell}",3,USD\n').lines[0].net_weight_g == grams


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("A1,Jo,x,one,1,3,USD", "Quantity", "no number"),
        ("A1,Jo,x,1,heavy,3,USD", "Weight(KG)", "no weight"),
        ("A1,Jo,x,1,1,3.123,USD", "TotalValue", "more digits"),
        ('A1,Jo,x,1,1,"1,234",USD', "TotalValue", "thousands or a decimal"),
        (",Jo,x,1,1,3,USD", "HAWB", "missing"),
        ("A1,Jo,x,1,1", "", "5 cells where the header has 7"),
    ],
)
def test_a_row_that_cannot_be_read_says_where_and_why(row: str, column: str, reason: str) -> None:
    found = reject(f"{HEAD}\nA0,Al,tea,1,1,1,USD\n{row}\nA2,Bo,ink,1,1,1,USD\n")

    assert (found.line, found.column) == (3, column)
    assert reason in found.reason
    assert "Jo" in found.raw


def test_a_bad_row_takes_no_other_along() -> None:
    items = read(f"{HEAD}\nA1,Jo,x,one,1,3,USD\nA2,Bo,ink,1,1,1,USD\n")

    assert [item.announcement.number for item in items if item.announcement] == ["A2"]


def test_slashed_dates_go_as_the_file_shows_and_are_never_guessed() -> None:
    clear = "HAWB,Arrival Date\nA1,03/04/2026\nA2,25/04/2026\n"
    days = [item.announcement.arrived_on for item in read(clear) if item.announcement]
    assert days == [date(2026, 4, 3), date(2026, 4, 25)]

    assert "day/month or month/day" in reject("HAWB,Arrival Date\nA1,03/04/2026\n").reason


def test_unknown_columns_are_kept_verbatim() -> None:
    assert one("HAWB,Frob\nA1, =1+1 \n").extra == (("Frob", " =1+1 "),)


def test_nul_bytes_and_blank_lines_do_not_stop_a_file() -> None:
    items = read(f"{HEAD}\n\nA1,J\0o,x,1,1,3,USD\n\nA2,Bo,ink,1,1,1,USD\n")

    assert [item.announcement.number for item in items if item.announcement] == ["A1", "A2"]
    assert items[0].announcement.recipient.name == "Jo"  # type: ignore[union-attr]


def test_a_line_beyond_all_measure_is_refused_and_the_next_one_read() -> None:
    items = read(f"{HEAD}\nA1,{'x' * 3_000_000},x,1,1,3,USD\nA2,Bo,ink,1,1,1,USD\n")

    assert [item.announcement.number for item in items if item.announcement] == ["A2"]
    assert "longer than" in next(item.reject.reason for item in items if item.reject)


def test_a_table_without_numbers_of_items_is_refused_with_the_reason() -> None:
    assert "no column with the item's number" in reject("a,b\n1,2\n").reason


def test_packed_files_are_read_as_they_are(tmp_path: Path) -> None:
    text = f"{HEAD}\nA1,Jo,soap,1,0.5,3,USD\n".encode()
    for name, data in (
        ("a.csv", text),
        ("a.csv.gz", gzip.compress(text)),
        ("a.csv.zst", zstandard.ZstdCompressor().compress(text)),
    ):
        (tmp_path / name).write_bytes(data)
        with open_stream(tmp_path / name) as stream:
            assert len(list(read_courier_csv(stream, "t"))) == 1

    with pytest.raises(FileUnreadable, match="nothing was imported"):
        open_stream(tmp_path / "missing.csv")


def test_rejects_cannot_become_formulas() -> None:
    file = io.StringIO()

    write_rejects([Reject(2, "Qty", "bad", '=HYPERLINK("x")')], file)

    assert "'=HYPERLINK" in file.getvalue()


def test_odd_files_of_others_are_read_or_refused_row_by_row(shared_data: Path) -> None:
    for path in sorted((shared_data / "text" / "csv_odd").iterdir()):
        if path.is_file():
            with open_stream(path) as stream:
                for item in read_courier_csv(stream, "t"):
                    assert item.announcement or (item.reject and item.reject.reason), path


def test_an_item_without_lines_is_an_item() -> None:
    bare = replace(make_announcement(id="", digest="", scheme="", feed="t"), lines=())
    file = io.StringIO()
    write_courier_csv([bare], file)

    assert one(file.getvalue()).lines == ()
