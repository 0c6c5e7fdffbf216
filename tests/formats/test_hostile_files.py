"""Files made to do harm: what can be read of them is read, the rest is refused, nothing hangs."""

import io
import os
import tracemalloc
from pathlib import Path

import pytest

from triage_app.formats.courier_csv import CourierCsv, ReadItem
from triage_app.formats.courier_range import Range, survey_range
from triage_app.formats.encoding_told import told_encoding
from triage_app.formats.table_pieces import Shape
from triage_app.formats.table_rows import BadRow, Table
from triage_app.formats.text_lines import encoding_of, open_stream
from triage_app.model.errors import FileUnreadable
from triage_app.model.intake import Reject

HEADER = "HAWB,Consignee,Contents,Quantity,Value,Currency,Weight kg,Origin\n"
ROW = "HB{n:09d},Jane Doe,candles,1,5.00,USD,1.5,CN\n"


def read(path: Path, data: bytes) -> tuple[list[str], list[Reject]]:
    path.write_bytes(data)
    items: list[ReadItem] = list(CourierCsv(path).items())
    numbers = [one.announcement.number for one in items if one.announcement]
    return numbers, [reject for one in items for reject in one.rejects]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "m.csv"


def test_a_pipe_nobody_writes_into_is_refused_at_once(path: Path) -> None:
    os.mkfifo(path)

    with pytest.raises(FileUnreadable, match="a pipe or a device"):
        open_stream(path)


@pytest.mark.parametrize("device", ["/dev/null", "/dev/zero"])
def test_a_device_is_no_manifest(device: str) -> None:
    with pytest.raises(FileUnreadable, match="a pipe or a device"):
        open_stream(Path(device))


@pytest.mark.parametrize("make", ["folder", "loop", "missing"])
def test_what_cannot_be_opened_says_why_and_the_next_step(path: Path, make: str) -> None:
    if make == "folder":
        path.mkdir()
    elif make == "loop":
        path.symlink_to(path)
    with pytest.raises(FileUnreadable, match=r"cannot be read: \w") as refused:
        open_stream(path)
    assert "nothing was imported" in str(refused.value.next_step)


def test_a_file_that_is_gone_when_its_part_is_surveyed_is_for_its_next_reader(path: Path) -> None:
    from triage_app.formats.courier_columns import load_synonyms, read_header

    header = HEADER.strip().split(",")
    columns = read_header(header, load_synonyms())

    assert survey_range(Range(path, Shape(tuple(header), ","), columns, 0, None, True)) is None


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text",
    [
        "运单号,收件人\n" + "".join(f"HB{n},王伟\n" for n in range(40)),
        "номер;имя\n" + "".join(f"HB{n};Иван Петров\n" for n in range(40)),
        "번호,받는사람,내용\n김철수,이영희,비누\n" * 4,
        HEADER + ROW.format(n=1),
    ],
)
def test_utf16_without_a_mark_is_told_whatever_letters_it_begins_with(
    text: str, encoding: str
) -> None:
    assert encoding_of(text.encode(encoding)) == encoding


@pytest.mark.parametrize(
    "data", [b"a,b\n\0,2\n", b"\0" * 5_000, b"ab\0c\0\0d,\n" * 9, b"a,b\n" * 99]
)
def test_nul_bytes_here_and_there_make_no_utf16(data: bytes) -> None:
    assert encoding_of(data) == "utf-8"


def test_a_second_byte_order_mark_and_a_second_header_take_nothing_along(path: Path) -> None:
    rows = ROW.format(n=1) + "\ufeff" + ROW.format(n=2) + "\ufeff" + HEADER + ROW.format(n=3)
    numbers, rejects = read(path, (HEADER + rows).encode())

    assert len(numbers) == 3
    assert [reject.line for reject in rejects] == [4]


def test_every_kind_of_line_end_in_one_file_ends_a_line(path: Path) -> None:
    rows = [ROW.format(n=n).replace("\n", end) for n, end in enumerate(("\n", "\r\n", "\r", "\n"))]
    numbers, rejects = read(path, (HEADER + "".join(rows)).encode())

    assert (len(numbers), rejects) == (4, [])


def test_half_a_file_gives_its_rows_and_names_where_it_ends(path: Path) -> None:
    data = (HEADER + ROW.format(n=1) + ROW.format(n=2)).encode()
    numbers, rejects = read(path, data[:-20])

    assert numbers == ["HB000000001"]
    assert [(reject.line, reject.column) for reject in rejects] == [(3, "Contents")]


def test_five_thousand_columns_are_read_and_one_too_many_is_named_by_its_place(path: Path) -> None:
    header = ",".join(["HAWB", *(f"c{n}" for n in range(4_999))])
    rows = "X1" + ",v" * 4_999 + "\n" + "X2" + ",v" * 5_000 + "\n"
    numbers, rejects = read(path, f"{header}\n{rows}".encode())

    assert numbers == ["X1"]
    assert [(reject.line, reject.column) for reject in rejects] == [(3, "column 5001")]


def test_a_quote_that_opens_thousands_of_rows_costs_its_own_alone(path: Path) -> None:
    rows = '"oops,Jane Doe,candles,1,5.00,USD,1.5,CN\n' + "".join(
        ROW.format(n=n) for n in range(30_000)
    )
    numbers, rejects = read(path, (HEADER + rows).encode())

    assert len(numbers) == 30_000
    assert [(reject.line, reject.column, reject.reason) for reject in rejects] == [
        (2, "HAWB", "a quote is not closed")
    ]


class Long(io.RawIOBase):
    """A row, a line of 40 MB in no UTF-8, another row; 64 KB at a time."""

    def __init__(self) -> None:
        super().__init__()
        self._given = iter([b"a,b\n1,2\n3,", *[b"\xe9" * 65_536] * 640, b"\n5,6\n"])
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._left = self._left or next(self._given, b"")
        part, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


def test_a_line_without_end_beyond_ascii_is_refused_without_being_held() -> None:
    tracemalloc.start()
    try:
        rows = list(Table(Long()).rows())  # type: ignore[arg-type]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert [row.line if isinstance(row, BadRow) else row[0] for row in rows] == [2, 3, 4]
    assert peak < 40_000_000


def test_a_long_line_beyond_ascii_tells_no_page(path: Path) -> None:
    path.write_bytes(b"a,b\n" + b"\xe9" * 300_000 + b"\n1,2\n")

    assert told_encoding(path) == "utf-8"


def test_every_reject_of_real_odd_tables_names_its_line_and_why(shared_data: Path) -> None:
    for file in sorted((shared_data / "text" / "csv_odd").glob("*.?sv")):
        for item in CourierCsv(file).items():
            for reject in item.rejects:
                assert reject.line > 0, file.name
                assert reject.reason, file.name


def test_thousands_of_columns_are_read_a_few_items_at_a_time(path: Path) -> None:
    header = ",".join(["HAWB", *(f"c{n}" for n in range(4_999))])
    path.write_text(header + "\n" + "".join(f"X{n}" + ",v" * 4_999 + "\n" for n in range(60)))
    ((_, reads),) = CourierCsv(path).plain([0])

    assert [len(read.items) for read in reads] == [20, 20, 20]
