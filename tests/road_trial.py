"""A hub in a process of its own, three stations, a bad road between: what was tried, what arrived.

`python -m tests.road_trial` prints the table; it ends with 1 when an act was lost, doubled or
changed, or the hub holds another picture than was attached.
"""

import base64
import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from tests.fault_proxy import FaultProxy, Faults, Request, answered, fault_proxy
from tests.hub_process import hub_process, triage
from tests.road_station import RoadStation, road_station
from triage_app.flow.carrying import carry_in, carry_out
from triage_app.model.errors import Fault
from triage_app.uplink.carried import BundleForHub, BundleOfHub

STATIONS = ("bench-1", "bench-2", "bench-3")
STATUSES = (
    "401 Unauthorized",
    "403 Forbidden",
    "404 Not Found",
    "405 Method Not Allowed",
    "409 Conflict",
    "413 Content Too Large",
    "422 Unprocessable Content",
    "429 Too Many Requests",
    "500 Internal Server Error",
    "503 Service Unavailable",
)
ACTS = 30  # a station, in each trial
MOST_RUNS = 30


@dataclass
class Row:
    """One trial. `during`: acts the hub held while the road was bad."""

    name: str
    tried: dict[str, bytes]
    during: int = 0
    arrived: int = 0
    lost: int = 0
    doubled: int = 0
    changed: int = 0


@dataclass
class Trial:
    """The hub, the road and the stations; the hub is killed and started again at one address."""

    home: Path
    stack: ExitStack = field(default_factory=ExitStack)
    hub: ExitStack = field(default_factory=ExitStack)
    stations: list[RoadStation] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    pictures: set[str] = field(default_factory=set)
    address: str = ""
    process: "subprocess.Popen[str] | None" = None

    @property
    def road(self) -> FaultProxy:
        return self._road

    def open(self) -> None:
        self.start_hub()
        self._road = self.stack.enter_context(fault_proxy(self.address))
        for name in STATIONS:
            station = self.stack.enter_context(road_station(self.home / name, name))
            code = triage(self.home / "hub", "hub", "enroll-code", "--facility", "JFK")
            station.enrol(self.address, code.stdout.strip())
            self.stations.append(station)

    def start_hub(self) -> None:
        listen = self.address.removeprefix("http://") or "127.0.0.1:0"
        running = hub_process(self.home / "hub", listen)
        self.address, self.process = self.hub.enter_context(running)

    def restart_hub(self) -> None:
        self.hub.close()
        self.start_hub()

    def held(self) -> list[tuple[str, bytes]]:
        """Every act at the hub, as `triage hub export` says."""
        said = triage(self.home / "hub", "hub", "export").stdout.splitlines()
        acts = [json.loads(line) for line in said]
        return [(act["id"], base64.b64decode(act["act"])) for act in acts]

    def try_out(self, name: str, spoil: Callable[["Trial"], None]) -> None:
        """Record acts at every station, sync under the fault, then over a good road."""
        row = Row(name, {})
        for station in self.stations:
            for _ in range(ACTS):
                act = station.decide()
                row.tried[act.id] = act.data
        spoil(self)
        row.during = len({act_id for act_id, _ in self.held()} & row.tried.keys())
        self.road.faults = Faults()
        for station in self.stations:
            self.drain(station)
        self.rows.append(row)

    def drain(self, station: RoadStation) -> None:
        """Runs an hour apart until nothing waits."""
        for _ in range(MOST_RUNS):
            try:
                report = station.sync(self.road.address)
            except Fault:
                pass
            else:
                if not report.waiting and not report.mismatch and not station_waits(station):
                    return
            station.later(3_600)

    def once(self) -> None:
        """One run of every station, however it ends."""
        for station in self.stations:
            try:
                station.sync(self.road.address, patience_s=2.0)
            except Fault:
                station.later(3_600)

    def count(self) -> None:
        """Fill in what arrived, from what the hub says at the end."""
        held = self.held()
        ids = [act_id for act_id, _ in held]
        bytes_of = dict(held)
        for row in self.rows:
            row.arrived = sum(act_id in bytes_of for act_id in row.tried)
            row.lost = len(row.tried) - row.arrived
            row.doubled = sum(ids.count(act_id) - 1 for act_id in row.tried if act_id in bytes_of)
            row.changed = sum(
                bytes_of.get(act_id, data) != data for act_id, data in row.tried.items()
            )

    def pictures_there(self) -> int:
        """How many of the attached pictures lie whole at the hub."""
        folder = self.home / "hub" / "hub" / "blobs" / "blobs"
        files = [path for path in folder.rglob("*") if path.is_file()]
        return sum(
            path.name in self.pictures
            and hashlib.sha256(path.read_bytes()).hexdigest() == path.name
            for path in files
        )


def station_waits(station: RoadStation) -> bool:
    acts, blobs, _ = station.record.outbox.counts()
    return bool(acts or blobs)


def is_push(request: Request) -> bool:
    return request.line.startswith("POST /v1/acts")


def calm(trial: Trial) -> None:
    trial.once()


def request_cut(trial: Trial) -> None:
    for cut in range(0, 4_000, 499):
        trial.road.faults = Faults(only=is_push, cut_request_after=cut, times=1)
        trial.once()


