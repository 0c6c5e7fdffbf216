"""What the window holds at rest, as it was opened and after work, beside a bare form."""

from collections.abc import Iterator

from triage_app.bench import child
from triage_app.bench.figure import Budget, Figure, NotMeasured, Spread
from triage_app.bench.screen import with_some_screen
from triage_app.bench.start import start
from triage_app.bench.workshop import Workshop

SCANS = 200


def figures(workshop: Workshop) -> Iterator[Figure | NotMeasured]:
    """Budget: 250 MB, child processes included."""
    with_some_screen()
    home = str(workshop.settings().home)
    codes = dict.fromkeys(one.number for one in workshop.announced(SCANS))  # twice is one look
    said = child.run(child.python("-m", "triage_app.bench.idle_window", home, *codes))
    opened, worked = map(float, said.split()[-2:])
    bare = start("bare_form").peak_mb
    done = f"after {SCANS} scans, searches and the work list"
    for what, held in (("opened", opened), (done, worked)):
        what = f"memory at rest, {what}, {workshop.items:,} items"
        yield (
            _figure(what, held, bare)
            if held
            else NotMeasured("memory", what, "this system does not tell what a process holds")
        )


def _figure(what: str, held: float, bare: float) -> Figure:
    return Figure(
        "memory",
        what,
        "MB",
        Spread(held, held, 1),
        Spread(bare, bare, 1),
        "a bare form of 15 fields",
        Budget(plus=250),
        goal=Budget(plus=150),
    )
