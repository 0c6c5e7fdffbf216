import gc
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # a busy machine makes no test wrong
settings.load_profile("untimed")

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever asks for Qt is a gui test."""
    for item in items:
        if {"qapp", "qtbot"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("gui")


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """What a test left of its window goes now and on this thread: collected later by some lane of
    the next test it would end the process (see ui/collector). A command run here may have put the
    collector to rest for its process."""
    if not gc.isenabled():
        gc.unfreeze()
        gc.enable()
    if item.get_closest_marker("gui"):
        gc.collect()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real test data made by others; never copied into the project."""
    place = Path(os.environ.get("TRIAGE_SHARED_DATA", SHARED_DATA))
    if not place.is_dir():
        pytest.skip("shared test data are not beside this checkout (TRIAGE_SHARED_DATA)")
    return place
