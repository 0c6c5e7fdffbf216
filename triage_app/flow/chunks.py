"""A manifest file -> chunks of packed announcements, some of them to be stored in one transaction.

Reading and packing take far longer than storing, so for a large file child processes do it: each
reads its parts of the file and hands over chunks, which come out in the order of the file.
"""

import gc
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from queue import Queue
from threading import Thread
from typing import TYPE_CHECKING, Final

from triage_app.formats.courier_csv import ReadPlain
from triage_app.formats.courier_range import Range, RangeSurvey, survey_range
from triage_app.formats.courier_survey import ready
from triage_app.formats.one_part import PartedManifest
from triage_app.model.errors import FileUnreadable, ReadingBroken
from triage_app.model.intake import Reject, ToldBag
from triage_app.model.plain import PlainItem
from triage_app.model.sentence import tr

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from types import TracebackType

MOST_REJECTS: Final = 5_000
"""Of one batch, about, so that a file of nothing but rejects is no burden on memory."""
MOST_BYTES: Final = 64_000_000
"""Packed, of one batch, about: items of thousands of columns are large."""
WORTH_READERS: Final = 16_000_000
"""Bytes: some 70,000 rows, a few seconds for one process."""
MOST_READERS: Final = 3
"""One process writes: more readers than this would wait for it."""
CHUNK_ITEMS: Final = 500
"""Of one chunk: a reader holds no more at once, however many go into a transaction."""
SELDOM: Final = 200_000
"""New objects between two looks for circles: plain values hold none, and looking for some as often
as usual costs an eighth of the time."""
READY_AT_ONCE: Final = 24
"""Chunks a reader holds for a parent that is storing, some 200 kB each: two readers hold a whole
transaction's, so that neither they nor their parent wait for each other."""

Pack = Callable[[Sequence[PlainItem], int], bytes]


@dataclass(frozen=True, slots=True)
class Job:
    """What is read how: `pack` packs at most `batch` items; an item nobody says the arrival of
    arrives `today` (a day's ordinal)."""

    file: PartedManifest
    pack: Pack
    today: int
    batch: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """Items packed, how many rows went into it, which were refused, and which bags told of."""

    packed: bytes
    items: int
    rows: int
    rejects: tuple[Reject, ...]
    bags: tuple[ToldBag, ...] = ()


def in_batches(chunks: Iterable[Chunk], most: int) -> Iterator[list[Chunk]]:
    """The chunks that go into one transaction each time: as many as hold `most` items at most."""
    batch: list[Chunk] = []
    items = rejects = size = 0
    for chunk in chunks:
        full = items + chunk.items > most or rejects >= MOST_REJECTS or size >= MOST_BYTES
        if batch and full:
            yield batch
            batch, items, rejects, size = [], 0, 0, 0
        batch.append(chunk)
        items += chunk.items
        rejects += len(chunk.rejects)
        size += len(chunk.packed)
    if batch:
        yield batch


def chunks_here(job: Job) -> Iterator[Chunk]:
    """The whole file, read by this process."""
    for _, chunks in _chunks(job, range(job.file.parts)):
        yield from chunks


def readers_for(bytes_: int, *, gently: bool) -> int:
    """How many processes should read a file of that size; none where starting them takes longer
    than reading. `gently` leaves the machine to whoever works at it: of two processors one."""
    if bytes_ < WORTH_READERS:
        return 0
    if gently:
        return int(_processors() > 2)
    return min(MOST_READERS, _processors())


class Readers:
    """Child processes that read one file, twice: fits Surveyors. They start at once, while whoever
    made them opens the station, and wait for what to do; leaving the context ends them, done or
    not."""

    def __init__(self, count: int) -> None:
        self._pipes: list[Connection] = []
        self._processes: list[BaseProcess] = []
        if count:
            self._start(count)

    def _start(self, count: int) -> None:
        import multiprocessing

        context = multiprocessing.get_context("spawn")
        for _ in range(count):
            ours, theirs = context.Pipe()
            process = context.Process(
                target=serve, args=(theirs,), name="triage-reader", daemon=True
            )
            process.start()
            theirs.close()
            self._pipes.append(ours)
            self._processes.append(process)

    @property
    def count(self) -> int:
        return len(self._pipes)

    @property
    def any(self) -> "Readers | None":
        """None where there are none: who asked for them reads the file itself."""
        return self if self._pipes else None

    def survey(self, ranges: Sequence[Range]) -> Sequence[RangeSurvey | None]:
        """What each finds in a range, of which there are no more than children. Raises
        ReadingBroken when a child ends."""
        pipes = self._pipes[: len(ranges)]
        with _whole():
            for pipe, range_ in zip(pipes, ranges, strict=True):
                pipe.send(range_)
            ready()
            return [pipe.recv() for pipe in pipes]

    def chunks(self, job: Job) -> Iterator[Chunk]:
        """The whole file, in the order of its parts. Raises ReadingBroken when a child ends."""
        with _whole():
            for first, pipe in enumerate(self._pipes):
                pipe.send((job, first, len(self._pipes)))
            for part in range(job.file.parts):
                pipe = self._pipes[part % len(self._pipes)]
                while (chunk := pipe.recv()) is not None:
                    yield chunk

    def __enter__(self) -> "Readers":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: "TracebackType | None",
    ) -> None:
        while self._pipes:
            self._pipes.pop().close()
        while self._processes:
            process = self._processes.pop()
            process.kill()
            process.join()
            process.close()


@contextmanager
def _whole() -> Iterator[None]:
    """Say what a child that ended by itself means."""
    try:
        yield
    except (EOFError, ConnectionError) as error:
        raise ReadingBroken(
            tr("intake", "A process that read the file ended by itself."),
            tr("intake", "Import the file again: what was stored stays and is not doubled."),
        ) from error


def serve(pipe: "Connection") -> None:
    """The child's end: survey ranges until a job comes, then hand over the chunks of every
    `step`-th part, None after each part."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to handle
    gc.set_threshold(SELDOM)
    try:
        while isinstance(asked := pipe.recv(), Range):
            pipe.send(survey_range(asked))
    except (EOFError, ConnectionError):
        return  # there was nothing to read
    job, first, step = asked
    ready: Queue[Chunk | None] = Queue(READY_AT_ONCE)
    handing_over = Thread(target=_hand_over, args=(pipe, ready), daemon=True)
    handing_over.start()
    with suppress(FileUnreadable):  # the parent misses what comes no more, and says so
        for _, chunks in _chunks(job, range(first, job.file.parts, step)):
            for chunk in chunks:
                ready.put(chunk)
            ready.put(None)
    ready.join()


def _hand_over(pipe: "Connection", ready: "Queue[Chunk | None]") -> None:
    """Send what is ready; the parent takes nothing while it stores, and reading goes on meanwhile.
    Nobody there any more: the process ends."""
    while True:
        try:
            pipe.send(ready.get())
        except OSError:
            os._exit(1)
        ready.task_done()


def _chunks(job: Job, parts: range) -> Iterator[tuple[int, Iterator[Chunk]]]:
    """Of those parts of the file, each with its chunks."""

    def chunk(read: ReadPlain) -> Chunk:
        packed = job.pack(read.items, job.today)
        return Chunk(packed, len(read.items), read.rows, read.rejects, read.bags)

    for part, reads in job.file.plain(parts, min(job.batch, CHUNK_ITEMS)):
        yield part, map(chunk, reads)


def _processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
