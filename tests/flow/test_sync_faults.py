"""Bad roads: acts stay, the next act goes out, and the reason is kept with the act that waits."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.fault_proxy import FaultProxy, Faults, Request, answered, fault_proxy
from tests.road_station import RoadStation, road_station
from tests.running_hub import RunningHub, running_hub
from triage_app.model.errors import Fault, HubUnreachable
from triage_app.protocol.bodies import unpack
from triage_app.protocol.push import PushRequest

STATUSES = {
    "401": "401 Unauthorized",
    "403": "403 Forbidden",
    "404": "404 Not Found",
    "405": "405 Method Not Allowed",
    "409": "409 Conflict",
    "413": "413 Content Too Large",
    "422": "422 Unprocessable Content",
    "429": "429 Too Many Requests",
    "500": "500 Internal Server Error",
    "503": "503 Service Unavailable",
}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    with running_hub(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.fixture
def station(hub: RunningHub, tmp_path: Path) -> Iterator[RoadStation]:
    name = tmp_path.name[:60]
    with road_station(tmp_path / "home", name) as made:
        made.enrol(hub.address, hub.code())
        yield made


@pytest.fixture
def road(hub: RunningHub) -> Iterator[FaultProxy]:
    with fault_proxy(hub.address) as proxy:
        yield proxy


def held(hub: RunningHub, station: RoadStation) -> list[int]:
    rows = hub.rows("SELECT seq FROM acts WHERE station = ? ORDER BY seq", station.name)
    return [row[0] for row in rows]


def is_push(request: Request) -> bool:
    return request.line.startswith("POST /v1/acts")


def acts_in(request: Request) -> list[str]:
    body = unpack(request.body, "zstd", 1 << 24)
    return [act.id for act in msgspec.json.decode(body, type=PushRequest).acts]


def poison(act_id: str, reply: bytes) -> Faults:
    """Somebody on the way turns away whatever carries this act."""
    return Faults(
        only=is_push, answer=lambda request: reply if act_id in acts_in(request) else None
    )


def sync_until_drained(station: RoadStation, address: str, runs: int = 12) -> list[str]:
    """Runs as the lane does them, an hour apart; the words of those that failed."""
    failed = []
    for _ in range(runs):
        try:
            report = station.sync(address)
        except Fault as fault:
            failed.append(str(fault.what))
        else:
            if report.waiting == 0:
                return failed
        station.later(3_600)
    return failed


@pytest.mark.parametrize("status", STATUSES)
def test_an_act_somebody_turns_away_holds_up_no_other(
    hub: RunningHub, station: RoadStation, road: FaultProxy, status: str
) -> None:
    acts = [station.decide() for _ in range(20)]
    road.faults = poison(acts[7].id, answered(STATUSES[status], "<h1>no</h1>"))

    for _ in range(12):
        try:
            station.sync(road.address)
        except HubUnreachable:
            station.later(3_600)

    assert held(hub, station) == [seq for seq in range(1, 21) if seq != 8]
    assert station.record.outbox.counts() == (1, 0, 0)
    road.faults = Faults()
    station.later(3_600)
    report = station.sync(road.address)
    assert (report.accepted, report.waiting, report.mismatch) == (1, 0, "")
    assert held(hub, station) == list(range(1, 21))


@pytest.mark.parametrize(
    "reply",
    [
        answered("200 OK", "<html>Log in to the airport's network</html>"),
        answered("200 OK", '{"answers": []}', "application/json"),
        answered("302 Found", extra="Location: http://127.0.0.1:1/login\r\n"),
        answered("204 No Content"),
        answered("511 Network Authentication Required"),
    ],
    ids=["portal", "foreign-json", "redirect", "empty", "log-in"],
)
@pytest.mark.parametrize("only_push", [True, False])
def test_what_is_not_our_hub_is_believed_nothing(
    hub: RunningHub, station: RoadStation, road: FaultProxy, reply: bytes, *, only_push: bool
) -> None:
    station.decide()
    road.faults = Faults(only=is_push if only_push else lambda _: True, answer=lambda _: reply)

    with pytest.raises(HubUnreachable):
        station.sync(road.address)

    assert held(hub, station) == []
    assert station.record.outbox.counts()[2] == 0
    assert station.record.outbox.counts()[0] == station.made
    road.faults = Faults()
    station.later(3_600)
    assert station.sync(road.address).accepted == station.made


def test_a_reply_lost_after_the_commit_doubles_nothing(
    hub: RunningHub, station: RoadStation, road: FaultProxy
) -> None:
    for _ in range(5):
        station.decide()
    road.faults = Faults(only=is_push, drop_reply=True, times=1)

    report = station.sync(road.address)

    assert (report.duplicate, report.accepted) == (5, 0)
    assert held(hub, station) == [1, 2, 3, 4, 5]


def test_a_reply_said_twice_answers_once(
    hub: RunningHub, station: RoadStation, road: FaultProxy
) -> None:
    road.faults = Faults(double_reply=True)
    for _ in range(3):
        station.decide()
    failed = sync_until_drained(station, road.address)

    assert held(hub, station) == [1, 2, 3], failed
    assert station.record.outbox.counts() == (0, 0, 0)


def test_an_old_reply_answers_no_new_question(
    hub: RunningHub, station: RoadStation, road: FaultProxy
) -> None:
    station.decide()
    station.sync(road.address)
    old = next(reply for reply in road.replies if b"accepted" in reply)
    station.decide()
    road.faults = Faults(only=is_push, answer=lambda _: old)

    with pytest.raises(HubUnreachable):
        station.sync(road.address)

    assert held(hub, station) == [1]


@pytest.mark.slow
def test_a_reply_that_trickles_for_ever_is_given_up(station: RoadStation, road: FaultProxy) -> None:
    station.decide()
    road.faults = Faults(trickle_s=0.3, piece_bytes=1)

    with pytest.raises(HubUnreachable, match="did not answer in"):
        station.sync(road.address, patience_s=1.0)


def test_an_act_that_breaks_the_line_holds_up_no_other(
    hub: RunningHub, station: RoadStation, road: FaultProxy
) -> None:
    acts = [station.decide() for _ in range(10)]
    road.faults = Faults(
        only=lambda request: is_push(request) and acts[3].id in acts_in(request),
        cut_request_after=100,
    )

    sync_until_drained(station, road.address)

    assert held(hub, station) == [seq for seq in range(1, 11) if seq != 4]
    assert station.record.outbox.counts() == (1, 0, 0)


def test_a_poison_act_and_a_large_picture_among_many_are_named_and_the_rest_arrive(
    hub: RunningHub, station: RoadStation, road: FaultProxy
) -> None:
    sha256 = station.attach(bytes(6_000_000))
    acts = [station.decide() for _ in range(199)]
    turned = poison(acts[100].id, answered("422 Unprocessable Content"))
    road.faults = Faults(
        only=lambda request: is_push(request) or "/uploads" in request.line,
        answer=lambda request: (
            turned.answer(request) if is_push(request) else answered("413 Content Too Large")
        ),
    )

    station.sync(road.address)

    assert len(held(hub, station)) == 199
    assert station.record.outbox.counts() == (1, 1, 0)
    assert hub.rows("SELECT 1 FROM blobs WHERE sha256 = ?", sha256) == []


def test_acts_recorded_while_a_picture_goes_out_do_not_wait_for_it(
    hub: RunningHub, station: RoadStation, road: FaultProxy
) -> None:
    station.attach(bytes(3_000_000))
    seen: list[int] = []

    def record_meanwhile(request: Request) -> None:
        if request.line.startswith("PATCH"):
            seen.append(len(held(hub, station)))

    road.faults = Faults(
        only=lambda request: record_meanwhile(request) is None,
    )
    with station.road(road.address) as line:
        send = line.send_blob

        def send_and_decide(sha256: str, offset: int, chunk: bytes) -> int:
            station.decide()
            return send(sha256, offset, chunk)

        line.send_blob = send_and_decide  # type: ignore[method-assign]  # acts arrive meanwhile
        from triage_app.flow.sync import sync_once

        sync_once(
            station.record.outbox, line, station.evidence, station.cache.writer, station.clock
        )

    assert len(seen) > 2
    assert seen == list(range(1, len(seen) + 1))


def test_a_picture_goes_on_where_it_was_cut(
    hub: RunningHub, station: RoadStation, road: FaultProxy
) -> None:
    sha256 = station.attach(bytes(range(256)) * 8_000)
    third = iter(range(100))
    road.faults = Faults(
        only=lambda request: request.line.startswith("PATCH") and next(third) == 2,
        cut_request_after=50_000,
    )

    report = station.sync(road.address)

    offsets = [
        line.split(b":")[1].strip()
        for request in road.seen
        for line in request.head.lower().split(b"\r\n")
        if request.line.startswith("PATCH") and line.startswith(b"upload-offset:")
    ]
    assert report.blobs_sent == 1
    assert hub.rows("SELECT size FROM blobs WHERE sha256 = ?", sha256) == [(2_048_000,)]
    assert offsets.count(b"0") == 1
