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
        fired={
            "A": ("vague-text",),
            "B": (),
            "C": ("vague-text", "split-lot"),
            "D": ("incomplete-lines",),
        },
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
        fired={"A": ("incomplete-lines",), "B": ("incomplete-lines",), "C": ()},
        planted={"A": "vague-text"},
    )
    assert scored.others == {"incomplete-lines": 1}
    assert scored.verdicts == {"clear": 1, "look": 2}
    assert scored.clean_verdicts == {"clear": 1, "look": 1}


def test_what_rightly_fires_beside_is_neither_found_nor_false() -> None:
    scored = _score(
        fired={"A": ("do-not-load", "referral-open"), "B": ("referral-open",)},
        planted={"A": "do-not-load"},
        also={"A": ("referral-open",)},
    )
    beside = next(one for one in scored.rules if one.rule == "referral-open")
    assert (beside.planted, beside.innocent, beside.false) == (0, 1, 1)


def test_decoys_are_innocent_and_counted_for_themselves() -> None:
    scored = _score(
        fired={"A": ("po-box",), "B": (), "C": ()},
        planted={},
        decoys={"A": "po-box", "B": "po-box"},
    )
    boxes = next(one for one in scored.rules if one.rule == "po-box")
    assert (boxes.decoys, boxes.deceived, boxes.false, boxes.innocent) == (2, 1, 1, 3)


def _score(
    fired: dict[str, tuple[str, ...]],
    planted: dict[str, str],
    also: dict[str, tuple[str, ...]] | None = None,
    decoys: dict[str, str] | None = None,
) -> Score:
    announcements = [make_announcement(number=number) for number in fired]
    day = announcements[0].posted_on
    truth = [
        Case(
            f"{rule}-1", rule, "s10", number, day, "2026-03-02", "",
            also=(also or {}).get(number, ()),
        )
        for number, rule in planted.items()
    ]  # fmt: skip
    truth += [
        Case(f"{rule}-d", rule, "s10", number, day, "2026-03-02", "", decoy=True)
        for number, rule in (decoys or {}).items()
    ]

    def judge(announced: Announcement) -> Assessment:
        flags = tuple(_flag(rule) for rule in fired[announced.number])
        verdict = Verdict.LOOK if flags else Verdict.CLEAR
        return replace(CLEAR, verdict=verdict, flags=flags)

    return score(announcements, judge, truth)


CLEAR = Assessment(Verdict.CLEAR, 0, (), (), (), date(2026, 3, 2), "pack 1")


def _flag(rule: str) -> Flag:
    return Flag(rule, "family", Severity.LOOK, 1, tr("test", "text"), {}, "", "pack 1")
