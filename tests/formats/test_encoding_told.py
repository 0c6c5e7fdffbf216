"""No text is guessed: the encoding is told beyond doubt, named by somebody, or the file refused."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.paged_files import PAGED, TONGUES, manifest
from triage_app.formats import page_told
from triage_app.formats.courier_csv import CourierCsv
from triage_app.formats.edifact import Edifact
from triage_app.formats.encoding_told import EncodingUnknown, named_encoding, told_encoding
from triage_app.formats.json_lines import JsonLines
from triage_app.formats.page_told import Sample
from triage_app.model.errors import FileUnreadable


def told(data: bytes) -> str:
    """As `told_encoding`, of lines in memory; "" where that is in doubt."""
    sample = Sample()
    for line in data.splitlines():
        if not line.isascii():
            sample.add(line)
    return "utf-8" if sample.is_utf8 else sample.told(sample.candidates())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "m.csv"


@settings(max_examples=30)
@given(
    st.sampled_from(PAGED),
    st.sampled_from([3, 8, 30, 100]),
    st.sampled_from([0.01, 0.1, 0.5, 1.0]),
    st.integers(0, 10_000),
    st.booleans(),
)
def test_a_file_is_told_right_or_not_at_all(
    paged: tuple[str, str], rows: int, share: float, seed: int, capitals: bool
) -> None:
    data, text = manifest(*paged, rows, share, seed)
    if capitals:
        data = text.upper().encode(paged[1], "ignore")
        text = data.decode(paged[1])
    page = told(data)

    assert page == "" or data.decode(page) == text or _is_utf8_by_chance(data)


def _is_utf8_by_chance(data: bytes) -> bool:
    """One or two letters may be another one in UTF-8: nobody could tell."""
    return sum(byte > 127 for byte in data) <= 4


@pytest.mark.parametrize("paged", PAGED)
def test_a_hundred_names_leave_no_doubt(paged: tuple[str, str]) -> None:
    data, text = manifest(*paged, 100, 1.0, 1)

    assert data.decode(told(data)) == text


@pytest.mark.parametrize("tongue", ["french", "german", "spanish"])
def test_ten_western_names_in_a_hundred_rows_leave_no_doubt(tongue: str) -> None:
    data, text = manifest(tongue, "cp1252", 100, 0.1, 3)

    assert told(data) == "cp1252"
    assert data.decode("cp1252") == text


def test_many_tongues_of_one_page_in_one_file_are_told() -> None:
    parts = [manifest(one, "cp1252", 30, 0.5, 1)[0] for one in ("french", "german", "spanish")]

    assert told(b"".join(parts)) == "cp1252"


@pytest.mark.parametrize("line", ["Müller", "Peña", "Señor Muñoz", "Café"])
def test_one_name_is_enough_where_every_page_that_makes_words_of_it_agrees(line: str) -> None:
    assert told(line.encode("cp1252")) == "cp1252"


@pytest.mark.parametrize(
    ("line", "page"),
    [("Gdańsk", "cp1250"), ("çè", "cp1252"), ("Ивановы", "cp1251"), ("ş", "cp1254")],
)
def test_a_word_or_two_of_another_page_are_a_doubt(line: str, page: str) -> None:
    assert told(line.encode(page)) == ""


def test_a_file_in_doubt_is_refused_with_how_it_would_read_and_the_next_step(path: Path) -> None:
    path.write_bytes("HAWB,Consignee\nX1,Gdańsk\n".encode("cp1250"))

    with pytest.raises(FileUnreadable) as refused:
        CourierCsv(path)
    assert "cp1250: X1,Gdańsk" in str(refused.value.what)
    assert "--encoding" in str(refused.value.next_step)
    (item,) = CourierCsv(path, encoding="cp1250").items()
    assert item.announcement is not None
    assert item.announcement.recipient.name == "Gdańsk"


@pytest.mark.parametrize("tongue", ["russian", "simplified", "japanese", "korean", "arabic"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_table_in_a_page_is_read_as_its_text_in_utf8_is(
    path: Path, tongue: str, pack: type[bytes]
) -> None:
    page = TONGUES[tongue].pages[0]
    data, text = manifest(tongue, page, 60, 0.5, 2)
    path.write_bytes(pack(data))
    paged = CourierCsv(path)
    path.with_name("utf8").write_text(text, "utf-8", newline="")
    plain = CourierCsv(path.with_name("utf8"))

    assert (paged.encoding, plain.encoding) == (page, "utf-8")
    assert list(paged.items()) == list(plain.items())


def test_json_lines_and_unnamed_edifact_are_told_the_same_way(path: Path) -> None:
    names = [
        line.split(",")[2] for line in manifest("russian", "cp1251", 40, 1.0, 1)[1].splitlines()
    ]
    lines = [f'{{"number":"X{n}","sender":{{"name":"{name}"}}}}' for n, name in enumerate(names)]
    path.write_bytes("\n".join(lines).encode("cp1251"))
    read = JsonLines(path)
    assert read.encoding == "cp1251"
    assert [one.announcement.sender.name for one in read.items() if one.announcement] == names

    segments = "".join(f"NAD+CZ+++{name}'" for name in names)
    path.write_bytes(f"UNB+UNOA:1+A+B+260101:1200+1'{segments}UNZ+0+1'".encode("cp1251"))
    assert Edifact(path).encoding == "cp1251"
    path.write_bytes(path.read_bytes().replace(b"UNOA", b"UNOE"))
    assert Edifact(path).encoding == "iso8859-5"  # its own word holds


def test_utf8_with_broken_lines_stays_utf8_and_loses_those_alone(path: Path) -> None:
    path.write_bytes("HAWB,Contents\nX1,мыло\nX2,Kerzen\nX3,".encode() + b"\xff\xfe,\nX4,soap\n")
    file = CourierCsv(path)
    read = list(file.items())

    assert file.encoding == "utf-8"
    assert [one.announcement.number for one in read if one.announcement] == ["X1", "X2", "X4"]
    (reject,) = (reject for one in read for reject in one.rejects)
    assert (reject.line, reject.column) == (4, "Contents")
    assert "byte 4" in reject.reason


@pytest.mark.parametrize("junk", [b"\x81a\x8d\x8f", b"x\x90\x81\x9d", b"a\x9d\x90"])
def test_a_line_that_is_words_in_no_page_costs_itself_alone(path: Path, junk: bytes) -> None:
    path.write_bytes(b"HAWB,Contents\nX1,soap\nX2," + junk + b"\nX3,hats\n")
    read = list(CourierCsv(path).items())

    assert [one.announcement.number for one in read if one.announcement] == ["X1", "X3"]
    assert [reject.line for one in read for reject in one.rejects] == [3]


def test_a_damaged_line_hides_no_page_and_is_refused_alone(path: Path) -> None:
    data = manifest("simplified", "gb18030", 100, 1.0, 1)[0].splitlines(keepends=True)
    data[50] = b"HB,\xff\xff,x,x,x,x\r\n"
    path.write_bytes(b"".join(data))
    file = CourierCsv(path)
    rejects = [reject for one in file.items() for reject in one.rejects]

    assert file.encoding == "gb18030"
    assert [(reject.line, reject.column) for reject in rejects] == [(51, "Shipper")]


def test_of_a_large_file_lines_from_all_over_it_are_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(page_told, "MOST_LINES", 64)
    sample = Sample()
    for n in range(5_000):
        sample.add(f"é{n}".encode("cp1252"))

    assert len(sample.lines) <= 64
    places = [int(line[1:]) for line in sample.lines]
    assert places[0] < 200
    assert places[-1] > 4_800


def test_a_letter_that_two_pages_write_differently_is_missed_in_no_large_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(page_told, "MOST_LINES", 8)
    sample = Sample()
    for n in range(100):
        sample.add(("Müller" if n != 51 else "Łódź").encode("cp1250"))

    assert sample.told(sample.candidates()) == ""  # 1250 and 1252 read all but one line alike


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        *(("GBK", "gbk"), ("windows-1251", "cp1251"), ("Shift_JIS", "shift_jis")),
        *(("utf8", "utf-8"), ("UTF-8-SIG", "utf-8"), ("UTF-16", "utf-16"), ("latin1", "iso8859-1")),
        *(("cp874", "cp874"), ("Big5", "big5"), ("euc-kr", "euc_kr"), ("koi8-r", "koi8-r")),
    ],
)
def test_encodings_are_known_by_their_usual_names(name: str, meant: str) -> None:
    assert named_encoding(name) == meant


@pytest.mark.parametrize(
    "name",
    [
        *("gbk2", "", "base64", "rot13", "zlib", "idna", "punycode", "unicode_escape", "utf-7"),
        *("cp037", "cp500", "undefined", "hex", "\0", "a" * 500, "raw_unicode_escape", "uu"),
    ],
)
def test_what_no_manifest_is_in_is_no_encoding(name: str) -> None:
    with pytest.raises(EncodingUnknown, match="is no encoding"):
        named_encoding(name)


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    assert told(data) is not None


def test_utf16_is_told_by_its_bytes_whatever_stands_in_it(path: Path) -> None:
    path.write_bytes("HAWB,Contents\nX1,мыло\n".encode("utf-16-le"))

    assert told_encoding(path) == "utf-16-le"
    assert CourierCsv(path).encoding == "utf-16-le"


def test_one_word_with_a_thousand_numbers_is_one_word() -> None:
    rows = "".join(f"X{n},王伟{n}\n" for n in range(1_000))

    assert told(rows.encode("gb18030")) == told("王伟\n".encode("gb18030")) == ""
