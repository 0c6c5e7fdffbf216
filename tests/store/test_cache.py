from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.builders import NOON, NUMBER, make_announcement, make_line, make_party
from triage_app.model.errors import StoreDamaged
from triage_app.model.intake import StoredCounts
from triage_app.model.item import Announcement, Hold, ImageRole
from triage_app.model.listing import ListEntry
from triage_app.store.cache import OpenCache, open_cache, set_aside_damaged
from triage_app.store.keys import StoreKeys

KEYS = StoreKeys(cache=b"c" * 32, record=b"r" * 32, images=b"i" * 32, evidence=b"e" * 32)
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[OpenCache]:
    opened = open_cache(tmp_path, KEYS)
    yield opened
    opened.close()


def plain(number: str = NUMBER, **changes: object) -> Announcement:
    return make_announcement(id="", digest="", number=number, **changes)


def test_what_was_stored_is_found_by_its_number_and_by_every_alias(cache: OpenCache) -> None:
    announced = plain(aliases=(("house", "HAWB77"),))
    assert cache.writer.store([announced], NOON) == StoredCounts(new=1)

    found = cache.reader.find([("s10", NUMBER)])
    assert [replace(one, id="", digest="") for one in found] == [announced]
    assert cache.reader.find([("", "HAWB77")]) == found
    assert cache.reader.find([("s10", "RR000000005US")]) == ()


def test_the_same_file_twice_changes_nothing(cache: OpenCache) -> None:
    cache.writer.store([plain()], NOON)

    assert cache.writer.store([plain()], LATER) == StoredCounts(unchanged=1)
    assert cache.reader.find([("", NUMBER)])[0].version == 1


def test_an_edited_announcement_is_a_new_version_and_the_old_one_is_kept(
    cache: OpenCache,
) -> None:
    cache.writer.store([plain()], NOON)
    edited = plain(lines=(make_line(description="mobile phones"),))

    assert cache.writer.store([edited], LATER) == StoredCounts(changed=1)
    (now,) = cache.reader.find([("", NUMBER)])
    previous = cache.reader.context(now).previous
    assert (now.version, now.lines[0].description) == (2, "mobile phones")
    assert previous is not None
    assert previous.lines[0].description == make_line().description


def test_lines_of_one_item_that_stand_apart_in_a_file_belong_together(cache: OpenCache) -> None:
    one = plain(lines=(make_line(index=0, description="candles"),))
    two = plain(lines=(make_line(index=0, description="soap"),))

    for at in (NOON, LATER):
        cache.writer.store([one], at)
        cache.writer.store([two], at)
        assert cache.writer.finish(at) == StoredCounts()

    (found,) = cache.reader.find([("", NUMBER)])
    assert [(line.index, line.description) for line in found.lines] == [
        (1, "candles"),
        (2, "soap"),
    ]
    assert found.version == 1


def test_a_line_that_is_gone_from_the_next_file_is_a_change(cache: OpenCache) -> None:
    both = plain(lines=(make_line(index=0), make_line(index=0, description="soap")))
    cache.writer.store([both], NOON)

    counts = cache.writer.store([plain(lines=(make_line(index=0),))], LATER)
    rest = cache.writer.finish(LATER)

    assert (counts.unchanged + rest.unchanged, rest.changed) == (0, 1)
    (found,) = cache.reader.find([("", NUMBER)])
    assert (found.version, len(found.lines)) == (2, 1)


def test_items_of_the_same_person_on_the_same_day_are_siblings(cache: OpenCache) -> None:
    other = plain("RR473124985US", recipient=make_party(name="DOE Jane", phone=""))
    next_day = plain("RR473125005US", arrived_on=date(2026, 3, 3))
    stranger = plain(
        "RR473125014US",
        recipient=make_party(name="Bo Li", address_lines=("9 Oak Rd",), phone="212 555 0199"),
    )
    cache.writer.store([plain(), other, next_day, stranger], NOON)

    context = cache.reader.context(cache.reader.find([("", NUMBER)])[0])

    assert [sibling.number for sibling in context.siblings] == ["RR473124985US"]
    assert (context.recipient.today, context.recipient.last_30_days) == (2, 2)
    assert context.recipient_names_at_address == 1


