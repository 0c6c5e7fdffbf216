"""Any table's bytes become rows; what cannot be read costs itself alone."""

import csv
import gzip
import io
import json
import tracemalloc
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from triage_app.formats.table_rows import BadRow, Cells, Table
from triage_app.formats.text_lines import open_stream
from triage_app.model.errors import FileUnreadable

HALF = {"utf-16": b"\x00\xd8", "utf-32": b"\x00\xd8\x00\x00"}
"""Half of a character."""


def read(data: bytes) -> tuple[Cells, list[tuple[int, Cells] | BadRow]]:
    table = Table(io.BytesIO(data))
    rows = list(table.rows())
    return table.header, rows


def cells(data: bytes) -> list[Cells]:
    return [row[1] for row in read(data)[1] if not isinstance(row, BadRow)]


def bad(data: bytes) -> list[tuple[int, str]]:
    return [(row.line, row.why) for row in read(data)[1] if isinstance(row, BadRow)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_by_the_header(delimiter: str) -> None:
    text = delimiter.join(["number", '"a,b;c|d"', "name"]) + "\n" + delimiter.join("123")

    assert cells(text.encode()) == [["1", "2", "3"]]


@pytest.mark.parametrize(
    "encoding",
    [
        *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"),
        *("utf-32", "utf-32-le", "utf-32-be"),
    ],
)
def test_the_encoding_is_told_by_the_bytes(encoding: str) -> None:
    data = "name,number\r\nZoë Müller,1\r\n".encode(encoding)

    assert read(data) == (["name", "number"], [(2, ["Zoë Müller", "1"])])


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_without_a_mark_the_names_tell_whatever_stands_below_them(encoding: str) -> None:
    text = "HAWB,Description\n" + "X1,蜡烛香皂帽子\n" * 400 + "X2,\U0001f381\n"

    assert cells(text.encode(encoding))[-2:] == [["X1", "蜡烛香皂帽子"], ["X2", "\U0001f381"]]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_bytes_that_are_no_characters_cost_their_line_and_no_guess(encoding: str) -> None:
    data = "a,b\nso,ap\nx,\ufffd\ny,z".encode(encoding)
    broken = data.replace(
        "ap".encode(f"{encoding}-le"), "a".encode(f"{encoding}-le") + HALF[encoding]
    )

    assert [line for line, _ in bad(broken[:-1])] == [2, 4]
    assert all(
        why.startswith(f"bytes that are no {encoding}-le, from byte") for _, why in bad(broken[:-1])
    )
    assert cells(broken[:-1]) == [["x", "\ufffd"]]


def test_a_line_that_is_no_utf8_is_refused_with_its_column_and_byte_not_guessed() -> None:
    data = "a,b\nZoë,1\n".encode() + b'"x, y",Zo\xeb\n' + b"Ana,3\n"

    (row,) = (row for row in read(data)[1] if isinstance(row, BadRow))
    assert (row.line, row.column) == (3, "b")
    assert row.why == "bytes that are no utf-8, from byte 10 of the line on (0xEB)"
    assert cells(data) == [["Zoë", "1"], ["Ana", "3"]]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("gb18030", "蜡烛"), ("cp932", "ソ表"), ("cp1251", "мыло"), ("big5", "蠟燭")],
)
def test_what_is_no_character_of_the_page_costs_its_line_alone(encoding: str, text: str) -> None:
    lines = [
        b"a,b",
        f"{text},1".encode(encoding),
        b"x,\xff",
        b"y\x98,1",
        f"{text},2".encode(encoding),
    ]
    table = Table(io.BytesIO(b"\n".join(lines)), encoding=encoding)
    rows = list(table.rows())

    assert [row[1] for row in rows if not isinstance(row, BadRow)][-1] == [text, "2"]
    assert (2, [text, "1"]) in rows
    assert all(row.line in (3, 4) for row in rows if isinstance(row, BadRow))


def test_nul_bytes_stand_for_nothing() -> None:
    assert cells(b"a,b\n\0,2\nx\0y,3\n") == [["", "2"], ["xy", "3"]]


def test_rows_of_another_width_are_refused_unless_only_empty_cells_are_too_many() -> None:
    data = b"a,b\n1,2\n3\n4,5,6\n7,8,,\n9,10\n"

    assert bad(data) == [
        (3, "1 cells where the header has 2"),
        (4, "3 cells where the header has 2"),
    ]
    assert [row.column for row in read(data)[1] if isinstance(row, BadRow)] == ["a", "column 3"]
    assert cells(data) == [["1", "2"], ["7", "8"], ["9", "10"]]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (b'1,"2"x,3', "b"),
        (b'1,"a,""b""",\'3"', "b"),
        (b'"1"",2",3,"', "c"),
        (b'1,"2,3', "b"),
        (b'"1"2,3,4', "a"),
    ],
)
def test_a_quote_that_is_wrong_is_named_by_the_column_it_begins_in(row: bytes, column: str) -> None:
    rows = [one for one in read(b"a,b,c\n" + row + b"\nx,y,z\n")[1] if isinstance(one, BadRow)]

    assert [one.column for one in rows] in ([column], [])
    assert rows or b"'" in row  # what only looks wrong is read


