"""The search page and the search lane: what is asked goes there, what is found comes here."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from triage_app.flow.desk import Desk
from triage_app.model.errors import Fault
from triage_app.model.scan import Scan, ScanSource
from triage_app.model.search import Counted, Findings, SearchFor
from triage_app.ui.indexing import Indexing
from triage_app.ui.modes import SEARCH
from triage_app.ui.theme import Tokens
from triage_app.ui.words import say, tr, utc_now

if TYPE_CHECKING:  # made when it is brought
    from triage_app.ui.search_page import SearchPage

PAGE = 200
"""Rows fetched when the view comes near its end."""


class Searching(QObject):
    """`chosen` carries a Scan that brings an item to the bench: it need not lie there."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, tokens: Tokens, parent: QObject) -> None:
        super().__init__(parent)
        self.indexing = Indexing(desk, self)
        self._tokens = tokens
        self._local = desk.local
        self._made: SearchPage | None = None
        self._asked = SearchFor()
        self._behind = 0
        self._partial: tuple[str, ...] = ()
        self.indexing.behind_known.connect(self._show_behind)
        self.indexing.faulted.connect(self._show_fault)

    @property
    def is_busy(self) -> bool:
        return self.indexing.is_busy

    @property
    def page(self) -> "SearchPage":
        """The page, once it was made."""
        assert self._made is not None
        return self._made

    def make_page(self) -> "SearchPage":
        """The page, when the mode is brought first."""
        from triage_app.ui.search_page import SearchPage

        page = self._made = SearchPage(self._tokens, self._local)
        page.asked.connect(self._ask)
        page.chosen.connect(self._choose)
        page.model.more_wanted.connect(self._ask_more)
        return page

    def follow(self, mode: int) -> None:
        """Begin where this mode was brought."""
        if mode == SEARCH:
            self.page.begin()

    def forget(self) -> None:
        """Its page is gone, with what was asked."""
        self._made, self._asked = None, SearchFor()

    def close(self) -> None:
        self.indexing.close()

    def _choose(self, number: str) -> None:
        self.chosen.emit(Scan(number, utc_now(), ScanSource.LIST))

    def _ask(self, asked: SearchFor) -> None:
        self._asked = asked
        if not asked.asks:
            self.page.model.show_hits((), more=False)
            self.page.show_nothing_asked()
            return
        self.indexing.ask(lambda search: search.find(asked), partial(self._show, asked))
        self.indexing.look()

    def _show(self, asked: SearchFor, found: Findings) -> None:
        """The first rows, unless something else was asked meanwhile; then how many there are."""
        if asked is not self._asked:
            return
        self._partial = found.partial
        self.page.model.show_hits(found.hits, more=found.more)
        if found.hits:
            self.page.listing.show_table()
        else:
            self.page.show_nothing_found(found.behind)
        self._show_behind(found.behind)
        if found.more:
            self.page.listing.show_count(tr("Searching", "counting …"))
            self.indexing.ask(lambda search: search.count(asked), partial(self._show_count, asked))
        else:
            self._show_count(asked, Counted(len(found.hits)))

    def _show_count(self, asked: SearchFor, counted: Counted) -> None:
        if asked is not self._asked:
            return
        number = f"{counted.number:,}+" if counted.more else f"{counted.number:,}"
        self.page.listing.show_count(tr("Searching", "{n} items · newest first", n=number))

    def _ask_more(self, before: int) -> None:
        asked = self._asked
        self.indexing.ask(
            lambda search: search.find(asked, PAGE, before), partial(self._add, asked)
        )

    def _add(self, asked: SearchFor, found: Findings) -> None:
        if asked is self._asked:
            self.page.model.add_hits(found.hits, more=found.more)

    def _show_behind(self, behind: int) -> None:
        """What the answer lacks; asked again once the index has caught up."""
        if self._made is None:
            return
        caught_up = bool(self._behind) and not behind
        self._behind = behind
        self.page.listing.warn(remarks(self._partial, behind) if self._asked.asks else "")
        if caught_up and self._asked.asks:
            self._ask(self._asked)

    def _show_fault(self, fault: Fault) -> None:
        if self._made is None:
            return  # said when somebody searches
        self.page.listing.warn(f"{say(fault.what)} {say(fault.next_step)}")


def remarks(partial: tuple[str, ...], behind: int) -> str:
    """What the reader must know of an answer."""
    said = []
    if partial:
        words = ", ".join(partial)
        said.append(
            tr(
                "Searching",
                "“{words}” is part of very many words, not all were looked for: write more of it.",
                words=words,
            )
        )
    if behind:
        said.append(
            tr(
                "Searching",
                "{n} announcements are still being taken into the index; scanning finds them now.",
                n=f"{behind:,}",
            )
        )
    return "  ".join(said)
