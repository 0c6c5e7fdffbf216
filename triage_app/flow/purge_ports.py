"""What a purge needs from the outside; `store` fits by shape. See `flow/ports.py` for the rules of
such ports. They lie here since a scan needs none of them."""

from collections.abc import Sequence, Set
from typing import Protocol

from triage_app.model.purge import Aged, Gone, PurgeAsked, Stays


class AgedShelf(Protocol):
    """The end of cache.db from which what is old goes."""

    def spans(self, facility: str) -> Sequence[tuple[int, int]]:
        """First and last key of what came while the station served that facility; "" any."""
        ...

    def aged(self, asked: PurgeAsked, first: int, last: int) -> Sequence[Aged]:
        """What is old enough among those keys, with what the cache says against it."""
        ...

    def remove(self, some: Sequence[Aged], asked: PurgeAsked) -> Gone:
        """Take them away in one transaction, but for those that changed since or are held."""
        ...

    def unnamed_pictures(self) -> Sequence[str]:
        """SHA-256 of the working copies that no announcement names."""
        ...

    def drop_pictures(self, names: Sequence[str]) -> int:
        """Take those away that no announcement names by now either; how many went."""
        ...


class Retained(Protocol):
    """What the record needs of the cache: items somebody is not done with."""

    def look(self) -> None:
        """Take in what was recorded since the last look."""
        ...

    def why(self, names: Sequence[str]) -> Stays | None:
        """Why the item of these numbers and this announcement id stays; None: it may go."""
        ...

    def pictures(self) -> Set[str]:
        """SHA-256 of every picture an act names."""
        ...


class ShrinkingFile(Protocol):
    """A file of which a part lies empty."""

    def empty_pages(self) -> int: ...

    def give_back(self, pages: int) -> int:
        """Give up to so many empty pages back to the disk in one transaction; how many it were."""
        ...
