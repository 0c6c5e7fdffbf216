"""Lines that are no UTF-8 -> the code page they are in, where their words leave no doubt.

Nothing is guessed: a page is told only where its words are ones that somebody writes, and where in
every other page that would read them otherwise they are not. Of pages that read all of them alike
the likeliest is named.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from triage_app.formats.code_pages import Page, load_code_pages
from triage_app.formats.page_words import Seen, seen_in

MOST_LINES: Final = 4_000
MOST_BYTES: Final = 1 << 20
"""Of the lines that are looked at; of more, every second, fourth ... is."""
MOST_ODD: Final = 0.02
"""Of a page's words: names from elsewhere, slips."""
WORDS_OF_A_SLIP: Final = 20
"""In as many one may be odd."""
ODD_ELSEWHERE: Final = 0.03
TIMES: Final = 4
"""As large must the share of odd words be in each page that reads the lines otherwise, and so many
times as large as in the page that is told."""
MORE_THAN_ONE: Final = 2
"""Odd words, where each is one that might be from elsewhere."""
MANY_NONE: Final = 3
"""What is no word at all, so often, is no slip."""
FEW_WORDS: Final = 4
"""Fewer tell no other page than the usual one."""
SOME_WORDS: Final = 5
"""From which on one language that has them all is likelier than two."""
MAY_BE: Final = 0.5
SHOWN: Final = 4
"""Pages at the most that are named where none is told, those with fewer odd words than MAY_BE."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the lines would be in a page: None for one whose bytes stand for nothing in it."""

    page: str
    seen: Seen
    lines: tuple[str | None, ...]


@dataclass(slots=True)
class Sample:
    """Lines beyond ASCII of one file, as bytes, spread over all of it: `plain` are good UTF-8,
    `others` are not."""

    plain: int = 0
    others: int = 0
    lines: list[bytes] = field(default_factory=list)
    octets: set[int] = field(default_factory=set)
    _bytes: int = 0
    _every: int = 1

    def add(self, line: bytes) -> None:
        """Look at a line that has bytes beyond ASCII."""
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            self.others += 1
        else:
            self.plain += 1
        self.octets.update(line)
        if (self.plain + self.others) % self._every:
            return
        self.lines.append(line)
        self._bytes += len(line)
        while len(self.lines) > MOST_LINES or self._bytes > MOST_BYTES:
            del self.lines[1::2]
            self._bytes = sum(map(len, self.lines))
            self._every *= 2

    @property
    def is_utf8(self) -> bool:
        """Whether most of the lines are UTF-8: text in another page is that by chance seldom."""
        return self.plain >= self.others

    def candidates(self) -> list[Candidate]:
        """Every page, those with the fewest odd words first."""
        found = [self._candidate(page) for page in load_code_pages().pages]
        return sorted(found, key=lambda one: one.seen.share)

    def _candidate(self, page: Page) -> Candidate:
        lines = tuple(_in(line, page.name) for line in self.lines)
        missing = lines.count(None)
        if missing * 2 > len(lines):
            return Candidate(page.name, Seen(missing, missing, missing), lines)
        seen = seen_in("\n".join(filter(None, lines)), page)
        seen = replace(
            seen,
            words=seen.words + missing,
            odd=seen.odd + missing,
            none=seen.none + missing,
        )
        return Candidate(page.name, seen, lines)

    def told(self, candidates: Sequence[Candidate]) -> str:
        """The page of the lines; "" where that is not beyond doubt."""
        best = candidates[0]
        if not best.seen.words or not _is_right(best):
            return ""
        alike = [one for one in candidates if self._reads_alike(best, one)]
        least = max(ODD_ELSEWHERE, best.seen.share * TIMES)
        if all(one in alike or _is_out(one, best, least) for one in candidates):
            order = [page.name for page in load_code_pages().pages]
            good = [one.page for one in alike if _is_right(one)]
            page = min(good, key=order.index)
            return page if page == order[0] or best.seen.words >= FEW_WORDS else ""
        return ""

    def _reads_alike(self, one: Candidate, other: Candidate) -> bool:
        """Whether two pages read the same from the lines, those that are not looked at too."""
        if one.lines != other.lines:
            return False
        bytes_ = [bytes([octet]) for octet in self.octets]
        return self._every == 1 or all(_in(b, one.page) == _in(b, other.page) for b in bytes_)


def _is_right(one: Candidate) -> bool:
    """Whether its words are words, but for a slip."""
    return one.seen.odd <= max(one.seen.words * MOST_ODD, one.seen.words >= WORDS_OF_A_SLIP)


def _is_out(one: Candidate, best: Candidate, least: float) -> bool:
    """Whether it is not the page beyond doubt."""
    seen, clean = one.seen, not best.seen.odd
    if seen.never > best.seen.never:
        return True
    if clean and seen.none and (seen.share >= least or seen.none >= MANY_NONE):
        return True
    usual = best.page == load_code_pages().pages[0].name
    if seen.share >= least and seen.odd >= (1 if usual and clean else MORE_THAN_ONE):
        return True
    more = seen.languages - best.seen.languages
    return clean and seen.words >= SOME_WORDS and more >= (1 if best.seen.languages == 1 else 2)


def shown(candidates: Sequence[Candidate], cut: Callable[[str], str]) -> list[tuple[str, str]]:
    """Of the pages it may be, each with how a line would read: those that read it differently."""
    found: dict[str, str] = {}
    for one in candidates:
        line = next(filter(None, one.lines), "")
        if one.seen.share < MAY_BE and line:
            found.setdefault(cut(line), one.page)
    return [(page, line) for line, page in found.items()][:SHOWN]


def _in(line: bytes, page: str) -> str | None:
    try:
        return line.decode(page)
    except UnicodeDecodeError:
        return None
