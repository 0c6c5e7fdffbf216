import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import NOON, make_announcement, make_line
from triage_app.flow.intake import import_file
from triage_app.formats.courier_write import write_courier_csv
from triage_app.store.cache import OpenCache, open_cache
from triage_app.store.keys import StoreKeys

KEYS = StoreKeys(cache=b"c" * 32, record=b"r" * 32, images=b"i" * 32, evidence=b"e" * 32)
NUMBERS = [f"RR{n:08d}" for n in range(40)]


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[OpenCache]:
    opened = open_cache(tmp_path / "home", KEYS)
    yield opened
    opened.close()


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """Forty items; the second line of each third stands at the end of the file."""
    file = io.StringIO()
    items = [make_announcement(number=n, lines=(make_line(index=0),)) for n in NUMBERS]
    rest = [replace(i, lines=(make_line(index=0, description="soap"),)) for i in items[::3]]
    write_courier_csv([*items, *rest], file)
    (tmp_path / "m.csv").write_text(file.getvalue(), "utf-8")
    return tmp_path / "m.csv"


def lines_of(cache: OpenCache) -> dict[str, list[str]]:
    return {a.number: [line.description for line in a.lines] for a in cache.announcements()}


@pytest.mark.parametrize("batch", [1, 7, 5_000])
def test_any_size_of_batch_gives_the_same_store(
    cache: OpenCache, manifest: Path, batch: int
) -> None:
    report = import_file(manifest, cache.writer, NOON, batch=batch)

    assert (report.read, report.new, report.changed, report.unchanged) == (54, 40, 0, 0)
    lines = lines_of(cache)
    assert [len(lines[number]) for number in NUMBERS] == [2 if n % 3 == 0 else 1 for n in range(40)]


def test_the_same_file_twice_changes_nothing(cache: OpenCache, manifest: Path) -> None:
    import_file(manifest, cache.writer, NOON)
    before = lines_of(cache)

    again = import_file(manifest, cache.writer, NOON.replace(hour=13))

    assert (again.new, again.changed, again.unchanged) == (0, 0, 40)
    assert lines_of(cache) == before


def test_an_import_that_was_cut_can_be_run_again(cache: OpenCache, manifest: Path) -> None:
    stop = iter([False, True, True, True])
    import_file(manifest, cache.writer, NOON, batch=10, cancelled=lambda: next(stop, True))
    assert 0 < len(lines_of(cache)) < 40

    import_file(manifest, cache.writer, NOON.replace(hour=13), batch=10)

    assert len(lines_of(cache)) == 40


def test_what_was_refused_lies_in_the_rejects_file(cache: OpenCache, tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("HAWB,Quantity\nA1,many\nA2,1\n", "utf-8")

    report = import_file(tmp_path / "m.csv", cache.writer, NOON, rejects=tmp_path / "rejects.csv")

    assert (report.read, report.rejected, report.new) == (2, 1, 1)
    assert "2,Quantity,'many' is no number" in (tmp_path / "rejects.csv").read_text("utf-8")


def test_the_scheme_and_carrier_are_read_from_the_number(cache: OpenCache, tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("HAWB\n1Z999AA10123456784\n", "utf-8")

    import_file(tmp_path / "m.csv", cache.writer, NOON)

    (found,) = cache.announcements()
    assert (found.scheme, found.carrier) == ("ups", "UPS")