def test_another_use_of_the_same_number_is_known(cache: OpenCache) -> None:
    cache.writer.store([plain(posted_on="2024-01-05"), plain()], NOON)

    newest = cache.reader.find([("", NUMBER)])[0]

    assert newest.posted_on == "2026-02-20"
    assert [posted for _, posted in cache.reader.context(newest).other_uses] == ["2024-01-05"]


def test_a_lifted_hold_is_open_no_more(cache: OpenCache) -> None:
    hold = Hold("h1", "li.w", "tip", NOON)
    cache.writer.place_hold(NUMBER, hold)
    assert cache.reader.holds(NUMBER) == (hold,)

    assert cache.writer.lift_hold("h1", "kim", LATER)
    assert not cache.writer.lift_hold("h1", "kim", LATER)
    assert cache.reader.holds(NUMBER) == ()


def test_pictures_are_kept_by_content(cache: OpenCache) -> None:
    ref = cache.writer.add_image("a1", b"pixels", ImageRole.XRAY, "image/tiff", "high")
    cache.writer.add_image("a1", b"pixels", ImageRole.XRAY, "image/tiff", "high")

    assert cache.reader.images("a1") == (ref,)
    assert cache.images.get(ref.sha256) == b"pixels"


def test_only_numbers_that_are_announced_exist(cache: OpenCache) -> None:
    cache.writer.store([plain()], NOON)

    assert cache.reader.existing(["X", NUMBER, *map(str, range(600))]) == (NUMBER,)


def test_peers_tell_what_goods_of_a_heading_cost(cache: OpenCache) -> None:
    many = [
        plain(f"N{n}", lines=(make_line(quantity=1, net_weight_g=100, value_minor=100 * n),))
        for n in range(1, 21)
    ]
    cache.writer.store(many, NOON)

    assert cache.refresh_peers(lambda minor, currency: minor) == 2
    peers = cache.reader.context(cache.reader.find([("", "N1")])[0]).peers[1]

    assert (peers.hs, peers.origin, peers.count) == ("3406", "CN", 20)
    assert peers.unit_value_minor[2] == 1050


def test_lists_are_kept_by_edition(cache: OpenCache) -> None:
    entry = ListEntry("ofac-sdn", "1", "Acme Trading", aliases=("Acme",))
    cache.keep_list("ofac-sdn", "2026-01-01", [entry])
    cache.keep_list("ofac-sdn", "2026-02-01", [entry])

    assert cache.lists() == (entry,)
    assert cache.list_versions() == {"ofac-sdn": "2026-02-01"}


def test_a_damaged_cache_says_so_and_can_be_made_anew(tmp_path: Path) -> None:
    (tmp_path / "cache.db").write_bytes(b"not a database" * 400)

    with pytest.raises(StoreDamaged, match="triage check"):
        open_cache(tmp_path, KEYS)
    assert set_aside_damaged(tmp_path).exists()
    open_cache(tmp_path, KEYS).close()


def test_nothing_of_an_announcement_lies_readable_on_the_disk(
    cache: OpenCache, tmp_path: Path
) -> None:
    cache.writer.store([plain()], NOON)

    for path in tmp_path.glob("cache.db*"):
        assert b"Jane Doe" not in path.read_bytes()


def test_a_demonstration_is_marked_for_good(tmp_path: Path) -> None:
    first = open_cache(tmp_path, KEYS)
    first.mark_demonstration()
    first.close()
    again = open_cache(tmp_path, KEYS)

    assert again.demonstration
    assert again.reader.age().demonstration
    again.close()
