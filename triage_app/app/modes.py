"""The work list and the search, each with connections of its own."""

from contextlib import ExitStack
from typing import TYPE_CHECKING

from triage_app.app.parts import Parts, assemble
from triage_app.app.shared import Shared, outcome_table
from triage_app.assets import asset
from triage_app.flow.search import Search
from triage_app.flow.worklist import WorkList
from triage_app.model.noun import noun
from triage_app.settings import Settings

if TYPE_CHECKING:  # what one mode alone needs
    from triage_app.store.search import CacheSearch


@noun(frozen=True, slots=True)
class WorkParts:
    """One thread's work list with its own connections; closed by whoever opened it."""

    work: WorkList
    parts: Parts

    def close(self) -> None:
        self.parts.close()


def assemble_work(settings: Settings, shared: Shared | None = None) -> WorkParts:
    """Open a home's stores for this thread and put a work list together on them."""
    parts = assemble(settings, shared)
    return WorkParts(work_of(parts), parts)


def work_of(parts: Parts) -> WorkList:
    """The work list of a station that is open on this thread."""
    from triage_app.flow.deadlines import Deadlines, load_deadlines
    from triage_app.store.work_list import CacheWork

    outcomes = outcome_table()
    table = load_deadlines(asset("deadlines.toml").read_text("utf-8"), outcomes)
    deadlines = Deadlines(table, parts.clock)
    return WorkList(
        shelf=CacheWork(parts.cache.connection, parts.clock.now, deadlines),
        trail=parts.record.record,
        station=parts.station,
        outcomes=outcomes,
        clock=parts.clock,
        deadlines=table.rows,
    )


@noun(frozen=True, slots=True)
class SearchParts:
    """One thread's search with its own connections; closed by whoever opened it."""

    search: Search
    _index: "CacheSearch"
    parts: Parts

    def close(self) -> None:
        self._index.close()
        self.parts.close()


def assemble_search(settings: Settings, shared: Shared | None = None) -> SearchParts:
    """Open a home's stores and the index beside them, for this thread."""
    from triage_app.store.search import CacheSearch

    parts = assemble(settings, shared)
    with ExitStack() as undone:
        undone.callback(parts.close)
        index = CacheSearch(
            settings.home, parts.keys.cache, parts.cache.connection, parts.clock.now
        )
        undone.pop_all()
    search = Search(index, parts.clock, parts.station.clearance)
    return SearchParts(search, index, parts)
