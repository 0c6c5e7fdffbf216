"""`triage bench`: our figure, the floor or the peer in the same run, the ratio.

A bench is one module with `figures(workshop) -> Iterator[Figure | NotMeasured | Tally]`,
named in BENCHES.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the child processes of the bench pass here: nothing is loaded for them
    from triage_app.bench.figure import Figure, NotMeasured
    from triage_app.bench.tally import Tally
    from triage_app.bench.workshop import Workshop

# Name on the command line -> module, in the order `all` takes them.
BENCHES = {
    "start": "start",
    "memory": "memory",
    "lookup": "lookup",
    "search": "search",
    "worklist": "worklist",
    "record": "record",
    "assess": "assess",
    "scan": "scan",
    "import": "intake",
    "purge": "purge",
    "xray": "xray",
    "labels": "labels",
    "hub": "drain",
}


def measure(name: str, workshop: "Workshop") -> "Iterator[Figure | NotMeasured | Tally]":
    """The figures of one bench, as they are measured. Raises a Fault when a part fails."""
    yield from import_module(f"triage_app.bench.{BENCHES[name]}").figures(workshop)
