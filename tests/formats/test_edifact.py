"""The posts' messages become announcements; counts and references are checked, and what cannot be
read is refused by segment, place and reason while the rest comes in.

The messages are made by `tests.edifact_messages`: none of the UPU's is public.
"""

import gzip
import tracemalloc
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.announced_items import ANNOUNCEMENTS
from tests.builders import make_announcement
from tests.edifact_messages import Writer, announcement_parts, dispatch_parts
from tests.formats.edifact_files import SHIPPED, WRITER, Files, interchange, numbers, said
from triage_app.formats import courier_gather
from triage_app.formats.edifact import Edifact
from triage_app.formats.manifest import format_of
from triage_app.model.intake import Reject
from triage_app.model.item import Announcement, ArrivalBasis, Channel, Line, Party

ITEM = (
    "CNI+1+RR473124829US'DTM+200:20260220:102'TSR+A+E'GIS+11'LOC+35+CN'LOC+28+US'"
    "MEA+AAE+G+KGM:0,95'MOA+43:48.00:USD'RFF+MWB:123-45678901'DOC+916+CERT 7'"
    "NAD+CZ+++Acme:Trading+88 Road:Floor 2+Shenzhen+GD+518031+CN'COM+?+86 755:TE'COM+a@b.cn:EM'"
    "NAD+CN+++Jane Doe+12 Elm Street+Newark+NJ+07102+US'RFF+VA:77'"
    "GID+1+6:PCE'FTX+AAA+++candles:scented'CST+1+3406.00'LOC+27+CN'MEA+AAE+N+GRM:900'MOA+203:48:USD'"
)
S9 = "USJFKACNBJSAAUN60123001000123"


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def test_an_itmatt_is_an_announcement(files: Files) -> None:
    found = files.one(f"BGM++D1+9'DTM+137:202602210800:203'{ITEM}")

    assert found == Announcement(
        id="",
        feed="feed",
        scheme="",
        number="RR473124829US",
        posted_on="2026-02-20",
        announced_at=datetime(2026, 2, 21, 8, tzinfo=UTC),
        channel=Channel.POST,
        service="E",
        origin="CN",
        destination="US",
        mail_class="A",
        nature="11",
        gross_weight_g=950,
        value_minor=4800,
        currency="USD",
        sender=Party(
            "Acme Trading",
            ("88 Road", "Floor 2"),
            "Shenzhen",
            "GD",
            "518031",
            "CN",
            "+86 755",
            "a@b.cn",
        ),
        recipient=Party("Jane Doe", ("12 Elm Street",), "Newark", "NJ", "07102", "US", tax_id="77"),
        lines=(Line(1, "candles scented", 6, 900, 4800, "USD", "340600", "CN"),),
        aliases=(("master", "123-45678901"),),
        documents=("CERT 7",),
        extra=(("EDIFACT message", "ITMATT"),),
    )


def test_a_message_may_hold_many_items_with_many_lines(files: Files) -> None:
    body = "".join(
        f"CNI+{n}+X{n}'" + "".join(f"GID+{m}+{m}'FTX+AAA+++part {m}'" for m in range(1, n + 1))
        for n in range(1, 4)
    )
    found, rejects = files.read(interchange(body, kind="CUSITM"))

    assert rejects == []
    assert [(one.number, [line.description for line in one.lines]) for one in found] == [
        ("X1", ["part 1"]),
        ("X2", ["part 1", "part 2"]),
        ("X3", ["part 1", "part 2", "part 3"]),
    ]


def test_what_no_rule_takes_is_kept_word_for_word(files: Files) -> None:
    found = files.one(
        "NAD+MS+CNBJSA'CNI+1+X+9'MOA+64:7:USD'NAD+CN+ID7++Jane'MEA+AAE+G+KGM'GID+1'"
        "FTX+ACB+++by?: hand'IMD+F'"
    )

    assert found.recipient.name == "Jane"
    assert found.extra == (
        ("EDIFACT message", "ITMATT"),
        ("ITMATT NAD", "NAD+MS+CNBJSA"),
        ("ITMATT CNI", "CNI+1+X+9"),
        ("ITMATT MOA", "MOA+64:7:USD"),
        ("ITMATT NAD", "NAD+CN+ID7++Jane"),
        ("ITMATT MEA", "MEA+AAE+G+KGM"),
        ("ITMATT FTX", "FTX+ACB+++by?: hand"),
        ("ITMATT IMD", "IMD+F"),
    )


