from triage_app.bench.timing import by_turns


def test_ours_and_the_floor_are_measured_by_turns_and_neither_is_always_first() -> None:
    calls: list[str] = []

    ours, floor = by_turns(
        lambda: calls.append("ours"), lambda: calls.append("floor"), rounds=4, warm_up=1
    )

    assert calls[:2] == ["ours", "floor"]
    assert calls[2:] == ["ours", "floor", "floor", "ours"] * 2
    assert (ours.count, floor.count) == (4, 4)
    assert ours.p50 <= ours.p99
