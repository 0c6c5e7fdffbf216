from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.record_home import Home, make_home
from triage_app.store.record import OpenRecord


@pytest.fixture
def record_home(tmp_path: Path) -> Home:
    return make_home(tmp_path / "home")


@pytest.fixture
def opened(record_home: Home) -> Iterator[OpenRecord]:
    with record_home.opened() as record:
        yield record