def test_of_two_texts_for_one_field_the_first_counts_and_the_other_is_kept(files: Files) -> None:
    found = files.one(
        "CNI+1+X'GIS+11'GIS+31'GIS+11'NAD+CN+++Jane+1 Elm'NAD+IM+++Bo+2 Elm'COM+5:TE'"
        "RFF+HWB:H1'RFF+HWB:H2'DOC+1+a'DOC+1+b'"
    )

    assert found.nature == "11"
    assert found.recipient == Party("Jane", ("1 Elm",))
    assert (found.aliases, found.documents) == ((("house", "H1"), ("house", "H2")), ("a", "b"))
    assert found.extra[1:] == (
        ("ITMATT GIS", "GIS+31"),
        ("ITMATT NAD", "NAD+IM+++Bo+2 Elm"),
        ("ITMATT COM", "COM+5:TE"),
    )


def test_a_segment_that_cannot_be_read_leaves_the_item_the_rest(files: Files) -> None:
    body = (
        "CNI+1+X'DTM+200:20260231:102'MEA+AAE+G+STN:5'MOA+43:-1:USD'"
        "GID+1+six'MEA+AAE+N+KGM:1.2.3'MOA+203:9.999:USD'FTX+AAA+++soap'GID+2+1'FTX+AAA+++hats'"
    )
    (found,), rejects = files.read(interchange(body))

    assert [line.description for line in found.lines] == ["soap", "hats"]
    assert found == replace(found, posted_on="", gross_weight_g=None, value_minor=None)
    assert said(rejects) == [
        ("segment 4 DTM 1.2", "'20260231' is no date of format 102"),
        ("segment 5 MEA 3.2", "'STN' is no unit of weight"),
        ("segment 6 MOA 1.2", "'-1' is no number of nought or more"),
        ("segment 7 GID 2.1", "'six' is no number of nought or more"),
        ("segment 8 MEA 3.2", "'1.2.3' is no number of nought or more"),
        ("segment 9 MOA 1.2", "'9.999' has more digits than USD has"),
    ]
    assert {reject.raw for reject in rejects} >= {"DTM+200:20260231:102", "GID+1+six"}
    assert {reject.line for reject in rejects} == {1}


def test_what_many_items_share_is_refused_once(files: Files) -> None:
    found, rejects = files.read(interchange("DTM+137:never:203'CNI+1+X'CNI+2+Y'CNI+3+Z'"))

    assert numbers(found) == ["X", "Y", "Z"]
    assert said(rejects) == [("segment 3 DTM 1.2", "'never' is no date of format 203")]


def test_a_line_number_given_twice_with_other_content_is_refused(files: Files) -> None:
    body = "CNI+1+X'GID+1'FTX+AAA+++a'GID+1'FTX+AAA+++b'GID+1'FTX+AAA+++a'GID'FTX+AAA+++c'"
    (found,), rejects = files.read(interchange(body))

    assert [(line.index, line.description) for line in found.lines] == [(1, "a"), (2, "c")]
    assert said(rejects) == [("segment 6 GID 1.1", "line 1 is there already and says otherwise")]


def test_an_item_without_a_number_is_refused_whole(files: Files) -> None:
    found, rejects = files.read(interchange("CNI+1'GIS+11'CNI+2+X'"))

    assert numbers(found) == ["X"]
    assert rejects == [Reject(1, "segment 3 CNI", "the item's number is missing", "CNI+1'GIS+11")]


@pytest.mark.parametrize(
    ("said_date", "meant"),
    [
        ("20260221:102", "2026-02-21T00:00"),
        ("20260221", "2026-02-21T00:00"),
        ("260221:101", "2026-02-21T00:00"),
        ("2602210800:201", "2026-02-21T08:00"),
        ("202602210800:203", "2026-02-21T08:00"),
        ("20260221080059:204", "2026-02-21T08:00:59"),
        ("202602210800UTC:303", "2026-02-21T08:00"),
        ("20260221080000GMT:304", "2026-02-21T08:00"),
        ("202602210800+0800:205", "2026-02-21T00:00"),
        ("202602210800-0130:205", "2026-02-21T09:30"),
    ],
)
def test_dates_are_read_by_the_format_they_say(files: Files, said_date: str, meant: str) -> None:
    escaped = said_date.replace("+", "?+")
    found = files.one(f"DTM+137:{escaped}'CNI+1+X'DTM+200:{escaped}'")

    assert found.announced_at == datetime.fromisoformat(meant).replace(tzinfo=UTC)
    assert found.posted_on == "2026-02-21"


@pytest.mark.parametrize(
    "said_date",
    [
        "2026:602",
        "202602210800EST:303",
        "202602210800",
        "2026022108:203",
        "x:102",
        "19700101:102",
        "700101:101",
        "1:205",
        "٢:102",
    ],
)
def test_a_date_that_is_none_is_refused(files: Files, said_date: str) -> None:
    (found,), rejects = files.read(interchange(f"CNI+1+X'DTM+200:{said_date}'"))

    assert found.posted_on == ""
    assert [reject.column for reject in rejects] == ["segment 4 DTM 1.2"]


