"""What is written on an announced item finds it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.builders import NOON, make_line, make_party
from tests.store.searching import Searched, plain
from triage_app.model.item import Hold
from triage_app.model.risk import Assessment, Verdict
from triage_app.model.search import Counted, SearchFor
from triage_app.store.search_question import MOST_WORDS
from triage_app.store.search_words import compact, digits, pieces

NUMBER, OTHER = "RR473124829US", "LX000000005CN"


@pytest.fixture
def searched(tmp_path: Path) -> Iterator[Searched]:
    made = Searched(tmp_path)
    yield made
    made.close()


@pytest.fixture
def two(searched: Searched) -> Searched:
    """Two items that share next to nothing."""
    recipient = make_party(
        name="Zoë Müller-Øst",
        address_lines=("Postfach 9",),
        city="Köln",
        state="",
        post_code="50667",
        phone="+49 221 7654321",
        email="zoe.mueller@example.de",
        tax_id="DE811",
    )
    sender = make_party(
        name="株式会社 東京カメラ",
        address_lines=("千代田区1-2",),
        city="東京都",
        state="",
        post_code="100-0001",
        phone="0312345678",
    )
    lens = make_line(description="телескоп и линзы", hs="900211")
    other = plain(
        OTHER,
        sender=sender,
        recipient=recipient,
        lines=(lens,),
        carrier="Japan Post",
        origin="JP",
        aliases=(("house", "HAWB-77AX9"), ("master", "17612345675")),
        bag="JFK-0412",
        flight="NH110",
    )
    searched.put([plain(NUMBER), other])
    return searched


@pytest.mark.parametrize(
    "text",
    [
        OTHER,
        OTHER.lower(),
        "LX 0000 0000 5 CN",
        "000000005",
        "77AX",
        "hawb-77ax9",
        "17612345675",
        "JFK-0412",
        "nh110",
        "zoe",
        "ZOË müll",
        "ller",
        "ost",
        "koln",
        "köln 50667",
        "postfach",
        "765432",
        "+49 221 7654321",
        "492217654321",
        "zoe.mueller@example.de",
        "de811",
        "東京",
        "カメ",
        "カメラ",
        "東",
        "東京都",
        "千代田",
        "линз",
        "елеско",
        "900211",
        "japan",
        "müller z",
        "köln 5 p",
    ],
)
def test_each_of_these_finds_the_one_item_that_has_it(two: Searched, text: str) -> None:
    assert two.numbers(text) == [OTHER]


@pytest.mark.parametrize(
    "text",
    ["カラ", "京東", "zzz", "0050667", "12345699", "LX 0000 0000 6 CN", "candles köln", "köln q"],
)
def test_what_no_item_has_finds_nothing(two: Searched, text: str) -> None:
    assert two.numbers(text) == []


def test_three_characters_that_only_stand_apart_are_not_found(two: Searched) -> None:
    two.put([plain("N1", lines=(make_line(description="東京 京都 と"),))])
    assert two.numbers("東京都") == [OTHER]


_NAMES = st.text(alphabet="abcdefgÄéñЖя深圳市東カメ서울 -'", min_size=3, max_size=24)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    name=_NAMES,
    goods=_NAMES,
    number=st.from_regex(r"[A-Z0-9]{6,18}", fullmatch=True),
    phone=st.from_regex(r"\+[0-9]{2} [0-9]{3} [0-9]{4,6}", fullmatch=True),
    data=st.data(),
)
def test_words_beginnings_parts_and_fragments_of_what_is_written_find_it(
    searched: Searched, name: str, goods: str, number: str, phone: str, data: st.DataObject
) -> None:
    item = plain(
        number,
        recipient=make_party(name=name, phone=phone),
        lines=(make_line(description=goods),),
    )
    searched.put([item])
    asked = [number, number.lower(), phone]
    asked += [_part(data, one) for one in (compact(number), digits(phone))]
    for piece in (*pieces(name), *pieces(goods)):
        asked += [piece, _part(data, piece), piece[: data.draw(st.integers(2, 4))]]

    for text in asked:
        found = searched.index.find(SearchFor(text), since=NOON, before=0, limit=1_000)
        here = [hit.announcement.number for hit in found.hits]
        assert number in here or len(text) < 2 or text in found.partial, text


def _part(data: st.DataObject, word: str) -> str:
    """Three characters or more from anywhere in a word; two of a script without spaces."""
    shortest = min(len(word), 3 if word.isascii() else 2)
    if not word.isascii() and not any("⺀" <= c <= "퟿" for c in word):
        shortest = min(len(word), 3)
    start = data.draw(st.integers(0, len(word) - shortest))
    return word[start : data.draw(st.integers(start + shortest, len(word)))]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=60))
@example('"')
@example("''")
@example('NEAR("a" "b", 2)')
@example("text : candles OR * ^ NOT (")
@example("\0")
@example("a\0b\ud800")
@example("%_%")
@example("x" * 10_000)
@example("candles " * 2_000)
@example("\x80473 \x81ocn \x82")
@example("\U0010ffff\ud7ff")
def test_no_text_asked_raises(two: Searched, text: str) -> None:
    for asked in (SearchFor(text), SearchFor(origin=text, carrier=text)):
        two.index.find(asked, since=NOON, before=0, limit=5)
        two.index.count(asked, since=NOON, most=5)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=40), st.text(max_size=40))
@example("\0\x80", "\x81ocn")
@example("x" * 10_000, "深" * 10_000)
def test_no_text_announced_raises(searched: Searched, name: str, number: str) -> None:
    searched.put([plain(f"N{number}", recipient=make_party(name=name, phone=name, email=number))])
    assert searched.numbers("zzzzzz", origin="XX") == []


def test_the_newest_comes_first_and_the_next_page_goes_on_behind_it(searched: Searched) -> None:
    searched.put(plain(f"N{n:03}") for n in range(120))
    asked = SearchFor("candles")

    first = searched.index.find(asked, since=NOON, before=0, limit=50)
    behind = searched.index.find(asked, since=NOON, before=first.hits[-1].key, limit=100)

    assert [hit.announcement.number for hit in first.hits[:2]] == ["N119", "N118"]
    assert (first.more, behind.more) == (True, False)
    assert [hit.announcement.number for hit in behind.hits] == [
        f"N{n:03}" for n in range(69, -1, -1)
    ]
    assert searched.index.count(asked, since=NOON, most=1_000) == Counted(120)
    assert searched.index.count(asked, since=NOON, most=100) == Counted(100, more=True)
    assert searched.index.count(SearchFor("N1"), since=NOON, most=99) == Counted(20)


def test_what_may_be_there_by_chance_is_counted_when_read(searched: Searched) -> None:
    searched.put([plain("AB1234000"), plain("AB1239234X")])

    assert searched.index.count(SearchFor("1234"), since=NOON, most=9) == Counted(1)


def test_a_part_of_very_many_words_says_that_some_were_left_out(searched: Searched) -> None:
    words = [f"q{chr(97 + n // 26)}{chr(97 + n % 26)}xing" for n in range(MOST_WORDS + 20)]
    searched.put(plain(f"N{n}", bag=word) for n, word in enumerate(words))

    found = searched.index.find(SearchFor("xing"), since=NOON, before=0, limit=500)
    assert found.partial == ("xing",)
    assert len(found.hits) == MOST_WORDS
    assert len(searched.numbers("qaa")) == 1
    begun = searched.index.find(SearchFor("qa"), since=NOON, before=0, limit=500)
    assert (len(begun.hits), begun.partial) == (26, ())
    many = searched.index.find(SearchFor("q"), since=NOON, before=0, limit=500)
    assert many.hits == ()
    assert len(searched.numbers("qbx", limit=500)) == 1


def test_a_short_beginning_of_very_many_words_says_so_and_a_longer_one_finds_all(
    searched: Searched,
) -> None:
    words = [f"qrs{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(MOST_WORDS + 20)]
    searched.put(plain(f"N{n}", bag=word) for n, word in enumerate(words))

    short = searched.index.find(SearchFor("qr"), since=NOON, before=0, limit=500)
    assert (len(short.hits), short.partial) == (MOST_WORDS, ("qr",))
    assert len(searched.numbers("qrs", limit=500)) == len(words)


def test_facets_narrow_and_stand_alone(two: Searched) -> None:
    assert two.numbers(origin="jp") == [OTHER]
    assert two.numbers(carrier="JAPAN  post") == [OTHER]
    assert two.numbers("koln", origin="CN") == []
    assert two.numbers(origin="CN", carrier="Japan Post") == []
    assert two.numbers() == []


def test_an_item_without_an_origin_is_found_by_where_its_goods_were_made(
    searched: Searched,
) -> None:
    searched.put([plain("N1", origin="", lines=(make_line(origin="VN"),))])
    assert searched.numbers(origin="VN") == ["N1"]


def test_a_renewed_announcement_is_found_by_what_it_says_now(two: Searched) -> None:
    two.put([plain(NUMBER, lines=(make_line(description="mobile phones"),))])

    assert two.numbers("candles") == []
    assert two.numbers("phones") == [NUMBER]


def judged(verdict: Verdict) -> Assessment:
    return Assessment(verdict, 1, (), (), (), date(2026, 3, 2), "us-2026 1")


def test_flagged_is_what_was_judged_and_not_clear(two: Searched) -> None:
    (first,) = two.cache.reader.find([("", NUMBER)])
    (other,) = two.cache.reader.find([("", OTHER)])
    two.cache.reader.keep_judgements(
        [(first, judged(Verdict.LOOK)), (other, judged(Verdict.CLEAR))]
    )

    assert two.numbers(flagged=True) == [NUMBER]
    assert two.numbers("koln", flagged=True) == []
    assert two.numbers("candles", flagged=True) == [NUMBER]


def test_unseen_is_what_was_not_examined_here_today(two: Searched) -> None:
    (first,) = two.cache.reader.find([("", NUMBER)])
    two.cache.reader.keep_judgement(first, judged(Verdict.CLEAR), NOON - timedelta(days=1))
    assert two.numbers(unseen=True) == [OTHER, NUMBER]

    two.cache.reader.keep_judgement(first, judged(Verdict.CLEAR), NOON)
    two.cache.reader.keep_judgements([(first, judged(Verdict.CLEAR))])  # it stays seen
    assert two.numbers(unseen=True) == [OTHER]
    found = two.index.find(SearchFor("candles"), since=NOON, before=0, limit=5)
    assert [(hit.verdict, hit.seen_at) for hit in found.hits] == [(Verdict.CLEAR, NOON)]


def test_held_is_what_is_held_under_any_number_of_its_own(two: Searched) -> None:
    two.cache.writer.place_hold("HAWB-77AX9", Hold("h1", "li.w", "tip", NOON))
    two.cache.writer.place_hold("17612345675", Hold("h2", "li.w", "the whole master", NOON))
    until = Hold("h3", "li.w", "tip", NOON, until=NOON + timedelta(hours=1))
    two.cache.writer.place_hold(NUMBER, until)

    assert two.numbers(held=True) == [OTHER, NUMBER]
    assert two.numbers("koln", held=True) == [OTHER]
    two.at = NOON + timedelta(hours=2)
    assert two.numbers(held=True) == [OTHER]
    two.cache.writer.lift_hold("h1", "kim", NOON)
    assert two.numbers(held=True) == []


def test_of_a_controlled_delivery_nothing_shows_but_that_it_is_to_be_set_aside(
    two: Searched,
) -> None:
    secret = Hold("h9", "agent Smith", "controlled delivery", NOON, cleared_only=True)
    two.cache.writer.place_hold(OTHER, secret)

    for word in ("smith", "agent", "controlled", "delivery"):
        assert two.numbers(word) == []
    (hit,) = two.index.find(SearchFor("koln"), since=NOON, before=0, limit=5).hits
    assert (hit.held, hit.set_aside) == (True, True)
    bare = repr(replace(hit, announcement=plain("X")))
    assert not {"smith", "h9", "controlled"} & set(bare.lower().split("'"))
    assert "Smith" not in bare
