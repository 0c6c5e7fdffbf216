"""A manifest file into a real cache: run twice, cut, in batches of any size, exported and back."""

import csv
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.announced_items import REFERRALS
from tests.builders import make_announcement, make_line, make_party
from triage_app.flow.clock import SystemClock
from triage_app.flow.intake import name_number, storable, take_in
from triage_app.formats.courier_write import write_courier_csv
from triage_app.model.errors import DiskFault, FileUnreadable
from triage_app.model.intake import IntakeReport
from triage_app.model.item import Announcement, ArrivalBasis, Channel, Line, Party
from triage_app.store.cache import OpenCache, open_cache
from triage_app.store.keys import StoreKeys

KEYS = StoreKeys(cache=b"c" * 32, record=b"r" * 32, images=b"i" * 32, evidence=b"e" * 32)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CLOCK = SystemClock("America/New_York", lambda: NOON)
SCATTERED = "number,description\n" + "".join(f"X{n % 7},part {n // 7}\n" for n in range(40))


@contextmanager
def cache_in(folder: Path) -> Iterator[OpenCache]:
    cache = open_cache(folder, KEYS)
    try:
        yield cache
    finally:
        cache.close()


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[OpenCache]:
    with cache_in(tmp_path) as opened:
        yield opened


def taken(cache: OpenCache, folder: Path, text: str, **how: object) -> IntakeReport:
    path = folder / "manifest.csv"
    path.write_text(text, "utf-8", newline="")
    return take_in(path, cache.writer, CLOCK, **how)  # type: ignore[arg-type]


def counts(report: IntakeReport) -> tuple[int, int, int]:
    return report.new, report.changed, report.unchanged


def content(cache: OpenCache) -> list[Announcement]:
    return sorted(cache.announcements(), key=lambda one: one.id)


def exported(announcements: list[Announcement]) -> str:
    out = io.StringIO()
    write_courier_csv(announcements, out)
    return out.getvalue()


def test_a_file_twice_changes_nothing(cache: OpenCache, tmp_path: Path) -> None:
    first = taken(cache, tmp_path, SCATTERED, batch=3)
    before = content(cache)
    again = taken(cache, tmp_path, SCATTERED, batch=2)

    assert counts(first) == (7, 0, 0)
    assert counts(again) == (0, 0, 7)
    assert content(cache) == before
    assert (first.read, first.rejected) == (40, 0)


def test_an_edited_file_changes_what_changed(cache: OpenCache, tmp_path: Path) -> None:
    taken(cache, tmp_path, SCATTERED)
    edited = taken(cache, tmp_path, SCATTERED.replace("X3,part 2", "X3,another part"))

    assert counts(edited) == (0, 1, 6)
    (found,) = cache.reader.find([("", "X3")])
    assert found.version == 2
    assert [line.description for line in found.lines][2] == "another part"
    previous = cache.reader.context(found).previous
    assert previous is not None
    assert previous.lines[2].description == "part 2"


def test_a_line_that_is_gone_is_a_change(cache: OpenCache, tmp_path: Path) -> None:
    taken(cache, tmp_path, "number,contents\nX,a\nY,c\nX,b\n")
    report = taken(cache, tmp_path, "number,contents\nX,a\nY,c\n")

    assert counts(report) == (0, 1, 1)


def test_cut_after_any_batch_and_run_again_gives_the_same_store(tmp_path: Path) -> None:
    with cache_in(tmp_path / "whole") as whole:
        taken(whole, tmp_path, SCATTERED)
        meant = content(whole)
    for cut_after in range(1, 5):
        cut_now = partial(next, iter([False] * (cut_after - 1)), True)
        with cache_in(tmp_path / f"cut-{cut_after}") as cache:
            cut = taken(cache, tmp_path, SCATTERED, batch=2, cancelled=cut_now)
            assert cut.new == min(7, 2 * cut_after)
            taken(cache, tmp_path, SCATTERED, batch=3)
            assert content(cache) == meant


def test_an_item_without_an_arrival_arrives_on_the_facility_s_today(
    cache: OpenCache, tmp_path: Path
) -> None:
    late = SystemClock("America/New_York", lambda: datetime(2026, 3, 3, 2, tzinfo=UTC))
    path = tmp_path / "m.csv"
    path.write_text("number,contents\nX,a\n", "utf-8")
    take_in(path, cache.writer, late)

    (found,) = cache.reader.find([("", "X")])
    assert (found.arrived_on, found.arrived_basis) == (date(2026, 3, 2), ArrivalBasis.TODAY)


