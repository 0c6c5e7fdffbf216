"""The random slice: the right share, the same answer each time, nobody's choice."""

import pytest

from triage_app.model.item import ItemKey
from triage_app.risk.sampling import RandomSlice

KEYS = [ItemKey("s10", f"RR{n:09}CN", "2026-02-20", "a") for n in range(20_000)]


@pytest.mark.parametrize("share", [0.0, 0.05, 0.5, 1.0])
def test_the_share_is_kept(share: float) -> None:
    picked = sum(RandomSlice("s", b"k" * 32, share).picks(key) for key in KEYS)
    assert abs(picked / len(KEYS) - share) < 0.006


def test_a_key_is_always_answered_alike_and_another_secret_answers_otherwise() -> None:
    one, same = RandomSlice("s", b"k" * 32, 0.1), RandomSlice("s", b"k" * 32, 0.1)
    other = RandomSlice("t", b"q" * 32, 0.1)
    picks = [one.picks(key) for key in KEYS[:2000]]
    assert picks == [same.picks(key) for key in KEYS[:2000]]
    assert picks != [other.picks(key) for key in KEYS[:2000]]


def test_a_new_version_of_the_announcement_changes_nothing_a_new_posting_does() -> None:
    sample = RandomSlice("s", b"k" * 32, 0.5)
    versions = [ItemKey("s10", "RR1", "2026-02-20", str(n)) for n in range(50)]
    assert len({sample.picks(key) for key in versions}) == 1
    postings = [ItemKey("s10", "RR1", f"2026-02-{n:02}") for n in range(1, 29)]
    assert len({sample.picks(key) for key in postings}) == 2


@pytest.mark.parametrize(("share", "micro"), [(-1, 0), (2, 1_000_000), (0.05, 50_000)])
def test_a_share_beyond_all_or_nothing_is_cut(share: float, micro: int) -> None:
    assert RandomSlice("s", b"k", share).share_micro == micro


def test_a_secret_is_not_shown() -> None:
    assert "hush" not in repr(RandomSlice("s", b"hush-hush", 0.1))


def test_a_number_that_is_no_text_is_answered() -> None:
    assert RandomSlice("s", b"k", 1.0).picks(ItemKey("", "\ud800", ""))


def test_what_is_announced_cannot_steer_the_draw() -> None:
    """Whoever sends an item chooses what it says; nothing of that is drawn by, so a picked item
    stays picked whatever its announcement becomes, on every station that holds the secret."""
    sample = RandomSlice("s", b"k" * 32, 0.3)
    for key in KEYS[:500]:
        told = {ItemKey(key.scheme, key.number, key.posted_on, said) for said in ("", "x", "y")}
        assert {sample.picks(one) for one in told} == {sample.picks(key)}


def test_a_larger_share_keeps_all_that_the_smaller_picked() -> None:
    small, large = (RandomSlice("s", b"k" * 32, share) for share in (0.05, 0.2))
    assert all(large.picks(key) for key in KEYS if small.picks(key))


def test_without_the_secret_nobody_tells_picked_numbers_from_others() -> None:
    """Under other secrets the picked ones are picked no more often than any."""
    drawn = [key for key in KEYS if RandomSlice("s", b"k" * 32, 0.1).picks(key)]
    again = sum(RandomSlice("t", bytes([n]) * 32, 0.1).picks(k) for n in range(20) for k in drawn)
    assert abs(again / (20 * len(drawn)) - 0.1) < 0.01
