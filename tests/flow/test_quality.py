"""Grading a stream of announcements: what a post is asked, and stopping in the midst of it."""

from datetime import date

import pytest

from tests.builders import make_announcement, make_line
from tests.risk.cases import pack
from triage_app.assets import asset
from triage_app.flow.quality import ASKED_EVERY, grade
from triage_app.model.item import Announcement, Channel
from triage_app.model.quality import Correction
from triage_app.risk.quality import Checks, Tally, load_checks

DAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def checks() -> Checks:
    return load_checks(asset("quality.toml").read_text("utf-8"), pack())


def nothing_before(_: Announcement) -> Announcement | None:
    raise AssertionError("a first version replaced none")


def vague(**changes: object) -> Announcement:
    told = {"number": "RR473124829CN", "lines": (make_line(description="gift"),), **changes}
    return make_announcement(**told)


def test_a_post_is_asked_only_what_it_can_mend_and_only_about_its_own_items(
    checks: Checks,
) -> None:
    before = vague(lines=(make_line(description="gift", value_minor=1),))
    asked: list[Correction] = []
    items = [
        vague(version=2),
        vague(channel=Channel.EXPRESS, scheme="ups"),
        make_announcement(number="RR473124829CN"),
    ]
    tally = Tally("post")
    assert grade(items, tally, checks, lambda _: before, DAY, asked.append)
    (one,) = asked
    assert (one.post, one.number) == ("CN", "RR473124829CN")
    assert {each.kind for each in one.shortfalls} == {"vague"}
    (card,) = tally.scorecards().cards
    assert (card.kinds["vague"].part, card.kinds["edited"].part) == (1, 1)


def test_it_stops_where_somebody_wants_it_to_and_says_so(checks: Checks) -> None:
    tally, seen = Tally("post"), list[int]()

    def told(done: int) -> bool:
        seen.append(done)
        return False

    items = (vague() for _ in range(3 * ASKED_EVERY))
    assert not grade(items, tally, checks, nothing_before, DAY, told=told)
    assert seen == [ASKED_EVERY]
    assert tally.scorecards().items == ASKED_EVERY