def test_the_number_says_scheme_and_carrier(cache: OpenCache, tmp_path: Path) -> None:
    taken(
        cache,
        tmp_path,
        "number,contents\nrr 473 124 829 us,a\n420 07102 9200190175547700000000,b\n"
        "HB0000000001,c\n",
    )

    assert {one.number: one.scheme for one in content(cache)} == {
        "RR473124829US": "s10",
        "9200190175547700000000": "impb",
        "HB0000000001": "unknown",
    }
    assert cache.reader.find([("", "420071029200190175547700000000")])


def test_the_carrier_is_the_file_s_else_the_number_s(cache: OpenCache, tmp_path: Path) -> None:
    taken(cache, tmp_path, "number,carrier\n1Z999AA10123456784,\nTBA123456789012,Own Van\n")

    assert {one.scheme: one.carrier for one in content(cache)} == {
        "ups": "UPS",
        "amazon": "Own Van",
    }


def test_a_manifest_s_number_is_not_mended_into_another() -> None:
    assert name_number("HB0000000001") == ("unknown", "HB0000000001", "", ())
    assert name_number("RR47312482OUS")[1] == "RR47312482OUS"


def test_what_is_refused_lies_in_the_rejects_file_harmless(
    cache: OpenCache, tmp_path: Path
) -> None:
    rejects = tmp_path / "rejects.csv"
    report = taken(
        cache, tmp_path, "number,qty\nX,1\n=1+1,-2\n+Y\n@Z,z\n", rejects=rejects, batch=1
    )

    assert (report.read, report.rejected, report.new) == (4, 3, 1)
    with rejects.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            ["line", "column", "reason", "raw"],
            ["3", "qty", "'-2' is below zero", "'=1+1,-2"],
            ["4", "number", "1 cells where the header has 2", "'+Y"],
            ["5", "qty", "'z' is no number", "'@Z,z"],
        ]


def test_progress_counts_rows_to_the_last(cache: OpenCache, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    taken(
        cache, tmp_path, SCATTERED, batch=2, progress=lambda read, rows: seen.append((read, rows))
    )

    assert seen == sorted(seen)
    assert seen[-1] == (40, 40)


def test_a_file_that_is_not_there_changes_nothing(cache: OpenCache, tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable):
        take_in(tmp_path / "missing.csv", cache.writer, CLOCK)
    assert content(cache) == []


def test_rejects_that_cannot_be_written_stop_the_import_before_it_begins(
    cache: OpenCache, tmp_path: Path
) -> None:
    with pytest.raises(DiskFault, match="rejects"):
        taken(cache, tmp_path, SCATTERED, rejects=tmp_path)
    assert content(cache) == []


WORD = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=8
).map(str.strip)
TEXT = WORD.filter(lambda word: "|" not in word)
LETTERS = st.sampled_from(["CN", "US", "DE", "HK"])
MONEY = st.none() | st.integers(0, 10**9)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
PARTIES = st.builds(
    Party,
    name=TEXT,
    address_lines=st.lists(TEXT.filter(bool), max_size=3).map(tuple),
    city=TEXT,
    post_code=TEXT,
    country=LETTERS,
    phone=TEXT,
    email=TEXT,
)
LINES = st.builds(
    Line,
    index=st.just(0),
    description=TEXT.filter(bool),
    quantity=st.none() | st.integers(0, 9999),
    net_weight_g=st.none() | st.integers(0, 10**6),
    value_minor=MONEY,
    currency=st.sampled_from(["USD", "JPY", "KWD"]),
    hs=st.sampled_from(["", "340600", "9503"]),
    origin=LETTERS,
)
ARRIVALS = st.tuples(DAYS, st.sampled_from(ArrivalBasis))
ANNOUNCEMENTS = st.builds(
    lambda number, arrival, lines, value, **rest: Announcement(
        id="",
        feed="feed",
        scheme="unknown",
        number=number,
        arrived_on=arrival[0],
        arrived_basis=arrival[1],
        value_minor=value,
        currency=lines[0].currency if lines else "USD",
        lines=tuple(replace(line, index=n) for n, line in enumerate(lines, 1)),
        **rest,
    ),
    number=st.integers(0, 10**6).map("XQ{:08}".format),
    arrival=ARRIVALS,
    lines=st.lists(LINES, max_size=3),
    value=MONEY,
    posted_on=st.just("") | DAYS.map(date.isoformat),
    announced_at=st.none()
    | st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    channel=st.sampled_from(Channel),
    carrier=TEXT,
    nature=TEXT,
    origin=LETTERS,
    gross_weight_g=st.none() | st.integers(0, 10**6),
    flight=TEXT,
    sender=PARTIES,
    recipient=PARTIES,
    aliases=st.lists(
        st.tuples(
            st.sampled_from(["master", "house", "other"]), st.integers(0, 99).map("Z{}".format)
        ),
        max_size=3,
        unique=True,
    ).map(tuple),
    documents=st.lists(TEXT.filter(bool), max_size=2).map(tuple),
    url=TEXT,
    extra=st.lists(st.tuples(WORD, WORD), max_size=2).map(tuple),
    referrals=REFERRALS,
)


