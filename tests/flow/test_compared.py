"""Earlier pictures beside this one: the sender's and those alike, each with why."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from tests.builders import NOON, make_item
from triage_app.flow.compared import compared, may_be_compared, oldest_kept
from triage_app.model.item import Hold, ImageRef, ImageRole
from triage_app.model.looks import PictureLook

ME = PictureLook(ImageRef("me", ImageRole.XRAY, "image/tiff", 1), "me", "wang", NOON, b"")


def look(name: str, sender: str = "", days: int = 1) -> PictureLook:
    ref = ImageRef(name, ImageRole.XRAY, "image/tiff", 1)
    return PictureLook(ref, name, sender, NOON - timedelta(days=days), b"")


def rated(**whole: float) -> object:
    def rate(_: PictureLook, others: Sequence[PictureLook]) -> list[tuple[float, float, float]]:
        return [(whole.get(one.item, 0.0), 0.91, 0.82) for one in others]

    return rate


def found(kept: Sequence[PictureLook], **whole: float) -> list[tuple[str, bool]]:
    made = compared(ME, kept, rated(**whole), lambda _: "")  # type: ignore[arg-type]
    return [(one.item, one.same_sender) for one in made]


def test_the_nearest_come_first_the_sender_s_newest_among_them() -> None:
    kept = [look("old", "wang", 9), look("new", "wang", 2), look("far"), look("near"), look("like")]
    assert found(kept, near=0.95, like=0.85, far=0.4) == [
        ("near", False),
        ("like", False),
        ("new", True),
        ("old", True),
    ]


def test_one_of_the_sender_that_is_alike_too_stands_once() -> None:
    assert found([look("a", "wang")], a=0.99) == [("a", True)]


def test_an_item_is_not_compared_with_itself_and_nobody_with_nobody() -> None:
    nameless = replace(ME, sender="")
    kept = [replace(ME, ref=look("other view").ref), look("x")]
    assert compared(nameless, kept, rated(me=1.0), lambda _: "") == ()  # type: ignore[arg-type]


def test_why_is_said_in_parts_of_a_hundred_and_what_was_decided() -> None:
    (one,) = compared(ME, [look("a")], rated(a=0.9), lambda n: f"Seized {n}")  # type: ignore[arg-type]
    assert (one.shape, one.density, one.outcome) == (91, 82, "Seized a")


def test_a_controlled_delivery_is_compared_with_nothing() -> None:
    assert may_be_compared(make_item())
    secret = replace(make_item(), holds=(Hold("h", "unit", "why", NOON, cleared_only=True),))
    assert not may_be_compared(secret)


def test_looks_go_by_age_with_their_announcements() -> None:
    assert oldest_kept(NOON, 90) == NOON - timedelta(days=90)
    assert oldest_kept(NOON, 0) is None
