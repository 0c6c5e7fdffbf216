"""Valid values to start a test from; name only what the test is about."""

from datetime import UTC, date, datetime
from typing import Any

from triage_app.model.act import ActDraft, ActKind
from triage_app.model.identity import Identity
from triage_app.model.item import Announcement, Context, ItemKey, Line, MailItem, Party
from triage_app.model.scan import Scan

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NUMBER = "RR473124829US"
ACT_ID = "01958f3e-6000-7000-8000-000000000001"


def make_scan(text: str = NUMBER) -> Scan:
    return Scan(text, NOON)


def make_identity(number: str = NUMBER, **changes: Any) -> Identity:
    return Identity(**{"scheme": "s10", "number": number, "text": number, **changes})


def make_party(**changes: Any) -> Party:
    return Party(
        **{
            "name": "Jane Doe",
            "address_lines": ("12 Elm Street",),
            "city": "Newark",
            "state": "NJ",
            "post_code": "07102",
            "country": "US",
            "phone": "+1 973 555 0100",
            **changes,
        }
    )


def make_line(**changes: Any) -> Line:
    return Line(
        **{
            "index": 1,
            "description": "paraffin candles, scented, six pieces",
            "quantity": 6,
            "net_weight_g": 900,
            "value_minor": 4800,
            "currency": "USD",
            "hs": "340600",
            "origin": "CN",
            **changes,
        }
    )


def make_announcement(**changes: Any) -> Announcement:
    return Announcement(
        **{
            "id": "a" * 32,
            "feed": "test",
            "scheme": "s10",
            "number": NUMBER,
            "posted_on": "2026-02-20",
            "digest": "d" * 32,
            "origin": "CN",
            "destination": "US",
            "nature": "11",
            "gross_weight_g": 950,
            "value_minor": 4800,
            "currency": "USD",
            "arrived_on": date(2026, 3, 2),
            "announced_at": datetime(2026, 2, 28, 12, tzinfo=UTC),
            "sender": make_party(
                name="Shenzhen Bright Trading Co Ltd",
                address_lines=("88 Huaqiang North Road",),
                city="Shenzhen",
                state="Guangdong",
                post_code="518031",
                country="CN",
                phone="+86 755 8888 0000",
            ),
            "recipient": make_party(),
            "lines": (make_line(),),
            **changes,
        }
    )


def make_item(announcement: Announcement | None = None, **changes: Any) -> MailItem:
    announced = announcement or make_announcement()
    return MailItem(
        **{
            "key": ItemKey(announced.scheme, announced.number, announced.posted_on, announced.id),
            "identity": make_identity(announced.number),
            "announcement": announced,
            "context": Context(),
            **changes,
        }
    )


def make_draft(**changes: Any) -> ActDraft:
    return ActDraft(
        **{
            "id": ACT_ID,
            "kind": ActKind.OUTCOME,
            "recorded_at": NOON,
            "inspector": "li.w",
            "item_scheme": "s10",
            "item_number": NUMBER,
            "body": {"outcome": {"code": "REL", "fields": {}}},
            **changes,
        }
    )
