"""Fitting: what tells something is taken, what only remembers its rows is not."""

import random
from collections.abc import Sequence

import pytest

from triage_app.risk import scorecard_fit
from triage_app.risk.ranking import rank
from triage_app.risk.scorecard import Card, chance
from triage_app.risk.scorecard_columns import Columns
from triage_app.risk.scorecard_fit import CannotFit, fit

ROWS = 4_000


def table(seed: int = 1) -> tuple[dict[str, list[str]], list[bool]]:
    """Rows in which origin XX with chapter 61 is found often, greater values more often, and a
    party's name tells nothing."""
    drawn = random.Random(seed)
    columns: dict[str, list[str]] = {name: [] for name in ("day", "origin", "hs", "value", "party")}
    found = []
    for at in range(ROWS):
        origin, chapter = drawn.choice(["XX", "YY", "ZZ"]), drawn.choice(["61", "62", "85"])
        value = drawn.uniform(1, 1000)
        chance = 0.05 + 0.6 * (origin == "XX" and chapter == "61") + 0.25 * (value > 800)
        found.append(drawn.random() < chance)
        columns["day"].append(f"2021-{at // 400 + 1:02}-{at % 28 + 1:02}")
        columns["origin"].append(origin)
        columns["hs"].append(f"{chapter}{drawn.randrange(10, 40):02}00")
        columns["value"].append(f"{value:.2f}")
        columns["party"].append(f"P{drawn.randrange(900):04}")
    return columns, found


def scores(card: Card, columns: Columns) -> list[int]:
    names = list(columns)
    return [
        card.score(dict(zip(names, cells, strict=True)))
        for cells in zip(*columns.values(), strict=True)
    ]


def test_what_was_planted_is_found_again_and_ranks_rows_never_seen() -> None:
    card = fit(*table(), "found")
    asked, found = table(seed=2)

    ranking = rank(scores(card, asked), found)

    assert "origin" in card.terms[0].name
    assert "hs" in card.terms[0].name
    assert any("value (band)" in term.name for term in card.terms)
    assert not any("party" in term.name for term in card.terms)
    assert ranking.precision["5"] > 0.6
    assert ranking.auc > 0.75


def test_the_same_rows_give_the_same_card() -> None:
    assert fit(*table(), "found") == fit(*table(), "found")


def test_a_card_has_no_more_terms_than_a_person_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scorecard_fit, "MOST_TERMS", 1)

    assert len(fit(*table(), "found").terms) == 1


def test_without_days_rows_are_told_what_was_drawn_before_them() -> None:
    """A file sorted by its label would else tell the later rows nothing but finds."""
    columns, found = table()
    del columns["day"]
    order = sorted(range(ROWS), key=lambda at: found[at])
    by_label = {name: [cells[at] for at in order] for name, cells in columns.items()}

    card = fit(by_label, [found[at] for at in order], "found")

    assert card.ordered_by == ""
    assert "origin" in card.terms[0].name


def test_a_column_that_is_the_label_by_another_name_is_left_out_by_name() -> None:
    columns, found = table()
    columns["critical"] = ["2" if was else "0" for was in found]

    card = fit(columns, found, "found")

    assert card.left_out["critical"] == "it tells the label by itself"
    assert not any("critical" in term.name for term in card.terms)


def test_noise_gives_a_card_of_hardly_anything() -> None:
    columns, found = table()
    random.Random(3).shuffle(found)

    card = fit(columns, found, "found")

    assert len(card.terms) <= 2
    assert rank(scores(card, table(seed=2)[0]), table(seed=2)[1]).precision["10"] < 0.35


def test_a_value_that_came_before_counts_and_may_be_forbidden() -> None:
    columns, found = table()
    for at in range(0, ROWS, 40):
        columns["value"][at], found[at] = "777.77", True

    assert any("same value before" in term.name for term in fit(columns, found, "found").terms)
    plain = fit(columns, found, "found", repeats=False)
    assert not any("same value before" in term.name for term in plain.terms)


@pytest.mark.parametrize(("rising", "falling"), [(["value"], []), ([], ["value"])])
def test_a_monotone_term_never_turns(rising: Sequence[str], falling: Sequence[str]) -> None:
    columns, found = table()
    if falling:
        columns["value"] = [f"{1001 - float(cell):.2f}" for cell in columns["value"]]
    columns["value"][5] = "?"

    card = fit(columns, found, "found", rising=rising, falling=falling)

    (term,) = (one for one in card.terms if one.name == "value (band)")
    points = [term.table[str(at)].points if str(at) in term.table else 0 for at in range(12)]
    assert points == sorted(points, reverse=bool(falling))
    assert points[0] != points[-1]


def test_a_day_never_hears_of_its_own_finds() -> None:
    """Rows of a lot are of one day and share their outcome: only a row's own day could tell."""
    drawn = random.Random(4)
    lots = [drawn.random() < 0.3 for _ in range(300)]
    columns = {
        "day": [
            f"{2000 + lot // 300}-{lot // 28 % 12 + 1:02}-{lot % 28 + 1:02}"
            for lot in range(300)
            for _ in range(5)
        ],
        "lot": [f"L{lot:04}" for lot in range(300) for _ in range(5)],
    }

    assert fit(columns, [was for was in lots for _ in range(5)], "found").terms == ()


@pytest.mark.parametrize("found", [[True] * 100, [False] * 100, [True, False] * 10])
def test_there_must_be_something_to_fit(found: list[bool]) -> None:
    with pytest.raises(CannotFit):
        fit({"a": [str(at % 3) for at in range(len(found))]}, found, "found")


def test_a_table_without_features_is_a_card_of_its_base_alone() -> None:
    card = fit({"a": ["same"] * 100}, [True, False] * 50, "found")

    assert card.terms == ()
    assert chance(card.base) == pytest.approx(0.5, abs=0.1)


def test_finds_on_the_first_days_alone_leave_nothing_to_look_back_from() -> None:
    days = [f"2021-01-{at // 10 + 1:02}" for at in range(200)]
    columns = {"day": days, "a": [str(at % 7) for at in range(200)]}

    assert fit(columns, [at < 30 for at in range(200)], "found").terms == ()
