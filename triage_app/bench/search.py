"""The first fifty of what a question finds, beside FTS5 asked bare; and building the index."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import cycle, islice
from random import Random
from sqlite3 import Connection, connect
from time import perf_counter

from triage_app.app import assemble, assemble_search
from triage_app.bench.figure import Budget, Figure, Spread
from triage_app.bench.timing import by_turns
from triage_app.bench.workshop import Workshop
from triage_app.flow.veil import shown_announcements
from triage_app.model.item import Announcement
from triage_app.model.search import SearchFor
from triage_app.settings import Settings

QUESTIONS = 300
WARM_UP = 50
STEP = 30_000
TABLE = "CREATE VIRTUAL TABLE bare USING fts5(name, address, goods, content='')"
BARE_ADD = "INSERT INTO bare (rowid, name, address, goods) VALUES (?, ?, ?, ?)"
BARE = "SELECT rowid FROM bare WHERE bare MATCH ? ORDER BY rowid DESC LIMIT 50"


def figures(workshop: Workshop) -> Iterator[Figure]:
    """Budgets: 20 ms for the slowest but one in a hundred questions; 100 us an announcement
    taken in, five minutes for three million. Goals: twice FTS5's own."""
    settings = workshop.settings()
    built = _build(settings)
    with closing(connect(":memory:")) as bare:
        bare.execute(TABLE)
        bare_built, items = _build_bare(bare, settings)
        questions = _questions(_found_by_words(settings, workshop.announced(QUESTIONS)))
        yield _asked(settings, bare, questions, workshop.items)
    yield Figure(
        "search",
        f"index of {items:,} announcements built, in microseconds each",
        "us",
        _once(built / items * 1e6),
        _once(bare_built / items * 1e6),
        "FTS5's own: three plain columns of texts at hand, unsealed, in memory",
        Budget(plus=100),
        goal=Budget(times=2),
    )


def _found_by_words(settings: Settings, announced: Sequence[Announcement]) -> list[Announcement]:
    """Those that are no controlled deliveries: no word finds one for who is not cleared."""
    with assemble(settings) as parts:
        return list(shown_announcements(announced, parts.station.clearance.hidden()))


def _asked(settings: Settings, bare: Connection, questions: Sequence[str], items: int) -> Figure:
    with closing(assemble_search(settings)) as house:
        missed = [text for text in questions if not house.search.find(SearchFor(text)).hits]
        assert not missed, f"announced and not found: {missed[:3]}"
        asked, asked_bare = cycle(questions), cycle(map(_bare_match, questions))
        ours, floor = by_turns(
            lambda: house.search.find(SearchFor(next(asked))),
            lambda: bare.execute(BARE, (next(asked_bare),)).fetchall(),
            len(questions),
            WARM_UP,
        )
    return Figure(
        "search",
        f"first 50 of {items:,} items: words, beginnings, parts, fragments of numbers",
        "ms",
        ours,
        floor,
        "FTS5's own answer to the words as beginnings: keys alone, unsealed, in memory",
        Budget(plus=20),
        judged="p99",
        goal=Budget(times=2),
    )


def _build(settings: Settings) -> float:
    """Seconds to build the index anew."""
    from triage_app.store.search_index import SEARCH_FILE

    for path in settings.home.glob(f"{SEARCH_FILE}*"):
        path.unlink()
    with closing(assemble_search(settings)) as house:
        gc.collect()
        started = perf_counter()
        while house.search.catch_up(STEP) or house.search.tidy():
            pass
        return perf_counter() - started


def _columns(one: Announcement) -> tuple[str, str, str]:
    parties = (one.sender, one.recipient)
    return (
        " ".join((one.number, *(party.name for party in parties))),
        " ".join(word for party in parties for word in (*party.address_lines, party.city)),
        " ".join(line.description for line in one.lines),
    )


def _build_bare(bare: Connection, settings: Settings) -> tuple[float, int]:
    """Seconds to take in names, addresses and goods of every announcement as plain text, which
    lies ready; and how many announcements."""
    seconds, last = 0.0, 0
    with assemble(settings) as parts:
        texts = (_columns(one) for one in parts.cache.announcements())
        while some := list(enumerate(islice(texts, STEP), last + 1)):
            rows = [(key, *columns) for key, columns in some]
            last = rows[-1][0]
            gc.collect()
            started = perf_counter()
            with bare:
                bare.executemany(BARE_ADD, rows)
            seconds += perf_counter() - started
    return seconds, last


def _questions(announced: Sequence[Announcement]) -> list[str]:
    """What somebody would look for: each kind in turn, the same each time."""
    chance = Random(20_261_124)
    asked = [_question(kind, one, chance) for kind, one in zip(cycle(range(8)), announced)]
    chance.shuffle(asked)
    return asked


def _question(kind: int, one: Announcement, chance: Random) -> str:
    recipient, goods = one.recipient, one.lines[0].description if one.lines else ""
    said = (
        one.number,
        one.number[-7:-1],
        recipient.name,
        f"{recipient.city} {' '.join(goods.split()[:2])}",
        one.sender.name[: chance.randint(3, 6)],
        recipient.phone[-5:],
        one.sender.city,
        max(goods.split() or [""], key=len)[1:6],
    )[kind]
    return said if any(map(str.isalnum, said)) else one.number


def _bare_match(question: str) -> str:
    words = ("".join(filter(str.isalnum, word)) for word in question.split())
    return " ".join(f'"{word}"*' for word in words if word)


def _once(value: float) -> Spread:
    return Spread(value, value, 1)
