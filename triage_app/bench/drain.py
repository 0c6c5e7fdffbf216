"""Acts to a hub on this machine, answered and kept, beside the least a hub can be."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from triage_app.app import assemble
from triage_app.bench import child, load
from triage_app.bench.figure import Budget, Figure, Spread
from triage_app.bench.record import draft
from triage_app.bench.workshop import Workshop
from triage_app.settings import Settings

CLIENTS = 20
ROUNDS = 4  # the first one warms up: processes and statements are made at first need
ALONE_ACTS = 4_000


def figures(workshop: Workshop) -> Iterator[Figure]:
    """Budget: at least half the acts a second that the bare hub takes in the same run."""
    senders = [load.make_sender(f"bench-{n}", ROUNDS) for n in range(CLIENTS)]
    alone = [load.make_sender("alone", ALONE_ACTS // load.BATCH)]
    settings = workshop.empty_station()
    with ExitStack() as stack:
        home = workshop.fresh("hub")
        address = stack.enter_context(_served(_hub(home)))
        tokens = {one.name: load.enrol(address, _code(home), one) for one in senders}
        bare = _bare(workshop.fresh("bare.db"))
        checked = _bare(workshop.fresh("checked.db"), "checked")
        bare_at, checked_at = (stack.enter_context(_served(one)) for one in (bare, checked))
        ours, floor, believing = _rounds(address, checked_at, bare_at, senders, tokens)
        drained = _drained(settings, home, address)
        sent = sum(
            load.seconds_of(checked_at, alone, n, load.key_header)
            for n in range(len(alone[0].pushes))
        )
    what = f"{CLIENTS} stations, {load.BATCH} acts a batch, an act"
    least = "HTTP, the same message, one table (SQLite, WAL, FULL)"
    budget, goal = Budget(times=2), Budget(times=1.25)
    yield Figure("hub", what, "us", ours, floor, f"{least}, signatures checked", budget, goal=goal)
    yield Figure(
        "hub",
        f"{what}, who sends is proven",
        "us",
        ours,
        believing,
        f"{least}, nothing checked",
        budget,
    )
    yield Figure(
        "hub",
        f"{ALONE_ACTS:,} waiting acts of one station drained, an act",
        "us",
        _an_act(drained, ALONE_ACTS),
        _an_act(sent, ALONE_ACTS),
        f"ready-made requests, one after the other; {least}, signatures checked",
        budget,
        goal=goal,
    )


def _rounds(
    address: str,
    checked_at: str,
    bare_at: str,
    senders: Sequence[load.Sender],
    tokens: dict[str, str],
) -> tuple[Spread, Spread, Spread]:
    """By turns, so that what else the machine does meets all three."""

    def with_token(sender: load.Sender) -> dict[str, str]:
        return {"Authorization": f"Bearer {tokens[sender.name]}"}

    ends = ((address, with_token), (checked_at, load.key_header), (bare_at, load.key_header))
    taken: list[list[float]] = [[], [], []]
    for batch in range(ROUNDS):
        for seconds, (place, header) in zip(taken, ends, strict=True):
            seconds.append(load.seconds_of(place, senders, batch, header))
    an_act = 1e6 / (CLIENTS * load.BATCH)
    ours, checked, bare = (Spread.of(one[1:]).scaled(an_act) for one in taken)
    return ours, checked, bare


def _drained(settings: Settings, home: Path, address: str) -> float:
    """Seconds `triage sync` says it took."""
    with assemble(settings) as parts:
        for _ in range(ALONE_ACTS):
            parts.record.record.append(draft())
    child.run(child.triage(settings.home, "enroll", address), stdin=f"{_code(home)}\n")
    told = json.loads(child.run(child.triage(settings.home, "sync", "--json")).splitlines()[-1])
    assert told["accepted"] == ALONE_ACTS, told
    return float(told["seconds"])


def _hub(home: Path) -> tuple[str, ...]:
    return child.triage(home, "hub", "serve", "--listen", "127.0.0.1:0", "--json")


def _bare(path: Path, *words: str) -> tuple[str, ...]:
    return child.python("-m", "triage_app.bench.bare_hub", str(path), *words)


def _code(home: Path) -> str:
    return str(json.loads(child.run(child.triage(home, "hub", "enroll-code", "--json")))["code"])


@contextmanager
def _served(command: Sequence[str]) -> Iterator[str]:
    """Where a server in a process of its own listens, until the block ends."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=child.environment())
    with process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            yield str(json.loads(line)["listening"])
        finally:
            process.terminate()


def _an_act(seconds: float, acts: int) -> Spread:
    each = seconds * 1e6 / acts
    return Spread(each, each, 1)
