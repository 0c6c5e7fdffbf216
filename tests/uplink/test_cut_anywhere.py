"""The line is cut after each byte of one push: one row at the hub, whatever we were told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fault_proxy import FaultProxy, Faults, Request, fault_proxy
from tests.road_station import RoadStation, road_station
from tests.running_hub import RunningHub, running_hub
from triage_app.model.delivery import ActVerdict, Pushed
from triage_app.model.errors import HubUnreachable

SAMPLED_EVERY = 61


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    with running_hub(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.fixture
def station(hub: RunningHub, tmp_path: Path) -> Iterator[RoadStation]:
    with road_station(tmp_path / "home", tmp_path.name[:60]) as made:
        made.enrol(hub.address, hub.code())
        yield made


@pytest.fixture
def road(hub: RunningHub) -> Iterator[FaultProxy]:
    with fault_proxy(hub.address) as proxy:
        yield proxy


def is_push(request: Request) -> bool:
    return request.line.startswith("POST /v1/acts")


def sizes(station: RoadStation, road: FaultProxy) -> tuple[int, int]:
    """Bytes of one push's request and reply, recorded and pushed once to see."""
    push(station, road)
    return len(road.seen[-1].head + road.seen[-1].body), len(road.replies[-1])


def push(station: RoadStation, road: FaultProxy) -> ActVerdict | None:
    """Record an act and push it; None when no answer came."""
    act = station.decide()
    with station.road(road.address) as line:
        try:
            answer = line.push([act], station.record.outbox.head())
        except HubUnreachable:
            return None
    assert isinstance(answer, Pushed)
    return answer.answers[0].verdict


def push_again(station: RoadStation, road: FaultProxy) -> ActVerdict:
    (act,) = station.record.outbox.waiting(10_000)[-1:]
    with station.road(road.address) as line:
        answer = line.push([act], station.record.outbox.head())
    assert isinstance(answer, Pushed)
    return answer.answers[0].verdict


def check(
    hub: RunningHub, station: RoadStation, road: FaultProxy, *, reply: bool, step: int
) -> None:
    request_size, reply_size = sizes(station, road)
    # one byte short of the whole: the whole is no cut
    for cut in range(0, (reply_size if reply else request_size) - 1, step):
        road.faults = Faults(
            only=is_push,
            cut_reply_after=cut if reply else None,
            cut_request_after=None if reply else cut,
            times=1,
        )
        told = push(station, road)
        road.faults = Faults()
        again = push_again(station, road)

        rows = hub.rows("SELECT count(*) FROM acts WHERE station = ?", station.name)
        assert told is None, cut
        assert rows == [(station.made,)], cut
        assert again is (ActVerdict.DUPLICATE if reply else ActVerdict.ACCEPTED), cut


@pytest.mark.parametrize("reply", [True, False], ids=["reply", "request"])
def test_a_cut_anywhere_doubles_and_loses_nothing(
    hub: RunningHub, station: RoadStation, road: FaultProxy, *, reply: bool
) -> None:
    check(hub, station, road, reply=reply, step=SAMPLED_EVERY)


@pytest.mark.slow
@pytest.mark.parametrize("reply", [True, False], ids=["reply", "request"])
def test_a_cut_after_every_single_byte_doubles_and_loses_nothing(
    hub: RunningHub, station: RoadStation, road: FaultProxy, *, reply: bool
) -> None:
    check(hub, station, road, reply=reply, step=1)
