"""How often, not how fast: one folder of pictures, read by us and by the peers in the same run."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reader:
    """What one reader made of a folder: pictures read right, reads where nothing is, all time."""

    name: str
    right: int = 0
    false: int = 0
    total_ms: float = 0.0

    def plus(self, other: "Reader") -> "Reader":
        return Reader(
            self.name,
            self.right + other.right,
            self.false + other.false,
            self.total_ms + other.total_ms,
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """One line of the bench: ours first, then the peers. `pictures` of a folder in which nothing
    may be found have no truth, and `true` is 0."""

    bench: str
    what: str
    pictures: int
    true: int
    ours: Reader
    peers: tuple[Reader, ...]

    @property
    def met(self) -> bool:
        """As often right as the better peer, and nothing read where nothing is."""
        return self.ours.false == 0 and self.ours.right >= max(peer.right for peer in self.peers)

    @property
    def readers(self) -> tuple[Reader, ...]:
        return (self.ours, *self.peers)

    def ms(self, reader: Reader) -> float:
        """Milliseconds a picture."""
        return reader.total_ms / self.pictures


def whole(what: str, tallies: Iterable[Tally]) -> Tally:
    """All folders as one line. Raises ValueError when there is none."""
    lines = list(tallies)
    if not lines:
        raise ValueError("nothing was counted")
    total = lines[0]
    for line in lines[1:]:
        total = Tally(
            total.bench,
            what,
            total.pictures + line.pictures,
            total.true + line.true,
            total.ours.plus(line.ours),
            tuple(one.plus(other) for one, other in zip(total.peers, line.peers, strict=True)),
        )
    return Tally(total.bench, what, total.pictures, total.true, total.ours, total.peers)
