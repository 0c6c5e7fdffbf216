from pathlib import Path

import pytest

from triage_app.demo.shift import shift_codes, shift_file, write_shift
from triage_app.demo.showcase import ORDER, Showcase, as_scanned
from triage_app.demo.stream import FacilityPlan, facility
from triage_app.demo.truth import RULES, Case, as_line, read_truth
from triage_app.flow.identify import identify
from triage_app.model.errors import FileUnreadable
from triage_app.model.identity import Identity

PLAN = FacilityPlan(items=2_000)


@pytest.fixture(scope="module")
def showcase() -> Showcase:
    seen = Showcase(PLAN)
    for planted in facility(PLAN):
        seen.saw(planted, pictured=False)
    return seen


def test_a_shift_begins_with_what_it_teaches(showcase: Showcase) -> None:
    codes = [identify(code) for code in showcase.codes()]
    first = [code for code in codes[: len(ORDER)] if isinstance(code, Identity)]
    announced = {kept.announcement.number for kept in showcase.cases["split-lot"]}
    assert first[0].number in announced
    assert len(codes) == 200
    dense = {kept.announcement.number for kept in showcase.cases[""]}
    assert first[1].number in dense


def test_one_code_is_on_no_manifest_and_one_fails_its_check(showcase: Showcase) -> None:
    known = {planted.announcement.number for planted in facility(PLAN)}
    read = [code for code in map(identify, showcase.codes()) if isinstance(code, Identity)]
    strangers = [code for code in read if code.number not in known]
    assert [code.valid for code in strangers] == [True, False]


def test_every_rule_has_something_to_show_on_the_day(showcase: Showcase) -> None:
    assert all(showcase.cases[rule] for rule in RULES)
    assert len(showcase.held_clean) == 3


def test_labels_are_read_back_to_the_announced_number(showcase: Showcase) -> None:
    for shown in showcase.clean:
        read = identify(as_scanned(shown.announcement))
        assert isinstance(read, Identity)
        named = {read.number, *(number for _, number in read.aliases)}
        assert shown.announcement.number in named


def test_group_separators_survive_the_file(tmp_path: Path) -> None:
    shift_file(tmp_path).parent.mkdir()
    codes = ["]C142007102\x1d9261290200001702737824", "LV356284757CN"]
    write_shift(tmp_path, codes)
    assert shift_codes(tmp_path) == codes


def test_a_home_without_a_shift_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="triage demo"):
        shift_codes(tmp_path)


def test_truth_is_read_back_as_written(tmp_path: Path) -> None:
    case = Case(
        "split-lot-0001",
        "split-lot",
        "s10",
        "LV356284757CN",
        "2026-02-20",
        "2026-03-02",
        "one order",
        ("A", "B"),
        {"spelling": "向浩"},
        {"high": "xray/x-high.tif"},
    )
    path = tmp_path / "truth.jsonl"
    path.write_text(as_line(case), "utf-8")
    assert list(read_truth(path)) == [case]


def test_a_damaged_truth_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "truth.jsonl"
    path.write_text('{"case": 1}\n', "utf-8")
    with pytest.raises(FileUnreadable):
        list(read_truth(path))
