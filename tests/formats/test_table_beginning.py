"""Where a courier's table begins and what parts its cells is told by the names it must have, by no
count that a comma in a name could turn."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage_app.formats import courier_survey
from triage_app.formats.courier_columns import known_names
from triage_app.formats.courier_csv import CourierCsv
from triage_app.formats.table_beginning import (
    LONGEST_HEADER,
    Beginning,
    HeaderSearch,
    nothing_known,
)

NAMES = ("HAWB", "ConsigneeName", "Weight (kg)", "Currency")


def begins(*lines: str, known=known_names) -> Beginning:  # type: ignore[no-untyped-def]
    search = HeaderSearch(known)
    for line in lines:
        if not search.found:
            search.look(line)
    return search.beginning


def read(folder: Path, text: str) -> tuple[list[tuple[str, str]], list[tuple[int, str, str]]]:
    (folder / "m.csv").write_text(text, "utf-8", newline="")
    items = list(CourierCsv(folder / "m.csv").items())
    found = [one.announcement for one in items if one.announcement]
    return (
        [(one.number, one.recipient.name) for one in found],
        [(r.line, r.reason, r.raw) for one in items for r in one.rejects],
    )


@given(st.characters(exclude_categories=["L", "N", "Cs", "Zs"], exclude_characters='"\r\n_\0'))
def test_any_character_that_is_no_letter_may_part_the_cells(delimiter: str) -> None:
    names = [name for name in NAMES if delimiter not in name]

    assert begins(delimiter.join(names) + "\n") == Beginning(0, delimiter, ())


def test_commas_in_the_names_do_not_part_them() -> None:
    line = "HAWB;Weight (kg, gross);Value (USD, declared, in total);Description\n"

    assert begins(line).delimiter == ";"
    assert begins(line, known=nothing_known).delimiter == ","


def test_a_spreadsheet_s_own_word_for_the_delimiter_counts() -> None:
    assert begins("sep=;\n", "HAWB;a,b,c,d\n") == Beginning(1, ";", ())
    assert begins("SEP=\t\r\n", "HAWB\tcontents\r\n") == Beginning(1, "\t", ())


def test_titles_above_the_names_are_told_and_no_title_is_dropped(tmp_path: Path) -> None:
    found, rejects = read(
        tmp_path, "Manifest of 2 March 2026\n\nFlight;LH400\nHAWB;consignee;note\nX1;Jane;a\n"
    )

    why = "it stands above the names of the columns"
    assert found == [("X1", "Jane")]
    assert rejects == [(1, why, "Manifest of 2 March 2026"), (3, why, "Flight;LH400")]


def test_titles_are_told_once_however_many_parts_a_file_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier_survey, "BLOCK_ROWS", 2)
    rows = "".join(f"X{n % 9},Jane {n}\n" for n in range(20))
    (tmp_path / "m.csv").write_text(f"A title\n\nHAWB,contents\n{rows}", "utf-8")
    file = CourierCsv(tmp_path / "m.csv")

    assert file.parts > 3
    told = [
        read.rejects
        for part in range(file.parts)
        for _, reads in file.plain([part])
        for read in reads
    ]
    assert [reject.line for rejects in told for reject in rejects] == [1]
    assert file.rows == 21


@pytest.mark.parametrize(
    "rows",
    [
        "Colour,Size\nred,5\nbarcode,product\n",  # as wide as what stands above
        "Colour\nbarcode\n",
        "tracking of goods,\ntracking,\n",
    ],
)
def test_a_row_is_not_taken_for_names(rows: str, tmp_path: Path) -> None:
    found, rejects = read(tmp_path, rows)

    assert found == []
    assert [reason for _, reason, _ in rejects] == ["no column with the item's number"]


def test_a_line_of_any_length_is_looked_at_in_little_time() -> None:
    line = "".join(map(chr, range(0x2000, 0x2100))) * (LONGEST_HEADER // 256 + 1)

    assert begins(line + "\n").delimiter == ","
    assert known_names([" " * 1_000_000, "HAWB"]) == 1


def test_a_quote_across_lines_in_the_names_is_read(tmp_path: Path) -> None:
    found, rejects = read(tmp_path, 'HAWB,"Consignee\nName",contents\nX1,Jane,a\n')

    assert (found, rejects) == ([("X1", "Jane")], [])
