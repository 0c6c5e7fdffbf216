"""Enrolment: a code from a person, and from then on one hub that is believed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fault_proxy import Faults, answered, fault_proxy
from tests.road_station import RoadStation, road_station
from tests.running_hub import RunningHub, running_hub
from triage_app.hub.parts import HubParts
from triage_app.model.errors import HubRefusedStation, HubUnreachable, SettingsWrong
from triage_app.settings import HubSettings, Settings
from triage_app.uplink import open_road
from triage_app.uplink.uplink import Uplink


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    with running_hub(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.fixture
def station(tmp_path: Path) -> Iterator[RoadStation]:
    with road_station(tmp_path / "home", tmp_path.name[:60]) as made:
        yield made


def test_a_code_enrols_and_the_hub_is_pinned(hub: RunningHub, station: RoadStation) -> None:
    station.enrol(hub.address, hub.code())

    with station.road(hub.address) as road:
        assert road.hello().hub == station.credentials.hub
    assert station.credentials.token not in repr(station.credentials)


@pytest.mark.parametrize("case", ["wrong", "other-facility", "other-station", "expired"])
def test_a_code_that_does_not_fit_enrols_nobody(
    hub: RunningHub, station: RoadStation, case: str
) -> None:
    code = {
        "wrong": "AAAAA-BBBBB-CCCCC-DDDDD",
        "other-facility": hub.code("LAX"),
        "other-station": hub.code(station="somebody-else"),
        "expired": hub.code(hours=-1),
    }[case]

    with pytest.raises(HubRefusedStation, match="code is wrong"):
        station.enrol(hub.address, code)

    assert hub.rows("SELECT 1 FROM stations WHERE station = ?", station.name) == []


def test_a_code_for_any_facility_enrols_at_the_stations_own(
    hub: RunningHub, station: RoadStation
) -> None:
    station.enrol(hub.address, hub.code(""), facility="ORD")

    assert station.credentials.facility == "ORD"


def test_a_lost_answer_costs_no_code(hub: RunningHub, station: RoadStation) -> None:
    code = hub.code()
    with fault_proxy(hub.address) as proxy:
        proxy.faults = Faults(only=lambda r: "/v1/enrol" in r.line, drop_reply=True, times=1)
        with pytest.raises(HubUnreachable):
            station.enrol(proxy.address, code)
        station.enrol(proxy.address, code)

    station.decide()
    assert station.sync(hub.address).accepted == 1


def test_a_used_code_enrols_no_second_station(
    hub: RunningHub, station: RoadStation, tmp_path: Path
) -> None:
    code = hub.code()
    station.enrol(hub.address, code)

    with road_station(tmp_path / "other", "another") as other, pytest.raises(HubRefusedStation):
        other.enrol(hub.address, code)


def test_a_taken_name_is_replaced_only_by_a_code_made_for_it(
    hub: RunningHub, station: RoadStation, tmp_path: Path
) -> None:
    station.enrol(hub.address, hub.code())

    with road_station(tmp_path / "new-disk", station.name) as again:
        with pytest.raises(HubRefusedStation):
            again.enrol(hub.address, hub.code())
        again.enrol(hub.address, hub.code(station=station.name))
        again.decide()
        assert again.sync(hub.address).accepted == 1
    with pytest.raises(HubRefusedStation, match="does not know this station"):
        station.sync(hub.address)


def test_codes_and_tokens_lie_hashed_at_the_hub(hub: RunningHub, station: RoadStation) -> None:
    code = hub.code()
    station.enrol(hub.address, code)

    text = (hub.place.folder / "hub.db").read_bytes() + (
        hub.place.folder / "hub.db-wal"
    ).read_bytes()
    assert code.encode() not in text
    assert station.credentials.token.rpartition("~")[2].encode() not in text
    assert (hub.place.folder / "hub.key").stat().st_mode & 0o077 == 0


def test_another_hub_at_the_same_address_is_believed_nothing(
    hub: RunningHub, station: RoadStation, tmp_path: Path
) -> None:
    station.enrol(hub.address, hub.code())
    station.decide()

    with running_hub(tmp_path / "impostor") as other, pytest.raises(HubUnreachable):
        station.sync(other.address)

    assert station.record.outbox.counts() == (1, 0, 0)


def test_a_demonstration_and_a_real_hub_keep_apart(tmp_path: Path, hub: RunningHub) -> None:
    with road_station(tmp_path / "home", "made-up") as made_up:
        with pytest.raises(HubRefusedStation, match="This home is a demonstration"):
            made_up.enrol(hub.address, hub.code(), demo=True)
        with running_hub(tmp_path / "hub", demonstration=True) as playground:
            made_up.enrol(playground.address, playground.code(), demo=True)
            made_up.decide()
            assert made_up.sync(playground.address).accepted == 1
            with pytest.raises(HubRefusedStation, match="does not get real acts"):
                made_up.enrol(playground.address, playground.code(), demo=False)
            with (
                made_up.road(playground.address, demonstration=False) as road,
                pytest.raises(HubRefusedStation),
            ):
                road.hello()


def test_an_old_program_is_told_so(hub: RunningHub, station: RoadStation) -> None:
    station.enrol(hub.address, hub.code())
    station.decide()
    said = (
        '{"triage":1,"hub":"%s","at":"2026-01-01T00:00:00Z","request":"%s","public_key":"",'
        '"oldest_protocol":7,"newest_protocol":9,"app_version":"9","demonstration":false}'
    )
    with fault_proxy(hub.address) as proxy:
        hub_id = station.credentials.hub

        def newer(request: object) -> bytes:
            head = request.head.decode().lower()  # type: ignore[attr-defined]  # a Request
            asked = head.split("triage-request: ")[1].split("\r\n")[0]
            return answered("200 OK", said % (hub_id, asked), "application/json")

        proxy.faults = Faults(answer=newer)
        with pytest.raises(HubRefusedStation, match="the station is old"):
            station.sync(proxy.address)
    assert station.record.outbox.counts() == (1, 0, 0)


def test_a_station_never_enrolled_is_told_what_to_do(station: RoadStation, tmp_path: Path) -> None:
    settings = Settings(tmp_path, hub=HubSettings(url="http://127.0.0.1:9"))

    with pytest.raises(HubRefusedStation, match="triage enroll"):
        open_road(settings, station.record.outbox)


@pytest.mark.parametrize("url", ["", "hub.example", "ftp://hub.example", "http://"])
def test_an_address_that_is_none_is_a_wrong_setting(
    hub: RunningHub, station: RoadStation, url: str
) -> None:
    station.enrol(hub.address, hub.code())

    with pytest.raises(SettingsWrong):
        Uplink(HubSettings(url=url), station.credentials)


def test_only_a_signed_word_revokes(hub: RunningHub, station: RoadStation) -> None:
    from triage_app.hub.tending import revoke_station
    from triage_app.model.errors import StationRevoked

    station.enrol(hub.address, hub.code())
    station.decide()

    async def revoke(parts: HubParts) -> int:
        return await revoke_station(parts, station.name)

    assert hub.do(revoke) == 1
    with pytest.raises(StationRevoked) as told:
        station.sync(hub.address)

    assert b"signature" in told.value.statement
    assert station.record.outbox.note("revocation")
    assert station.words()[1][0] == "refused"
    rows = hub.rows("SELECT reason FROM quarantine WHERE station = ?", station.name)
    assert rows == [("revoked",)]
    with pytest.raises(StationRevoked):
        station.sync(hub.address)


def test_a_forged_revocation_is_no_revocation(hub: RunningHub, station: RoadStation) -> None:
    from triage_app.hub.tending import revoke_station
    from triage_app.model.errors import StationRevoked

    station.enrol(hub.address, hub.code())
    hub.do(lambda parts: revoke_station(parts, station.name))
    with (
        station.road(hub.address, hub_key=bytes(32)) as road,
        pytest.raises(HubRefusedStation) as told,
    ):
        road.segments("holds", 0)

    assert not isinstance(told.value, StationRevoked)
