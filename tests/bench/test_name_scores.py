"""The table of name scores counts what it says it counts."""

from triage_app.bench.name_scores import Judged, score_rows
from triage_app.demo.name_pairs import name_pairs
from triage_app.risk.comparing import compare
from triage_app.risk.likeness import MATCH_AT

PAIRS = (
    Judged("Anna Nowak", "NOWAK, Anna", "Person", True, "STRONG"),
    Judged("Anna Nowak", "Jan Kot", "Person", False, "STRONG"),
    Judged("Anna Nowak", "Ewa Lis", "Person", True, "WEAK"),
    Judged("Anna Nowak", "Anna Nowak", "Person", False, "WEAK"),
)


def test_a_row_of_all_and_one_a_tier() -> None:
    whole, strong, weak = score_rows(PAIRS)
    assert [row.group for row in (whole, strong, weak)] == ["all", "STRONG", "WEAK"]
    ours = whole.ours
    assert (ours.right, ours.wrong_match, ours.missed, ours.right_apart) == (1, 1, 1, 1)
    assert (ours.precision, ours.recall, ours.f1, ours.agreed) == (0.5, 0.5, 0.5, 0.5)
    assert (strong.ours.f1, weak.ours.f1) == (1.0, 0.0)


def test_a_plain_scorer_stands_at_its_best_threshold() -> None:
    apart = Judged("aaaa", "aaab", "", False, "")
    alike = Judged("aaaa", "aaaa", "", True, "")
    whole = score_rows((apart, alike))[0]
    assert (whole.token_sort.f1, whole.weighted_ratio.f1) == (1.0, 1.0)
    assert 0.75 < whole.token_sort.threshold <= 1.0


def test_made_up_pairs_are_the_same_for_a_seed_and_told_apart() -> None:
    pairs = list(name_pairs(1_000, seed=5))
    assert pairs == list(name_pairs(1_000, seed=5))
    assert sum(pair.is_match for pair in pairs) == 500
    wrong = [p for p in pairs if (compare(*p[:3]) >= MATCH_AT) is not p.is_match]
    assert len(wrong) <= 10
