from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.road_station import RoadStation, road_station
from tests.running_hub import RunningHub, running_hub


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
def other(hub: RunningHub, tmp_path: Path) -> Iterator[RoadStation]:
    with road_station(tmp_path / "other", "bench-2") as made:
        made.enrol(hub.address, hub.code())
        yield made
