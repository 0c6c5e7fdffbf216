import pytest

from triage_app.bench.figure import Budget, Figure, Spread


def make_figure(ours: float = 3.0, floor: float = 2.0, **changes: object) -> Figure:
    return Figure(
        **{
            "bench": "lookup",
            "what": "look-up by key",
            "unit": "ms",
            "ours": Spread(ours, 10 * ours, 100),
            "floor": Spread(floor, floor, 100),
            "floor_is": "the raw statement",
            "budget": Budget(times=1.5),
            **changes,
        }
    )


def test_a_spread_has_the_middle_and_the_slow_end() -> None:
    assert Spread.of(range(1, 101)) == Spread(50, 100, 100)
    assert Spread.of([3, 1, 2]) == Spread(2, 3, 3)
    assert Spread.of([7]) == Spread(7, 7, 1)


def test_nothing_measured_is_no_spread() -> None:
    with pytest.raises(ValueError, match="nothing was measured"):
        Spread.of([])


@pytest.mark.parametrize(("ours", "met"), [(2.9, True), (3.0, True), (3.1, False)])
def test_a_ratio_is_met_up_to_its_bound(ours: float, met: bool) -> None:
    assert make_figure(ours, 2.0).met is met


@pytest.mark.parametrize(("ours", "met"), [(16.0, True), (16.1, False)])
def test_an_absolute_bound_does_not_ask_the_floor(ours: float, met: bool) -> None:
    assert make_figure(ours, 1000.0, budget=Budget(plus=16)).met is met


@pytest.mark.parametrize(("ours", "met"), [(1.0, True), (1.2, False)])
def test_a_peer_must_be_beaten_by_the_factor_given(ours: float, met: bool) -> None:
    assert make_figure(ours, 6.0, budget=Budget(times=1 / 6)).met is met


def test_a_bound_may_be_a_ratio_and_a_rest() -> None:
    budget = Budget(times=1.3, plus=25)

    assert budget.limit(100) == pytest.approx(155)
    assert budget.said("ms") == "<= 1.3 x + 25 ms"


def test_the_slow_end_is_judged_where_the_budget_is_about_it() -> None:
    slow = make_figure(3.0, 2.0, judged="p99", budget=Budget(plus=29))

    assert slow.ours_judged == 30
    assert slow.ratio == 15
    assert not slow.met


def test_budgets_are_said_as_people_read_them() -> None:
    assert Budget(times=1.5).said("ms") == "<= 1.5 x"
    assert Budget(plus=16).said("ms") == "<= 16 ms"
    assert Budget(times=1 / 6).said("us") == ">= 6 x faster"


@pytest.mark.parametrize(("ours", "reached"), [(2.2, True), (2.3, False)])
def test_a_goal_not_reached_misses_no_budget(ours: float, reached: bool) -> None:
    figure = make_figure(ours, 2.0, goal=Budget(times=1.1))

    assert figure.goal_met is reached
    assert figure.met
