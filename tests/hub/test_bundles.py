"""What the road would carry, carried on a medium: sealed, signed, and taken twice without harm."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders import make_announcement
from tests.road_station import RoadStation
from tests.running_hub import RunningHub
from triage_app.flow.carrying import carry_in, carry_out
from triage_app.hub.bundles import TakenBundle, answer_bundle, take_bundle
from triage_app.hub.parts import HubParts
from triage_app.hub.tending import revoke_station
from triage_app.model.carried import BundledIn, BundledOut
from triage_app.model.errors import FileUnreadable, StationRevoked
from triage_app.protocol.segments import SegmentLine
from triage_app.uplink.carried import BundleForHub, BundleOfHub


def carried_out(station: RoadStation, path: Path) -> BundledOut:
    record = station.record
    bundle = BundleForHub(station.credentials, record.signer.sign)
    hub = station.credentials.hub
    return carry_out(path, record.outbox, record.undelivered, station.evidence, bundle, hub)


def carried_in(station: RoadStation, path: Path) -> BundledIn:
    record = station.record
    bundle = BundleOfHub(path, station.credentials, record.public_key(), record.signer.agree)
    return carry_in(bundle, record.outbox, record.undelivered, station.cache.writer, station.clock)


def at_the_hub(hub: RunningHub, path: Path, answer: Path) -> TakenBundle:
    async def step(parts: HubParts) -> TakenBundle:
        taken = await take_bundle(parts, path)
        await answer_bundle(parts, taken.station, taken.after, answer)
        return taken

    return hub.do(step)


def announce(hub: RunningHub, *numbers: str) -> None:
    async def step(parts: HubParts) -> None:
        for number in numbers:  # a segment each
            line = SegmentLine(make_announcement(number=number, id=f"manifest:{number}"))
            await parts.segments.publish("JFK", [line], parts.now())

    hub.do(step)


def test_acts_pictures_and_segments_go_both_ways_without_a_road(
    hub: RunningHub, station: RoadStation, tmp_path: Path
) -> None:
    announce(hub, "RR473124829US", "RR473124832US")
    for _ in range(1_203):
        station.decide()
    sha256 = station.attach(bytes(range(256)) * 9_000)
    out, back = tmp_path / "out", tmp_path / "back"

    made = carried_out(station, out)
    waiting = station.record.outbox.counts()[:2]
    taken = at_the_hub(hub, out, back)
    brought = carried_in(station, back)

    assert (made.acts, made.blobs, made.missing) == (1_204, 1, ())
    assert waiting == (1_204, 1)
    assert (taken.verdicts["accepted"], taken.blobs) == (1_204, 1)
    assert hub.rows("SELECT size FROM blobs WHERE sha256 = ?", sha256) == [(256 * 9_000,)]
    assert (brought.answered, brought.blobs, brought.segments, brought.waiting) == (1_204, 1, 3, 0)
    assert station.record.outbox.counts() == (0, 0, 0)
    assert station.cache.reader.find([("", "RR473124832US")])
    assert station.sync(hub.address).mismatch == ""


def test_a_bundle_brought_twice_changes_nothing(
    hub: RunningHub, station: RoadStation, tmp_path: Path
) -> None:
    announce(hub, "RR473124829US")
    for _ in range(7):
        station.decide()
    out, back = tmp_path / "out", tmp_path / "back"
    carried_out(station, out)
    at_the_hub(hub, out, back)
    carried_in(station, back)
    rows = hub.rows("SELECT id, data FROM acts ORDER BY id")

    again = at_the_hub(hub, out, tmp_path / "back2")
    brought = carried_in(station, back)

    assert again.verdicts == {"duplicate": 7}
    assert hub.rows("SELECT id, data FROM acts ORDER BY id") == rows
    assert (brought.answered, brought.segments, brought.waiting) == (0, 0, 0)


def test_what_went_by_road_meanwhile_is_a_duplicate_and_the_rest_goes_on(
    hub: RunningHub, station: RoadStation, tmp_path: Path
) -> None:
    for _ in range(3):
        station.decide()
    out, back = tmp_path / "out", tmp_path / "back"
    carried_out(station, out)
    station.decide()
    station.sync(hub.address)

    taken = at_the_hub(hub, out, back)

    assert taken.verdicts == {"duplicate": 3}
    assert hub.count("acts") == 4
    assert carried_in(station, back).waiting == 0


def test_only_the_hub_it_is_for_opens_it_and_nothing_lies_in_the_clear(
    hub: RunningHub, station: RoadStation, other: RoadStation, tmp_path: Path
) -> None:
    station.decide("RR473124829US")
    out, back = tmp_path / "out", tmp_path / "back"
    carried_out(station, out)
    at_the_hub(hub, out, back)

    for path in (out, back):
        assert b"RR473124829US" not in path.read_bytes()
        assert station.name.encode() not in path.read_bytes()
    with pytest.raises(FileUnreadable, match="Nothing was changed"):
        carried_in(other, back)
    with pytest.raises(FileUnreadable, match="Nothing was changed"):
        carried_in(station, out)


def cut(data: bytes) -> bytes:
    return data[:-20]


def bent(data: bytes) -> bytes:
    return data[:-100] + bytes([data[-100] ^ 1]) + data[-99:]


def longer(data: bytes) -> bytes:
    return data + b"x"


def nothing(_data: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("spoil", [cut, bent, longer, nothing])
def test_a_spoilt_bundle_is_not_taken_at_either_end(
    hub: RunningHub, station: RoadStation, tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    station.decide()
    out, back = tmp_path / "out", tmp_path / "back"
    carried_out(station, out)
    at_the_hub(hub, out, back)
    station.decide()
    carried_out(station, out)
    out.write_bytes(spoil(out.read_bytes()))
    back.write_bytes(spoil(back.read_bytes()))

    with pytest.raises(FileUnreadable):
        at_the_hub(hub, out, tmp_path / "none")
    with pytest.raises(FileUnreadable):
        carried_in(station, back)

    assert hub.count("acts") == 1
    assert station.record.outbox.counts()[0] == 2


def test_a_station_cannot_carry_for_another(
    hub: RunningHub, station: RoadStation, other: RoadStation, tmp_path: Path
) -> None:
    from dataclasses import replace

    station.decide()
    record = station.record
    forged = replace(station.credentials, station=other.name)
    bundle = BundleForHub(forged, record.signer.sign)
    carry_out(
        tmp_path / "out", record.outbox, record.undelivered, station.evidence, bundle, forged.hub
    )

    with pytest.raises(FileUnreadable, match="signature"):
        at_the_hub(hub, tmp_path / "out", tmp_path / "back")
    assert hub.count("acts") == 0


def test_an_answer_that_leaves_segments_out_is_not_taken(
    hub: RunningHub, station: RoadStation, tmp_path: Path
) -> None:
    announce(hub, "RR473124829US", "RR473124832US")

    async def late(parts: HubParts) -> None:
        from triage_app.hub.stations import station_named

        async with parts.database.reading() as connection:
            found = await station_named(connection, "JFK", station.name)
        assert found is not None
        await answer_bundle(parts, found, {"announcements": 1}, tmp_path / "late")

    hub.do(late)

    with pytest.raises(FileUnreadable, match="begins at segment 2"):
        carried_in(station, tmp_path / "late")


def test_a_refused_act_and_a_conflict_come_back_by_bundle(
    hub: RunningHub, station: RoadStation, other: RoadStation, tmp_path: Path
) -> None:
    other.decide("RR473124829US", "SZ")
    other.sync(hub.address)
    station.decide("RR473124829US", "REL")
    refused = station.decide()
    station.decide()
    out, back = tmp_path / "out", tmp_path / "back"
    with station.road(hub.address) as road:
        from dataclasses import replace

        taken_as_other = replace(refused, signature="00" * 64)
        road.push([taken_as_other], station.record.outbox.head())

    async def bad(parts: HubParts) -> None:
        from triage_app.hub.stations import station_named

        async with parts.database.reading() as connection:
            found = await station_named(connection, "JFK", station.name)
        assert found is not None
        await answer_bundle(parts, found, {}, tmp_path / "early")

    hub.do(bad)
    early = carried_in(station, tmp_path / "early")
    carried_out(station, out)
    at_the_hub(hub, out, back)
    carried_in(station, back)

    assert (early.refused, early.answered) == (1, 0)
    words = station.words()
    assert words[1][0] == "conflict"
    assert words[2] == ("refused", "wrong_signature")
    assert words[3][0] == "sent"


def test_a_revocation_is_carried_too(hub: RunningHub, station: RoadStation, tmp_path: Path) -> None:
    station.decide()

    async def end(parts: HubParts) -> int:
        return await revoke_station(parts, station.name)

    assert hub.do(end) == 1
    out, back = tmp_path / "out", tmp_path / "back"
    carried_out(station, out)
    taken = at_the_hub(hub, out, back)

    assert taken.verdicts == {"refused": 1}
    assert hub.count("quarantine") == 1
    with pytest.raises(StationRevoked):
        carried_in(station, back)
    assert station.record.outbox.note("revocation")
