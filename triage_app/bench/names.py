"""The two names of an item against 100,000 listed ones, beside plain likeness over all of them."""

from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from random import Random

from triage_app.bench.figure import Budget, Figure
from triage_app.bench.timing import by_turns
from triage_app.bench.workshop import Workshop
from triage_app.demo.name_pairs import made_up_names, written_again
from triage_app.model.listing import ListEntry
from triage_app.risk.comparing import compare
from triage_app.risk.lists import MATCH_AT, ScreeningLists

LISTED = 100_000
ITEMS = 500
ROUNDS = 60
"""Times the plain look is taken: it costs some hundred times ours."""
TRIED = 2_000


def figures(workshop: Workshop) -> Iterator[Figure]:
    """Budget: 1 ms for an item. No name is asked twice, so that nothing is remembered."""
    listed = made_up_names(LISTED, seed=1)
    lists = ScreeningLists(
        ListEntry("bench", str(number), name, "Person") for number, name in enumerate(listed)
    )
    lists.prepare()
    found, compared = blocking_recall(lists, listed, Random("bench"))
    names = iter(made_up_names(2 * (ITEMS + 10), seed=2))
    ours, _ = by_turns(lambda: (lists.match(next(names)), lists.match(next(names))), _idle, ITEMS)
    _, floor = by_turns(_idle, _plainly(listed), ROUNDS)
    yield Figure(
        "names",
        f"an item's two names against {LISTED:,} listed; {found:,} of {compared:,} respelled names"
        f" found ({found / max(1, compared):.1%})",
        "ms",
        ours,
        floor,
        "rapidfuzz ratio over all of them",
        Budget(plus=1),
        judged="p50",
    )


def blocking_recall(
    lists: ScreeningLists, listed: Sequence[str], rng: Random, tried: int = TRIED
) -> tuple[int, int]:
    """(found, of): listed names written by another hand that a full comparison takes as the same,
    and how many of these the index brings to it."""
    found = compared = 0
    for number in rng.sample(range(len(listed)), min(tried, len(listed))):
        written = written_again(listed[number], rng)
        if compare(written, listed[number], "Person") < MATCH_AT:
            continue
        compared += 1
        found += any(match.entry.uid == str(number) for match in lists.match(written))
    return found, compared


def _idle() -> None:
    return None


def _plainly(listed: Sequence[str]) -> Callable[[], object]:
    """The nearest of all listed names to each of two, by plain likeness in C."""
    from rapidfuzz import fuzz, process

    names = cycle(made_up_names(ROUNDS, seed=3))

    def nearest() -> object:
        return [process.extractOne(next(names), listed, scorer=fuzz.ratio) for _ in range(2)]

    return nearest
