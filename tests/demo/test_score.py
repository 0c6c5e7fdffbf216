from dataclasses import replace
from datetime import date

from tests.builders import make_announcement
from triage_app.demo.score import Score, score
from triage_app.demo.truth import Case
from triage_app.model.item import Announcement
from triage_app.model.risk import Assessment, Flag, Severity, Verdict
from triage_app.model.sentence import tr


def test_found_missed_and_false_are_told_apart() -> None:
    scored = _score(
        fired={"A": ("vague-text",), "B": (), "C": ("vague-text", "split-lot"), "D": ("po-box",)},
        planted={"A": "vague-text", "B": "vague-text"},
    )
    vague = next(one for one in scored.rules if one.rule == "vague-text")
    assert (vague.planted, vague.found, vague.missed) == (2, 1, ("B",))
    assert (vague.innocent, vague.false, vague.false_examples) == (2, 1, ("C",))
    assert (vague.recall, vague.false_share) == (0.5, 0.5)


def test_a_planted_item_may_not_trip_another_rule() -> None:
    scored = _score(fired={"A": ("vague-text", "split-lot")}, planted={"A": "vague-text"})
    split = next(one for one in scored.rules if one.rule == "split-lot")
    assert (split.planted, split.false, split.recall) == (0, 1, 0.0)


def test_other_rules_are_counted_on_clean_items_only() -> None:
    scored = _score(
        fired={"A": ("po-box",), "B": ("po-box",), "C": ()}, planted={"A": "vague-text"}
    )
    assert scored.others == {"po-box": 1}
    assert scored.verdicts == {"clear": 1, "look": 2}
    assert scored.clean_verdicts == {"clear": 1, "look": 1}


def _score(fired: dict[str, tuple[str, ...]], planted: dict[str, str]) -> Score:
    announcements = [make_announcement(number=number) for number in fired]
    day = announcements[0].posted_on
    truth = [
        Case(f"{rule}-1", rule, "s10", number, day, "2026-03-02", "")
        for number, rule in planted.items()
    ]

    def judge(announced: Announcement) -> Assessment:
        flags = tuple(_flag(rule) for rule in fired[announced.number])
        verdict = Verdict.LOOK if flags else Verdict.CLEAR
        return replace(CLEAR, verdict=verdict, flags=flags)

    return score(announcements, judge, truth)


CLEAR = Assessment(Verdict.CLEAR, 0, (), (), (), date(2026, 3, 2), "pack 1")


def _flag(rule: str) -> Flag:
    return Flag(rule, "family", Severity.LOOK, 1, tr("test", "text"), {}, "", "pack 1")
