"""Corrections as messages that our own reader of CUSRSP reads back: item, field, reason."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage_app.formats.edifact import Edifact
from triage_app.formats.edifact_write import MOST_ITEMS, CorrectionsFile
from triage_app.model.item import Announcement
from triage_app.model.quality import Correction, Shortfall

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
VAGUE = Shortfall("vague", "description", 'Description vague: "gift"')
NO_HS = Shortfall("missing", "HS code", "not given")


def written(*corrections: Correction, facility: str = "JFK") -> tuple[bytes, CorrectionsFile]:
    stream = io.BytesIO()
    file = CorrectionsFile(stream, facility, AT)
    for one in corrections:
        file.add(one)
    file.end()
    return stream.getvalue(), file


def read_back(data: bytes, folder: Path) -> list[Announcement]:
    path = folder / "asked.edi"
    path.write_bytes(data)
    found = list(Edifact(path).items())
    assert [reject for one in found for reject in one.rejects] == []
    return [one.announcement for one in found if one.announcement is not None]


def test_item_field_and_reason_come_back(tmp_path: Path) -> None:
    data, _ = written(Correction("CN", "RR473124829CN", "2026-02-20", (VAGUE, NO_HS)))
    (item,) = read_back(data, tmp_path)
    (asked,) = item.referrals
    assert (item.number, item.posted_on) == ("RR473124829CN", "2026-02-20")
    assert (asked.code, asked.asked_by, asked.asked_at) == ("RFI", "JFK", AT)
    assert "description: Description vague" in asked.asked
    assert "HS code: not given" in asked.asked


def test_a_post_gets_one_message_however_its_items_lie_between_others(tmp_path: Path) -> None:
    corrections = [
        Correction("CN" if n % 2 else "DE", f"RR{n:09}CN", "", (NO_HS,)) for n in range(6)
    ]
    data, file = written(*corrections)
    assert (file.messages, file.items) == (2, 6)
    assert data.count(b"NAD+MR+CN'") == data.count(b"NAD+MR+DE'") == 1
    assert {one.number for one in read_back(data, tmp_path)} == {c.number for c in corrections}


def test_a_long_message_is_parted(tmp_path: Path) -> None:
    data, file = written(
        *(Correction("CN", f"RR{n:09}CN", "", (NO_HS,)) for n in range(MOST_ITEMS + 1))
    )
    assert file.messages == 2
    assert len(read_back(data, tmp_path)) == MOST_ITEMS + 1


def test_nothing_to_ask_is_a_whole_empty_interchange(tmp_path: Path) -> None:
    data, file = written()
    assert (file.messages, file.items) == (0, 0)
    assert read_back(data, tmp_path) == []


def test_more_shortfalls_than_a_segment_has_room_for_are_all_told(tmp_path: Path) -> None:
    many = tuple(Shortfall("missing", f"field {n}", "not given") for n in range(9))
    (item,) = read_back(written(Correction("CN", "RR473124829CN", "", many))[0], tmp_path)
    for n in range(9):
        assert f"field {n}: not given" in item.referrals[0].asked


@pytest.mark.parametrize("text", ["a'b+c:d?e", "深圳 Ж", "'; UNZ+9+X'", "line\r\nbreak\x00"])
def test_text_of_the_trade_cannot_end_a_segment(text: str, tmp_path: Path) -> None:
    asked = Correction("CN", "RR473124829CN", "", (Shortfall("vague", "description", text),))
    (item,) = read_back(written(asked)[0], tmp_path)
    plain = "".join(c if c.isprintable() else " " for c in text)
    assert " ".join(plain.split()) in " ".join(item.referrals[0].asked.split())


@given(st.text(max_size=60), st.text(max_size=30))
def test_any_text_makes_segments_that_balance(reason: str, facility: str) -> None:
    asked = Correction("CN", "RR473124829CN", "", (Shortfall("vague", "d", reason),))
    data, _ = written(asked, facility=facility)
    text = data.decode("utf-8")
    for pair in ("??", "?'", "?+", "?:"):
        text = text.replace(pair, "")
    tags = [one.strip().split("+")[0] for one in text.split("'")[:-1]]
    assert tags[0].startswith("UNA")
    assert tags[1:] == ["UNB", "UNH", "BGM", "DTM", "NAD", "NAD", "CNI", "GIS", "FTX", "UNT", "UNZ"]
