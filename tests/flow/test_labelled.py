"""The item of a label: one only when everything that names an item names the same."""

from triage_app.flow.command_text import PREFIX, VERSION_LETTERS, letters
from triage_app.flow.identify import identify
from triage_app.flow.labelled import is_command, labelled, names_an_item
from triage_app.model.identity import Identity

CODE, OTHER = "RR473124829US", "CP123456785DE"
IMPB, ROUTED = "9400111206206406260787", "420221539400111206206406260787"
GTIN = "]E05030159003930"
COMMAND = PREFIX + letters(1, VERSION_LETTERS) + "BCD" + "FGHJKLNPRS"
BADGE = "TRB.ED.ABCDEFGHIJKLMNOP"


def test_codes_of_one_item_name_it_in_whatever_symbology() -> None:
    named = labelled([f"]C0{CODE}", f"]d1{CODE}"])
    assert named.item is not None
    assert (named.item.number, named.candidates) == (CODE, ())


def test_a_number_with_and_without_its_routing_is_one_item() -> None:
    named = labelled([f"]C1{ROUTED}", f"]C0{IMPB}"])
    assert named.item is not None
    assert named.item.scheme == "impb"


def test_several_items_are_none_and_each_is_a_candidate() -> None:
    named = labelled([f"]C0{CODE}", f"]C0{OTHER}", f"]Q1{CODE}"])
    assert named.item is None
    assert [one.number for one in named.candidates] == [CODE, OTHER]


def test_goods_addresses_and_nonsense_name_no_item() -> None:
    named = labelled([GTIN, "]Q1https://example.org", "]C0???"])
    assert (named.item, named.candidates) == (None, ())
    assert labelled([]).item is None


def test_goods_beside_the_item_do_not_hide_it() -> None:
    item = labelled([GTIN, f"]C0{CODE}"]).item
    assert item is not None
    assert item.number == CODE


def test_a_printed_command_or_badge_is_nothing() -> None:
    assert is_command(f"]Q1{COMMAND}")
    assert is_command(f"]Q1{BADGE}")
    assert not is_command(f"]C0{CODE}")
    assert labelled([f"]Q1{COMMAND}", f"]Q1{BADGE}"]) == labelled([])
    assert not names_an_item([f"]Q1{COMMAND}", f"]Q1{BADGE}"])
    item = labelled([f"]Q1{COMMAND}", f"]C0{CODE}"]).item
    assert item is not None
    assert item.number == CODE


def test_what_the_station_refuses_is_passed_over() -> None:
    assert labelled([f"]C0{CODE}"], refuses=lambda text: CODE in text).item is None


def test_a_wrong_check_digit_names_nothing() -> None:
    assert labelled(["]C0RR473124828US"]) == labelled([])
    assert not names_an_item(["]C0RR473124828US", "]Q1https://example.org"])
    assert names_an_item(["]Q1https://example.org", GTIN, f"]C0{CODE}"])


def test_goods_alone_are_not_all_there_may_be_on_a_label() -> None:
    assert not names_an_item(["]Q1https://example.org", GTIN])


def test_a_message_that_names_goods_alone_names_no_item() -> None:
    goods = "[)>\x1e06\x1dP123-4\x1dQ10\x1e\x04"
    answer = identify(goods)
    assert isinstance(answer, Identity)
    assert (answer.scheme, answer.valid) == ("iso15434", True)
    assert labelled([goods]).item is None
    item = labelled([goods, f"]C0{CODE}"]).item
    assert item is not None
    assert item.number == CODE
