"""How often a folder is read: ours beside the better peer, nothing where nothing is."""

import pytest

from triage_app.bench.tally import Reader, Tally, whole


def make_tally(ours: Reader, *peers: Reader, pictures: int = 10, true: int = 10) -> Tally:
    return Tally("labels", "folder", pictures, true, ours, peers)


@pytest.mark.parametrize(("right", "met"), [(7, True), (8, True), (6, False)])
def test_the_better_peer_is_the_bound(right: int, met: bool) -> None:
    line = make_tally(Reader("ours", right), Reader("one", 7), Reader("two", 3))
    assert line.met is met


def test_a_read_where_nothing_is_misses() -> None:
    assert not make_tally(Reader("ours", 0, 1), Reader("one"), true=0).met
    assert make_tally(Reader("ours"), Reader("one", 0, 4), true=0).met


def test_folders_add_up() -> None:
    one = make_tally(Reader("ours", 9, 0, 30.0), Reader("one", 8, 0, 10.0))
    other = make_tally(Reader("ours", 1, 0, 30.0), Reader("one", 1, 1, 10.0), pictures=20, true=1)
    total = whole("all", [one, other])
    assert (total.what, total.pictures, total.true) == ("all", 30, 11)
    assert [(r.right, r.false, total.ms(r)) for r in total.readers] == [
        (10, 0, 2.0),
        (9, 1, pytest.approx(2 / 3)),
    ]


def test_nothing_counted_is_no_line() -> None:
    with pytest.raises(ValueError, match="nothing was counted"):
        whole("all", [])
