"""One content, one store: however a file is encoded, parted, packed, ordered or cut, and whether it
comes as the sender wrote it or as `triage export` wrote it again."""

import csv
import gzip
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.announced_items import ANNOUNCEMENTS
from tests.edifact_messages import Writer, announcement_parts
from triage_app.flow.clock import SystemClock
from triage_app.flow.intake import take_in
from triage_app.formats import courier_range
from triage_app.formats.courier_write import write_courier_csv
from triage_app.formats.json_lines_write import write_json_lines
from triage_app.model.errors import DiskFault
from triage_app.model.intake import IntakeReport
from triage_app.model.item import Announcement, ArrivalBasis, Line
from triage_app.store.cache import OpenCache, open_cache
from triage_app.store.keys import StoreKeys

KEYS = StoreKeys(cache=b"c" * 32, record=b"r" * 32, images=b"i" * 32, evidence=b"e" * 32)
CLOCK = SystemClock("America/New_York", lambda: datetime(2026, 3, 2, 12, tzinfo=UTC))
HEADER = ("HAWB", "line", "GoodsDescription", "Value", "ConsigneeName", "Colour")
Table = list[tuple[str, ...]]

ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
HOSTILE = st.sampled_from(
    [
        *("=1+1", "@SUM(A1)", "<b>bold</b>", "\u202etxt.exe", "\x1b[31m", "a\u2028b", '"', "''"),
        *(
            ";|,\t",
            "\ufeff",
            "\ufffd",
            "蜡烛",
            "\U0001f381",
            "sep=;",
            "HAWB",
            "null",
            "\r\n",
            "\x1a",
        ),
    ]
)
CELLS = ANY | HOSTILE
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["A1", "B2", "C3", "D4", "a1", "A 1", ""]),
        st.sampled_from(["", "1", "2"]),
        CELLS,
        st.sampled_from(["", "5", "five", "2.5"]),
        st.sampled_from(["", "Zoë", "Bo"]) | CELLS,
        CELLS,
    ),
    max_size=12,
)
DELIMITERS = st.sampled_from([",", ";", "\t", "|", "~", "^", "#", ":", "\x1f", "¦", "/"])
ENDS = st.sampled_from(["\n", "\r\n"])
ENCODINGS = st.sampled_from(
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
PACKINGS: st.SearchStrategy[Callable[[bytes], bytes]] = st.sampled_from(
    [bytes, gzip.compress, zstandard.compress]
)
BLOCKS = st.sampled_from([1 << 20, 300, 60])
"""Bytes of a file that are read at once: what begins in one may end in the next."""
UNHURRIED = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@contextmanager
def new_cache() -> Iterator[OpenCache]:
    with TemporaryDirectory() as folder:
        cache = open_cache(Path(folder), KEYS)
        try:
            yield cache
        finally:
            cache.close()


def taken(cache: OpenCache, data: bytes, **how: object) -> IntakeReport:
    with TemporaryDirectory() as folder:
        path = Path(folder, "m")
        path.write_bytes(data)
        return take_in(path, cache.writer, CLOCK, feed="feed", **how)  # type: ignore[arg-type]


def content(cache: OpenCache) -> list[Announcement]:
    return sorted(cache.announcements(), key=lambda one: one.id)


def counts(report: IntakeReport) -> tuple[int, ...]:
    return report.read, report.new, report.changed, report.unchanged, report.rejected


def table(
    rows: Sequence[tuple[str, ...]],
    delimiter: str = ",",
    end: str = "\n",
    quoting: int = csv.QUOTE_ALL,
) -> str:
    """Cells that hold a line break, a delimiter or a quote are quoted, the others as `quoting`
    says; a lone carriage return, which the writer does not quote, needs all of them quoted."""
    out = io.StringIO()
    lone = any("\r" in cell for row in rows for cell in row)
    writer = csv.writer(
        out,
        delimiter=delimiter,
        lineterminator=end,
        quoting=csv.QUOTE_ALL if lone else quoting,  # type: ignore[arg-type]
    )
    writer.writerow(HEADER)
    writer.writerows(rows)
    return out.getvalue()


@UNHURRIED
@given(ROWS, DELIMITERS, ENDS, ENCODINGS, PACKINGS, st.integers(1, 5), st.integers(0, 3), BLOCKS)
def test_however_a_table_is_made_it_gives_the_store_of_the_plainest(
    rows: Table,
    delimiter: str,
    end: str,
    encoding: str,
    pack: Callable[[bytes], bytes],
    batch: int,
    quoting: int,
    block: int,
) -> None:
    quoting = csv.QUOTE_ALL if quoting == csv.QUOTE_NONE else quoting
    with new_cache() as plain, new_cache() as odd:
        first = taken(plain, table(rows).encode())
        made = table(rows, delimiter, end, quoting).encode(encoding)
        with patch.object(courier_range, "BLOCK_BYTES", block):
            second = taken(odd, pack(made), batch=batch)

        assert content(odd) == content(plain)
        assert counts(second) == counts(first)
        assert first.read == sum(any(row) for row in rows)
        assert counts(taken(odd, table(rows).encode()))[1:4] == (0, 0, first.new)


@UNHURRIED
@given(ROWS)
def test_windows_letters_are_read_as_they_were_written(rows: Table) -> None:
    def in_windows(cell: str) -> str:
        return cell.encode("cp1252", "ignore").decode("cp1252")

    kept = [tuple(map(in_windows, row)) for row in rows]
    text = table(kept)
    try:
        text.encode("cp1252").decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if not text.isascii():
            return  # letters that happen to be UTF-8 too: nobody could tell
    lines = text.encode("cp1252").splitlines(keepends=True)
    if any(not line.isascii() and _is_utf8(line) for line in lines):
        return
    with new_cache() as plain, new_cache() as odd:
        taken(plain, text.encode())
        taken(odd, text.encode("cp1252"))

        assert content(odd) == content(plain)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@UNHURRIED
@given(ROWS, st.randoms(use_true_random=False))
def test_items_in_any_order_give_one_store(rows: Table, dice: object) -> None:
    """The rows of one item keep theirs: lines without a number count by it."""

    def key(row: tuple[str, ...]) -> str:
        return row[0].upper().replace(" ", "")

    order = list(dict.fromkeys(map(key, rows)))
    dice.shuffle(order)  # type: ignore[attr-defined]
    apart = [row for wanted in order for row in rows if key(row) == wanted]
    with new_cache() as one, new_cache() as other:
        first = taken(one, table(rows).encode())
        second = taken(other, table(apart).encode())

        assert content(other) == content(one)
        assert counts(second) == counts(first)


def arrived(a: Announcement) -> Announcement:
    """An item nobody says the arrival of arrives today."""
    if a.arrived_on is not None:
        return a
    return replace(a, arrived_on=CLOCK.today(), arrived_basis=ArrivalBasis.TODAY)


def export(announcements: Iterable[Announcement]) -> bytes:
    """As `triage export` writes them."""
    out = io.BytesIO()
    write_json_lines(announcements, out)
    return out.getvalue()


def in_one_order(lines: bytes) -> list[bytes]:
    return sorted(lines.splitlines())


ITEMS = st.lists(ANNOUNCEMENTS, max_size=5, unique_by=lambda a: a.number)


@UNHURRIED
@given(ITEMS, ENCODINGS, PACKINGS, st.integers(1, 4))
def test_json_lines_taken_in_and_exported_are_the_file(
    items: list[Announcement], encoding: str, pack: Callable[[bytes], bytes], batch: int
) -> None:
    meant = export([arrived(one) for one in items])
    with new_cache() as cache:
        report = taken(
            cache, pack(export(items).decode().encode(encoding)), batch=batch, format="jsonl"
        )

        assert (report.new, report.rejected) == (len(items), 0)
        again = export(list(cache.announcements()))
        assert without_carriers(again, items) == without_carriers(meant, items)
        assert counts(taken(cache, again, format="jsonl"))[1:] == (0, 0, len(items), 0)
    with new_cache() as other:
        taken(other, again, format="jsonl")
        assert in_one_order(export(list(other.announcements()))) == in_one_order(again)


def without_carriers(lines: bytes, items: list[Announcement]) -> list[bytes]:
    """The number says the carrier where the file does not."""
    assert all(one.number.startswith("XQ") for one in items), "no carrier has such numbers"
    return in_one_order(lines)


@UNHURRIED
@given(ITEMS, st.integers(1, 4))
def test_a_table_taken_in_and_exported_is_the_table(items: list[Announcement], batch: int) -> None:
    meant = [in_normal_form(arrived(one)) for one in items]
    with new_cache() as first, new_cache() as second:
        report = taken(first, as_table(meant), batch=batch, format="csv")
        assert (report.new, report.rejected) == (len(items), 0)
        found = list(first.announcements())
        assert in_one_order(export(map(in_normal_form, found))) == in_one_order(export(meant))

        taken(second, as_table(found), format="csv")
        assert as_table(second.announcements()) == as_table(found)
        assert content(second) == content(first)


def as_table(items: Iterable[Announcement]) -> bytes:
    out = io.StringIO()
    write_courier_csv(items, out)
    return out.getvalue().encode()


def in_normal_form(one: Announcement) -> Announcement:
    """What a table has a place for: `|` parts the parts of one cell, in the order of the columns
    come the other numbers, a line says more than its number and a currency."""
    return replace(
        one,
        lines=tuple(line for line in one.lines if says_something(line)),
        aliases=tuple(sorted(one.aliases)),
        documents=without_bars(one.documents),
        sender=replace(one.sender, address_lines=without_bars(one.sender.address_lines)),
        recipient=replace(one.recipient, address_lines=without_bars(one.recipient.address_lines)),
    )


def says_something(line: Line) -> bool:
    return line != Line(line.index, currency=line.currency)


def without_bars(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(text.replace("|", "/") for text in texts)


@UNHURRIED
@given(ITEMS, st.sampled_from(["", "\n"]), PACKINGS, st.integers(1, 4))
def test_messages_taken_in_and_exported_are_read_as_the_messages_were(
    items: list[Announcement], end: str, pack: Callable[[bytes], bytes], batch: int
) -> None:
    writer = Writer(end=end)
    messages = [
        writer.message("ITMATT", str(n), announcement_parts(sayable(one)))
        for n, one in enumerate(items)
    ]
    with new_cache() as cache, new_cache() as other:
        report = taken(cache, pack(writer.interchange(*messages).encode()), batch=batch)
        assert (report.format, report.new, report.rejected) == ("edifact", len(items), 0)

        made = export(list(cache.announcements()))
        taken(other, made, format="jsonl")
        assert in_one_order(export(list(other.announcements()))) == in_one_order(made)
        assert counts(taken(cache, made, format="jsonl"))[1:] == (0, 0, len(items), 0)


def sayable(a: Announcement) -> Announcement:
    """As far as a message has words for it."""
    kinds = ("house", "master")
    return replace(a, aliases=tuple(pair for pair in a.aliases if pair[0] in kinds))


NUMBERED = [(f"X{n % 300}", "", f"part {n}", "", f"Jane {n % 7}", "") for n in range(900)]


@pytest.fixture(scope="module")
def whole() -> list[Announcement]:
    with new_cache() as cache:
        taken(cache, table(NUMBERED).encode())
        return content(cache)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 120), st.integers(1, 60), st.integers(1, 400))
def test_a_disk_that_is_full_at_any_page_leaves_whole_batches_and_the_file_again_the_whole_store(
    whole: list[Announcement], pages: int, batch: int, other: int
) -> None:
    with new_cache() as cache:
        (used,) = cache.connection.execute("PRAGMA page_count").fetchone()
        cache.connection.execute(f"PRAGMA max_page_count = {used + pages}")
        try:
            taken(cache, table(NUMBERED).encode(), batch=batch)
        except DiskFault as fault:
            assert "could not be written" in str(fault.what)  # noqa: PT017
        kept = content(cache)
        assert all(one in whole for one in kept)
        assert cache.damage() == ()

        cache.connection.execute("PRAGMA max_page_count = 100000000")
        report = taken(cache, table(NUMBERED).encode(), batch=other)
        assert (report.new, report.unchanged) == (len(whole) - len(kept), len(kept))
        assert content(cache) == whole
