"""No hot statement reads a whole table: at three million items that would be seconds."""

from datetime import date
from pathlib import Path

import pytest

from triage_app.model.work import WorkFilter
from triage_app.store import cache_batch, cache_context, cache_read, cache_walk, work_list
from triage_app.store.cache import open_cache
from triage_app.store.keys import StoreKeys

KEYS = StoreKeys(cache=b"c" * 32, record=b"r" * 32, images=b"i" * 32, evidence=b"e" * 32)
NAMED = dict.fromkeys(("person", "address", "phone", "sender", "day", "since", "id"), 1)

HOT = {
    "known": (cache_batch._KNOWN, ()),
    "find": (cache_read._FIND, ("X",)),
    "holds": (cache_read._OPEN_HOLDS, ("X", 0)),
    "siblings": (cache_context._SIBLINGS, NAMED),
    "received": (cache_context._RECEIVED, NAMED),
    "sent": (cache_context._SENT, NAMED),
    "address": (cache_context._AT_ADDRESS, NAMED),
    "other uses": (cache_context._OTHER_USES, ("X", "id")),
    "previous": (cache_context._PREVIOUS, ("X", "id")),
    "peers": (cache_context._PEERS, ("3406", "CN")),
    "told between": (cache_walk._TOLD_BETWEEN, (1, 9)),
    "told by key": (cache_walk._TOLD_BY_KEY % "?", (1,)),
    "bags": (work_list._BAG.format(work_list._NUMBERED.format("?")), ("X", 9)),
    "bag of": (work_list._BAG_OF, ("X", "id")),
    "by key": (cache_walk._BY_KEY % "?", (1,)),
    "held": (cache_walk._HELD % "?", (0, "X")),
    "flagged": (cache_walk._FLAGGED_KEYS, (9, 9)),
    "seen": (cache_walk._SEEN_KEYS, (0,)),
    "judged": (cache_walk._JUDGED % "?", ("id",)),
    "keep judgement": (cache_read._KEEP_JUDGEMENT, ("id", "", "", "clear", 0, "", None, "X", None)),
}
SMALL = ("asked", "kin_new", "(subquery", "(join", "CONSTANT")
"""A batch's numbers; what an import has not settled, read up to a limit; results of the above."""


@pytest.mark.parametrize("name", HOT)
def test_a_hot_statement_reads_by_index(name: str, tmp_path: Path) -> None:
    statement, asked = HOT[name]
    cache = open_cache(tmp_path, KEYS)
    cache._connection.execute("CREATE TEMP TABLE asked (number TEXT)")
    plan = [row[3] for row in cache._connection.execute(f"EXPLAIN QUERY PLAN {statement}", asked)]
    cache.close()

    scans = [step for step in plan if step.startswith("SCAN")]
    assert [step for step in scans if not step.removeprefix("SCAN ").startswith(SMALL)] == []
    assert any(step.startswith("SEARCH") for step in plan)


@pytest.mark.parametrize(
    "asked", [WorkFilter(bag="X"), WorkFilter(flight="X"), WorkFilter(targeted=True, flight="X")]
)
def test_a_list_of_one_bag_or_flight_is_drawn_from_it_alone(
    asked: WorkFilter, tmp_path: Path
) -> None:
    cache = open_cache(tmp_path, KEYS)
    statement, values = work_list._drawing(asked, 0, date(2026, 3, 2))
    connection = cache._connection
    connection.execute("CREATE TEMP TABLE work (place INTEGER PRIMARY KEY, announcement INTEGER)")
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)]
    cache.close()

    assert any(step.startswith("SEARCH bag USING INDEX bag_") for step in plan)
    assert not {"SCAN bag", "SCAN bag_item", "SCAN judgement"} & set(plan)
