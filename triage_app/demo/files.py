"""A plan -> a demonstration's files: manifest.csv, truth.jsonl, xray/. Same plan, same bytes."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from triage_app.demo.goods import load_goods
from triage_app.demo.pictures import PictureChooser, PictureJob
from triage_app.demo.showcase import Showcase
from triage_app.demo.stream import FacilityPlan, facility
from triage_app.demo.truth import as_line
from triage_app.formats.courier_write import write_courier_csv
from triage_app.model.item import Announcement

EXAMPLES = 3
FIRST = "manifest-first.csv"
"""What was announced before manifest.csv, for the few items that were announced otherwise."""
PAINTERS = 2
"""Pictures drawn side by side; each has a seed of its own, so their order does not matter."""


@dataclass(slots=True)
class Gathered:
    """What the stream left behind: the showcase, the pictures to draw, and per rule the number of
    planted cases, of planted items and some example numbers; `before` was announced first."""

    showcase: Showcase
    jobs: list[PictureJob] = field(default_factory=list)
    cases: dict[str, int] = field(default_factory=dict)
    items: dict[str, int] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=dict)
    before: list[Announcement] = field(default_factory=list)


def write_files(folder: Path, plan: FacilityPlan, images: int) -> Gathered:
    """Write manifest.csv, what was announced before it, and truth.jsonl into `folder` in one pass
    over the stream."""
    gathered = Gathered(Showcase(plan))
    chooser = PictureChooser(plan, images, load_goods())
    with (
        (folder / "truth.jsonl").open("w", encoding="utf-8", newline="\n") as truth,
        (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as manifest,
    ):
        write_courier_csv(_passing(plan, chooser, gathered, truth), manifest)
    with (folder / FIRST).open("w", encoding="utf-8", newline="") as first:
        write_courier_csv(gathered.before, first)
    return gathered


def draw(
    jobs: Sequence[PictureJob], folder: Path
) -> Iterator[tuple[PictureJob, Mapping[str, bytes]]]:
    """Draw the pictures, write them into `folder`, and hand each job's files on in order. A few
    are held at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(PAINTERS) as painters:
        for start in range(0, len(jobs), 2 * PAINTERS):
            some = jobs[start : start + 2 * PAINTERS]
            for job, files in zip(some, painters.map(PictureJob.files, some), strict=True):
                for name, data in files.items():
                    (folder / name).write_bytes(data)
                yield job, files


def _passing(
    plan: FacilityPlan, chooser: PictureChooser, gathered: Gathered, truth: TextIO
) -> Iterator[Announcement]:
    last = ""
    for drawn in facility(plan):
        planted, job = chooser.choose(drawn)
        if job:
            gathered.jobs.append(job)
        gathered.showcase.saw(planted, pictured=job is not None)
        case = planted.case
        if planted.before is not None:
            gathered.before.append(planted.before)
        if planted.decoy is not None:
            truth.write(as_line(planted.decoy))
        if case is not None:
            truth.write(as_line(case))
            gathered.items[case.rule] = gathered.items.get(case.rule, 0) + 1
            if case.case != last:
                last = case.case
                gathered.cases[case.rule] = gathered.cases.get(case.rule, 0) + 1
                examples = gathered.examples.setdefault(case.rule, [])
                if len(examples) < EXAMPLES:
                    examples.append(case.number)
        yield planted.announcement
