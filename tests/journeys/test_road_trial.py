"""The whole road at once: a hub process that is killed, three stations, every fault in turn."""

from pathlib import Path

import pytest

from tests.road_trial import ACTS, STATIONS, tried


@pytest.mark.slow
def test_whatever_the_road_does_nothing_is_lost_doubled_or_changed(tmp_path: Path) -> None:
    with tried(tmp_path) as trial:
        there = trial.pictures_there()
        conflicts = [station.record.outbox.counts() for station in trial.stations]

    whole = ACTS * len(STATIONS)
    assert {row.name: (row.arrived, row.lost, row.doubled, row.changed) for row in trial.rows} == {
        row.name: (whole, 0, 0, 0) for row in trial.rows
    }
    assert there == len(trial.pictures) == 2 * len(STATIONS)
    assert conflicts == [(0, 0, 0)] * len(STATIONS)
