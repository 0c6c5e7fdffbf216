"""FAULTS 1, 3, 6 and 7 in full: every byte of a pull, a large picture, wrong clocks, long waits."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.builders import make_announcement, make_draft
from tests.fault_proxy import FaultProxy, Faults, Request, answered, fault_proxy
from tests.flow.test_sync_faults import is_push, poison
from tests.road_station import RoadStation, road_station
from tests.running_hub import RunningHub, running_hub
from triage_app.hub.parts import HubParts
from triage_app.model.errors import HubUnreachable
from triage_app.protocol.segments import SegmentLine
from triage_app.store.sealed import writing

SAMPLED_EVERY = 37


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[RunningHub]:
    with running_hub(tmp_path / "hub") as running:
        yield running


@pytest.fixture
def station(hub: RunningHub, tmp_path: Path) -> Iterator[RoadStation]:
    with road_station(tmp_path / "home", "bench-1") as made:
        made.enrol(hub.address, hub.code())
        yield made


@pytest.fixture
def road(hub: RunningHub) -> Iterator[FaultProxy]:
    with fault_proxy(hub.address) as proxy:
        yield proxy


def publish(hub: RunningHub, number: str) -> None:
    async def step(parts: HubParts) -> None:
        line = SegmentLine(make_announcement(id=number.rjust(32, "0"), number=number))
        await parts.segments.publish("JFK", [line], parts.now())

    hub.do(step)


def is_pull(request: Request) -> bool:
    return request.line.startswith("GET /v1/segments/announcements/")


def pull_cut_everywhere(
    hub: RunningHub, station: RoadStation, road: FaultProxy, *, reply: bool, step: int
) -> None:
    publish(hub, "RR000000000US")
    station.sync(road.address)
    request = next(one for one in road.seen if is_pull(one))
    replies = [one for one in road.replies if b"application/zstd" in one]
    size = len(replies[0]) if reply else len(request.head)
    for number, cut in enumerate(range(0, size - 1, step), 1):
        publish(hub, f"RR{number:09d}US")
        road.faults = Faults(
            only=is_pull,
            cut_reply_after=cut if reply else None,
            cut_request_after=None if reply else cut,
            times=1,
        )
        try:
            station.sync(road.address)
        except HubUnreachable:
            road.faults = Faults()
            station.sync(road.address)
        announced = [one.number for one in station.cache.announcements()]
        assert announced == [f"RR{n:09d}US" for n in range(number + 1)], cut


@pytest.mark.parametrize("reply", [True, False], ids=["reply", "request"])
def test_a_pull_cut_anywhere_is_taken_in_once(
    hub: RunningHub, station: RoadStation, road: FaultProxy, *, reply: bool
) -> None:
    pull_cut_everywhere(hub, station, road, reply=reply, step=SAMPLED_EVERY)


@pytest.mark.slow
@pytest.mark.parametrize("reply", [True, False], ids=["reply", "request"])
def test_a_pull_cut_after_every_single_byte_is_taken_in_once(
    hub: RunningHub, station: RoadStation, road: FaultProxy, *, reply: bool
) -> None:
    pull_cut_everywhere(hub, station, road, reply=reply, step=1)


@pytest.mark.slow
def test_a_poison_act_and_a_200_mb_picture_among_1000_are_named_and_999_arrive_at_once(
    hub: RunningHub, station: RoadStation, road: FaultProxy
) -> None:
    sha256 = station.attach(bytes(200_000_000))
    acts = [station.decide() for _ in range(999)]
    turned = poison(acts[500].id, answered("422 Unprocessable Content"))
    road.faults = Faults(
        only=lambda request: is_push(request) or "/uploads" in request.line,
        answer=lambda request: (
            turned.answer(request) if is_push(request) else answered("413 Content Too Large")
        ),
    )

    station.sync(road.address, patience_s=60.0)

    assert hub.count("acts") == 999
    assert station.record.outbox.counts()[:2] == (1, 1)
    waiting = [act for act in station.record.record.latest(2_000) if act.waits]
    assert [act.id for act in waiting] == [acts[500].id]
    assert "422" in waiting[0].waits
    road.faults = Faults()
    station.later(3_600)
    station.sync(hub.address, patience_s=60.0)
    assert station.record.outbox.counts() == (0, 0, 0)
    assert hub.rows("SELECT size FROM blobs WHERE sha256 = ?", sha256) == [(200_000_000,)]


@pytest.mark.parametrize(
    "wrong",
    [
        timedelta(days=1),
        timedelta(days=-1),
        datetime(1970, 1, 1, tzinfo=UTC) - datetime(2026, 3, 2, tzinfo=UTC),
    ],
    ids=["a day ahead", "a day behind", "1970"],
)
def test_under_a_wrong_clock_acts_go_out_in_order_and_the_skew_is_kept(
    hub: RunningHub, station: RoadStation, wrong: timedelta
) -> None:
    station.decide()
    station.clock.at += wrong
    station.decide()
    station.sync(hub.address)
    station.clock.at -= wrong
    station.decide()
    report = station.sync(hub.address)

    assert hub.rows("SELECT seq FROM acts ORDER BY seq") == [(1,), (2,), (3,)]
    assert report.mismatch == ""
    assert station.record.outbox.note("hub_clock_offset_ms") != ""
    assert station.record.record.verify().whole
    decided = hub.rows("SELECT decided_at FROM outcomes")
    now = datetime.now(UTC).replace(tzinfo=None)
    for (at,) in decided:  # an impossible time never makes a decision lie years away
        assert abs(datetime.fromisoformat(at) - now) < timedelta(days=400)


def test_an_act_put_off_before_the_clock_jumped_goes_out_after_it(
    hub: RunningHub, station: RoadStation, road: FaultProxy
) -> None:
    act = station.decide()
    station.decide()
    station.clock.at += timedelta(days=9_000)
    road.faults = poison(act.id, answered("422 Unprocessable Content"))
    station.sync(road.address)
    station.clock.at -= timedelta(days=9_000)
    road.faults = Faults()

    assert station.sync(road.address).accepted == 1
    assert station.record.outbox.counts()[0] == 0


@pytest.mark.slow
def test_100000_waiting_acts_drain_whole_and_in_order(
    hub: RunningHub, station: RoadStation
) -> None:
    many = 100_000
    connection = station.record._connection
    with writing(connection):  # one fsync for all: the record is made, not measured
        log = station.record.record._log
        head = log.head()
        for n in range(many):
            draft = make_draft(id=f"many-{n:06d}", item_number=f"M{n}")
            act = log._add(draft, head.epoch, head)
            head = type(head)(head.station, act.epoch, act.seq, act.hash)
    station.made = many

    report = station.sync(hub.address, patience_s=60.0)

    assert (report.accepted, report.waiting, report.mismatch) == (many, 0, "")
    (row,) = hub.rows("SELECT count(*), min(seq), max(seq) FROM acts")
    assert row == (many, 1, many)
    assert station.record.outbox.anchored_seq() == many