def test_money_is_of_its_own_currency_else_of_the_item_s(files: Files) -> None:
    found = files.one(
        "CUX+2:EUR'CNI+1+X'MOA+43:5'GID+1'MOA+203:1200:JPY'GID+2'MOA+203:1,5'GID+3'MOA+203:1.5:KWD'"
    )

    assert (found.value_minor, found.currency) == (500, "EUR")
    assert [(line.value_minor, line.currency) for line in found.lines] == [
        (1200, "JPY"),
        (150, "EUR"),
        (1500, "KWD"),
    ]


@pytest.mark.parametrize("function", ["1", "2", "3", "4", "99"])
def test_a_message_that_takes_back_or_changes_is_no_announcement(
    files: Files, function: str
) -> None:
    found, rejects = files.read(interchange(f"BGM++D+{function}'CNI+1+X'", "CNI+1+Y'"))

    assert numbers(found) == ["Y"]
    assert said(rejects) == [
        ("segment 3 BGM 3.1", f"message function '{function}': only whole announcements are read")
    ]


def test_a_message_nobody_reads_is_said_once_and_the_next_is_read(files: Files) -> None:
    text = interchange("BGM+220+A'LIN+1'LIN+2'", "CNI+1+X'").replace("UNH+1+ITMATT", "UNH+1+ORDERS")
    found, rejects = files.read(text)

    assert numbers(found) == ["X"]
    assert said(rejects) == [
        ("segment 2 UNH 2.1", "message 'ORDERS' is not read; ITMATT, CUSITM, CUSRSP, PREDES are")
    ]


def test_a_message_no_segment_of_which_opens_an_item_says_so(files: Files) -> None:
    found, rejects = files.read(interchange("BGM++D+9'XYZ+1+X'"))

    assert found == []
    assert said(rejects) == [("segment 2 UNH", "no item in the message; is it ITMATT?")]


PREDES = WRITER.message("PREDES", "P", dispatch_parts([(S9, ["X", "Y"]), ("BAG2", ["Z"])]))


def test_a_predes_says_the_bag_the_flight_and_the_arrival_of_its_items(files: Files) -> None:
    found, rejects = files.read(WRITER.interchange(PREDES))

    assert rejects == []
    assert [(one.number, one.bag) for one in found] == [("X", S9), ("Y", S9), ("Z", "BAG2")]
    assert {(one.flight, one.arrived_on, one.arrived_basis) for one in found} == {
        ("CA981", date(2026, 3, 2), ArrivalBasis.FLIGHT)
    }
    assert found[0].aliases == (("receptacle", S9),)
    assert found[0].extra == (("EDIFACT message", "PREDES"),)


@pytest.mark.parametrize("first", [True, False])
def test_the_bag_is_joined_to_the_item_in_either_order(files: Files, first: bool) -> None:
    items = WRITER.message("ITMATT", "I", [("CNI", "1", "x"), ("GIS", "11"), ("CNI", "2", "W")])
    messages = (PREDES, items) if first else (items, PREDES)
    found, rejects = files.read(WRITER.interchange(*messages))

    assert rejects == []
    by_number = {one.number.upper(): one for one in found}
    assert len(found) == len(by_number) == 4
    joined = by_number["X"]
    assert (joined.bag, joined.flight, joined.nature) == (S9, "CA981", "11")
    assert (joined.arrived_on, joined.arrived_basis) == (date(2026, 3, 2), ArrivalBasis.FLIGHT)
    assert joined.aliases == (("receptacle", S9),)
    assert joined.extra == (("EDIFACT message", "ITMATT"), ("EDIFACT message", "PREDES"))
    assert (by_number["W"].bag, by_number["Y"].bag) == ("", S9)


def test_of_two_uses_of_a_number_the_bag_is_the_one_s_that_was_posted_last_before(
    files: Files,
) -> None:
    posted = ["20250101", "20260220", "20260401"]
    items = [(("CNI", "1", "X"), ("DTM", ("200", day, "102"))) for day in posted]
    messages = [WRITER.message("ITMATT", str(n), parts) for n, parts in enumerate(items)]
    found, rejects = files.read(WRITER.interchange(*messages, PREDES))

    assert rejects == []
    bags = {one.posted_on: one.bag for one in found if one.number == "X"}
    assert bags == {"2025-01-01": "", "2026-02-20": S9, "2026-04-01": ""}


