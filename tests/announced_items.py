"""Announcements as hypothesis makes them, in the normal form a reader gives."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from triage_app.model.item import Announcement, ArrivalBasis, Channel, Line, Party, Referral

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=9).map(
    str.strip
)
WORD = TEXT.filter(bool)
LETTERS = st.sampled_from(["CN", "US", "DE", "HK"])
AMOUNT = st.none() | st.integers(0, 10**15)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
CURRENCIES = st.sampled_from(["USD", "JPY", "KWD"])
PARTIES = st.builds(
    Party,
    name=TEXT,
    address_lines=st.lists(WORD, max_size=3).map(tuple),
    city=TEXT,
    state=TEXT,
    post_code=TEXT,
    country=LETTERS | st.just(""),
    phone=TEXT,
    email=TEXT,
    tax_id=TEXT,
)
LINES = st.builds(
    Line,
    index=st.just(0),
    description=TEXT,
    quantity=AMOUNT,
    net_weight_g=AMOUNT,
    value_minor=AMOUNT,
    currency=CURRENCIES,
    hs=st.sampled_from(["", "340600", "9503"]),
    origin=LETTERS | st.just(""),
)
ARRIVALS = st.just((None, ArrivalBasis.TODAY)) | st.tuples(DAYS, st.sampled_from(ArrivalBasis))
ALIASES = st.lists(
    st.tuples(st.sampled_from(["master", "house", "mine"]), st.integers(0, 99).map("Z{}".format)),
    max_size=3,
    unique=True,
).map(tuple)


def numbered(lines: list[Line]) -> tuple[Line, ...]:
    return tuple(replace(line, index=n) for n, line in enumerate(lines, 1))


TIMES = st.none() | st.datetimes(
    datetime(2020, 1, 1),  # noqa: DTZ001  -- hypothesis adds the zone
    datetime(2030, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
REFERRALS = st.lists(
    st.builds(
        Referral,
        code=TEXT,
        asked_by=TEXT,
        asked_at=TIMES,
        asked=TEXT,
        answer=TEXT,
        answered_by=TEXT,
        answered_at=TIMES,
    ).filter(lambda one: one != Referral()),
    max_size=2,
).map(tuple)


ANNOUNCEMENTS = st.builds(
    lambda arrival, **rest: Announcement(
        id="", feed="feed", scheme="", arrived_on=arrival[0], arrived_basis=arrival[1], **rest
    ),
    arrival=ARRIVALS,
    number=st.integers(0, 10**6).map("XQ{:08}".format),
    posted_on=st.just("") | DAYS.map(date.isoformat),
    announced_at=st.none()
    | st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    channel=st.sampled_from(Channel),
    carrier=TEXT,
    service=TEXT,
    origin=LETTERS,
    destination=LETTERS | st.just(""),
    mail_class=TEXT,
    nature=TEXT,
    gross_weight_g=AMOUNT,
    value_minor=AMOUNT,
    currency=CURRENCIES,
    bag=TEXT,
    flight=TEXT,
    sender=PARTIES | st.just(Party()),
    recipient=PARTIES,
    lines=st.lists(LINES, max_size=3).map(numbered),
    aliases=ALIASES,
    documents=st.lists(WORD, max_size=2).map(tuple),
    url=TEXT,
    extra=st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple),
    referrals=REFERRALS,
)
