"""JSON lines become announcements: a line that is one comes in whole, any other is refused by line,
place and reason."""

import gzip
import io
import json
import tracemalloc
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.announced_items import ANNOUNCEMENTS
from triage_app.cli.intake import FORMATS as NAMED_FORMATS
from triage_app.formats.courier_csv import as_it_stands
from triage_app.formats.json_lines import JsonLines
from triage_app.formats.json_lines_write import write_json_lines
from triage_app.formats.manifest import FORMATS, format_of, open_manifest
from triage_app.model.errors import FileUnreadable
from triage_app.model.intake import Reject
from triage_app.model.item import Announcement, ArrivalBasis, Channel, Line, Party

NUMBER = "RR473124829US"
CANDLES = {
    "format": "triage-announcement/1",
    "number": " RR473124829US ",
    "posted_on": "2026-02-20",
    "announced_at": "2026-02-21T08:00:00+08:00",
    "channel": "express",
    "gross_weight_g": 950,
    "currency": "usd",
    "arrived_on": "2026-03-02",
    "sender": {"name": " Acme ", "address_lines": ["1 Road", "", "Floor 2"], "country": "China"},
    "lines": [
        {"description": "candles", "quantity": 6, "value_minor": 4800, "currency": "USD"},
        {"index": 7, "description": "soap", "hs": "3401.11", "origin": "cn"},
    ],
    "aliases": [["master", "123-45678901"], ["sscc", ""]],
}


