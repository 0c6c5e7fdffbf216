"""Who may see and do what: the one place that answers, allowed or refused with the next step."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from triage_app.flow import veil
from triage_app.flow.people import People
from triage_app.flow.people_ports import ControlledHolds, DecidedNumbers
from triage_app.flow.ports import Clock
from triage_app.model.act import ActLine
from triage_app.model.examination import Examination
from triage_app.model.inspector import Inspector, Role
from triage_app.model.item import Announcement, MailItem
from triage_app.model.outcome import OutcomeCode, Refusal
from triage_app.model.risk import Assessment
from triage_app.model.search import Hit
from triage_app.model.sentence import Sentence, tr
from triage_app.model.work import WorkItem

NOTHING_HIDDEN: frozenset[str] = frozenset()


class Deed(StrEnum):
    """What is asked for a role beside outcomes, whose table names theirs."""

    LIFT_HOLD = "lift a hold"
    HOLD_CLEARED = "hold for cleared roles"
    PURGE = "purge"
    USE_PACK = "use a rule pack"
    RESTORE = "restore"
    RENEW_KEY = "renew the recovery key"
    RENEW_SHEET = "renew the command sheet"
    SEE_REFUSED = "mark a refused act as seen"


_ASKED: dict[Deed, tuple[Role, ...]] = {
    Deed.LIFT_HOLD: (Role.SUPERVISOR,),
    Deed.HOLD_CLEARED: (Role.CLEARED,),
    Deed.PURGE: (Role.SUPERVISOR, Role.ADMINISTRATOR),
    Deed.USE_PACK: (Role.SUPERVISOR,),
    Deed.RESTORE: (Role.ADMINISTRATOR,),
    Deed.RENEW_KEY: (Role.ADMINISTRATOR,),
    Deed.RENEW_SHEET: (Role.SUPERVISOR, Role.ADMINISTRATOR),
    Deed.SEE_REFUSED: (Role.SUPERVISOR,),
}
_RECORDING = (Role.INSPECTOR, Role.SUPERVISOR, Role.CUSTODIAN, Role.CLEARED)
"""Auditors read and administrators let people in: what is decided of items is not theirs."""


class Clearance:
    """What whoever sits at this desk may see and do. Where no inspectors are set up everybody may
    do everything, and nobody is cleared. Belongs to one thread."""

    def __init__(
        self,
        people: People,
        cache: ControlledHolds,
        record: DecidedNumbers,
        outcomes: Sequence[OutcomeCode],
        clock: Clock,
    ) -> None:
        self.people = people
        self._cache = cache
        self._record = record
        self._clock = clock
        self._hidden_codes = tuple(code.code for code in outcomes if code.cleared_only)

    @property
    def is_cleared(self) -> bool:
        """Whether whoever sits here sees controlled deliveries as others see any item."""
        here = self.people.here
        return here is not None and here.has(Role.CLEARED)

    def may(self, deed: Deed) -> Refusal | None:
        """Why whoever sits here may not; None: go on."""
        if not self.people.are_set_up:
            return None
        return _asked(self.people.here, _ASKED[deed])

    def may_record(self, inspector: str, roles: Sequence[str]) -> Refusal | None:
        """Why this inspector may not record an outcome that asks for one of `roles`."""
        if not self.people.are_set_up:
            return None
        one = self.people.find(inspector)
        return _asked(one, _RECORDING) or (_asked(one, _known(roles)) if roles else None)

    def may_write_of(self, inspector: str, numbers: Iterable[str]) -> Refusal | None:
        """Why this inspector may write nothing of an item: not for them, or they are barred."""
        if not self.people.are_set_up:
            return None
        one = self.people.find(inspector)
        if one is None or one.disabled:
            return Refusal(_log_in_first())
        if one.has(Role.CLEARED) or self._controlled().isdisjoint(numbers):
            return None
        return Refusal(veil.SET_ASIDE)

    def hidden(self) -> frozenset[str]:
        """The numbers of items of which whoever sits here may see no more than SET_ASIDE."""
        return NOTHING_HIDDEN if self.is_cleared else self._controlled()

    def item(self, item: MailItem) -> MailItem:
        """The item as it may be shown."""
        hidden = self.hidden()
        if not hidden:
            return item
        if veil.is_hidden(item, hidden):
            return item if item.set_aside else veil.veiled_item(item)
        return veil.without_kin(item, hidden)

    def kin(self, item: MailItem) -> MailItem:
        """The item itself whole, without what may not be said of its siblings: what judging many
        items may tell of each."""
        hidden = self.hidden()
        return veil.without_kin(item, hidden) if hidden else item

    def judged(self, item: MailItem, assessment: Assessment) -> Assessment:
        """The assessment as it may be shown beside `item`, which this clearance gave."""
        if item.set_aside:
            return veil.veiled_assessment(assessment, self._clock.today())
        return assessment

    def examination(self, examination: Examination) -> Examination:
        """A look at an item as it may be shown now."""
        hidden = self.hidden()
        if hidden and veil.is_hidden(examination.item, hidden):
            return veil.veiled(examination, self._clock.today())
        return examination

    def acts(self, acts: Iterable[ActLine]) -> Iterator[ActLine]:
        """Acts on any items, as they may be listed."""
        hidden, cleared = self.hidden(), self.is_cleared
        for act in acts:
            yield act if cleared or not _tells(act, hidden) else veil.veiled_act(act)

    def rows(self, items: Iterable[WorkItem]) -> tuple[WorkItem, ...]:
        """Rows of a list to work."""
        hidden, cleared = self.hidden(), self.is_cleared
        return tuple(
            veil.veiled_row(item)
            if not cleared
            and (item.set_aside or not hidden.isdisjoint(item.announcement.own_numbers))
            else item
            for item in items
        )

    def hits(self, hits: Iterable[Hit]) -> tuple[Hit, ...]:
        """What a search found."""
        hidden, cleared = self.hidden(), self.is_cleared
        return tuple(
            veil.veiled_hit(hit)
            if not cleared
            and (hit.set_aside or not hidden.isdisjoint(hit.announcement.own_numbers))
            else hit
            for hit in hits
        )

    def announcements(self, announcements: Iterable[Announcement]) -> Iterable[Announcement]:
        """Those that may be handed out."""
        return veil.shown_announcements(announcements, self.hidden())

    def _controlled(self) -> frozenset[str]:
        return self._cache.controlled(self._record.numbers_decided(self._hidden_codes))


def _tells(act: ActLine, hidden: frozenset[str]) -> bool:
    return act.item_number in hidden or veil.says_controlled(act)


def _known(roles: Iterable[str]) -> tuple[Role, ...]:
    return tuple(Role(role) for role in roles if role in {one.value for one in Role})


def _asked(one: Inspector | None, roles: Sequence[Role]) -> Refusal | None:
    if one is None or one.disabled:
        return Refusal(_log_in_first())
    if one.has(*roles):
        return None
    return Refusal(
        tr(
            "clearance",
            "Your role may not do this. Call somebody who is {roles}.",
            roles=" / ".join(str(role_name(role)) for role in roles),
        )
    )


def role_name(role: Role) -> Sentence:
    return {
        Role.INSPECTOR: tr("clearance", "inspector"),
        Role.SUPERVISOR: tr("clearance", "supervisor"),
        Role.CUSTODIAN: tr("clearance", "evidence custodian"),
        Role.CLEARED: tr("clearance", "cleared for controlled delivery"),
        Role.AUDITOR: tr("clearance", "auditor"),
        Role.ADMINISTRATOR: tr("clearance", "administrator"),
    }[role]


def _log_in_first() -> Sentence:
    return tr("clearance", "Nobody is logged in here, or not any more. Log in, then try again.")
