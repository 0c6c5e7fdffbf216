"""What pictures looked like: sealed, there after a restart, gone by age."""

from datetime import timedelta
from pathlib import Path

from tests.builders import NOON
from triage_app.model.item import ImageRef, ImageRole
from triage_app.model.looks import PictureLook
from triage_app.store.looks import LooksFolder

KEY = bytes(range(32))


def look(name: str, days: int = 0) -> PictureLook:
    ref = ImageRef(name, ImageRole.XRAY, "image/tiff", 1)
    return PictureLook(ref, f"item {name}", "wang", NOON - timedelta(days=days), b"\x01\x02")


def test_looks_are_there_after_a_restart_and_sealed(tmp_path: Path) -> None:
    kept = LooksFolder(tmp_path, KEY)
    kept.add(look("b"))
    kept.add(look("a", days=3))
    kept.add(look("b", days=9))  # the first look stays
    assert LooksFolder(tmp_path, KEY).all() == kept.all() == (look("a", days=3), look("b"))
    assert not any(b"wang" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_what_is_too_old_or_damaged_goes(tmp_path: Path) -> None:
    kept = LooksFolder(tmp_path, KEY)
    kept.add(look("bad"))
    (entry,) = (path for path in tmp_path.rglob("*") if path.is_file())
    kept.add(look("old", days=100))
    kept.add(look("new", days=2))
    entry.write_bytes(b"flipped")
    again = LooksFolder(tmp_path, KEY, lambda: NOON - timedelta(days=90))
    assert again.all() == (look("new", days=2),)
    assert LooksFolder(tmp_path, KEY).all() == again.all()


def test_the_one_seen_longest_ago_makes_room(tmp_path: Path) -> None:
    kept = LooksFolder(tmp_path, KEY, most=2)
    for name, days in (("b", 2), ("a", 9), ("c", 1)):
        kept.add(look(name, days))
    assert kept.all() == LooksFolder(tmp_path, KEY).all() == (look("b", 2), look("c", 1))
