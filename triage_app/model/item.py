"""A mail item and what is announced, held and known of it.

Weights are whole grams, money whole minor units of its ISO 4217 currency (JPY has none), countries
ISO 3166 alpha-2, dates the facility's local dates. `None` means the data do not say.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date, datetime
from enum import StrEnum

from triage_app.model.act import ActKind, ActLine
from triage_app.model.identity import Identity, Unidentified
from triage_app.model.noun import noun
from triage_app.model.told import ToldOutcome

SHARED = frozenset({"master", "receptacle", "bag"})
"""Kinds of other numbers that an item has in common with all that travels with it."""
YEARS = range(2000, 2100)
"""What a date of the trade may lie in: items are announced electronically since about then, and a
date a lifetime ahead is wrong. Fillers (0001-01-01, 1970-01-01, 9999-12-31) all lie outside."""


class Channel(StrEnum):
    POST = "post"
    EXPRESS = "express"


class ArrivalBasis(StrEnum):
    """Where `arrived_on` comes from, best first."""

    EVENT = "event"
    FLIGHT = "flight"
    SCAN = "scan"
    TODAY = "today"


@noun(frozen=True, slots=True)
class ItemKey:
    """How acts name an item: never a row id. Empty strings where it is not known."""

    scheme: str
    number: str
    posted_on: str = ""
    announcement: str = ""


@noun(frozen=True, slots=True)
class Party:
    """A sender or recipient as announced; every field as it came, trimmed."""

    name: str = ""
    address_lines: tuple[str, ...] = ()
    city: str = ""
    state: str = ""
    post_code: str = ""
    country: str = ""
    phone: str = ""
    email: str = ""
    tax_id: str = ""


@noun(frozen=True, slots=True)
class Line:
    """One announced content line. `index` is the line key: given, else order of appearance."""

    index: int
    description: str = ""
    quantity: int | None = None
    net_weight_g: int | None = None
    value_minor: int | None = None
    currency: str = ""
    hs: str = ""
    origin: str = ""


@noun(frozen=True, slots=True)
class Referral:
    """What was asked of an item before it was loaded (RFI, RFS, DNL; ICS2 Q01, Q02, Q03), and what
    was answered; `asked` is the question in words. `code` is "" where an answer came alone."""

    code: str = ""
    asked_by: str = ""
    asked_at: datetime | None = None
    asked: str = ""
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None


@noun(frozen=True, slots=True)
class Announcement:
    """One version of what was announced for an item.

    `id` is the feed + number + posting date digest, the same for every version. `aliases` are
    (kind, number): "house", "master", "receptacle", "sscc" ... beside its own number.
    `extra` keeps unknown columns verbatim, in file order. `digest` names this version's content.
    """

    id: str
    feed: str
    scheme: str
    number: str
    posted_on: str = ""
    version: int = 1
    digest: str = ""
    announced_at: datetime | None = None
    channel: Channel = Channel.POST
    carrier: str = ""
    service: str = ""
    origin: str = ""
    destination: str = ""
    mail_class: str = ""
    nature: str = ""
    gross_weight_g: int | None = None
    value_minor: int | None = None
    currency: str = ""
    arrived_on: date | None = None
    arrived_basis: ArrivalBasis = ArrivalBasis.TODAY
    bag: str = ""
    flight: str = ""
    sender: Party = Party()
    recipient: Party = Party()
    lines: tuple[Line, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    documents: tuple[str, ...] = ()
    url: str = ""
    extra: tuple[tuple[str, str], ...] = ()
    referrals: tuple[Referral, ...] = ()

    @property
    def own_numbers(self) -> tuple[str, ...]:
        """The numbers that are the item's own, as holds and acts name it."""
        others = (number for kind, number in self.aliases if kind not in SHARED)
        return (self.number, *others)


@noun(frozen=True, slots=True)
class Hold:
    """Someone wants this item kept; any open hold forbids release.

    `cleared_only`: a controlled delivery, shown to cleared roles only.
    """

    id: str
    placed_by: str
    why: str
    placed_at: datetime
    until: datetime | None = None
    cleared_only: bool = False


