"""Announcements and holds out to the stations: numbered, signed, resumed, taken once."""

import hashlib
from typing import Any

import pytest

from tests.builders import NOON, make_announcement
from tests.fault_proxy import Faults, Request, fault_proxy
from tests.road_station import RoadStation
from tests.running_hub import RunningHub
from triage_app.hub import segments as hub_segments
from triage_app.hub.parts import HubParts
from triage_app.hub.segments import Published
from triage_app.model.errors import HubUnreachable
from triage_app.model.item import Hold
from triage_app.protocol.segments import SegmentLine

HOLD = Hold("h1", "targeting unit", "split lot", NOON)


def lines(count: int, **changes: Any) -> list[SegmentLine]:
    return [
        SegmentLine(
            make_announcement(id=f"{n:032x}", number=f"RR{n:09d}US", digest=f"{n:032x}", **changes)
        )
        for n in range(count)
    ]


def publish(hub: RunningHub, what: list[SegmentLine], facility: str = "JFK") -> Published:
    async def step(parts: HubParts) -> Published:
        return await parts.segments.publish(facility, what, parts.now())

    return hub.do(step)


def numbers(station: RoadStation) -> set[str]:
    return {one.number for one in station.cache.announcements()}


@pytest.fixture
def small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_segments, "LINES_A_SEGMENT", 10)


@pytest.mark.usefixtures("small_segments")
def test_announcements_reach_the_cache_and_only_once(hub: RunningHub, station: RoadStation) -> None:
    assert publish(hub, lines(25)) == Published(3, 25, 0)

    first = station.sync(hub.address)
    second = station.sync(hub.address)

    assert (first.segments, second.segments) == (3, 0)
    assert len(numbers(station)) == 25


def test_the_same_manifest_again_makes_no_segment(hub: RunningHub) -> None:
    publish(hub, lines(5))
    changed = [*lines(4), *lines(5, origin="VN")[4:]]

    assert publish(hub, lines(5)) == Published(0, 0, 5)
    assert publish(hub, changed) == Published(1, 1, 4)


def test_holds_travel_before_announcements(hub: RunningHub, station: RoadStation) -> None:
    publish(hub, [*lines(3), SegmentLine(hold=HOLD, number="RR000000001US")])

    with fault_proxy(hub.address) as proxy:
        station.sync(proxy.address)
        asked = [one.line.split()[1] for one in proxy.seen if "/segments/" in one.line]

    assert asked.index("/v1/segments/holds/1") < asked.index("/v1/segments/announcements/1")
    assert station.cache.reader.holds("RR000000001US") == (HOLD,)


def test_another_facilitys_segments_stay_there(hub: RunningHub, station: RoadStation) -> None:
    publish(hub, lines(5), facility="LAX")

    assert station.sync(hub.address).segments == 0


def test_a_segment_cut_on_the_way_goes_on_where_it_was_cut(
    hub: RunningHub, station: RoadStation
) -> None:
    unlike = [hashlib.sha256(bytes([n % 256, n // 256])).hexdigest() for n in range(400)]
    publish(hub, [SegmentLine(make_announcement(id=one[:32], number=one)) for one in unlike])

    def is_data(request: Request) -> bool:
        return request.line.startswith("GET /v1/segments/announcements/1")

    with fault_proxy(hub.address) as proxy:
        proxy.faults = Faults(only=is_data, cut_reply_after=2_000, times=3)
        report = station.sync(proxy.address)
        ranges = [b"range: bytes=" in one.head.lower() for one in proxy.seen if is_data(one)]

    assert report.segments == 1
    assert ranges == [False, True, True, True]
    assert len(numbers(station)) == 400


@pytest.mark.usefixtures("small_segments")
def test_a_road_that_breaks_between_segments_loses_none(
    hub: RunningHub, station: RoadStation
) -> None:
    publish(hub, lines(30))
    with fault_proxy(hub.address) as proxy:
        proxy.faults = Faults(
            only=lambda request: request.line.startswith("GET /v1/segments/announcements/2"),
            cut_request_after=10,
        )
        with pytest.raises(HubUnreachable):
            station.sync(proxy.address)
        proxy.faults = Faults()
        report = station.sync(proxy.address)

    assert report.segments == 2
    assert len(numbers(station)) == 30


def test_a_changed_segment_is_not_taken(hub: RunningHub, station: RoadStation) -> None:
    publish(hub, lines(5))
    (path,) = (hub.place.folder / "blobs" / "segments").rglob("*.zst")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)

    with pytest.raises(HubUnreachable, match="not what the hub signed"):
        station.sync(hub.address)

    assert numbers(station) == set()


def test_an_index_the_hub_did_not_sign_is_not_believed(
    hub: RunningHub, station: RoadStation
) -> None:
    publish(hub, lines(5))
    with station.road(hub.address, hub_key=bytes(32)) as road, pytest.raises(HubUnreachable):
        road.segments("announcements", 0)
    with station.road(hub.address, facility="LAX") as road, pytest.raises(HubUnreachable):
        road.segments("announcements", 0)
