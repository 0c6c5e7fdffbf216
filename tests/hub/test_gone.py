"""A station that goes away in the middle is no fault of the hub's and no error in its log."""

import logging
import socket
from urllib.parse import urlsplit

import pytest

from tests.road_station import RoadStation
from tests.running_hub import RunningHub


def test_a_body_that_is_cut_is_no_error_in_the_log(
    hub: RunningHub, station: RoadStation, caplog: pytest.LogCaptureFixture
) -> None:
    sha256 = station.attach(bytes(500_000))
    with station.road(hub.address) as road:
        road.blob_offset(sha256, 500_000)
    place = urlsplit(hub.address)
    head = (
        f"PATCH /v1/uploads/{sha256} HTTP/1.1\r\nHost: hub\r\nTriage-Protocol: 1\r\n"
        f"Authorization: Bearer {station.credentials.token}\r\nUpload-Offset: 0\r\n"
        "Content-Type: application/offset+octet-stream\r\nContent-Length: 500000\r\n\r\n"
    )
    with caplog.at_level(logging.WARNING):
        with socket.create_connection((place.hostname or "", place.port or 0)) as line:
            line.sendall(head.encode() + bytes(1_000))
        report = station.sync(hub.address)

    assert report.blobs_sent == 1
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
