"""Which item a nameless picture may be of: the one on the bench about then, never for certain."""

from datetime import timedelta

import pytest

from tests.builders import NOON
from triage_app.flow.tray import suggest
from triage_app.model.tray import OnBenchSince


def seen(*ago: int) -> list[OnBenchSince]:
    return [OnBenchSince(f"item-{s}", NOON - timedelta(seconds=s)) for s in ago]


@pytest.mark.parametrize(
    ("ago", "number", "why"),
    [
        ((300, 40, 10), "item-10", "scanned 10 s before it"),
        ((300, -20), "item--20", "scanned 20 s after it"),
        ((100, -20), "item-100", "scanned 100 s before it"),
        ((0,), "item-0", "scanned 0 s before it"),
    ],
)
def test_the_last_item_before_is_meant_else_the_first_after(
    ago: tuple[int, ...], number: str, why: str
) -> None:
    meant = suggest(NOON, seen(*ago), 120)
    assert meant is not None
    assert (meant.number, str(meant.why)) == (number, why)


@pytest.mark.parametrize("ago", [(), (121,), (-121, 500)])
def test_too_far_apart_means_nothing(ago: tuple[int, ...]) -> None:
    assert suggest(NOON, seen(*ago), 120) is None
