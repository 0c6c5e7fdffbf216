"""Of all a label may mean, what is announced here wins; a mended number is never silently it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.builders import NOON, make_announcement
from triage_app.flow.identify import identify
from triage_app.flow.lookup import lookup
from triage_app.model.identity import Identity
from triage_app.model.item import MailItem
from triage_app.store.cache import open_cache
from triage_app.store.keys import StoreKeys
from triage_app.store.record import open_record

KEYS = StoreKeys(cache=b"c" * 32, record=b"r" * 32, images=b"i" * 32, evidence=b"e" * 32)
NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)
FEDEX_OR_PUROLATOR = "287809468872"

Announce = Callable[..., None]
Look = Callable[[str], MailItem]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[tuple[Announce, Look]]:
    """How to announce a number, and how to look a text up."""
    cache = open_cache(tmp_path / "cache", KEYS)
    record = open_record(tmp_path / "record", KEYS, station="b1")

    def announce(scheme: str, number: str, *aliases: tuple[str, str]) -> None:
        one = make_announcement(id="", digest="", scheme=scheme, number=number, aliases=aliases)
        cache.writer.store([one], NOON)

    def look(text: str) -> MailItem:
        return lookup(identify(text), cache.reader, record.record, lambda party: party.name, NOW)

    yield announce, look
    record.close()
    cache.close()


def identity_of(item: MailItem) -> Identity:
    assert isinstance(item.identity, Identity)
    return item.identity


@pytest.mark.parametrize("scheme", ["fedex", "purolator"])
def test_of_two_schemes_that_fit_the_announced_one_wins(
    bench: tuple[Announce, Look], scheme: str
) -> None:
    announce, look = bench
    announce(scheme, FEDEX_OR_PUROLATOR)
    item = look(FEDEX_OR_PUROLATOR)
    assert item.announcement is not None
    assert (item.key.scheme, identity_of(item).scheme) == (scheme, scheme)
    others = {candidate.scheme for candidate in identity_of(item).candidates}
    assert {"fedex", "purolator"} - others == {scheme}
    assert all(candidate.candidates == () for candidate in identity_of(item).candidates)


def test_without_an_announcement_the_best_reading_stands(bench: tuple[Announce, Look]) -> None:
    _, look = bench
    item = look(FEDEX_OR_PUROLATOR)
    assert item.announcement is None
    assert (item.key.scheme, item.key.number) == ("fedex", FEDEX_OR_PUROLATOR)


def test_what_another_label_of_the_item_says_finds_it(bench: tuple[Announce, Look]) -> None:
    announce, look = bench
    announce("fedex", "61292700768711948021")
    item = look("420 94117 9261292700768711948021")
    assert item.announcement is not None
    assert (item.key.scheme, item.key.number) == ("fedex", "61292700768711948021")
    assert identity_of(item).number == "9261292700768711948021"


def test_a_number_announced_under_another_scheme_is_found_all_the_same(
    bench: tuple[Announce, Look],
) -> None:
    announce, look = bench
    announce("house", "RR473124829US")
    assert look("RR473124829US").key.scheme == "house"


def test_a_mended_number_finds_its_item_and_says_that_it_was_mended(
    bench: tuple[Announce, Look],
) -> None:
    announce, look = bench
    announce("s10", "RR473124829US")
    item = look("rr473i24829us")
    assert (item.key.number, identity_of(item).typed) == ("RR473124829US", "RR473I24829US")


def test_what_is_announced_letter_by_letter_comes_before_what_was_mended(
    bench: tuple[Announce, Look],
) -> None:
    announce, look = bench
    announce("", "RR473I24829US")
    announce("s10", "RR473124829US")
    item = look("RR473I24829US")
    assert item.key.number == "RR473I24829US"


def test_a_structured_message_finds_the_item_of_its_number(bench: tuple[Announce, Look]) -> None:
    announce, look = bench
    announce("ups", "1Z12345E0112345675")
    item = look("[)>{RS}01{GS}96841706672{GS}840{GS}001{GS}1Z12345675{GS}UPSN{GS}12345E{RS}{EOT}")
    assert item.announcement is not None
    assert identity_of(item).number == "1Z12345E0112345675"
