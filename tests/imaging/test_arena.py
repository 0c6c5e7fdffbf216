"""Room that comes back by itself, and never while somebody still looks at it."""

import numpy as np

from triage_app.imaging.arena import LEAST_BYTES, Arena

SIZE = 2 * LEAST_BYTES


def address(room: np.ndarray) -> int:
    return int(room.ctypes.data)


def test_room_that_nobody_holds_is_given_out_again() -> None:
    arena = Arena()
    room = arena.room(SIZE)
    lay = address(room)
    del room
    assert arena.free_bytes == SIZE
    assert address(arena.room(SIZE - 8)) == lay


def test_a_view_of_a_view_keeps_its_room() -> None:
    arena = Arena()
    page = arena.room(SIZE).view(np.uint16).reshape(2, -1)[1]
    page[:] = 7
    other = arena.room(SIZE)
    other[:] = 0
    assert arena.free_bytes == 0
    assert np.unique(page).tolist() == [7]


def test_no_more_is_kept_than_was_allowed() -> None:
    arena = Arena(kept_bytes=SIZE)
    rooms = [arena.room(SIZE) for _ in range(3)]
    rooms.clear()
    assert arena.free_bytes == SIZE


def test_small_room_is_nobodys_business() -> None:
    arena = Arena()
    arena.room(100)
    assert arena.free_bytes == 0