def reply_cut(trial: Trial) -> None:
    for cut in range(0, 1_200, 151):
        trial.road.faults = Faults(only=is_push, cut_reply_after=cut, times=1)
        trial.once()


def reply_lost(trial: Trial) -> None:
    trial.road.faults = Faults(only=is_push, drop_reply=True)
    trial.once()


def reply_twice(trial: Trial) -> None:
    trial.road.faults = Faults(double_reply=True)
    trial.once()


def every_status(trial: Trial) -> None:
    for status in STATUSES:
        canned = answered(status, "<h1>no</h1>")
        trial.road.faults = Faults(only=is_push, answer=lambda _, said=canned: said)
        trial.once()


def captive_portal(trial: Trial) -> None:
    for canned in (
        answered("200 OK", "<html>Log in to the airport's network</html>"),
        answered("302 Found", extra="Location: http://127.0.0.1:1/login\r\n"),
        answered("511 Network Authentication Required"),
    ):
        trial.road.faults = Faults(answer=lambda _, said=canned: said)
        trial.once()


def slow_loris(trial: Trial) -> None:
    trial.road.faults = Faults(only=is_push, trickle_s=0.5, piece_bytes=1)
    trial.once()


def hub_killed(trial: Trial) -> None:
    assert trial.process is not None
    for delay_s in (0.02, 0.06, 0.12):
        killer = threading.Timer(delay_s, os.kill, (trial.process.pid, signal.SIGKILL))
        killer.start()
        trial.once()
        killer.join()
        trial.restart_hub()


def wrong_clocks(trial: Trial) -> None:
    """A day ahead, a day behind, and 1970; acts are recorded under each."""
    right = [station.clock.at for station in trial.stations]
    shifts = (timedelta(days=1), timedelta(days=-1), timedelta(days=-20_000))
    for station, shift in zip(trial.stations, shifts, strict=True):
        station.clock.at += shift
    trial.once()
    for station, moment in zip(trial.stations, right, strict=True):
        station.clock.at = moment


def pictures_on_a_bad_road(trial: Trial) -> None:
    for station in trial.stations:
        for _ in range(2):
            trial.pictures.add(station.attach(os.urandom(3_000_000)))
    trial.road.faults = Faults(
        only=lambda request: request.line.startswith("PATCH"), cut_request_after=200_000
    )
    trial.once()


def carried(trial: Trial) -> None:
    """No road at all: files there and back, each brought twice."""
    there = trial.home / "hub"
    for station in trial.stations:
        out, back = trial.home / f"{station.name}.out", trial.home / f"{station.name}.back"
        record, mine = station.record, station.credentials
        carry_out(
            out,
            record.outbox,
            record.undelivered,
            station.evidence,
            BundleForHub(mine, record.signer.sign),
            mine.hub,
        )
        for _ in range(2):
            done = triage(there, "hub", "bundle", "import", str(out), "--answer", str(back))
            assert done.returncode == 0, done.stderr
            answer = BundleOfHub(back, mine, record.public_key(), record.signer.agree)
            carry_in(answer, record.outbox, record.undelivered, station.cache.writer, station.clock)


TRIALS: tuple[tuple[str, Callable[[Trial], None]], ...] = (
    ("a calm road", calm),
    ("the request cut after N bytes", request_cut),
    ("the reply cut after N bytes", reply_cut),
    ("every reply lost after the commit", reply_lost),
    ("every reply said twice", reply_twice),
    (f"{len(STATUSES)} statuses, 401 to 503", every_status),
    ("captive portal, redirect, log-in", captive_portal),
    ("replies a byte at a time", slow_loris),
    ("the hub killed in the middle", hub_killed),
    ("clocks a day ahead, behind, in 1970", wrong_clocks),
    ("pictures on a road that breaks", pictures_on_a_bad_road),
    ("no road: bundles, each taken twice", carried),
)


@contextmanager
def tried(folder: Path) -> Iterator[Trial]:
    """Every trial, one after the other, on one hub and the same three stations."""
    trial = Trial(folder)
    with trial.stack, trial.hub:
        trial.open()
        for name, spoil in TRIALS:
            trial.try_out(name, spoil)
        trial.count()
        yield trial


def table(rows: list[Row]) -> str:
    """The rows for people."""
    head = ("tried", "during", "arrived", "lost", "doubled", "changed")
    lines = [f"{'':38}" + "".join(f"{one:>9}" for one in head)]
    for row in rows:
        counts = (len(row.tried), row.during, row.arrived, row.lost, row.doubled, row.changed)
        lines.append(f"{row.name:38}" + "".join(f"{one:>9,}" for one in counts))
    return "\n".join(lines)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, tried(Path(folder)) as trial:
        there = trial.pictures_there()
        sys.stdout.write(f"{table(trial.rows)}\n")
        sys.stdout.write(f"pictures: {len(trial.pictures)} attached, {there} whole at the hub\n")
        bad = sum(row.lost + row.doubled + row.changed for row in trial.rows)
    return 1 if bad or there != len(trial.pictures) else 0


if __name__ == "__main__":
    sys.exit(main())
