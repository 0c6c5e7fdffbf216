"""One item judged by every rule, list and law row, beside forty comparisons compiled by Python."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import cycle
from random import Random

from triage_app.app import assemble
from triage_app.bench.figure import Budget, Figure
from triage_app.bench.timing import by_turns
from triage_app.bench.workshop import Workshop
from triage_app.flow.assess import assess
from triage_app.flow.identify import identify
from triage_app.flow.lookup import lookup
from triage_app.model.item import Announcement, MailItem
from triage_app.model.listing import ListEntry
from triage_app.risk.lists import ScreeningLists
from triage_app.risk.names import person_key
from triage_app.risk.sampling import RandomSlice

ITEMS = 1_000
RULES = 40
LISTED = 20_000


def figures(workshop: Workshop) -> Iterator[Figure]:
    """Budget: 1 ms for one item with lists and lexicons."""
    now = datetime.now(UTC)
    with assemble(workshop.settings()) as parts:
        reader, record = parts.cache.reader, parts.record.record
        items = [
            lookup(identify(a.number), reader, record, person_key, now)
            for a in workshop.announced(ITEMS)
        ]
        sample = RandomSlice(*record.sampling_secret(), share=0.05)
        lists = listed_names(item.announcement for item in items)
        lists.prepare()
        today = parts.clock.today()
        ours_next = cycle(items)
        figures_of = cycle([_figures(item) for item in items])
        rules = _compiled_rules()
        ours, floor = by_turns(
            lambda: assess(next(ours_next), parts.pack, lists, sample, today),
            lambda: rules(*next(figures_of)),
            len(items),
        )
    yield Figure(
        "assess",
        f"one item, {len(parts.pack.rules)} rules, {LISTED:,} listed names",
        "ms",
        ours,
        floor,
        f"{RULES} comparisons in one Python function",
        Budget(plus=1),
        goal=Budget(plus=0.3),
    )


def listed_names(announced: Iterable[Announcement | None]) -> ScreeningLists:
    """A list of LISTED made-up people, put together from the words of the station's own names."""
    chance = Random(20_261_124)
    known = [a for a in announced if a is not None]
    words = [w for a in known for w in (*a.sender.name.split(), *a.recipient.name.split())]
    return ScreeningLists(
        ListEntry("bench", str(number), " ".join(chance.sample(words, 3)), "Person")
        for number in range(LISTED)
    )


def _figures(item: MailItem) -> tuple[int, int, str]:
    announced = item.announcement
    if announced is None:
        return 0, 0, ""
    return announced.gross_weight_g or 0, announced.value_minor or 0, announced.origin


def _compiled_rules() -> Callable[[int, int, str], int]:
    """What a rule pack would be at its very cheapest: one generated expression."""
    terms = (
        f"(weight > {50 * n} and value < {900 * n} and origin != 'X{n}')" for n in range(RULES)
    )
    rules: Callable[[int, int, str], int] = eval(
        f"lambda weight, value, origin: {' + '.join(terms)}"
    )
    return rules
