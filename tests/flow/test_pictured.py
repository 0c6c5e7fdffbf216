"""A picture's codes and the item on the bench: brought, kept with it, or left alone."""

import pytest

from tests.builders import NUMBER, make_announcement, make_identity, make_item
from triage_app.flow.commands import command_text
from triage_app.flow.identify import identify
from triage_app.flow.lookup import _key
from triage_app.flow.pictured import Brought, Evidence, NotTaken, fate_of
from triage_app.flow.selftest_code import SENT
from triage_app.model.command import Command, CommandKind
from triage_app.model.item import Announcement, ItemKey, MailItem

OTHER = "CP123456785DE"
UNKNOWN = "EE123456785CN"
SSCC = "00034012345678901236"
BAG = "DEFRAAUSJFKAACA50123001100123"
COMMAND = command_text(Command(CommandKind.UNDO, "Undo the last act"), b"k" * 32, 1)
BADGE = "TRB.LI_W.ABCDEFGHIJKLMNOP"
GTIN = "]E05030159003930"


class Announced:
    """Looks numbers up among a few announcements."""

    def __init__(self, *announcements: Announcement) -> None:
        self._by_number = {
            number: one
            for one in announcements
            for number in (one.number, *(alias for _, alias in one.aliases))
        }
        self.asked: list[str] = []

    def __call__(self, text: str) -> MailItem:
        self.asked.append(text)
        identity = identify(text)
        numbers = [identity.number, *(n for _, n in getattr(identity, "aliases", ()))]
        found = next((self._by_number[n] for n in numbers if n in self._by_number), None)
        return MailItem(_key(identity, found), identity, found)


def announced(number: str = NUMBER, **changes: object) -> Announcement:
    return make_announcement(number=number, id=number.lower(), **changes)


def key(number: str = NUMBER) -> ItemKey:
    return Announced(announced(number))(number).key


HERE = announced()
THERE = announced(OTHER)
BOTH = Announced(HERE, THERE)


def test_the_label_of_another_announced_item_brings_it() -> None:
    assert fate_of([f"]C0{OTHER}"], key(), BOTH) == Brought(f"]C0{OTHER}", OTHER)
    assert fate_of([f"]C0{OTHER}"], None, BOTH) == Brought(f"]C0{OTHER}", OTHER)


def test_the_item_s_own_label_and_no_label_are_evidence_of_it() -> None:
    assert fate_of([f"]C0{NUMBER}"], key(), BOTH) == Evidence(key())
    assert fate_of([], key(), BOTH) == Evidence(key())
    assert fate_of([GTIN, "]Q1https://example.org"], key(), BOTH) == Evidence(key())


def test_the_item_shown_is_believed_where_its_label_stands_beside_another_s() -> None:
    assert fate_of([f"]C0{OTHER}", f"]C0{NUMBER}"], key(), BOTH) == Evidence(key())


def test_labels_of_several_announced_items_bring_none_and_are_kept_with_none() -> None:
    three = Announced(HERE, THERE, announced("LX123456785NL"))

    for shown in (None, key("LX123456785NL")):
        fate = fate_of([f"]C0{OTHER}", f"]C0{NUMBER}"], shown, three)
        assert isinstance(fate, NotTaken)
        assert "several items" in str(fate.reason)


def test_two_codes_of_one_item_are_one_item() -> None:
    two = Announced(announced(OTHER, aliases=(("house", "1Z999AA10123456784"),)))

    fate = fate_of(["]C01Z999AA10123456784", f"]C0{OTHER}"], key(), two)

    assert fate == Brought("]C01Z999AA10123456784", OTHER)


def test_a_number_nobody_announced_is_told_and_the_picture_kept_with_the_item_shown() -> None:
    assert fate_of([f"]C0{UNKNOWN}"], key(), BOTH) == Evidence(key(), (UNKNOWN,))


def test_with_nothing_shown_a_whole_number_nobody_announced_is_brought() -> None:
    assert fate_of([GTIN, f"]C0{UNKNOWN}"], None, BOTH) == Brought(f"]C0{UNKNOWN}", UNKNOWN)


def test_with_nothing_shown_two_numbers_nobody_announced_bring_none() -> None:
    fate = fate_of([f"]C0{UNKNOWN}", "]C0LX123456785NL"], None, Announced())

    assert isinstance(fate, NotTaken)


@pytest.mark.parametrize("texts", [[], [GTIN], ["]C0HELLO"], ["]C0EE123456784CN"]])
def test_with_nothing_shown_and_no_whole_number_the_next_step_is_said(texts: list[str]) -> None:
    fate = fate_of(texts, None, Announced())

    assert isinstance(fate, NotTaken)
    assert "scan or type the code" in str(fate.reason)


@pytest.mark.parametrize("aim", ["", "]C0", "]Q1"])
@pytest.mark.parametrize("code", [COMMAND, COMMAND[:-2], BADGE, SENT])
def test_what_commands_the_station_is_never_taken_from_a_picture(code: str, aim: str) -> None:
    look_up = Announced(HERE, announced(code))

    assert isinstance(fate_of([aim + code], None, look_up), NotTaken)
    assert fate_of([aim + code], key(), look_up) == Evidence(key())
    assert look_up.asked == []


def test_a_bag_s_or_a_master_bill_s_number_names_no_one_item() -> None:
    in_bag = announced(OTHER, aliases=(("receptacle", BAG), ("master", "020-12345675")))
    look_up = Announced(in_bag)

    assert isinstance(fate_of([BAG], None, look_up), NotTaken)
    assert fate_of([BAG], key(), look_up) == Evidence(key())


def test_a_handling_unit_of_one_item_names_it() -> None:
    number = SSCC[2:]
    look_up = Announced(announced(OTHER, aliases=(("sscc", number),)))

    assert fate_of([f"]C1{SSCC}"], key(), look_up) == Brought(f"]C1{SSCC}", OTHER)


def test_a_wrong_number_that_is_announced_is_known_all_the_same() -> None:
    odd = announced("RR473124828US")

    assert fate_of(["]C0RR473124828US"], None, Announced(odd)) == Brought(
        "]C0RR473124828US", "RR473124828US"
    )


def test_an_item_shown_that_nobody_announced_keeps_its_pictures() -> None:
    shown = make_item(identity=make_identity(UNKNOWN)).key

    assert fate_of([f"]C0{NUMBER}"], ItemKey("s10", UNKNOWN), BOTH) == Brought(
        f"]C0{NUMBER}", NUMBER
    )
    assert fate_of([], shown, BOTH) == Evidence(shown)
