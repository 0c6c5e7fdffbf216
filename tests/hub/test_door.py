"""Every address of the hub against strangers, bombs, tricks and nonsense."""

import hashlib
import json
import zlib
from collections.abc import Iterator

import httpx
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.road_station import RoadStation, road_station
from tests.running_hub import RunningHub, running_hub
from triage_app.hub.routes import range_start
from triage_app.protocol.push import MAX_BODY_BYTES
from triage_app.protocol.uploads import MAX_CHUNK_BYTES, upload_metadata

SHA = hashlib.sha256(b"blob").hexdigest()
CLOSED = [
    ("POST", "/v1/acts"),
    ("GET", "/v1/conflicts?after=0"),
    ("GET", "/v1/segments/holds?after=0"),
    ("GET", "/v1/segments/announcements/1"),
    ("POST", "/v1/uploads"),
    ("HEAD", f"/v1/uploads/{SHA}"),
    ("PATCH", f"/v1/uploads/{SHA}"),
]
COMMON = {"Triage-Protocol": "1", "Triage-Request": "r1"}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    with running_hub(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.fixture(scope="module")
def station(hub: RunningHub, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoadStation]:
    with road_station(tmp_path_factory.mktemp("home"), "bench-1") as made:
        made.enrol(hub.address, hub.code())
        yield made


def ask(hub: RunningHub, method: str, path: str, **more: object) -> httpx.Response:
    headers = COMMON | dict(more.pop("headers", {}))  # type: ignore[call-overload]  # a mapping
    return httpx.request(
        method,
        hub.address + path,
        headers=headers,
        trust_env=False,
        **more,  # type: ignore[arg-type]
    )


def bearer(station: RoadStation) -> dict[str, str]:
    return {"Authorization": f"Bearer {station.credentials.token}"}


@pytest.mark.parametrize(("method", "path"), CLOSED)
@pytest.mark.parametrize("token", ["", "nobody", "JFK~bench-1~", "JFK~bench-1~" + "0" * 64, "~~"])
def test_no_token_opens_nothing(
    hub: RunningHub, station: RoadStation, method: str, path: str, token: str
) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = ask(hub, method, path, headers=headers, content=b"{}")

    assert answer.status_code == 401
    assert answer.headers["triage-request"] == "r1"
    if method != "HEAD":
        assert answer.json()["code"] == "unknown_station"


@pytest.mark.parametrize("version", ["", "0", "2", "99999999", "one", "1.0"])
def test_another_protocol_is_told_which_side_is_old(
    hub: RunningHub, station: RoadStation, version: str
) -> None:
    answer = ask(hub, "POST", "/v1/acts", headers={**bearer(station), "Triage-Protocol": version})

    assert answer.status_code == 426
    assert answer.json()["code"] == ("new_protocol" if version == "2" else "old_protocol")


@pytest.mark.parametrize(
    ("encoding", "body", "status"),
    [
        ("zstd", zstandard.compress(bytes(400_000_000)), 413),
        ("gzip", zlib.compress(bytes(40_000_000), wbits=31), 413),
        ("zstd", b"\x28\xb5\x2f\xfdnonsense", 400),
        ("gzip", b"\x1f\x8bnonsense", 400),
        ("br", b"nonsense", 400),
        ("zstd", zstandard.compress(b'{"acts":[],"head":3}'), 400),
        ("", b"\xff\xfe", 400),
        ("", bytes(MAX_BODY_BYTES + 1), 413),
    ],
    ids=["bomb", "gzip-bomb", "no-zstd", "no-gzip", "unknown", "other", "no-json", "huge"],
)
def test_a_body_that_is_none_is_turned_away(
    hub: RunningHub, station: RoadStation, encoding: str, body: bytes, status: int
) -> None:
    headers = bearer(station) | {"Content-Type": "application/json"}
    headers |= {"Content-Encoding": encoding} if encoding else {}

    answer = ask(hub, "POST", "/v1/acts", headers=headers, content=body)

    assert answer.status_code == status
    assert answer.json()["hub"] == station.credentials.hub


@pytest.mark.parametrize(
    "path",
    [
        "/v1/uploads/../../hub.key",
        "/v1/uploads/..%2f..%2fhub.key",
        "/v1/uploads/" + "A" * 64,
        "/v1/segments/../hub.key/1",
        "/v1/segments/holds/-1",
        "/v1/segments/holds/99999999999999999999999",
        "/v1/segments/parts/1",
    ],
)
def test_no_path_leads_out_of_the_store(hub: RunningHub, station: RoadStation, path: str) -> None:
    answer = ask(hub, "PATCH" if "uploads" in path else "GET", path, headers=bearer(station))

    assert 400 <= answer.status_code < 500
    assert b"PRIVATE" not in answer.content


def test_the_hub_documents_itself(hub: RunningHub) -> None:
    document = ask(hub, "GET", "/openapi").json()

    assert {path.split("?")[0] for _, path in CLOSED[:3]} - set(document["paths"]) == {
        "/v1/segments/holds"
    }
    push = document["paths"]["/v1/acts"]["post"]
    assert "PushRequest" in json.dumps(push["requestBody"])
    assert "PushAnswer" in json.dumps(push["responses"]["200"])


def test_the_hub_says_whether_it_takes_acts(hub: RunningHub) -> None:
    assert ask(hub, "GET", "/ready").json()["ready"] is True


def test_an_upload_is_taken_in_parts_and_checked(hub: RunningHub, station: RoadStation) -> None:
    data = bytes(range(256)) * 10
    name = hashlib.sha256(data).hexdigest()
    offset_type = {"Content-Type": "application/offset+octet-stream"}
    begun = ask(
        hub,
        "POST",
        "/v1/uploads",
        headers=bearer(station)
        | {"Upload-Length": str(len(data)), "Upload-Metadata": upload_metadata(name)},
    )
    place = begun.headers["location"]
    first = ask(
        hub,
        "PATCH",
        place,
        headers=bearer(station) | offset_type | {"Upload-Offset": "0"},
        content=data[:1000],
    )
    wrong = ask(
        hub,
        "PATCH",
        place,
        headers=bearer(station) | offset_type | {"Upload-Offset": "0"},
        content=data[:1000],
    )
    stands = ask(hub, "HEAD", place, headers=bearer(station))
    last = ask(
        hub,
        "PATCH",
        place,
        headers=bearer(station) | offset_type | {"Upload-Offset": "1000"},
        content=data[1000:],
    )

    assert (begun.status_code, first.status_code, last.status_code) == (201, 204, 204)
    assert (wrong.status_code, wrong.headers["upload-offset"]) == (409, "1000")
    assert stands.headers["upload-offset"] == "1000"
    stored = hub.place.folder / "blobs" / "blobs" / "JFK" / name[:2] / name
    assert stored.read_bytes() == data
    assert not list((hub.place.folder / "blobs" / "parts").rglob("0*"))


def test_bytes_that_are_not_the_blob_named_begin_anew(
    hub: RunningHub, station: RoadStation
) -> None:
    with station.road(hub.address) as road:
        road.blob_offset(SHA, 4)
        answer = ask(
            hub,
            "PATCH",
            f"/v1/uploads/{SHA}",
            headers=bearer(station)
            | {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"},
            content=b"blub",
        )
        again = road.blob_offset(SHA, 4)
        whole = road.send_blob(SHA, 0, b"blob")

    assert (answer.status_code, answer.json()["code"]) == (460, "wrong_hash")
    assert (again, whole) == (0, 4)


def test_a_blob_another_station_sent_is_not_sent_again(
    hub: RunningHub, station: RoadStation, other: RoadStation
) -> None:
    for one in (station, other):
        one.attach(b"the same picture")
    station.sync(hub.address)

    with other.road(hub.address) as road:
        name = hashlib.sha256(b"the same picture").hexdigest()
        assert road.blob_offset(name, 16) == 16
    assert other.sync(hub.address).blobs_sent == 1


@pytest.mark.parametrize(
    ("length", "metadata", "status"),
    [
        ("", upload_metadata(SHA), 400),
        ("-4", upload_metadata(SHA), 400),
        ("4", "", 400),
        ("4", "sha256 !!!", 400),
        ("4", "sha256 Li4vLi4vZXRj", 400),
        ("0", upload_metadata(SHA), 413),
        ("999999999999", upload_metadata(SHA), 413),
    ],
)
def test_an_upload_that_cannot_be_is_not_begun(
    hub: RunningHub, station: RoadStation, length: str, metadata: str, status: int
) -> None:
    headers = bearer(station) | {"Upload-Length": length, "Upload-Metadata": metadata}

    assert ask(hub, "POST", "/v1/uploads", headers=headers).status_code == status


def test_a_part_larger_than_allowed_is_turned_away(hub: RunningHub, station: RoadStation) -> None:
    large = "ab" * 32
    with station.road(hub.address) as road:
        road.blob_offset(large, 50_000_000)
    answer = ask(
        hub,
        "PATCH",
        f"/v1/uploads/{large}",
        headers=bearer(station)
        | {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"},
        content=bytes(MAX_CHUNK_BYTES + 1),
    )

    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("header", "start"),
    [
        ("", 0),
        ("bytes=5-", 5),
        ("bytes=9-", 9),
        ("bytes=10-", 0),
        ("bytes=-5", 0),
        ("bytes=1-3", 0),
        ("items=5-", 0),
        ("bytes=٣-", 0),
        ("bytes=" + "9" * 40 + "-", 0),
    ],
)
def test_a_range_begins_where_it_says_or_at_the_beginning(header: str, start: int) -> None:
    assert range_start(header, 10) == start


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    body=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.sampled_from(["acts", "head", "id", "seq", "data", "code"]), inner)
        ),
        max_leaves=12,
    )
)
def test_whatever_json_comes_is_answered_by_a_refusal_of_our_own(
    hub: RunningHub, station: RoadStation, body: object
) -> None:
    for path in ("/v1/acts", "/v1/enrol"):
        answer = ask(hub, "POST", path, headers=bearer(station), json=body)

        assert 400 <= answer.status_code < 500
        assert answer.json()["hub"] == station.credentials.hub
