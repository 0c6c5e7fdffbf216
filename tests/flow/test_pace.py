"""Long work leaves room for others: a slice is as long as nobody minds to wait."""

from triage_app.flow.pace import AIM_NS, FIRST, LEAST_REST_S, Pace


class Work:
    """Takes so long a piece, by a clock that only it moves."""

    def __init__(self, ns_a_piece: int) -> None:
        self.ns_a_piece = ns_a_piece
        self.now = 0
        self.sizes: list[int] = []
        self.rests: list[float] = []

    def pace(self, most: int = 1_000) -> Pace:
        return Pace(lambda: self.now, self.rests.append, most)

    def __call__(self, size: int) -> int:
        self.sizes.append(size)
        self.now += size * self.ns_a_piece
        return size


def test_quick_work_is_done_in_larger_slices_up_to_the_most() -> None:
    work = Work(1_000)
    pace = work.pace(most=100)
    for _ in range(6):
        pace.slice(work)

    assert work.sizes == [16, 32, 64, 100, 100, 100]


def test_slow_work_is_done_in_slices_nobody_waits_for() -> None:
    work = Work(AIM_NS // 4)
    pace = work.pace()
    for _ in range(3):
        pace.slice(work)

    assert work.sizes == [FIRST, 4, 4]
    assert Pace(lambda: 0, work.rests.append, 3).size == 3


def test_one_piece_is_always_done_however_slow() -> None:
    work = Work(AIM_NS * 100)
    pace = work.pace()
    for _ in range(3):
        pace.slice(work)

    assert work.sizes == [FIRST, 1, 1]


def test_others_have_their_turn_after_each_slice_as_long_as_it_took() -> None:
    work = Work(AIM_NS // 4)
    pace = work.pace()
    pace.slice(work)
    pace.slice(lambda size: 0)

    assert work.rests == [FIRST * (AIM_NS // 4) / 1e9, LEAST_REST_S]


def test_an_end_says_nothing_of_how_long_a_whole_slice_takes() -> None:
    pace = Work(1).pace()
    pace.slice(lambda size: 1)

    assert pace.size == FIRST