def normal(a: Announcement) -> Announcement:
    """Without what the cache gives; aliases in the order of the file's columns."""
    return replace(a, id="", version=1, digest="", aliases=tuple(sorted(a.aliases)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ANNOUNCEMENTS, max_size=5, unique_by=lambda a: (a.number, a.posted_on)))
def test_an_export_imported_is_what_was_exported(announcements: list[Announcement]) -> None:
    with TemporaryDirectory() as folder, cache_in(Path(folder)) as cache:
        report = taken(cache, Path(folder), exported(announcements), feed="feed")

        assert report.rejected == 0
        assert sorted(map(normal, content(cache)), key=repr) == sorted(
            map(normal, announcements), key=repr
        )
        again = taken(cache, Path(folder), exported(content(cache)), feed="feed")
        assert counts(again) == (0, 0, len(announcements))


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["A1", "B2", "C3"]),
        st.sampled_from(["", "1", "2"]),
        st.sampled_from(["soap", "candles", ""]),
        st.sampled_from(["", "5", "five", "1,234", "2.5"]),
        st.sampled_from(["", "Jane", "Bo"]),
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(ROWS, st.integers(1, 5), st.integers(1, 5))
def test_batches_of_any_size_and_a_second_run_give_one_store(
    rows: list[tuple[str, ...]], size: int, other: int
) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["number", "line", "description", "value", "consignee"])
    writer.writerows(rows)
    with TemporaryDirectory() as one, TemporaryDirectory() as two:
        with cache_in(Path(one)) as cache:
            first = taken(cache, Path(one), out.getvalue(), batch=size)
            meant = content(cache)
            again = taken(cache, Path(one), out.getvalue(), batch=other)
            assert content(cache) == meant
        with cache_in(Path(two)) as cache:
            beside = taken(cache, Path(two), out.getvalue(), batch=other)
            assert content(cache) == meant

    assert counts(again) == (0, 0, len(meant))
    assert counts(first) == counts(beside) == (len(meant), 0, 0)
    assert first.rejected == again.rejected == beside.rejected
    assert first.read == len([row for row in rows if any(row)])


def test_a_demonstration_item_comes_back_as_it_was(cache: OpenCache, tmp_path: Path) -> None:
    announced = make_announcement(
        id="",
        digest="",
        feed="feed",
        carrier="USPS",
        arrived_basis=ArrivalBasis.FLIGHT,
        lines=(make_line(), make_line(index=2, description="a\nb", currency="JPY")),
        recipient=make_party(address_lines=("12 Elm Street", "Apt 3")),
    )
    taken(cache, tmp_path, exported([announced]), feed="feed")

    (found,) = content(cache)
    assert normal(found) == announced


def test_a_name_that_is_no_text_is_taken_in_under_one_that_can_be_kept(
    cache: OpenCache, tmp_path: Path
) -> None:
    path = tmp_path / os.fsdecode(b"m\xff\n.csv")
    path.write_text("number\nX1\n", "utf-8")

    assert take_in(path, cache.writer, CLOCK).new == 1
    assert storable(path.name) == "m\ufffd\n.csv"
