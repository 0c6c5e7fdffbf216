"""A table read in pieces, by any number of surveyors, is the table read from its beginning."""

import gzip
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.courier_files import files
from triage_app.formats import courier_blocks, courier_csv, courier_range
from triage_app.formats.courier_blocks import FromBeginning, InBlocks, SurveyHere
from triage_app.formats.courier_csv import CourierCsv
from triage_app.formats.courier_range import Range, RangeSurvey
from triage_app.formats.courier_survey import Survey
from triage_app.model.errors import FileUnreadable

HEADER = "HAWB,ConsigneeName,GoodsDescription,Quantity\n"


class Several:
    """Surveyors that would work at once."""

    def __init__(self, count: int) -> None:
        self.count = count

    def survey(self, ranges: Sequence[Range]) -> Sequence[RangeSurvey | None]:
        return SurveyHere().survey(ranges)


def survey_of(file: CourierCsv) -> Survey:
    assert isinstance(file._found, Survey)
    return file._found


def items_of(file: CourierCsv) -> list[str]:
    """What a file gives, in an order of its own: items that go on in the next block come last."""
    return sorted(repr((one.announcement, one.rejects, one.rows)) for one in file.items())


def from_beginning(path: Path) -> CourierCsv:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(courier_csv, "survey_blocks", lambda *_: None)
        return CourierCsv(path)


def in_pieces(path: Path, bytes_: int, surveyors: int) -> CourierCsv:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(courier_range, "BLOCK_BYTES", bytes_)
        patch.setattr(courier_blocks, "WORTH_PARTING", 1)
        return CourierCsv(path, surveyors=Several(surveyors))


def is_in_pieces(file: CourierCsv) -> bool:
    return isinstance(file._file, InBlocks)


@settings(max_examples=600, deadline=None)
@given(files(), st.integers(10, 300), st.integers(1, 4), st.booleans())
def test_pieces_give_what_the_whole_gives(
    text: str, bytes_: int, surveyors: int, windows: bool
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "m.csv")
        data = text.encode("utf-8", "surrogateescape")
        path.write_bytes(data if windows else data.replace(b"\r\n", b"\n"))
        try:
            whole = from_beginning(path)
        except FileUnreadable:  # letters that stand for different ones in two pages
            with pytest.raises(FileUnreadable):
                in_pieces(path, bytes_, surveyors)
            return
        pieces = in_pieces(path, bytes_, surveyors)

        assert items_of(pieces) == items_of(whole)
        assert pieces.rows == whole.rows
        if is_in_pieces(pieces):
            one, other = survey_of(whole), survey_of(pieces)
            assert (other.order, other.mark) == (one.order, one.mark)
            assert other.scattered >= one.scattered


def plain_file(path: Path, items: int = 400) -> Path:
    rows = [f"H{n},Person {n},soap {n}.{line},{n % 7 + 1}\n" for n in range(items) for line in "ab"]
    path.write_text(HEADER + "".join(rows), "utf-8")
    return path


@pytest.mark.parametrize("surveyors", [1, 2, 3, 7])
def test_an_item_at_the_end_of_a_piece_is_not_torn(tmp_path: Path, surveyors: int) -> None:
    file = in_pieces(plain_file(tmp_path / "m.csv"), 333, surveyors)

    assert is_in_pieces(file)
    assert survey_of(file).scattered == frozenset()
    assert file.parts > 20
    assert [one.announcement and len(one.announcement.lines) for one in file.items()] == [2] * 400
    assert [one.announcement and one.announcement.number for one in file.items()] == [
        f"H{n}" for n in range(400)
    ]


def test_a_packed_file_is_read_in_pieces_too(tmp_path: Path) -> None:
    plain = plain_file(tmp_path / "m.csv")
    packed = tmp_path / "m.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    file = in_pieces(packed, 333, 2)

    assert is_in_pieces(file)
    assert items_of(file) == items_of(from_beginning(plain))


def test_a_ragged_row_costs_its_piece_a_slower_reading_alone(tmp_path: Path) -> None:
    path = plain_file(tmp_path / "m.csv")
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines[:50], "H9,too few\n", "\n", *lines[50:]]), "utf-8")
    file = in_pieces(path, 900, 2)
    rejects = [reject for one in file.items() for reject in one.rejects]

    assert is_in_pieces(file)
    assert [(reject.line, reject.raw) for reject in rejects] == [(51, "H9,too few")]


def test_a_piece_of_blank_lines_holds_nothing(tmp_path: Path) -> None:
    path = plain_file(tmp_path / "m.csv", items=20)
    with path.open("a", encoding="utf-8") as out:
        out.write("\n" * 900)
    file = in_pieces(path, 300, 2)

    assert is_in_pieces(file)
    assert len(list(file.items())) == 20


@pytest.mark.parametrize(
    "odd",
    [
        'H9,"a cell that is never closed,soap,1\n',
        "H9,Andr\udce9,soap,1\n",
        "H9," + "x" * 3_000 + ",soap,1\n",
    ],
    ids=["an open quote", "another encoding", "a line longer than a piece"],
)
def test_a_file_whose_pieces_are_in_doubt_is_read_from_its_beginning(
    tmp_path: Path, odd: str
) -> None:
    path = plain_file(tmp_path / "m.csv")
    with path.open("a", encoding="utf-8", errors="surrogateescape") as out:
        out.write(odd)
        out.write("H10,Jo,soap,1\n" * 3_000)
    file = in_pieces(path, 900, 1)

    assert isinstance(file._file, FromBeginning)
    assert items_of(file) == items_of(from_beginning(path))


def test_a_file_that_changes_while_it_is_read_is_said_to_do_so(tmp_path: Path) -> None:
    path = plain_file(tmp_path / "m.csv")
    file = in_pieces(path, 900, 1)
    path.write_bytes(path.read_bytes().replace(b"soap", b'"oap'))

    with pytest.raises(FileUnreadable, match="was written to"):
        list(file.items())
