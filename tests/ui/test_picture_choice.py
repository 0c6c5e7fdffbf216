"""Pictures attached to an item stand beside the seller's: which, what, and who gave them."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from tests.builders import NOON, make_item
from triage_app.model.act import ActKind, ActLine
from triage_app.model.item import ImageRef, ImageRole, MailItem
from triage_app.ui.picture_choice import PictureChoice
from triage_app.ui.theme import light

SELLERS = ImageRef("aa", ImageRole.PRODUCT, "image/png", 1)


def photo(sha256: str) -> ImageRef:
    return ImageRef(sha256, ImageRole.PHOTO, "image/png", 1, "evidence")


def attached(sha256: str, inspector: str) -> ActLine:
    body = {"attachment": {"sha256": sha256}}
    return ActLine(sha256, 1, ActKind.ATTACHMENT, NOON, inspector, "s10", "RR", body=body)


def item(*images: ImageRef) -> MailItem:
    given = (attached(ref.sha256, f"by {ref.sha256}") for ref in images if ref.where == "evidence")
    return replace(make_item(), images=images, acts=tuple(given))


@pytest.fixture
def choice(qtbot: QtBot) -> PictureChoice:
    made = PictureChoice(light(1.0), lambda at: at)
    qtbot.addWidget(made)
    return made


def test_the_seller_s_picture_is_first_and_each_attached_one_says_who_and_when(
    choice: PictureChoice,
) -> None:
    choice.show_item(item(SELLERS, photo("b"), photo("c")))
    captions = [choice.caption]
    for _ in range(3):
        choice._on.click()
        captions.append(choice.caption)

    assert captions == [
        "Seller's picture",
        "Photograph · by b, 02 Mar 12:00",
        "Photograph · by c, 02 Mar 12:00",
        "Seller's picture",
    ]


def test_the_keys_name_what_they_choose(choice: PictureChoice) -> None:
    chosen: list[ImageRef] = []
    choice.chosen.connect(chosen.append)
    choice.show_item(item(SELLERS, photo("b")))

    choice._back.click()

    assert chosen == [photo("b")]
    assert choice._back.accessibleName() == "Picture before"


def test_without_a_seller_s_picture_the_newest_photograph_stands_there(
    choice: PictureChoice,
) -> None:
    choice.show_item(item(photo("b"), photo("c")))
    assert choice.present == photo("c")
    choice.show_item(item())
    assert choice.present is None


def test_a_photograph_that_comes_is_shown_and_else_what_is_looked_at_stays(
    choice: PictureChoice,
) -> None:
    choice.show_item(item(SELLERS))
    assert choice.show_again(item(SELLERS, photo("b")))
    assert choice.present == photo("b")
    assert not choice.show_again(item(SELLERS, photo("b")))
    assert choice.present == photo("b")


def test_a_photograph_whose_attachment_was_undone_gives_way(choice: PictureChoice) -> None:
    choice.show_item(item(SELLERS, photo("b"), photo("c")))
    choice._back.click()
    assert choice.present == photo("c")

    assert choice.show_again(item(SELLERS, photo("b")))
    assert choice.present == SELLERS
    assert choice.show_again(item())
    assert choice.present is None


def test_one_picture_alone_has_no_keys(choice: PictureChoice) -> None:
    choice.keys.show()
    choice.show_item(item(SELLERS))
    assert not choice.keys.isVisible()
    choice.show_item(item(SELLERS, photo("b")))
    assert choice.keys.isVisible()
