"""Counts and references of the envelopes are checked; a file that breaks off gives the items before
and one reject."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.edifact_messages import announcement_parts
from tests.formats.edifact_files import WRITER, Files, interchange, numbers, said
from triage_app.model.intake import Reject
from triage_app.model.item import Announcement, Line


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


@pytest.mark.parametrize(
    ("changed", "into", "column", "reason"),
    [
        ("UNT+3+1", "UNT+4+1", "segment 4 UNT 1.1", "'4' segments in the message are said, 3"),
        ("UNT+3+1", "UNT++1", "segment 4 UNT 1.1", "'' segments in the message are said, 3"),
        ("UNT+3+1", "UNT+3+9", "segment 4 UNT 2.1", "reference '9' where '1' was begun"),
        ("UNZ+2+I", "UNZ+3+I", "segment 8 UNZ 1.1", "'3' messages in the interchange are said, 2"),
        ("UNZ+2+I", "UNZ+2+J", "segment 8 UNZ 2.1", "reference 'J' where 'I' was begun"),
        ("UNT+3+1'", "", "segment 4 UNH", "UNH while a message is open: its UNT is missing"),
        ("UNT+3+2'", "", "segment 7 UNZ", "UNZ while a message is open: its UNT is missing"),
        ("UNB+UNOY:4+A+B+260301:0900+I'", "", "segment 1 UNH", "a message outside an interchange"),
        ("UNH+1+ITMATT:1'", "XYZ+1'UNH+1+ITMATT:1'", "segment 2 XYZ", "a segment outside any"),
        ("UNH+2+ITMATT:1'", "UNT+1+1'UNH+2+ITMATT:1'", "segment 5 UNT", "UNT without a UNH"),
        ("UNZ+2+I'", "UNZ+2+I'UNZ+2+I'", "segment 9 UNZ", "UNZ without a UNB before it"),
        ("UNZ+2+I'", "UNE+2+G'UNZ+2+I'", "segment 8 UNE", "UNE without a UNG before it"),
        ("UNH+1", "12'UNH+1", "segment 2", "no segment: it does not begin with a tag"),
    ],
)
def test_each_mismatch_is_a_reject_and_the_items_come_in(
    files: Files, changed: str, into: str, column: str, reason: str
) -> None:
    whole = interchange("CNI+1+X'", "CNI+1+Y'")
    assert changed in whole
    found, rejects = files.read(whole.replace(changed, into))

    assert numbers(found) == ["X", "Y"]
    first = rejects[0]
    assert first.column == column
    assert first.reason.startswith(reason)
    assert all("UNB" in reject.reason for reject in rejects[1:])


def test_a_second_interchange_and_groups_are_counted_for_themselves(files: Files) -> None:
    message = "UNH+1+ITMATT:1'CNI+1+X{0}'UNT+3+1'"
    group = "UNG+ITMATT+A+B+260301:0900+G{0}'" + message + "UNE+1+G{0}'"
    text = "UNB+UNOY:4+A+B+1:1+I'" + "".join(group.format(n) for n in range(3)) + "UNZ+3+I'"
    found, rejects = files.read(text + text.replace("CNI+1+X", "CNI+1+Y"))

    assert rejects == []
    assert len(found) == 6
    _, rejects = files.read(text.replace("UNE+1+G1'", "UNE+2+G9'").replace("UNE+1+G2'", ""))
    assert said(rejects) == [
        ("segment 11 UNE 1.1", "'2' messages in the group are said, 1 were read"),
        ("segment 11 UNE 2.1", "reference 'G9' where 'G1' was begun"),
        ("segment 16 UNZ", "UNZ while a group is open: its UNE is missing"),
    ]


ITEMS = [
    Announcement("", "feed", "", f"XQ{n}", lines=tuple(Line(m, f"part {m}") for m in (1, 2)))
    for n in range(6)
]
CUTTABLE = WRITER.interchange(
    WRITER.message("ITMATT", "1", announcement_parts(*ITEMS[:1])),
    WRITER.message("CUSITM", "2", announcement_parts(*ITEMS[1:5])),
    WRITER.message("ITMATT", "3", announcement_parts(*ITEMS[5:])),
)


def whole_before(cut: int) -> int:
    """Items whose end, the next item or the end of the message, is told before the cut."""
    tags = [segment[:3] for segment in CUTTABLE[:cut].split("'")[1:-1]]
    ends = 0
    open_item = False
    for tag in tags:
        if tag in ("CNI", "UNT") and open_item:
            ends += 1
        open_item = tag == "CNI" or (open_item and tag != "UNT")
    return ends


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(12, len(CUTTABLE) - 1))
def test_cut_anywhere_the_items_before_come_in_and_one_reject(cut: int) -> None:
    with TemporaryDirectory() as folder:
        found, rejects = Files(Path(folder)).read(CUTTABLE[:cut])

    assert numbers(found) == [one.number for one in ITEMS[: whole_before(cut)]]
    assert len(rejects) == 1
    assert "breaks off" in rejects[0].reason
    assert rejects[0].column.startswith("segment ")


def test_the_item_the_file_breaks_off_in_is_named(files: Files) -> None:
    found, (reject,) = files.read("UNB+UNOY:4+A+B+1:1+I'UNH+1+ITMATT'CNI+1+X'CNI+2+Y'GIS+11'GI")

    assert numbers(found) == ["X"]
    assert reject == Reject(
        1,
        "segment 6",
        "the file breaks off within a segment; item 'Y' of segment 4 is not whole",
        "GI",
    )
