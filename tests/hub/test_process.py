"""The hub as a process: killed in the middle of a batch, started anew, stopped when asked."""

import json
import os
import signal
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.hub_process import hub_process, triage
from tests.road_station import RoadStation, road_station
from triage_app.model.errors import HubUnreachable


@pytest.fixture
def station(tmp_path: Path) -> Iterator[RoadStation]:
    with road_station(tmp_path / "home", "bench-1") as made:
        yield made


def enrolled(station: RoadStation, home: Path, address: str) -> None:
    code = triage(home, "hub", "enroll-code")
    assert code.returncode == 0, code.stderr
    station.enrol(address, code.stdout.strip())


def test_the_hub_stops_cleanly_when_asked(tmp_path: Path) -> None:
    with hub_process(tmp_path / "hub") as (address, process):
        process.send_signal(signal.SIGTERM)

        assert process.wait(20) == 0
    assert address.startswith("http://127.0.0.1:")


def test_an_address_that_is_taken_is_said_with_the_next_step(tmp_path: Path) -> None:
    with hub_process(tmp_path / "hub") as (address, _):
        second = triage(tmp_path / "hub", "hub", "serve", "--listen", address.split("/")[-1])

    assert second.returncode == 3
    assert "cannot listen" in second.stderr
    assert "Traceback" not in second.stderr


@pytest.mark.slow
def test_a_hub_killed_in_the_middle_loses_and_doubles_nothing(
    station: RoadStation, tmp_path: Path
) -> None:
    for _ in range(1_500):
        station.decide()
    port = "0"
    rounds = 0
    while station.record.outbox.counts()[0]:
        rounds += 1
        assert rounds < 40
        with hub_process(tmp_path / "hub", f"127.0.0.1:{port}") as (address, process):
            port = address.rsplit(":", 1)[1]
            if rounds == 1:
                enrolled(station, tmp_path / "hub", address)
            killer = threading.Timer(0.03 * rounds, os.kill, (process.pid, signal.SIGKILL))
            killer.start()
            try:
                station.sync(address)
            except HubUnreachable:
                station.later(3_600)
            finally:
                killer.cancel()
                killer.join()

    with closing(sqlite3.connect(tmp_path / "hub" / "hub" / "hub.db")) as hub:
        rows = hub.execute("SELECT seq FROM acts ORDER BY seq").fetchall()
        (whole,) = hub.execute("PRAGMA integrity_check").fetchone()
    assert rounds > 2
    assert rows == [(seq,) for seq in range(1, 1_501)]
    assert whole == "ok"
    with hub_process(tmp_path / "hub", f"127.0.0.1:{port}") as (address, _):
        assert station.sync(address).mismatch == ""


def test_commands_tend_the_hub_while_it_serves(station: RoadStation, tmp_path: Path) -> None:
    home = tmp_path / "hub"
    with hub_process(home) as (address, _):
        enrolled(station, home, address)
        station.decide()
        station.sync(address)
        exported = triage(home, "hub", "export")
        unknown = triage(home, "hub", "revoke", "nobody")
        revoked = triage(home, "hub", "revoke", "bench-1", "--json")

    (line,) = exported.stdout.splitlines()
    assert json.loads(line)["station"] == "bench-1"
    assert (unknown.returncode, revoked.returncode) == (1, 0)
    assert json.loads(revoked.stdout) == {"station": "bench-1", "revoked": 1}
