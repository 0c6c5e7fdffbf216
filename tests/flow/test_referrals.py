"""What was asked of an item before it was loaded comes with its announcement or in files of its
own; answers that come later join it, and nothing of it is lost."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.flow.test_places_in_any_order import (
    BAG,
    CLOCK,
    NUMBERS,
    WRITER,
    Taking,
    cache_in,
    courier,
    dispatch,
    message,
    table,
)
from triage_app.flow.intake import take_in
from triage_app.model.item import Referral
from triage_app.store.cache import OpenCache

NUMBER = NUMBERS[1]
ASKED = datetime(2026, 2, 21, 8, 30, tzinfo=UTC)
ANSWERED = datetime(2026, 2, 22, 9, tzinfo=UTC)


def response(*said: tuple[object, ...], at: datetime = ASKED, by: str = "CBP") -> str:
    parts = [
        ("BGM", "", "R1", "9"),
        ("DTM", ("137", f"{at:%Y%m%d%H%M}", "203")),
        ("NAD", "CM", by),
        ("CNI", "1", NUMBER),
        *said,
    ]
    return WRITER.interchange(WRITER.message("CUSRSP", "1", parts))  # type: ignore[arg-type]


QUESTION = response(("GIS", "7H"), ("FTX", "AAA", "", "", "what is in it"))
CLEARED = response(("GIS", "SF"), at=ANSWERED)
ANSWERS = table(
    ("number", "referral", "referral answer", "answered", "referral answer by"),
    (NUMBER, "7H", "paraffin candles", "x", "China Post"),
)
FILES = {
    "itmatt": message("ITMATT"),
    "predes": dispatch(),
    "courier": courier(),
    "question": QUESTION,
    "answers": ANSWERS,
    "cleared": CLEARED,
}


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[OpenCache]:
    with cache_in(tmp_path) as opened:
        yield opened


@pytest.fixture
def taken(cache: OpenCache, tmp_path: Path) -> Taking:
    return Taking(cache, tmp_path)


@given(st.permutations(sorted(FILES)), st.integers(1, 5))
@settings(max_examples=25, deadline=None)
def test_any_order_of_files_gives_the_same_referrals(order: list[str], batch: int) -> None:
    with TemporaryDirectory() as folder, cache_in(Path(folder)) as cache:
        taken = Taking(cache, Path(folder))
        for name in order:
            taken(FILES[name], batch=batch)

        found = taken.of(NUMBER)
        assert found.referrals == (
            Referral("7H", "CBP", ASKED, "what is in it", "paraffin candles", "China Post"),
            Referral(answer="SF", answered_by="CBP", answered_at=ANSWERED),
        )
        assert (found.bag, found.posted_on, len(found.lines)) == (BAG, "2026-02-20", 1)


def test_an_answer_that_comes_later_leaves_the_declaration_and_a_version_to_look_back(
    taken: Taking, cache: OpenCache
) -> None:
    taken(courier())
    taken(QUESTION)
    report = taken(ANSWERS)

    found = taken.of(NUMBER)
    assert (report.new, report.changed, found.version) == (0, 1, 3)
    assert found.lines[0].description == "candles"
    before = cache.reader.context(found).previous
    assert before is not None
    assert [one.answer for one in before.referrals] == [""]
    assert taken(ANSWERS).unchanged == taken(QUESTION).unchanged == 1


def test_a_table_says_who_asked_when_and_who_answered(taken: Taking) -> None:
    columns = ("number", "description", "referral type", "referred by", "referral date")
    more = ("referral reason", "referral response", "referral response by", "referral response at")
    row = (NUMBER, "soap", "RFS 8H", "CBP", "2026-02-21 08:30")
    answer = ("X-ray it", "8I", "carrier", "2026-02-22 09:00")
    taken(table((*columns, *more), (*row, *answer), (NUMBERS[2], "soap", *("",) * 7)))

    assert taken.of(NUMBER).referrals == (
        Referral("RFS 8H", "CBP", ASKED, "X-ray it", "8I", "carrier", ANSWERED),
    )
    assert taken.of(NUMBERS[2]).referrals == ()


def test_json_lines_tell_referrals_with_an_announcement_or_alone(taken: Taking) -> None:
    asked = {"code": "Q02", "asked_by": "ICS2", "asked_at": ASKED.isoformat(), "asked": " why "}
    taken(json.dumps({"number": NUMBER, "referral": "RFI", "lines": [{"description": "soap"}]}))
    taken(json.dumps({"number": NUMBER, "referrals": [asked, {"code": " "}]}))

    found = taken.of(NUMBER)
    assert found.lines[0].description == "soap"
    assert found.referrals == (Referral("RFI"), Referral("Q02", "ICS2", ASKED, "why"))


@pytest.mark.parametrize(
    ("text", "column"),
    [
        (
            json.dumps({"number": "A1", "referrals": [{"asked_at": "1970-01-01T00:00:00Z"}]}),
            "asked_at",
        ),
        ('number,referrals\nA1,"[{""asked_at"": 5}]"\n', "referrals"),
        ("number,referral,referral date\nA1,RFI,soon\n", "referral date"),
    ],
)
def test_a_referral_that_cannot_be_read_is_refused_by_its_column(
    cache: OpenCache, tmp_path: Path, text: str, column: str
) -> None:
    file, rejects = tmp_path / "m", tmp_path / "rejects.csv"
    file.write_text(text, "utf-8")
    report = take_in(file, cache.writer, CLOCK, rejects=rejects)

    assert (report.new, report.rejected) == (0, 1)
    assert column in rejects.read_text("utf-8")
