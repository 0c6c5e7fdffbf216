"""What a JSON object of the native form must hold to: texts trimmed, times anybody can mean."""

from collections.abc import Iterable

from msgspec import Struct

from triage_app.formats.courier_cells import CellWrong, believable


class ObjectWrong(Exception):
    """Inside the room only: an object that is no announcement; where in it, and why."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(reason)
        self.place = place
        self.reason = reason


def text(cell: str) -> str:
    """Trimmed, without NUL characters, which stand for nothing."""
    return cell.replace("\0", "").strip()


def check_times(found: Struct, places: Iterable[str], inside: str = "") -> None:
    """Raises ObjectWrong for a day of another age, an empty clock or a filler; `inside` is where
    the object stands."""
    for place in places:
        said = getattr(found, place)
        try:
            if said is not None:
                believable(said, said.isoformat())
        except CellWrong as wrong:
            raise ObjectWrong(f"{inside}{place}", str(wrong)) from wrong
