import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from triage_app.app import Parts, assemble
from triage_app.demo.fill import FEED, fill_home
from triage_app.demo.home_score import score_home
from triage_app.demo.shift import shift_codes
from triage_app.demo.stream import FEW_ITEMS, FacilityPlan
from triage_app.demo.truth import FUZZY, RULES, Case, read_truth
from triage_app.flow.intake import take_in
from triage_app.model.errors import HomeNotEmpty
from triage_app.model.item import ImageRole
from triage_app.model.risk import Verdict
from triage_app.model.scan import Scan, ScanSource
from triage_app.settings import load_settings

PLAN = FacilityPlan(items=FEW_ITEMS)
IMAGES = 12


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("demonstration") / "home"
    fill_home(place, PLAN, IMAGES)
    return place


@pytest.fixture
def parts(home: Path) -> Iterator[Parts]:
    with assemble(load_settings(home)) as opened:
        yield opened


def test_both_stores_are_marked_as_a_demonstration(parts: Parts) -> None:
    assert (parts.cache.demonstration, parts.record.demonstration) == (True, True)
    assert parts.settings.store.key == "file"
    assert parts.settings.station.time_zone == "America/New_York"


def test_all_that_was_made_is_announced(home: Path, parts: Parts) -> None:
    assert parts.cache.reader.age().items == PLAN.items
    again = take_in(home / "demo" / "manifest.csv", parts.cache.writer, parts.clock, feed=FEED)
    assert (again.new, again.changed, again.unchanged) == (0, 0, PLAN.items)
    assert again.rejected == 0


def test_pictures_lie_beside_the_truth_and_at_the_item(home: Path, parts: Parts) -> None:
    pictured = [case for case in _truth(home) if case.image]
    assert pictured
    for case in pictured:
        assert case.image is not None
        files = [str(case.image[view]) for view in ("high", "low", "product")]
        found = parts.cache.reader.find([(case.scheme, case.number)])
        announced = next(one for one in found if one.posted_on == case.posted_on)
        refs = parts.cache.reader.images(announced.id)
        assert [(ref.role, ref.view) for ref in refs] == [
            (ImageRole.XRAY, "high"),
            (ImageRole.XRAY, "low"),
            (ImageRole.PRODUCT, ""),
        ]
        for name, ref in zip(files, refs, strict=True):
            assert parts.cache.images.get(ref.sha256) == (home / "demo" / name).read_bytes()


def test_the_truth_speaks_of_items_that_are_here(home: Path, parts: Parts) -> None:
    cases = _truth(home)
    assert {case.rule for case in cases} == {"", *RULES}
    for case in cases:
        found = parts.cache.reader.find([(case.scheme, case.number)])
        assert case.posted_on in {one.posted_on for one in found}
        assert set(case.siblings) == set(parts.cache.reader.existing(case.siblings))


def test_one_hold_is_for_cleared_roles_only(home: Path, parts: Parts) -> None:
    numbers = {case.number for case in _truth(home)} | {
        announced.number for announced in parts.cache.announcements()
    }
    holds = [hold for number in numbers for hold in parts.cache.reader.holds(number)]
    assert len(holds) > 4
    assert sum(hold.cleared_only for hold in holds) == 1


def test_the_shift_opens_with_a_split_lot_that_is_held(home: Path, parts: Parts) -> None:
    scan = Scan(shift_codes(home)[0], datetime(2026, 3, 2, 15, tzinfo=UTC), ScanSource.REPLAY)
    examined = parts.station.examine(scan)
    assert examined.assessment.verdict is Verdict.HOLD
    assert "split-lot" in {flag.rule for flag in examined.assessment.flags}
    assert examined.item.images


def test_the_shipped_rules_find_what_was_planted(home: Path) -> None:
    scored = score_home(home)
    assert scored.items == PLAN.items
    for one in scored.rules:
        assert one.planted >= 3
        assert one.recall == 1 or one.rule in FUZZY, one
        assert one.recall > 0.5, one
        assert one.false_share < 0.02, one
        assert one.deceived == 0, one


def test_a_home_that_holds_anything_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("")
    with pytest.raises(HomeNotEmpty, match="Name another place"):
        fill_home(tmp_path, PLAN, IMAGES)
    assert [path.name for path in tmp_path.iterdir()] == ["settings.toml"]


def test_same_seed_same_files_in_any_process(home: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    words = ["--items", str(PLAN.items), "--images", str(IMAGES)]
    subprocess.run(
        [sys.executable, "-m", "triage_app", "--home", str(other), "demo", *words],
        env={**os.environ, "PYTHONHASHSEED": "99"},
        capture_output=True,
        check=True,
    )
    ours, theirs = _digests(home / "demo"), _digests(other / "demo")
    assert set(ours) >= {"manifest.csv", "manifest-first.csv", "truth.jsonl", "shift.txt"}
    assert 3 * (IMAGES - 2) <= len(ours) - 4 <= 3 * IMAGES
    assert ours == theirs


def _truth(home: Path) -> list[Case]:
    return list(read_truth(home / "demo" / "truth.jsonl"))


def _digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
