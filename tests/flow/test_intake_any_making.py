"""One content, one store: however a file is encoded, parted, packed, ordered or cut, and whether it
comes as the sender wrote it or as `triage export` wrote it again."""

import csv
import gzip
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from triage_app.flow.clock import SystemClock
from triage_app.flow.intake import take_in
from triage_app.formats import courier_range
from triage_app.model.intake import IntakeReport
from triage_app.model.item import Announcement
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
def test_letters_of_a_page_somebody_names_are_read_as_they_were_written(rows: Table) -> None:
    def in_windows(cell: str) -> str:
        return cell.encode("cp1252", "ignore").decode("cp1252")

    kept = [tuple(map(in_windows, row)) for row in rows]
    text = table(kept)
    with new_cache() as plain, new_cache() as odd:
        taken(plain, text.encode())
        taken(odd, text.encode("cp1252"), encoding="cp1252")

        assert content(odd) == content(plain)
