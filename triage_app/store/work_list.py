"""WorkFilter -> a list drawn once into a temporary table, read from any place in it; and bags."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from triage_app.model.deadline import Deadline, DueDates
from triage_app.model.item import Announcement
from triage_app.model.plain import microseconds, moment
from triage_app.model.work import Bag, Coverage, WorkedAct, WorkFilter, WorkItem, loose
from triage_app.store import cache_bags, cache_coverage
from triage_app.store.packed import COLUMNS, unpack
from triage_app.store.sealed import Connection, translated
from triage_app.store.work_acts import (
    ABOUT,
    ASKED_AT_ONCE,
    CONCERNS_US,
    OWN_KIND,
    NotedActs,
    aside,
)
from triage_app.store.work_due import NoDeadlines
from triage_app.store.work_items import WorkItems

_OPEN: Final = "hold.lifted_at IS NULL AND (hold.until IS NULL OR hold.until > :now)"
_HELD: Final = (
    "SELECT alias.announcement AS announcement FROM hold CROSS JOIN alias"
    f" ON alias.number = hold.number AND {OWN_KIND} WHERE {_OPEN}"
)
_FLAGGED: Final = (
    "SELECT announcement FROM judgement WHERE verdict <> 'clear' AND announcement IS NOT NULL"
)
_FLAGGED_ONE: Final = (
    "SELECT 1 FROM judgement"
    " WHERE verdict <> 'clear' AND judgement.announcement = bag_item.announcement"
)
_DUE: Final = "SELECT announcement, due FROM due_row"
_MAY_BE_DUE: Final = f"""SELECT alias.announcement AS announcement FROM {ABOUT}
        AND (acted.due IS NOT NULL OR acted.outcome IN (SELECT value FROM json_each(:starting)))
    UNION SELECT announcement FROM ({_HELD})
    UNION SELECT announcement FROM judgement WHERE :presented AND verdict <> 'clear'
        AND present_at IS NOT NULL AND announcement IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM acted WHERE acted.at > :concerns
                AND acted.number = (SELECT number FROM announcement AS a
                    WHERE a.key = judgement.announcement)
                AND acted.outcome IN (SELECT value FROM json_each(:ending)))
    ORDER BY announcement"""
"""Items that something may be due of; `WorkItems` says what is. :presented: a deadline runs for
what was presented, until one of :ending; those of :starting start others."""
_WHOLE: Final = f"SELECT {COLUMNS} FROM announcement WHERE key IN ({{}}) ORDER BY key"
_ACCOUNTED: Final = (
    f"SELECT alias.announcement FROM {ABOUT}"
    " UNION ALL SELECT announcement FROM judgement WHERE present_at IS NOT NULL"
    " AND announcement IS NOT NULL"
)
"""Examined, acted on or looked for in vain."""
_ORDER: Final = "bag.arrived DESC, bag.flight, bag.number, bag_item.announcement"
_PAGE: Final = f"""SELECT {COLUMNS} FROM work CROSS JOIN announcement
    ON announcement.key = work.announcement WHERE work.place BETWEEN ? AND ? ORDER BY work.place"""
_IN_BAG: Final = f"""SELECT {COLUMNS} FROM bag_item CROSS JOIN announcement
    ON announcement.key = bag_item.announcement WHERE bag_item.bag = ? ORDER BY announcement.key"""
_BAG: Final = (
    "SELECT key, number, flight, arrived, items, told, newest FROM bag"
    " WHERE {} AND (items > 0 OR told > 0) ORDER BY arrived DESC, key DESC LIMIT ?"
)
_NUMBERED: Final = "number_key = {} AND number_key <> ''"
"""Both, for the index knows of numbers alone."""
_BAG_OF: Final = """SELECT bag FROM alias CROSS JOIN bag_item
        ON bag_item.announcement = alias.announcement
    CROSS JOIN announcement ON announcement.key = alias.announcement
    WHERE alias.number = ? AND alias.kind = '' AND announcement.id = ?"""
MOST_BAGS: Final = 50
MOST_IN_BAG: Final = 20_000
"""What one flight brought on one day where nobody names bags may be more; then a bag is no word
for it."""


class CacheWork:
    """Fits ports.WorkShelf. Belongs to one thread, as its connection does; the list it draws lies
    in that connection."""

    def __init__(
        self,
        connection: Connection,
        now: Callable[[], datetime],
        dates: DueDates = NoDeadlines(),  # noqa: B008  -- it holds nothing
    ) -> None:
        self._connection = connection
        self._now = now
        self._dates = dates
        self._acts = NotedActs(connection)
        self._items = WorkItems(connection, self._acts, dates)
        with aside(connection):
            connection.execute(
                "CREATE TEMP TABLE work (place INTEGER PRIMARY KEY, announcement INTEGER NOT NULL)"
            )
            connection.execute(
                "CREATE TEMP TABLE due_row (announcement INTEGER PRIMARY KEY, due INTEGER NOT NULL)"
            )

    def catch_up(self) -> int:
        """Put some of what came before there were bags into them; how many may be left."""
        return cache_bags.catch_up(self._connection)

    def note_acts(self, acts: Sequence[WorkedAct]) -> None:
        """Acts in order of seq, each once."""
        self._acts.add(acts)

    def draw(self, asked: WorkFilter, today: date) -> int:
        """Draw the list anew as things stand now; how many rows it has. What arrives after `today`
        is not missing yet, unless its bag or flight is named."""
        statement, values = _drawing(asked, self._now_micro(), today)
        due = list(self._due(values)) if asked.due else []
        with aside(self._connection):
            self._connection.execute("DELETE FROM due_row")
            self._connection.executemany("INSERT INTO due_row VALUES (?, ?)", due)
            self._connection.execute("DELETE FROM work")
            self._connection.execute(statement, values)
            (rows,) = self._connection.execute("SELECT count(*) FROM work").fetchone()
        return int(rows)

    def rows(self, first: int, count: int) -> tuple[WorkItem, ...]:
        """`count` rows of the list from place `first` (0 is the first), fewer at its end."""
        with translated():
            found = self._connection.execute(_PAGE, (first + 1, first + count)).fetchall()
        return tuple(self._items.of([unpack(row) for row in found], self._now_micro()))

    def bags(self, number: str) -> tuple[Bag, ...]:
        """The bags of that number, compared without case, spaces and hyphens, newest first."""
        wanted = loose(number)
        return self._bags(_NUMBERED.format("?"), wanted) if wanted else ()

    def bag_of(self, announcement: Announcement) -> Bag | None:
        """The bag an announced item lies in."""
        with translated():
            row = self._connection.execute(
                _BAG_OF, (announcement.number, announcement.id)
            ).fetchone()
        return next(iter(self._bags("key = ?", row[0])), None) if row else None

    def in_bag(self, bag: Bag) -> tuple[WorkItem, ...]:
        """The items of a bag in the order they came, MOST_IN_BAG at the most."""
        with translated():
            found = self._connection.execute(_IN_BAG, (bag.key,)).fetchmany(MOST_IN_BAG)
        return tuple(self._items.of([unpack(row) for row in found], self._now_micro()))

    def coverage(self) -> Coverage:
        """Of the facility: rows of the files taken in within a day before the newest."""
        return cache_coverage.coverage(self._connection)

    def flight_coverage(self, flight: str, arrived_on: date) -> Coverage:
        """Of what one flight brought on a day: items."""
        return cache_coverage.flight_coverage(self._connection, flight, arrived_on)

    def _bags(self, where: str, value: object) -> tuple[Bag, ...]:
        with translated():
            rows = self._connection.execute(_BAG.format(where), (value, MOST_BAGS)).fetchall()
        return tuple(_bag(*row) for row in rows)

    def _due(self, values: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
        """(announcement, ordinal of the day) of all that something is due of."""
        rows = self._dates.rows
        of_presented = [row for row in rows if not row.starts]
        asked = {
            **values,
            "starting": json.dumps([code for row in rows for code in row.starts]),
            "ending": json.dumps(_ending_all(of_presented)),
            "presented": bool(of_presented),
        }
        with translated():
            keys = [key for (key,) in self._connection.execute(_MAY_BE_DUE, asked)]
        for start in range(0, len(keys), ASKED_AT_ONCE):
            some = keys[start : start + ASKED_AT_ONCE]
            with translated():
                whole = _WHOLE.format(",".join("?" * len(some)))
                found = self._connection.execute(whole, some).fetchall()
            items = self._items.of([unpack(row) for row in found], self._now_micro())
            for row, item in zip(found, items, strict=True):
                if item.due_on:
                    yield row[0], item.due_on.toordinal()

    def _now_micro(self) -> int:
        return microseconds(self._now())


def _ending_all(deadlines: Sequence[Deadline]) -> list[str]:
    """The outcomes after which none of them runs any more."""
    return sorted(
        set[str]()
        .union(*(one.ends for one in deadlines))
        .intersection(*(one.ends for one in deadlines))
    )


def _drawing(asked: WorkFilter, now_micro: int, today: date) -> tuple[str, dict[str, Any]]:
    """The statement that fills the list. What is fewest drives it: the bags of a flight or a number
    where one is named, else wanted items one by one."""
    wanted, order = _wanted(asked), _ORDER
    if asked.due:
        order = f"wanted.due, {order}"
    source = (
        f"({wanted}) AS wanted CROSS JOIN bag_item ON bag_item.announcement = wanted.announcement"
        " CROSS JOIN bag ON bag.key = bag_item.bag"
        if wanted
        else "bag CROSS JOIN bag_item ON bag_item.bag = bag.key"
    )
    where = " AND ".join(_conditions(asked))
    values = {
        "now": now_micro,
        "concerns": now_micro - CONCERNS_US,
        "bag": loose(asked.bag),
        "flight": loose(asked.flight),
        "today": today.toordinal(),
        "since": asked.since.toordinal() if asked.since else 0,
    }
    statement = (
        "INSERT INTO work (announcement) SELECT bag_item.announcement"
        f" FROM {source} WHERE {where} ORDER BY {order}"
    )
    return statement, values


def _wanted(asked: WorkFilter) -> str:
    """The set of items that drives the list, as a statement; conditions narrow it."""
    if asked.due:
        return _DUE
    if asked.bag or asked.flight:
        return ""
    if asked.held:
        return f"SELECT DISTINCT announcement FROM ({_HELD})"
    if asked.targeted:
        return f"SELECT announcement FROM ({_FLAGGED} UNION {_HELD})"
    return ""


def _conditions(asked: WorkFilter) -> Iterator[str]:
    named = bool(asked.bag or asked.flight)
    if not asked.asks:
        yield "0"
    if asked.held and (asked.due or named):
        yield f"bag_item.announcement IN ({_HELD})"
    if asked.targeted and (asked.due or named) and not asked.held:
        yield f"(EXISTS ({_FLAGGED_ONE}) OR bag_item.announcement IN ({_HELD}))"
    if asked.absent:
        yield f"bag_item.announcement NOT IN ({_ACCOUNTED})"
    if asked.absent and not named:
        yield "bag.arrived <= :today"
    if asked.bag:
        yield _NUMBERED.format(":bag")
    if asked.flight:
        yield "bag.flight_key = :flight"
    yield "bag.arrived >= :since"


def _bag(
    key: int, number: str, flight: str, arrived: int, items: int, told: int | None, newest: int
) -> Bag:
    day = date.fromordinal(arrived) if arrived else None
    return Bag(key, number, flight, day, items, told, moment(newest) if newest else None)
