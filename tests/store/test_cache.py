from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.builders import NOON, NUMBER, make_announcement, make_line, make_party
from triage_app.model.errors import StoreDamaged
from triage_app.model.intake import StoredCounts
from triage_app.model.item import Announcement, ArrivalBasis, Hold, ImageRole
from triage_app.model.listing import ListEntry
from triage_app.store.cache import OpenCache, open_cache
from triage_app.store.cache_read import MOST_FOUND
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


def test_an_id_met_twice_in_one_batch_ends_as_what_came_last(cache: OpenCache) -> None:
    later = plain(lines=(make_line(description="mobile phones"),))

    assert cache.writer.store([plain(), later], NOON) == StoredCounts(new=1, changed=1)
    (now,) = cache.reader.find([("", NUMBER)])
    assert (now.version, now.lines[0].description) == (2, "mobile phones")
    assert cache.reader.age().items == 1


def test_lines_without_an_index_are_numbered_in_order_of_appearance(cache: OpenCache) -> None:
    both = plain(lines=(make_line(index=0), make_line(index=0, description="soap")))
    cache.writer.store([both], NOON)

    (found,) = cache.reader.find([("", NUMBER)])
    assert [line.index for line in found.lines] == [1, 2]


def test_an_arrival_that_was_announced_is_not_taken_back_by_a_file_that_does_not_tell_it(
    cache: OpenCache,
) -> None:
    told = plain(arrived_basis=ArrivalBasis.EVENT)
    cache.writer.store([told], NOON)
    untold = plain(arrived_on=date(2026, 3, 9), arrived_basis=ArrivalBasis.TODAY)

    assert cache.writer.store([untold], LATER) == StoredCounts(unchanged=1)
    (found,) = cache.reader.find([("", NUMBER)])
    assert (found.arrived_on, found.arrived_basis) == (date(2026, 3, 2), ArrivalBasis.EVENT)


def test_the_same_file_on_a_later_day_changes_nothing(cache: OpenCache) -> None:
    cache.writer.store([plain(arrived_basis=ArrivalBasis.TODAY)], NOON)
    next_day = plain(arrived_basis=ArrivalBasis.TODAY, arrived_on=date(2026, 3, 3))

    assert cache.writer.store([next_day], LATER) == StoredCounts(unchanged=1)


def test_an_announcement_without_an_arrival_arrives_when_it_is_stored(cache: OpenCache) -> None:
    cache.writer.store([plain(arrived_on=None)], NOON)

    (found,) = cache.reader.find([("", NUMBER)])
    assert (found.arrived_on, found.arrived_basis) == (NOON.date(), ArrivalBasis.TODAY)


def test_a_bag_s_number_finds_its_items_and_the_item_s_own_number_comes_first(
    cache: OpenCache,
) -> None:
    many = [plain(f"N{n:05}", aliases=(("receptacle", "BAG"),)) for n in range(300)]
    cache.writer.store([*many, plain("BAG", posted_on="2020-01-01")], NOON)

    found = cache.reader.find([("", "BAG")])

    assert (found[0].number, len(found)) == ("BAG", MOST_FOUND)


def test_a_number_of_another_scheme_is_not_the_one_asked_for(cache: OpenCache) -> None:
    cache.writer.store([plain("123456789012", scheme="fedex")], NOON)

    assert cache.reader.find([("aramex", "123456789012")]) == ()
    assert cache.reader.find([("fedex", "123456789012")])
    assert cache.reader.find([("aramex", "123456789012"), ("", "123456789012")])


def test_a_number_announced_without_a_scheme_is_found_under_any(cache: OpenCache) -> None:
    cache.writer.store([plain("123456789012", scheme="unknown")], NOON)

    assert cache.reader.find([("fedex", "123456789012")])


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


def test_a_hold_is_open_until_its_time_and_no_longer(tmp_path: Path) -> None:
    clock = [NOON]
    cache = open_cache(tmp_path, KEYS, now=lambda: clock[0])
    hold = Hold("h1", "li.w", "tip", NOON, until=NOON + timedelta(hours=2), cleared_only=True)
    cache.writer.place_hold(NUMBER, hold)

    clock[0] = NOON + timedelta(hours=1, minutes=59)
    assert cache.reader.holds(NUMBER) == (hold,)
    clock[0] = NOON + timedelta(hours=2)
    assert cache.reader.holds(NUMBER) == ()
    cache.close()


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


def test_a_damaged_cache_says_so(tmp_path: Path) -> None:
    (tmp_path / "cache.db").write_bytes(b"not a database" * 400)

    with pytest.raises(StoreDamaged, match="triage check"):
        open_cache(tmp_path, KEYS)


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
