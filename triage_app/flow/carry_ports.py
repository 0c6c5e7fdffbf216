"""What carrying a bundle needs from outside."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from triage_app.model.act import Act, Head
from triage_app.model.carried import CarriedWord
from triage_app.model.delivery import ConflictNote, SegmentContent, SegmentRef


class Undelivered(Protocol):
    """What the hub has not answered for, put off or not."""

    def acts(self) -> Iterator[tuple[Act, ...]]:
        """All that wait, in seq order, some at a time."""
        ...

    def blobs(self) -> tuple[str, ...]:
        """SHA-256 of those that wait, oldest first."""
        ...

    def settle(self, at: datetime) -> int:
        """Acts up to a receipt that fits our chain wait no more; how many these were. Those the
        hub refused are to be marked before."""
        ...


class Arrivals(Protocol):
    """What comes in from a hub: over the road, or carried."""

    def conflicts(self, after: int) -> tuple[ConflictNote, ...]: ...

    def segments(self, stream: str, after: int) -> tuple[SegmentRef, ...]: ...

    def segment(self, ref: SegmentRef) -> SegmentContent: ...


class CarriedIn(Arrivals, Protocol):
    """A bundle of our hub's for this station, its seal and signature checked."""

    hub: str

    def word(self) -> CarriedWord: ...


class CarriedOut(Protocol):
    """Writes a bundle for our hub."""

    def write(
        self,
        path: Path,
        acts: Iterable[Sequence[Act]],
        blobs: Iterable[bytes],
        head: Head,
        after: Mapping[str, int],
    ) -> None:
        """Raises DiskFault; an unfinished file is taken away."""
        ...
