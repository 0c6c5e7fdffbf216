"""What is old goes from the cache with all that hangs on it; what someone still needs stays."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.builders import NOON, make_party
from tests.store.aging import LONG_AGO, Aging, day, make_aging, old
from tests.store.record_home import attachment_draft, draft, outcome_body
from triage_app.model.intake import ToldBag
from triage_app.model.item import ArrivalBasis, Hold, ImageRole, ItemKey, Referral
from triage_app.model.purge import PurgeReport, Stays
from triage_app.model.risk import Assessment, Verdict
from triage_app.model.work import loose
from triage_app.store.cache_facility import facilities, note_facility

JUDGED = Assessment(Verdict.LOOK, 1, (), (), (), date(2026, 3, 2), "us-2026 1")


@pytest.fixture
def aging(tmp_path: Path) -> Iterator[Aging]:
    made = make_aging(tmp_path / "home")
    yield made
    made.close()


def purged(aging: Aging, days: int = 90, facility: str = "") -> PurgeReport:
    return aging.purge().run(aging.asked(days, facility))


def test_what_arrived_longer_ago_goes_and_what_arrived_on_the_day_stays(aging: Aging) -> None:
    aging.store(old("A", 91), old("B", 90), old("C", 0))

    report = purged(aging)

    assert aging.numbers() == ["B", "C"]
    assert (report.older, report.removed, report.kept) == (1, 1, {})
    assert report.by_basis == {ArrivalBasis.TODAY.value: 1}
    assert aging.stray() == {}


def test_all_that_hangs_on_it_goes_with_it(aging: Aging) -> None:
    aliases = (("house", "H1"), ("master", "M1"))
    aging.store(
        old("A", aliases=aliases), old("B", recipient=make_party(name="Bo Li")), old("C", 1)
    )
    aging.store(old("A", aliases=(("house", "H2"),), carrier="another"))
    (first, *_) = aging.cache.announcements()
    aging.cache.reader.keep_judgement(first, JUDGED)
    aging.cache.writer.add_image(first.id, b"ray", ImageRole.XRAY, "image/png")

    report = purged(aging)

    assert (report.removed, report.versions, report.pictures) == (2, 1, 1)
    assert aging.numbers() == ["C"]
    assert aging.stray() == {}
    assert aging.cache.reader.find([("", "A"), ("", "H1"), ("", "H2"), ("", "B")]) == ()
    assert list(aging.cache.images.names()) == []
    assert aging.cache.reader.age().items == 2  # with the newest
    assert aging.cache.damage() == ()


def test_an_item_under_an_open_hold_stays_whichever_of_its_numbers_is_held(aging: Aging) -> None:
    aging.store(old("A"), old("B", aliases=(("house", "H"),)), old("C", aliases=(("bag", "BAG"),)))
    for number in ("A", "H", "BAG"):
        aging.cache.writer.place_hold(number, Hold(number, "li.w", "look", LONG_AGO))

    assert purged(aging).kept == {Stays.HELD: 3}
    aging.cache.writer.lift_hold("A", "li.w", NOON)
    assert purged(aging).removed == 1
    assert aging.numbers() == ["B", "C"]


def test_a_hold_whose_time_is_over_keeps_nothing(aging: Aging) -> None:
    aging.store(old("A"))
    until = NOON - timedelta(hours=1)
    aging.cache.writer.place_hold("A", Hold("h", "li.w", "look", LONG_AGO, until))

    assert purged(aging).removed == 1


def test_a_referral_keeps_an_item_until_it_is_answered(aging: Aging) -> None:
    answered = (Referral("RFS"), Referral(answer="SF"))
    aging.store(old("C", referrals=answered))
    aging.store(
        old("A", referrals=(Referral("RFS"),)), old("B", referrals=(Referral("RFS", answer="SF"),))
    )

    report = purged(aging)

    assert report.kept == {Stays.REFERRED: 1}
    assert aging.numbers() == ["A"]


def test_an_item_with_an_act_the_hub_has_not_taken_stays_for_ever(aging: Aging) -> None:
    aging.store(old("A"), old("B"), old("C"), old("D"))
    years = LONG_AGO - timedelta(days=900)
    acts = [
        aging.record.record.append(draft(n, item_number=number, recorded_at=years)).id
        for n, number in enumerate("ABCD")
    ]
    outbox = aging.record.outbox
    outbox.refused(acts[1], "unknown outcome", NOON)
    outbox.refused(acts[2], "unknown outcome", NOON)
    aging.record.record.refusal_seen(acts[2], "supervisor")
    outbox.accepted([acts[3]], NOON)

    report = purged(aging)

    assert report.kept == {Stays.UNSENT: 2}
    assert aging.numbers() == ["A", "B"]


def test_an_item_stays_while_its_picture_waits_for_the_road(aging: Aging) -> None:
    aging.store(old("A"))
    picture = aging.record.record.append(
        draft(
            1,
            kind=attachment_draft(1, "ab" * 32).kind,
            body=attachment_draft(1, "ab" * 32).body,
            item_number="A",
            recorded_at=LONG_AGO - timedelta(days=900),
        )
    )
    aging.record.outbox.accepted([picture.id], NOON)

    assert purged(aging).kept == {Stays.UNSENT: 1}
    aging.record.outbox.blob_sent("ab" * 32, NOON)
    assert purged(aging).removed == 1


def test_what_another_station_decided_otherwise_stays(aging: Aging) -> None:
    aging.store(old("A"))
    act = aging.record.record.append(
        draft(1, item_number="A", recorded_at=LONG_AGO - timedelta(days=900))
    )
    aging.record.outbox.conflicting([act.id], NOON)

    assert purged(aging).kept == {Stays.CONFLICT: 1}


def test_what_was_recorded_on_within_twelve_months_is_found_by_each_of_its_numbers(
    aging: Aging,
) -> None:
    """A second outcome on it would contradict: whoever scans its other number has to see the
    first."""
    aging.store(old("A", 400, aliases=(("house", "H"),)), old("B", 400))
    lately, before = NOON - timedelta(days=365), NOON - timedelta(days=367)
    acts = [
        aging.record.record.append(draft(n, item_number=number, recorded_at=at)).id
        for n, (number, at) in enumerate((("H", lately), ("B", before)))
    ]
    aging.record.outbox.accepted(acts, NOON)

    assert purged(aging).kept == {Stays.ACTED: 1}
    assert [a.number for a in aging.cache.reader.find([("", "H")])] == ["A"]
    aging.clock.at = NOON + timedelta(days=2)
    assert purged(aging).removed == 1


def test_an_act_that_names_the_announcement_alone_keeps_it(aging: Aging) -> None:
    aging.store(old("A"))
    (announced,) = aging.cache.announcements()
    aging.record.record.append(draft(1, item_number="SAID", announcement=announced.id))

    assert purged(aging).kept == {Stays.UNSENT: 1}


def test_the_gravest_reason_is_the_one_that_is_said(aging: Aging) -> None:
    aging.store(old("A"))
    record, outbox = aging.record.record, aging.record.outbox
    acts = [record.append(draft(n, item_number="A")).id for n in (1, 2)]
    outbox.accepted([acts[0]], NOON)
    assert purged(aging).kept == {Stays.UNSENT: 1}
    outbox.conflicting([acts[1]], NOON)
    assert purged(aging).kept == {Stays.CONFLICT: 1}
    record.keep_draft("li.w", ItemKey("s10", "A"), {"amount": "1"})
    assert purged(aging).kept == {Stays.CONFLICT: 1}


def test_an_unfinished_form_keeps_its_item(aging: Aging) -> None:
    aging.store(old("A"))
    key = ItemKey("s10", "A")
    aging.record.record.keep_draft("li.w", key, {"amount": "12.50"})

    assert purged(aging).kept == {Stays.DRAFT: 1}
    aging.record.record.drop_draft("li.w", key)
    assert purged(aging).removed == 1


def test_what_lies_on_the_bench_stays(aging: Aging) -> None:
    aging.store(old("A"))
    (announced,) = aging.cache.announcements()
    aging.cache.reader.keep_judgement(announced, JUDGED, NOON - timedelta(hours=3))

    assert purged(aging).kept == {Stays.EXAMINED: 1}
    aging.clock.at = NOON + timedelta(days=1)
    assert purged(aging).removed == 1


def test_what_came_lately_stays_whatever_day_it_tells(aging: Aging) -> None:
    """A cache fetched anew, or a manifest with an old date, is not gone by the next morning."""
    aging.store(old("A", 400), at=NOON - timedelta(days=6))

    assert purged(aging).kept == {Stays.FRESH: 1}
    assert purged(aging, days=0).removed == 1


def test_what_is_held_or_changed_or_examined_between_looking_and_taking_stays(
    aging: Aging,
) -> None:
    from triage_app.store.cache_purge import CachePurge

    aging.store(old("A"), old("B"), old("C"), old("D"))
    shelf = CachePurge(aging.cache.connection, aging.cache.images, aging.clock)
    asked = aging.asked()
    found = shelf.aged(asked, 1, 9)
    aging.cache.writer.place_hold("A", Hold("h", "li.w", "look", NOON))
    aging.store(old("B", carrier="another"))
    aging.cache.reader.keep_judgement(found[2].announcement, JUDGED, NOON)

    gone = shelf.remove(found, asked)

    assert gone.keys == {found[3].key}
    assert aging.numbers() == ["A", "B", "C"]
    assert shelf.remove(found[3:], asked).keys == frozenset()


def test_only_what_came_while_the_station_served_a_facility(aging: Aging) -> None:
    connection = aging.cache.connection
    aging.store(old("A"))
    note_facility(connection, "JFK")
    aging.store(old("B"))
    note_facility(connection, "ORD")
    note_facility(connection, "ORD")
    aging.store(old("C"))
    note_facility(connection, "JFK")
    aging.store(old("D"))

    assert facilities(connection) == ("JFK", "ORD")
    assert purged(aging, facility="ORD").removed == 1
    assert aging.numbers() == ["A", "B", "D"]
    assert purged(aging, facility="LAX").older == 0
    assert purged(aging, facility="JFK").removed == 3


def test_what_came_last_of_all_stays_so_that_keys_only_grow(aging: Aging) -> None:
    aging.store(old("A"), old("B"))
    purge, asked = aging.purge(), aging.asked()
    aging.store(old("C"))

    assert purge.run(asked).kept == {Stays.NEWEST: 1}
    assert aging.numbers() == ["C"]
    assert purged(aging).removed == 1


def test_a_bag_goes_when_its_last_item_has_and_a_flight_with_its_last_bag(aging: Aging) -> None:
    writer, connection = aging.cache.writer, aging.cache.connection
    aging.store(
        old("A", bag="B1", flight="LH1"),
        old("B", bag="B2", flight="LH2"),
        old("C", bag="B2", flight="LH2", referrals=(Referral("RFS"),)),
        old("D", 1, bag="B3", flight="LH3"),
    )
    for bag, flight in (("B1", "LH1"), ("B2", "LH2")):
        writer.tell_bags([ToldBag(bag, flight, None, 40)], day(100), LONG_AGO)
    told = [(loose(flight), day(100).toordinal(), "M", 9) for flight in ("LH1", "LH2")]
    connection.executemany("INSERT INTO flight_told VALUES (?, ?, ?, ?)", told)
    connection.commit()

    purged(aging)

    bags = connection.execute("SELECT number, items FROM bag ORDER BY number").fetchall()
    assert [bag for bag in bags if bag[0]] == [("B2", 1), ("B3", 1)]
    flights = connection.execute("SELECT flight_key FROM flight_told").fetchall()
    assert flights == [(loose("LH2"),)]
    assert aging.stray() == {}


def test_noting_the_facility_never_waits_for_a_writer(aging: Aging) -> None:
    from triage_app.store.cache import CACHE_FILE
    from triage_app.store.sealed import connect, writing

    other = connect(aging.home.path / CACHE_FILE, aging.home.keys.cache, durable=False)
    with writing(other):
        note_facility(aging.cache.connection, "JFK")
    assert facilities(aging.cache.connection) == ()
    other.close()


def test_a_rehearsal_says_the_same_and_nothing_goes(aging: Aging) -> None:
    aging.store(old("A"), old("B", referrals=(Referral("RFS"),)), old("C", 1))

    would = aging.purge().rehearse(aging.asked())

    assert (would.older, would.removed, would.kept) == (2, 1, {Stays.REFERRED: 1})
    assert aging.numbers() == ["A", "B", "C"]


def test_a_picture_goes_when_neither_an_announcement_nor_an_act_names_it(aging: Aging) -> None:
    aging.store(old("A"), old("B", 1))
    gone, stays = aging.cache.announcements()
    writer = aging.cache.writer
    shown = writer.add_image(gone.id, b"shown in an act", ImageRole.XRAY, "image/png").sha256
    shared = writer.add_image(gone.id, b"of both", ImageRole.PRODUCT, "image/png").sha256
    writer.add_image(stays.id, b"of both", ImageRole.PRODUCT, "image/png")
    writer.add_image(gone.id, b"of nobody", ImageRole.PHOTO, "image/png")
    aging.cache.images.put(b"left by a process that was killed")
    body = outcome_body(shown={"images": [{"sha256": shown}]})
    aging.record.record.append(draft(1, item_number="ANOTHER", body=body))

    assert purged(aging).pictures == 2
    assert set(aging.cache.images.names()) == {shown, shared}


def test_a_picture_kept_while_a_purge_takes_it_is_there_afterwards(
    aging: Aging, monkeypatch: pytest.MonkeyPatch
) -> None:
    from triage_app.store.cache_purge import CachePurge

    aging.store(old("A", 1))
    (item,) = aging.cache.announcements()
    shelf = CachePurge(aging.cache.connection, aging.cache.images, aging.clock)
    images = aging.cache.images
    put = images.put

    def put_and_lose(data: bytes) -> str:
        """The purge comes after the file was written and before its row is."""
        name = put(data)
        monkeypatch.setattr(type(images), "put", lambda self, data: put(data))
        assert shelf.drop_pictures([name]) == 1
        return name

    monkeypatch.setattr(type(images), "put", lambda self, data: put_and_lose(data))
    ref = aging.cache.writer.add_image(item.id, b"ray", ImageRole.XRAY, "image/png")

    assert images.get(ref.sha256) == b"ray"
    assert shelf.drop_pictures([ref.sha256]) == 0


def test_no_act_is_touched(aging: Aging) -> None:
    aging.store(*(old(f"N{n}") for n in range(20)))
    years = LONG_AGO - timedelta(days=900)
    acts = [
        aging.record.record.append(draft(n, item_number=f"N{n}", recorded_at=years)).id
        for n in range(20)
    ]
    aging.record.outbox.accepted(acts, NOON)

    assert purged(aging).removed == 20
    assert aging.record.record.verify().acts == 20
    assert aging.record.record.verify().whole
    assert aging.record.damage() == ()


def test_what_someone_does_meanwhile_is_seen_before_the_next_slice(aging: Aging) -> None:
    aging.store(old("A"), old("B"))
    retained = aging.record.retained(aging.clock)
    retained.look()
    assert retained.why(["A"]) is None
    aging.record.record.append(draft(1, item_number="A"))
    retained.look()

    assert retained.why(["A"]) is Stays.UNSENT
    assert retained.why(["B"]) is None


def test_the_search_index_hears_of_what_went(aging: Aging) -> None:
    from triage_app.store.cache_walk import renewed

    aging.store(old("A"), old("B", 1))
    purged(aging)

    assert [(one.key, one.version) for one in renewed(aging.cache.connection, 9)] == [(1, 0)]


def test_what_arrived_before_the_calendar_of_the_days_asked_for_is_none(aging: Aging) -> None:
    aging.store(old("A", 5_000))
    assert purged(aging, days=2_000_000).older == 0
    assert day(0) == NOON.date()
