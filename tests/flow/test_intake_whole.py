"""Whatever way a manifest is taken in, one store comes of it: read here or by child processes, in
batches of any size, cut anywhere and run again, in one file or in two that overlap."""

import csv
import gzip
import io
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from triage_app.flow import chunks
from triage_app.flow.chunks import Chunk
from triage_app.flow.clock import SystemClock
from triage_app.flow.identify import identify
from triage_app.flow.identify.schemes import FORMS
from triage_app.flow.intake import UNKNOWN, name_number, take_in
from triage_app.formats import courier_range
from triage_app.formats.json_lines_write import write_json_lines
from triage_app.model.errors import ReadingBroken
from triage_app.model.identity import Identity
from triage_app.model.intake import IntakeReport, StoredCounts
from triage_app.model.item import Announcement
from triage_app.model.plain import PlainItem
from triage_app.store.cache import OpenCache, open_cache
from triage_app.store.keys import StoreKeys

KEYS = StoreKeys(cache=b"c" * 32, record=b"r" * 32, images=b"i" * 32, evidence=b"e" * 32)
CLOCK = SystemClock("America/New_York", lambda: datetime(2026, 3, 2, 12, tzinfo=UTC))
HEADER = ("number", "line", "description", "value", "consignee")

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["A1", "B2", "C3", "D4", ""]),
        st.sampled_from(["", "1", "2"]),
        st.sampled_from(["soap", "candles", ""]),
        st.sampled_from(["", "5", "five", "1,234", "2.5"]),
        st.sampled_from(["", "Jane", "Bo"]),
    ),
    max_size=14,
)
Rows = list[tuple[str, ...]]


class Cut(Exception):
    """The process ends here."""


class CutWriter:
    """The cache's writer; after so many batches the process is gone, inside or after one."""

    def __init__(self, cache: OpenCache, after: int = 10**9) -> None:
        self._writer = cache.writer
        self._left = after
        self.pack: Callable[[Iterable[PlainItem], int], bytes] = cache.writer.pack
        self.store = cache.writer.store
        self.place_hold = cache.writer.place_hold
        self.add_image = cache.writer.add_image
        self.note_taken = cache.writer.note_taken
        self.tell_bags = cache.writer.tell_bags

    def store_packed(self, packed: Sequence[bytes], imported_at: datetime) -> StoredCounts:
        if not self._left:
            raise Cut
        self._left -= 1
        return self._writer.store_packed(packed, imported_at)

    def bulk(self) -> AbstractContextManager[None]:
        return self._writer.bulk()


@contextmanager
def new_cache() -> Iterator[OpenCache]:
    with TemporaryDirectory() as folder:
        cache = open_cache(Path(folder), KEYS)
        try:
            yield cache
        finally:
            cache.close()


def written(folder: str | Path, rows: Rows) -> Path:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    writer.writerows(rows)
    path = Path(folder, "m.csv")
    path.write_text(out.getvalue(), "utf-8", newline="")
    return path


def content(cache: OpenCache) -> list[Announcement]:
    return sorted(cache.announcements(), key=lambda one: one.id)


def counts(report: IntakeReport) -> tuple[int, ...]:
    return report.read, report.new, report.changed, report.unchanged, report.rejected


@settings(max_examples=60, deadline=None)
@given(ROWS, st.integers(1, 4), st.integers(1, 6), st.integers(0, 4))
def test_an_import_cut_anywhere_and_run_again_gives_the_store_of_one_that_was_not(
    rows: Rows, size: int, other: int, cut_after: int
) -> None:
    with TemporaryDirectory() as folder, new_cache() as whole, new_cache() as cut:
        path = written(folder, rows)
        take_in(path, whole.writer, CLOCK, batch=other)
        try:
            take_in(path, CutWriter(cut, cut_after), CLOCK, batch=size)
        except Cut:
            kept = content(cut)
            assert len(kept) <= cut_after * size
            assert all(one in content(whole) for one in kept)
        take_in(path, cut.writer, CLOCK, batch=other)

        assert content(cut) == content(whole)


@settings(max_examples=60, deadline=None)
@given(ROWS, st.sets(st.sampled_from("ABCD"), min_size=1), st.sets(st.sampled_from("ABCD")))
def test_two_files_that_overlap_give_the_store_of_one(
    rows: Rows, first: set[str], second: set[str]
) -> None:
    def of(letters: set[str]) -> Rows:
        return [row for row in rows if row[0][:1] in letters]

    # The value's column is the same in both parts, so that it is read the same in both.
    marks: Rows = [("Z9", "", "", "0.5", "")]
    with TemporaryDirectory() as folder, new_cache() as one, new_cache() as two:
        take_in(written(folder, [*of(first | second), *marks]), one.writer, CLOCK)
        take_in(written(folder, [*of(first), *marks]), two.writer, CLOCK)
        take_in(written(folder, [*of(second), *marks]), two.writer, CLOCK)

        assert content(two) == content(one)


