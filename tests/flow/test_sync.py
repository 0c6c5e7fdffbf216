"""One sync run over a real hub: what was recorded arrives once, whatever else happens."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.road_station import RoadStation, road_station
from tests.running_hub import RunningHub, running_hub
from triage_app.flow.sync import FIRST_WAIT_S, LONGEST_WAIT_S, backoff
from triage_app.model.errors import HubUnreachable


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    with running_hub(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.fixture
def station(
    hub: RunningHub, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[RoadStation]:
    name = f"s{abs(hash(request.node.name)) % 10**9}"
    with road_station(tmp_path / "home", name) as made:
        made.enrol(hub.address, hub.code())
        yield made


def held(hub: RunningHub, station: RoadStation) -> list[int]:
    rows = hub.rows("SELECT seq FROM acts WHERE station = ? ORDER BY seq", station.name)
    return [row[0] for row in rows]


def test_each_act_arrives_once_and_is_anchored(hub: RunningHub, station: RoadStation) -> None:
    for _ in range(130):
        station.decide()

    first = station.sync(hub.address)
    second = station.sync(hub.address)

    assert (first.sent, first.accepted, first.waiting, first.mismatch) == (130, 130, 0, "")
    assert second.sent == 0
    assert held(hub, station) == list(range(1, 131))
    assert station.record.outbox.anchored_seq() == 130


def test_what_arrives_is_byte_for_byte_what_was_recorded(
    hub: RunningHub, station: RoadStation
) -> None:
    act = station.decide(body={"outcome": {"code": "REL", "fields": {"why": "Ωmega 蜡烛"}}})

    station.sync(hub.address)

    kept = hub.rows("SELECT data, hash, signature FROM acts WHERE id = ?", act.id)
    assert kept == [(act.data, act.hash, act.signature)]


def test_pictures_follow_their_acts(hub: RunningHub, station: RoadStation) -> None:
    sha256 = station.attach(b"\x89PNG" + bytes(900_000))

    report = station.sync(hub.address)

    assert (report.blobs_sent, report.accepted) == (1, 1)
    assert hub.rows("SELECT size FROM blobs WHERE sha256 = ?", sha256) == [(900_004,)]
    assert station.record.outbox.waiting_blobs(5) == ()


def test_the_road_is_noted_for_the_screen(hub: RunningHub, station: RoadStation) -> None:
    with pytest.raises(HubUnreachable):
        station.sync("http://127.0.0.1:9")
    failed = station.record.outbox.note("last_failure")
    station.sync(hub.address)

    assert "No answer" in failed
    assert station.record.outbox.note("last_failure") == ""
    assert station.record.outbox.note("last_contact_at") == station.clock.now().isoformat()


def test_waits_double_to_a_limit_and_are_spread() -> None:
    longest = [backoff(attempt, lambda: 1.0) for attempt in range(1, 12)]

    assert longest[:3] == [FIRST_WAIT_S, FIRST_WAIT_S * 2, FIRST_WAIT_S * 4]
    assert longest[-1] == LONGEST_WAIT_S
    assert backoff(500, lambda: 0.0) == LONGEST_WAIT_S / 2