class Files:
    """Writes a file and reads it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "manifest.jsonl"

    def read(self, data: str | bytes) -> tuple[list[Announcement], list[Reject]]:
        self.path.write_bytes(data if isinstance(data, bytes) else data.encode())
        file = JsonLines(self.path, "feed")
        items = list(file.items())
        assert sum(item.rows for item in items) == file.rows
        rejects = [reject for item in items for reject in item.rejects]
        return [item.announcement for item in items if item.announcement], rejects

    def one(self, **keys: object) -> Announcement:
        (found,), rejects = self.read(json.dumps(keys))
        assert rejects == []
        return found

    def refused(self, line: str | bytes) -> Reject:
        found, (reject,) = self.read(line)
        assert found == []
        return reject


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def written(announcements: list[Announcement]) -> bytes:
    out = io.BytesIO()
    assert write_json_lines(announcements, out) == len(announcements)
    return out.getvalue()


def test_a_line_is_an_announcement_in_its_normal_form(files: Files) -> None:
    found = files.one(**CANDLES)

    assert found == Announcement(
        id="",
        feed="feed",
        scheme="",
        number="RR473124829US",
        posted_on="2026-02-20",
        announced_at=datetime(2026, 2, 21, tzinfo=UTC),
        channel=Channel.EXPRESS,
        gross_weight_g=950,
        currency="USD",
        arrived_on=date(2026, 3, 2),
        arrived_basis=ArrivalBasis.EVENT,
        sender=Party("Acme", ("1 Road", "Floor 2"), country="CN"),
        lines=(
            Line(1, "candles", 6, None, 4800, "USD"),
            Line(7, "soap", hs="340111", origin="CN"),
        ),
        aliases=(("master", "123-45678901"),),
    )


def test_keys_nobody_knows_are_kept_as_they_were_written_under_their_path(files: Files) -> None:
    (found,), rejects = files.read(
        '{"number":"X","colour":" =red ","sender":{"name":"A","fax":1.10},'
        '"lines":[{"hue":null},{"description":"b","x":{"y": [1,2]}}],"big":1e999}'
    )

    assert rejects == []
    assert found.sender.name == "A"
    assert found.extra == (
        ("colour", " =red "),
        ("sender.fax", "1.10"),
        ("lines[0].hue", "null"),
        ("lines[1].x", '{"y": [1,2]}'),
        ("big", "1e999"),
    )


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ('{"number":', "number", "no JSON: Expecting value"),
        ("[1]", "", "no JSON object; one object a line is read"),
        ("7", "", "no JSON object; one object a line is read"),
        ("{}", "", "object missing required field `number`"),
        ('{"number":""}', "number", "length >= 1"),
        ('{"number":" \\u0000"}', "number", "the item's number is missing"),
        ('{"number":12}', "number", "expected `str`, got `int`"),
        ('{"number":"X","number":"Y"}', "number", "the same key twice"),
        ('{"number":"X","lines":[{"hs":"1","hs":"2"}]}', "hs", "the same key twice"),
        ('{"number":"X","format":"triage-announcement/2"}', "format", "triage-announcement/2"),
        ('{"number":"X","lines":[{},{"quantity":"6"}]}', "lines[1].quantity", "expected `int"),
        ('{"number":"X","gross_weight_g":0.5}', "gross_weight_g", "expected `int"),
        ('{"number":"X","gross_weight_g":-1}', "gross_weight_g", ">= 0"),
        ('{"number":"X","value_minor":1000000000000001}', "value_minor", "<= 1000000000000000"),
        ('{"number":"X","posted_on":"03/04/2026"}', "posted_on", "invalid RFC3339"),
        ('{"number":"X","announced_at":"2026-03-04T05:06:07"}', "announced_at", "timezone"),
        (
            '{"number":"X","posted_on":"1970-01-01"}',
            "posted_on",
            "is not in the years 2000 to 2099",
        ),
        ('{"number":"X","channel":"sea"}', "channel", "invalid enum value 'sea'"),
        ('{"number":"X","quantity":NaN}', "", "no JSON: 'NaN' is no number"),
        ('{"number":"X\\ud800 "}', "", "no JSON: "),
        ('{"number":"X","lines":[{"index":1,"hs":"1"},{"index":1}]}', "lines[1].index", "line 1"),
        ('{"number":' + "[" * 100_000, "", "no JSON: "),
        ('{"number":"X","quantity":' + "9" * 5000 + "}", "", "no JSON: "),
    ],
)
def test_a_line_that_is_no_announcement_is_refused_by_place_and_reason(
    files: Files, line: str, column: str, reason: str
) -> None:
    reject = files.refused(line)

    assert (reject.line, reject.column) == (1, column)
    assert reason.casefold() in reject.reason.casefold()
    assert reject.raw == line[:1000]


def test_a_refused_line_takes_no_other_along(files: Files) -> None:
    found, rejects = files.read('\n{"number":"A"}\n{"number":\n\n{"number":"B"}\r\n{"number":"C"}')

    assert [one.number for one in found] == ["A", "B", "C"]
    assert [reject.line for reject in rejects] == [3]


def test_the_same_item_twice_is_one_and_the_last_counts(files: Files) -> None:
    line = '{{"number":"{}","posted_on":"2026-01-0{}","bag":"{}"}}\n'
    rows = [("R 1", 1, "a"), ("X", 1, "a"), ("r1", 1, "b"), ("R1", 2, "a"), ("X", 1, "a")]
    found, rejects = files.read("".join(line.format(*row) for row in rows))

    assert sorted((one.number, one.posted_on, one.bag) for one in found) == [
        ("R1", "2026-01-02", "a"),
        ("X", "2026-01-01", "a"),
        ("r1", "2026-01-01", "b"),
    ]
    assert [(reject.line, reject.column, reject.reason) for reject in rejects] == [
        (1, "number", "line 3 says otherwise of the same item, and counts")
    ]


def test_without_a_readable_last_line_the_one_before_counts(files: Files) -> None:
    found, rejects = files.read('{"number":"X","bag":"a"}\n{"number":"X","bag":1}\n')

    assert [one.bag for one in found] == ["a"]
    assert [(reject.line, reject.column) for reject in rejects] == [(2, "bag")]


@settings(deadline=None)
@given(st.lists(ANNOUNCEMENTS, max_size=5, unique_by=lambda a: (a.number, a.posted_on)))
def test_an_export_read_is_what_was_written_and_written_again_the_same_bytes(
    announcements: list[Announcement],
) -> None:
    with TemporaryDirectory() as folder:
        found, rejects = Files(Path(folder)).read(written(announcements))

    assert rejects == []
    assert found == announcements
    assert written(found) == written(announcements)


LINES = written([Announcement("", "f", "", f"X{n}", extra=(("é", "ü" * n),)) for n in range(12)])


@settings(deadline=None)
@given(st.integers(0, len(LINES)))
def test_cut_anywhere_the_lines_before_come_in_and_one_is_refused(cut: int) -> None:
    whole = LINES[:cut].count(b"\n")
    rest = LINES[:cut].rpartition(b"\n")[2]
    with TemporaryDirectory() as folder:
        found, rejects = Files(Path(folder)).read(LINES[:cut])

    whole += rest.endswith(b"}") and LINES[cut : cut + 1] == b"\n"
    assert [one.number for one in found] == [f"X{n}" for n in range(whole)]
    assert len(rejects) == (1 if rest and whole == LINES[:cut].count(b"\n") else 0)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.ZstdCompressor().compress])
def test_any_encoding_and_packing_is_told_by_its_content(
    files: Files, encoding: str, pack: type[bytes]
) -> None:
    text = '{"number":"X1","sender":{"name":"Jürg"}}\n{"number":"X2"}\n'
    found, rejects = files.read(pack(text.encode(encoding)))

    assert rejects == []
    assert [(one.number, one.sender.name) for one in found] == [("X1", "Jürg"), ("X2", "")]
    assert format_of(files.path) == "jsonl"


def test_nul_bytes_bad_bytes_and_lines_too_long_are_the_line_s_own_trouble(files: Files) -> None:
    found, rejects = files.read(
        b'{"number":"A\0"}\n{"number":"\xc3\xa9"}\n{"number":"\xff"}\n{"number":"'
        + b"9" * 2_000_000
        + b'"}\n{"number":"B"}'
    )

    assert [one.number for one in found] == ["A", "é", "B"]
    assert [(reject.line, reject.reason) for reject in rejects] == [
        (3, "bytes that are no utf-8, from byte 12 of the line on (0xFF)"),
        (4, "a line of more than 2,000,000 characters"),
    ]


def test_real_json_of_all_kinds_is_read_or_refused_line_by_line(
    files: Files, shared_data: Path
) -> None:
    cases = sorted((shared_data / "text" / "json").iterdir())
    assert len(cases) > 20
    for case in cases:
        data = case.read_bytes()
        try:
            found, rejects = files.read(data)
        except FileUnreadable:  # whole, where nothing tells what it is in
            with pytest.raises(UnicodeDecodeError):
                data.decode()
            continue
        some = bool(data.strip(b"\xef\xbb\xbf \r\n"))
        assert found == [], case.name  # none of them is an announcement
        assert some <= len(rejects) <= 1 + data.count(b"\n") + data.count(b"\r"), case.name
        assert all(reject.reason and reject.line for reject in rejects)


def test_hostile_strings_come_in_as_they_are(files: Files, shared_data: Path) -> None:
    strings = json.loads((shared_data / "text" / "blns.json").read_text("utf-8"))
    text = "".join(
        json.dumps({"number": f"X{n}", "sender": {"name": hostile}, "note": hostile}) + "\n"
        for n, hostile in enumerate(strings)
    )
    found, rejects = files.read(text)

    assert rejects == []
    assert [one.sender.name for one in found] == [one.replace("\0", "").strip() for one in strings]
    assert [dict(one.extra)["note"] for one in found] == strings


def test_memory_does_not_grow_with_the_file(files: Files) -> None:
    line = json.dumps(CANDLES) + "\n"
    peaks = []
    for count in (5_000, 25_000):
        text = "".join(line.replace(NUMBER, f"X{n:09}") for n in range(count))
        files.path.write_text(text, "utf-8")
        tracemalloc.start()
        try:
            assert sum(item.rows for item in JsonLines(files.path).items()) == count
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()

    assert peaks[1] - peaks[0] < 40 * 20_000  # eight bytes an item, and what sorts them


@pytest.mark.parametrize(
    ("head", "format_"),
    [
        (b'{"number":"X"}', "jsonl"),
        (b' \r\n\t{"number":"X"}', "jsonl"),
        (b'[\n  {"number":', "jsonl"),
        (b"[]", "jsonl"),
        (b"[id],[name]\n", "csv"),
        (b"number;x\n{", "csv"),
        (b"", "csv"),
        (b"\x1f\x8bno gzip", "csv"),
    ],
)
def test_a_file_s_beginning_says_its_format(tmp_path: Path, head: bytes, format_: str) -> None:
    (tmp_path / "m").write_bytes(head)

    assert format_of(tmp_path / "m") == format_
    assert open_manifest(tmp_path / "m", "auto", "", as_it_stands)[0] == format_
    assert open_manifest(tmp_path / "m", "csv", "", as_it_stands)[0] == "csv"


def test_a_format_nobody_knows_is_refused(tmp_path: Path) -> None:
    assert FORMATS == NAMED_FORMATS
    with pytest.raises(ValueError, match="unknown format 'xml'"):
        open_manifest(tmp_path, "xml", "", as_it_stands)
