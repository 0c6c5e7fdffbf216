"""What one station decides, the facility's others are told: by road, by bundle, undone too."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import create_engine

from tests.builders import NOON
from tests.road_station import RoadStation, road_station
from tests.running_hub import RunningHub
from triage_app.hub.schema import METADATA, MIGRATIONS, UNTOLD
from triage_app.model.act import ActKind
from triage_app.model.told import ToldOutcome
from triage_app.protocol.hello import HelloAnswer
from triage_app.store.cache_told import KEPT, keep_told

NUMBER = "RR473124829US"


def told(station: RoadStation, number: str = NUMBER) -> list[tuple[str, str, bool]]:
    """(station, code, whether undone) as this station was told."""
    found = station.cache.reader.told("s10", number)
    return [(one.station, one.code, bool(one.undone_by)) for one in found]


def test_an_outcome_reaches_the_other_station_and_not_its_own(
    hub: RunningHub, station: RoadStation, other: RoadStation
) -> None:
    act = station.decide(NUMBER, "SZ")
    station.sync(hub.address)

    report = other.sync(hub.address)
    station.sync(hub.address)

    assert report.segments == 1
    assert told(other) == [("bench-1", "SZ", False)]
    assert other.cache.reader.told("s10", NUMBER)[0].act_id == act.id
    assert told(station) == []


def test_an_undone_outcome_is_told_again_as_undone(
    hub: RunningHub, station: RoadStation, other: RoadStation
) -> None:
    act = station.decide(NUMBER, "SZ")
    station.sync(hub.address)
    other.sync(hub.address)
    station.decide(NUMBER, kind=ActKind.UNDO, body={"undoes": act.id, "why": "wrong item"})
    station.sync(hub.address)

    other.sync(hub.address)

    assert told(other) == [("bench-1", "SZ", True)]


def test_another_facility_is_told_nothing(
    hub: RunningHub, station: RoadStation, tmp_path: Path
) -> None:
    with road_station(tmp_path / "far", "bench-9") as far:
        far.enrol(hub.address, hub.code("LAX"), facility="LAX")
        station.decide(NUMBER, "SZ")
        station.sync(hub.address)
        far.sync(hub.address)

        assert told(far) == []


def test_nothing_new_makes_no_segment(
    hub: RunningHub, station: RoadStation, other: RoadStation
) -> None:
    station.decide(NUMBER)
    station.sync(hub.address)
    for _ in range(3):
        other.sync(hub.address)

    assert hub.rows("SELECT number, items FROM segments WHERE stream = 'outcomes'") == [(1, 1)]
    assert hub.count("untold_outcomes") == 0


def test_many_outcomes_are_all_told_some_at_a_time(
    hub: RunningHub, station: RoadStation, other: RoadStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("triage_app.hub.telling.AT_ONCE", 7)
    for n in range(30):
        station.decide(f"RR{n:09d}US")
    station.sync(hub.address)
    for _ in range(2):
        other.sync(hub.address)

    assert all(told(other, f"RR{n:09d}US") for n in range(30))


def test_a_hub_that_knew_outcomes_before_tells_them_too(tmp_path: Path) -> None:
    path = tmp_path / "hub.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        METADATA.create_all(connection, tables=[t for t in METADATA.sorted_tables if t != UNTOLD])
        connection.exec_driver_sql(
            "INSERT INTO outcomes VALUES ('JFK', 'a1', 's10', 'X', '', 'bench-1', '2026-01-01', '')"
        )
        MIGRATIONS[1](connection)
    engine.dispose()

    with closing(sqlite3.connect(path)) as opened:
        assert opened.execute("SELECT * FROM untold_outcomes").fetchall() == [("JFK", "a1")]


def test_what_was_told_goes_once_the_number_may_mean_another_item(station: RoadStation) -> None:
    old = ToldOutcome("a1", "bench-2", "s10", NUMBER, "", "REL", NOON - KEPT * 2)
    keep_told(station.cache.connection, [old, replace(old, act_id="a2", decided_at=NOON)], NOON)

    assert [one.act_id for one in station.cache.reader.told("s10", NUMBER)] == ["a2"]


def test_a_later_word_never_makes_an_undone_outcome_stand(station: RoadStation) -> None:
    undone = ToldOutcome("a1", "bench-2", "s10", NUMBER, "", "REL", NOON, "a9")
    keep_told(station.cache.connection, [undone], NOON)
    keep_told(station.cache.connection, [replace(undone, undone_by="")], NOON)

    assert told(station) == [("bench-2", "REL", True)]


def test_a_hub_of_before_tells_none_and_all_else_comes(
    hub: RunningHub, station: RoadStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("triage_app.hub.routes.STREAMS", ("holds", "announcements"))
    station.decide(NUMBER)

    report = station.sync(hub.address)

    assert (report.accepted, report.waiting, report.segments) == (1, 0, 0)


def test_a_greeting_that_names_no_streams_is_one_of_before() -> None:
    greeting = {
        "triage": 1,
        "hub": "hub-1",
        "at": NOON,
        "request": "r",
        "public_key": "00",
        "oldest_protocol": 1,
        "newest_protocol": 1,
        "app_version": "0.1.0",
        "demonstration": False,
    }

    assert msgspec.convert(greeting, HelloAnswer).streams == ("holds", "announcements")
