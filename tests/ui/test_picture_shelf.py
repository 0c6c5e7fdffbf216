"""Pictures within a budget: what is shown stays, what may be shown next makes nobody leave."""

import numpy as np

from triage_app.imaging.picture import Picture
from triage_app.ui.picture_shelf import PictureShelf

SIZE = 100


def picture(size: int = SIZE) -> Picture:
    return Picture((np.zeros((1, size), np.uint8),), 8, "GREY", "png")


def shelf_of(*names: str, room: int = 3 * SIZE) -> PictureShelf:
    shelf = PictureShelf(room)
    for name in names:
        shelf.keep(name, picture())
    return shelf


def kept(shelf: PictureShelf) -> set[str]:
    return {name for name in "abcdefg" if shelf.get(name) is not None}


def test_the_one_looked_at_longest_ago_makes_room() -> None:
    shelf = shelf_of("a", "b", "c")
    shelf.get("a")
    shelf.keep("d", picture())
    assert kept(shelf) == {"a", "c", "d"}


def test_the_latest_stays_however_large() -> None:
    shelf = shelf_of("a")
    shelf.keep("b", picture(9 * SIZE))
    assert kept(shelf) == {"b"}


def test_what_comes_ahead_takes_the_place_of_what_nobody_wants() -> None:
    shelf = shelf_of("a", "b", "c")
    assert shelf.keep_ahead("d", picture(), frozenset("bd"))
    assert kept(shelf) == {"b", "c", "d"}


def test_what_comes_ahead_never_drives_out_what_is_wanted() -> None:
    shelf = shelf_of("a", "b", "c")
    assert not shelf.keep_ahead("d", picture(), frozenset("abcd"))
    assert kept(shelf) == {"a", "b", "c"}


def test_every_page_of_a_picture_counts() -> None:
    pages = Picture((np.zeros((1, SIZE), np.uint8),) * 4, 8, "GREY", "tiff")
    shelf = shelf_of()
    assert not shelf.keep_ahead("a", pages, frozenset("a"))