def test_an_item_said_again_counts_as_it_was_said_last(files: Files) -> None:
    bodies = ["CNI+1+X'GIS+11'", "CNI+1+X'GIS+31'", "CNI+1+Y'", "CNI+1+Y'", "CNI+1+x 'GIS+31'"]
    found, rejects = files.read(interchange(*bodies))

    assert sorted((one.number, one.nature) for one in found) == [("Y", ""), ("x", "31")]
    assert said(rejects) == [
        ("segment 3 CNI", "segment 7 says otherwise of the same item, and counts"),
        ("segment 7 CNI", "segment 17 says otherwise of the same item, and counts"),
    ]


def written(announcements: Sequence[Announcement], kind: str, writer: Writer) -> str:
    """An ITMATT says one item, a CUSITM many."""
    if kind == "CUSITM":
        return writer.interchange(writer.message(kind, "1", announcement_parts(*announcements)))
    return writer.interchange(
        *(writer.message(kind, str(n), announcement_parts(a)) for n, a in enumerate(announcements))
    )


def sayable(a: Announcement, kind: str, announced_at: datetime | None) -> Announcement:
    """As far as the messages have a place for it."""
    event = a.arrived_on and a.arrived_basis is not ArrivalBasis.FLIGHT
    return replace(
        a,
        channel=Channel.POST,
        carrier="",
        bag="",
        announced_at=announced_at and announced_at.replace(microsecond=0),
        arrived_basis=ArrivalBasis.EVENT if event else a.arrived_basis,
        aliases=tuple(sorted(pair for pair in a.aliases if pair[0] in ("house", "master"))),
        lines=tuple(
            replace(one, currency=a.currency) if one.value_minor is None else one for one in a.lines
        ),
        url="",
        referrals=(),
        extra=(("EDIFACT message", kind),),
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(ANNOUNCEMENTS, min_size=1, max_size=4, unique_by=lambda a: a.number),
    st.sampled_from(["ITMATT", "CUSITM"]),
    st.sampled_from(["", "\n", "\r\n"]),
)
def test_what_the_builder_writes_is_read_as_it_was(
    announcements: list[Announcement], kind: str, end: str
) -> None:
    shared = announcements[0].announced_at
    at = [shared if kind == "CUSITM" else one.announced_at for one in announcements]
    meant = [sayable(one, kind, then) for one, then in zip(announcements, at, strict=True)]
    with TemporaryDirectory() as folder:
        found, rejects = Files(Path(folder)).read(written(meant, kind, Writer(end=end)))

    assert rejects == []
    assert found == meant


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.ZstdCompressor().compress])
def test_any_encoding_and_packing_is_told_by_its_content(
    files: Files, encoding: str, pack: type[bytes]
) -> None:
    text = WRITER.interchange(WRITER.message("ITMATT", "1", [("CNI", "1", "X"), ("GIS", "é")]))
    found, rejects = files.read(pack(text.encode(encoding)))

    assert rejects == []
    assert [(one.number, one.nature) for one in found] == [("X", "é")]
    assert format_of(files.path) == "edifact"


@pytest.mark.parametrize(
    ("head", "is_edifact"),
    [
        ("UNA:+.? '\r\nUNB+UNOA:3", True),
        ("\n UNB+UNOA:3'", True),
        ("UNB\x1dUNOB\x1f1", True),
        ("UNA|*.\\ ~UNB*", True),
        ("UNB,UNA\n1,2", False),
        ("UNA,UNB,UNC\n", False),
        ("UNIT+PRICE,x\n", False),
    ],
)
def test_a_file_that_begins_as_an_interchange_is_one(
    files: Files, head: str, is_edifact: bool
) -> None:
    files.path.write_text(head, "utf-8", newline="")

    assert (format_of(files.path) == "edifact") is is_edifact


@pytest.mark.parametrize("said_twice", [False, True])
def test_memory_does_not_grow_with_the_file(
    files: Files, monkeypatch: pytest.MonkeyPatch, said_twice: bool
) -> None:
    """Nor with how many items two messages speak of: those wait on the disk."""
    monkeypatch.setattr(courier_gather, "HELD_BYTES", 1 << 10)
    parts = announcement_parts(make_announcement(number="NUMBER"))
    message = WRITER.message("ITMATT", "1", parts)
    peaks = []
    for count in (100, 500):
        numbers = [f"X{n:07}" for n in range(count)]
        items = [message.replace("NUMBER", number) for number in numbers]
        bag = WRITER.message(
            "PREDES", "2", dispatch_parts([(S9, numbers if said_twice else ["Y"])])
        )
        files.path.write_text(WRITER.interchange(*items, bag), "utf-8")
        tracemalloc.start()
        try:
            rows = sum(one.rows for one in Edifact(files.path, "f", maps=SHIPPED).items())
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
        assert rows > 20 * count

    assert peaks[1] - peaks[0] < 400 * 400  # an item is read from 700 bytes into some 5,000
