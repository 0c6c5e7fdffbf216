"""What is read at a glance is what a careful reading gives, cell for cell; parts of a file read one
by one are the file."""

import pickle
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.courier_files import CELLS, files
from triage_app.flow.intake import name_number
from triage_app.formats import courier_range, courier_survey
from triage_app.formats.courier_csv import CourierCsv, ReadPlain
from triage_app.model.errors import FileUnreadable
from triage_app.model.plain import plain_item


def carefully(file: CourierCsv) -> ReadPlain:
    return together(
        ReadPlain([plain_item(one.announcement)] if one.announcement else [], one.rejects, one.rows)
        for one in file.items()
    )


def together(reads: Iterable[ReadPlain]) -> ReadPlain:
    every = list(reads)
    return ReadPlain(
        [item for one in every for item in one.items],
        tuple(reject for one in every for reject in one.rejects),
        sum(one.rows for one in every),
    )


def in_parts(file: CourierCsv, parts: Iterable[int], at_once: int = 500) -> dict[int, ReadPlain]:
    return {part: together(reads) for part, reads in file.plain(parts, at_once)}


def read(folder: str, text: str) -> CourierCsv:
    path = Path(folder, "m.csv")
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    try:
        return CourierCsv(path, "feed", name_number)
    except FileUnreadable:  # letters that stand for different ones in two pages
        return CourierCsv(path, "feed", name_number, encoding="utf-8")


@settings(max_examples=400, deadline=None)
@given(files(), st.integers(1, 9))
def test_a_glance_reads_what_a_careful_reading_does(text: str, at_once: int) -> None:
    with TemporaryDirectory() as folder:
        file = read(folder, text)
        parts = in_parts(file, range(file.parts), at_once)

        assert together(parts.values()) == carefully(file)


@settings(max_examples=200, deadline=None)
@given(files(), st.integers(1, 4), st.integers(2, 4))
def test_parts_read_one_without_the_other_are_the_file(text: str, rows: int, readers: int) -> None:
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setattr(courier_survey, "BLOCK_ROWS", rows)
        patch.setattr(courier_range, "BLOCK_BYTES", 40 * rows)
        file = read(folder, text)
        whole = carefully(file)
        sent = pickle.loads(pickle.dumps(file))
        found: dict[int, ReadPlain] = {}
        for first in range(readers):
            found |= in_parts(sent, range(first, file.parts, readers))

        assert together(found[part] for part in sorted(found)) == whole
        assert whole.rows == file.rows or not whole.items


def test_most_of_a_plain_file_is_read_at_a_glance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = ",".join(CELLS)
    rows = [
        ",".join([f"X{n // 2}", *(cells[0] for cells in [*CELLS.values()][1:])]) for n in range(8)
    ]
    (tmp_path / "m.csv").write_text("\n".join([header, *rows]), "utf-8")
    file = CourierCsv(tmp_path / "m.csv", "feed", name_number)
    meant = carefully(file).items

    def never(*_: object) -> None:
        raise AssertionError("a second look was taken")

    monkeypatch.setattr("triage_app.formats.courier_items.ItemReader.read", never)
    seen = together(in_parts(file, range(file.parts)).values()).items

    assert seen == meant
    assert len(seen) == 4