@pytest.fixture
def some_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Blocks of a few rows, an item whose rows stand apart, rows that are refused."""
    monkeypatch.setattr(courier_range, "BLOCK_BYTES", 150)
    rows: Rows = []
    for n in range(40):
        rows.append((f"X{n}", "", f"part {n}", "five" if n % 9 == 4 else "2.5", "Jane"))
        rows.append((f"X{n}", "", "soap", "1", "Bo" if n % 5 == 0 else "Jane"))
        if n % 7 == 0:
            rows.append(("APART", "", f"piece {n}", "", ""))
    return written(tmp_path, rows)


def test_child_processes_read_what_one_process_reads(some_file: Path, tmp_path: Path) -> None:
    with new_cache() as here, new_cache() as there:
        one = take_in(some_file, here.writer, CLOCK, rejects=tmp_path / "one.csv")
        two = take_in(some_file, there.writer, CLOCK, rejects=tmp_path / "two.csv", readers=2)

        assert content(there) == content(here)
        assert counts(two) == counts(one)
        assert (tmp_path / "two.csv").read_text() == (tmp_path / "one.csv").read_text()
        assert (one.new, one.rejected) == (41, 4)


@pytest.mark.parametrize("readers", [0, 1])
def test_a_packed_file_gives_the_store_of_the_plain_one(
    some_file: Path, tmp_path: Path, readers: int
) -> None:
    plain = some_file.read_bytes()
    (tmp_path / "m.csv.gz").write_bytes(gzip.compress(plain))
    (tmp_path / "m.csv.zst").write_bytes(zstandard.compress(plain))
    with new_cache() as cache:
        take_in(some_file, cache.writer, CLOCK)
        before = content(cache)
        for name in ("m.csv.gz", "m.csv.zst"):
            report = take_in(tmp_path / name, cache.writer, CLOCK, readers=readers)
            assert (report.new, report.changed, report.unchanged) == (0, 0, 41)

        assert content(cache) == before


def test_a_format_without_parts_is_taken_in_as_the_table_of_it(
    some_file: Path, tmp_path: Path
) -> None:
    with new_cache() as table, new_cache() as lines:
        take_in(some_file, table.writer, CLOCK)
        with (tmp_path / "m.jsonl").open("wb") as out:
            write_json_lines(content(table), out)
        report = take_in(tmp_path / "m.jsonl", lines.writer, CLOCK, batch=7, readers=2)

        assert (report.format, report.new) == ("jsonl", 41)
        assert content(lines) == content(table)


def dies(_items: Iterable[PlainItem], _today: int) -> bytes:
    os._exit(3)


def test_a_reader_that_dies_is_a_fault_and_leaves_whole_batches(some_file: Path) -> None:
    with new_cache() as cache:
        writer = CutWriter(cache)
        writer.pack = dies
        with pytest.raises(ReadingBroken, match="Import the file again"):
            take_in(some_file, writer, CLOCK, readers=1)
        assert content(cache) == []

        assert take_in(some_file, cache.writer, CLOCK, readers=1).new == 41


def test_a_cancelled_import_ends_its_readers_and_keeps_whole_batches(some_file: Path) -> None:
    with new_cache() as cache:
        report = take_in(some_file, cache.writer, CLOCK, cancelled=lambda: True, batch=2, readers=2)

        assert report.new == len(content(cache)) == 2


PICTURES = st.sampled_from(FORMS).flatmap(
    lambda form: st.tuples(*[st.sampled_from(sorted(cell)) for cell in form.cells]).map("".join)
)


BOOKED = st.from_regex(
    "(|T|TRG|GM|MAWB|HWB|HAWB|[0-6]J|0[0-2]|[A-Z]{1,4})[0-9]{1,24}[A-Z]{0,3}",
    fullmatch=True,
    alphabet=st.characters(max_codepoint=127),
)


@settings(max_examples=600)
@given(PICTURES | BOOKED | st.text(max_size=40) | st.integers(0, 10**24).map(str))
def test_a_number_in_a_manifest_is_named_as_a_scanned_one(number: str) -> None:
    found = identify(f"]C0{number}")

    if isinstance(found, Identity):
        assert name_number(number) == (found.scheme, found.number, found.carrier, found.aliases)
    else:
        assert name_number(number) == (UNKNOWN, found.number or number, "", ())


def test_items_of_thousands_of_columns_fill_a_batch_by_their_bytes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chunks, "MOST_BYTES", 10)
    some = [Chunk(b"x" * 6, 1, 1, ()) for _ in range(5)]

    assert [len(batch) for batch in chunks.in_batches(some, 1_000)] == [2, 2, 1]
