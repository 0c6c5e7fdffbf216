"""The hub's stores: whose they are, how old they are, what is said when they cannot be opened."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from triage_app.hub.opening import HubPlace, opened_hub
from triage_app.hub.schema import MIGRATIONS
from triage_app.model.errors import DiskFault, Fault, KeyMissing, StoreNewer


def open_once(place: HubPlace) -> str:
    async def run() -> str:
        async with opened_hub(place) as parts:
            return parts.me.id + ("*" if parts.me.demonstration else "")

    return asyncio.run(run())


@pytest.fixture
def place(tmp_path: Path) -> HubPlace:
    return HubPlace(tmp_path / "hub")


def test_a_hub_is_the_same_hub_each_time(place: HubPlace) -> None:
    assert open_once(place) == open_once(place)


def test_a_demonstration_stays_one_and_a_real_hub_becomes_none(
    place: HubPlace, tmp_path: Path
) -> None:
    played = HubPlace(tmp_path / "play", demonstration=True)
    assert open_once(played).endswith("*")
    assert open_once(replace(played, demonstration=False)).endswith("*")

    open_once(place)
    with pytest.raises(KeyMissing, match="real hub"):
        open_once(replace(place, demonstration=True))


def test_a_database_without_its_key_makes_no_new_hub(place: HubPlace) -> None:
    open_once(place)
    (place.folder / "hub.key").unlink()

    with pytest.raises(KeyMissing, match=r"hub\.key"):
        open_once(place)


def test_a_key_cut_short_is_said(place: HubPlace) -> None:
    open_once(place)
    (place.folder / "hub.key").write_bytes(b"short")

    with pytest.raises(KeyMissing, match="5 bytes"):
        open_once(place)


def test_a_newer_database_is_left_as_it_is(place: HubPlace) -> None:
    open_once(place)
    with closing(sqlite3.connect(place.folder / "hub.db")) as behind:
        behind.execute("INSERT INTO schema_version VALUES (?)", (len(MIGRATIONS) + 1,))
        behind.commit()

    with pytest.raises(StoreNewer):
        open_once(place)


@pytest.mark.parametrize("what", ["no-database", "no-folder"])
def test_stores_that_cannot_be_opened_are_a_fault_with_a_next_step(
    place: HubPlace, tmp_path: Path, what: str
) -> None:
    if what == "no-database":
        place.folder.mkdir()
        (place.folder / "hub.db").write_bytes(b"not a database at all" * 100)
    else:
        (tmp_path / "hub").write_text("a file")

    with pytest.raises(DiskFault) as told:
        open_once(place)

    assert str(told.value.next_step)


def test_the_database_and_the_blobs_may_lie_elsewhere(tmp_path: Path) -> None:
    place = HubPlace(
        tmp_path / "hub",
        database=f"sqlite+aiosqlite:///{tmp_path}/elsewhere.db",
        blobs=f"file://{tmp_path}/blobs-elsewhere",
    )
    open_once(place)

    assert (tmp_path / "elsewhere.db").exists()
    assert (tmp_path / "blobs-elsewhere").is_dir()
    assert not (tmp_path / "hub" / "hub.db").exists()


def test_an_unknown_kind_of_blob_store_is_said(tmp_path: Path) -> None:
    with pytest.raises(Fault):
        open_once(HubPlace(tmp_path / "hub", blobs="gopher://there"))