def test_a_quote_that_is_never_closed_costs_its_own_row_alone() -> None:
    data = b'a,b,c\n1,2,"3\n4,5,6\n7,8,9\n'

    assert bad(data) == [(2, "a quote is not closed")]
    assert cells(data) == [["4", "5", "6"], ["7", "8", "9"]]


def test_rows_between_two_stray_quotes_are_read() -> None:
    def row(first: str, last: str = "8") -> str:
        return f"{first},2,3,4,5,6,7,{last}\n"

    data = row("a", "b") + row('"1') + row("x") + row("y") + row("1", '8"') + row("z")

    assert [one[0] for one in cells(data.encode())] == ["x", "y", "1", "z"]
    assert bad(data.encode()) == [(2, "a quote is not closed")]


def test_a_line_break_early_in_a_row_whose_later_cells_hold_commas_is_a_cell_s_own() -> None:
    row = ["X1", "12 Elm\r\nSpringfield", *["a, b, c"] * 4, "6", "7"]
    out = io.StringIO()
    csv.writer(out).writerows([[f"c{n}" for n in range(8)], row, row])

    assert cells(out.getvalue().encode()) == [row, row]


def test_line_numbers_go_on_behind_what_was_refused() -> None:
    data = b'a,b,c\n1,2,"3\n4,5,6\n7,"8\n8",9\nx,y,z\nw\n'

    assert [row.line if isinstance(row, BadRow) else row[0] for row in read(data)[1]] == [
        2,
        3,
        4,
        6,
        7,
    ]


def test_a_line_break_inside_quotes_is_part_of_its_cell() -> None:
    assert cells(b'a,b\n1,"x\r\ny"\n') == [["1", "x\r\ny"]]


def test_a_line_without_end_is_refused_without_being_held() -> None:
    class Endless(io.RawIOBase):
        """a,b / 1,xxxx... 64 MB / 3,4"""

        left = 64

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            if self.left == 64:
                part = b"a,b\n1,"
            elif self.left > 0:
                part = b"x" * len(buffer)
            elif self.left == 0:
                part = b"\n3,4\n"
            else:
                return 0
            self.left -= 1 if self.left in (64, 0) else 0
            self._count = getattr(self, "_count", 0) + len(part)
            if 0 < self.left < 64 and self._count > 64_000_000:
                self.left = 0
            buffer[: len(part)] = part
            return len(part)

    tracemalloc.start()
    table = Table(io.BufferedReader(Endless()))  # type: ignore[arg-type]
    rows = list(table.rows())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert [row.why if isinstance(row, BadRow) else row[1] for row in rows] == [
        "a line of more than 2,000,000 characters",
        ["3", "4"],
    ]
    assert peak < 30_000_000


@pytest.mark.parametrize("packed", [gzip.compress, zstandard.ZstdCompressor().compress])
def test_packed_files_are_told_by_their_first_bytes(tmp_path: Path, packed) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "manifest.csv"
    path.write_bytes(packed(b"a,b\n1,2\n"))

    with open_stream(path) as stream:
        assert list(Table(stream).rows()) == [(2, ["1", "2"])]


def test_half_a_packed_file_gives_its_rows_and_says_that_it_breaks_off(tmp_path: Path) -> None:
    whole = gzip.compress(b"a,b\n" + b"".join(b"%d,%d\n" % (n, n * 7919) for n in range(90_000)))
    path = tmp_path / "manifest.csv.gz"
    path.write_bytes(whole[: len(whole) // 2])

    with open_stream(path) as stream:
        rows = list(Table(stream).rows())

    assert rows[0] == (2, ["0", "0"])
    assert len(rows) > 10_000
    assert isinstance(rows[-1], BadRow)
    assert "breaks off" in rows[-1].why


def test_a_spreadsheet_is_said_to_be_none_of_ours(shared_data: Path) -> None:
    with pytest.raises(FileUnreadable, match="spreadsheet"):
        open_stream(shared_data / "text" / "csv_odd" / "test.xlsx")


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match=r"missing\.csv"):
        open_stream(tmp_path / "missing.csv")


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\0", b"\xff\xfe"])
def test_nothing_gives_no_rows(data: bytes) -> None:
    assert read(data) == ([], [])


def test_the_spectrum_of_csv_is_read_as_its_makers_say(shared_data: Path) -> None:
    paths = sorted((shared_data / "text" / "csv-spectrum").glob("*.csv"))
    for path in paths:
        meant = json.loads(path.with_suffix(".json").read_text("utf-8"))
        header, rows = read(path.read_bytes())
        found = [dict(zip(header, row[1], strict=True)) for row in rows if isinstance(row, tuple)]
        if path.stem == "location_coordinates":  # its JSON is of another telephone number
            assert found[0]["Location Coordinates"] == meant["Location Coordinates"]
            continue
        assert found == meant, path.name
    assert len(paths) == 12


# The writer leaves a lone carriage return unquoted, where it ends a line.
ANY_CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=12)


@given(
    st.lists(st.lists(ANY_CELL, min_size=3, max_size=3), max_size=8),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_a_writer_wrote_is_read_back(table: list[Cells], delimiter: str, end: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    writer.writerow(["x", "y", "z"])
    writer.writerows(table)

    assert cells(out.getvalue().encode()) == [row for row in table if any(row)]


@given(st.binary(max_size=400))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    header, rows = read(data)
    for row in rows:
        assert isinstance(row, BadRow) or len(row[1]) == len(header)