class ImageRole(StrEnum):
    XRAY = "xray"
    PRODUCT = "product"
    PHOTO = "photo"


@noun(frozen=True, slots=True)
class ImageRef:
    """A picture by its content. `where` is "images" (cache) or "evidence" (record)."""

    sha256: str
    role: ImageRole
    media_type: str
    size: int
    where: str = "images"
    view: str = ""


@noun(frozen=True, slots=True)
class Sibling:
    """Another item of what may be the same person on the same arrival day."""

    announcement_id: str
    number: str
    recipient: Party
    sender_name: str
    description: str
    value_minor: int | None
    currency: str


@noun(frozen=True, slots=True)
class PartyHistory:
    """What the station knows of one party: announced items and recorded outcomes.

    The fields are totals including the item at hand, whose own announcement counts.
    """

    today: int = 0
    last_30_days: int = 0
    recorded: int = 0
    seized: int = 0
    last_recorded_at: datetime | None = None


@noun(frozen=True, slots=True)
class Peers:
    """Robust spread of a figure among items of one HS heading and origin, from the cache.

    `unit_value_minor` and `value_per_kg_minor` quantiles are USD minor units: (5 %, 25 %, 50 %,
    75 %, 95 %). `count` is how many lines they rest on.
    """

    hs: str
    origin: str
    count: int
    unit_value_minor: tuple[int, int, int, int, int]
    value_per_kg_minor: tuple[int, int, int, int, int]


@noun(frozen=True, slots=True)
class DataHistory:
    """How the newest announcements of one post or carrier were filled in. `source` is "post CN" or
    "carrier UPS"; `lacking` of its `items` lack what the rules ask for."""

    source: str = ""
    items: int = 0
    lacking: int = 0


@noun(frozen=True, slots=True)
class Context:
    """What judging needs from other rows, handed to it as a value.

    `recipient_names_at_address` and `senders_at_address` count distinct normalised names announced
    for the recipient's address in 30 days; `other_uses` are earlier announcements of the same
    number as (announcement id, posted_on); `previous` is the version this announcement replaced.
    """

    siblings: tuple[Sibling, ...] = ()
    sender: PartyHistory = PartyHistory()
    recipient: PartyHistory = PartyHistory()
    recipient_names_at_address: int = 0
    senders_at_address: int = 0
    other_uses: tuple[tuple[str, str], ...] = ()
    previous: Announcement | None = None
    peers: Mapping[int, Peers] = field(default_factory=dict)
    data_history: DataHistory = DataHistory()


@noun(frozen=True, slots=True)
class MailItem:
    """All the station knows of the thing on the bench. `peers` in the context go by line index.

    `numbers` are (scheme, number) of every number that is the item's own, the key's first; `told`
    is what other stations decided. `set_aside`: what is known of it is for cleared roles only, and
    was taken out.
    """

    key: ItemKey
    identity: Identity | Unidentified
    announcement: Announcement | None = None
    holds: tuple[Hold, ...] = ()
    images: tuple[ImageRef, ...] = ()
    acts: tuple[ActLine, ...] = ()
    context: Context = field(default_factory=Context)
    near: tuple[str, ...] = ()
    measured_weight_g: int | None = None
    numbers: tuple[tuple[str, str], ...] = ()
    told: tuple[ToldOutcome, ...] = ()
    set_aside: bool = False

    @property
    def standing_outcome(self) -> ActLine | None:
        """The newest outcome on it that was not undone; None while it is undecided."""
        standing = standing_outcomes(self.acts)
        return standing[-1] if standing else None


def standing_outcomes(acts: Iterable[ActLine]) -> tuple[ActLine, ...]:
    """The outcomes among `acts` that were not undone, in their order."""
    return tuple(act for act in acts if act.kind is ActKind.OUTCOME and not act.undone_by)
