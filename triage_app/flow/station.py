"""One station: from a scan to a recorded act. Strings the steps together; decides nothing itself.

A Station belongs to one thread, as the connections behind its ports do.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from triage_app.flow.assess import assess
from triage_app.flow.clearance import Clearance
from triage_app.flow.commands import CommandReader
from triage_app.flow.entries import read_weight
from triage_app.flow.identify import identify
from triage_app.flow.lookup import PartyKey, look_again, lookup
from triage_app.flow.ports import Blobs, Clock, ManifestCache, Outbox, Record
from triage_app.flow.record import Recorder, last_undoable
from triage_app.model.act import Act, ActLine
from triage_app.model.examination import Examination
from triage_app.model.item import Announcement, ImageRef, ImageRole, ItemKey, Line, MailItem
from triage_app.model.noun import noun
from triage_app.model.outcome import Refusal
from triage_app.model.road import CacheAge, RoadState
from triage_app.model.scan import Scan, ScanSource
from triage_app.model.sentence import Sentence, tr
from triage_app.risk.comparing import compare
from triage_app.risk.lists import ScreeningLists
from triage_app.risk.rules import RulePack
from triage_app.risk.sampling import RandomSlice

SHIFT = timedelta(hours=12)
"""As long as a shift with its overtime; what was decided before is undone by name, with a why."""
LOOKED_BACK = 200
"""Acts of others on this station among which one's own last one is looked for."""


@noun(frozen=True, slots=True)
class Judging:
    """What an item is judged by."""

    pack: RulePack
    lists: ScreeningLists
    sample: RandomSlice
    party_key: PartyKey


@noun(frozen=True, slots=True)
class Shelves:
    """Where the station's things lie, each behind its port."""

    cache: ManifestCache
    record: Record
    outbox: Outbox
    images: Blobs
    evidence: Blobs


class Station:
    def __init__(
        self,
        *,
        shelves: Shelves,
        judging: Callable[[], Judging],
        recorder: Recorder,
        commands: CommandReader,
        clock: Clock,
        hub_configured: bool,
        clearance: Clearance,
    ) -> None:
        self._shelves = shelves
        self._judging = judging
        self.recorder = recorder
        self.commands = commands
        self._clock = clock
        self._hub_configured = hub_configured
        self.clearance = clearance

    @property
    def judging(self) -> Judging:
        """What an item is judged by now; other lists may come while the station is open."""
        return self._judging()

    def examine(self, scan: Scan, meant: str = "") -> Examination:
        """Scan -> Examination, from this disk alone, within one frame; of a number that was used
        again the newest announcement, or the one whose id is `meant`."""
        judging, shelves = self.judging, self._shelves
        now = self._clock.now()
        identity = identify(scan.text)
        found = lookup(identity, shelves.cache, shelves.record, judging.party_key, now, meant)
        item = self.clearance.item(found)
        assessment = assess(item, judging.pack, judging.lists, judging.sample, self._clock.today())
        return Examination(scan, item, self.clearance.judged(item, assessment), now)

    def look_up(self, text: str) -> MailItem:
        """The mail item a code names, not judged; all that is known of it, so not to be shown."""
        shelves, judging = self._shelves, self.judging
        now = self._clock.now()
        return lookup(identify(text), shelves.cache, shelves.record, judging.party_key, now)

    def rule_texts(self, language: str) -> Mapping[str, str]:
        """The rules' sentences in a language of two letters, by the English ones."""
        return self.judging.pack.texts.get(language, {})

    def prepare(self) -> None:
        """Build what judging builds at its first use, so that the first scan does not wait. What is
        built belongs to the pack and the lists, for every station that shares them."""
        judging, specimen = self.judging, Announcement("", "", "", "", lines=(Line(1, "x"),))
        judging.pack.lexicons.prepare()
        judging.lists.prepare()
        item = MailItem(ItemKey("", ""), identify("RR473124829US"), specimen)
        assess(item, judging.pack, judging.lists, judging.sample, self._clock.today())

    def rehearse(self) -> None:
        """Load what comparing names loads at its first use; a scan that is quicker does it."""
        self.judging.lists.match("Jane Doe")
        compare("Jane Doe", "Jane Roe")

    def record(
        self,
        examination: Examination,
        code: str,
        fields: Mapping[str, str],
        inspector: str,
        why_selected: str = "",
    ) -> Act | Refusal:
        """Examination + outcome -> Act, durable on return; or why it was not written."""
        written = self.recorder.outcome(examination, code, fields, inspector, why_selected)
        if isinstance(written, Act):
            self._shelves.record.drop_draft(inspector, examination.item.key)
        return written

    def look_again(self, examination: Examination) -> Examination:
        """What was shown, with the acts written since; the judgement stays what it was."""
        if examination.item.set_aside:
            return examination
        item = look_again(examination.item, self._shelves.record, self._clock.now())
        return self.clearance.examination(replace(examination, item=item))

    def judge_again(self, examination: Examination) -> Examination:
        """What was shown, judged by what is in use now."""
        judging = self.judging
        if examination.item.set_aside:
            return examination
        assessment = assess(
            examination.item, judging.pack, judging.lists, judging.sample, self._clock.today()
        )
        return replace(examination, assessment=assessment)

    def last_undoable(self, inspector: str) -> ActLine | None:
        """This inspector's last act of this shift, if it can still be undone."""
        since = self._clock.now() - SHIFT
        return last_undoable(self._shelves.record.latest(LOOKED_BACK, since), inspector)

    def undo(self, act_id: str, why: str, inspector: str) -> Act | Refusal:
        return self.recorder.undo(act_id, why, inspector)

    def keep_judgement(self, examination: Examination) -> None:
        """Note the verdict beside the announcement, for lists of what was flagged and seen."""
        if examination.item.set_aside:  # it lay here all the same
            examination = self._judged_whole(examination)
        announcement = examination.item.announcement
        if announcement is not None:
            self._shelves.cache.keep_judgement(
                announcement,
                examination.assessment,
                examination.started_at,
                present=examination.scan.source is not ScanSource.LIST,
            )

    def latest_acts(self, limit: int, since: datetime | None = None) -> tuple[ActLine, ...]:
        return tuple(self.clearance.acts(self._shelves.record.latest(limit, since)))

    def picture(self, ref: ImageRef) -> bytes:
        """A picture's bytes. Raises StoreDamaged when it is missing or not what its name says."""
        blobs = self._shelves.evidence if ref.where == "evidence" else self._shelves.images
        return blobs.get(ref.sha256)

    def attach(
        self, key: ItemKey, data: bytes, media_type: str, role: ImageRole, inspector: str
    ) -> Act:
        """Keep a picture as evidence of the item: the blob first, then the act that names it."""
        sha256 = self._shelves.evidence.put(data)
        return self.recorder.attach(key, sha256, len(data), media_type, role, inspector)

    def weigh(
        self, examination: Examination, typed: str, inspector: str, scale: str = ""
    ) -> Act | Refusal:
        """Keep what the item weighs ("1.31 kg", "2 lb 3 oz"), or say what to type instead."""
        weight = read_weight(typed.strip())
        if isinstance(weight, Sentence):
            return Refusal(tr("record", "It wants {why}.", why=weight), "weight")
        return self.recorder.weigh(examination.item.key, weight, inspector, scale)

    def _judged_whole(self, examination: Examination) -> Examination:
        judging, item = self.judging, self.look_up(examination.scan.text)
        assessment = assess(item, judging.pack, judging.lists, judging.sample, self._clock.today())
        return replace(examination, item=item, assessment=assessment)

    def age(self) -> CacheAge:
        return self._shelves.cache.age()

    def road(self) -> RoadState:
        """How the road stands, from what the last syncs left behind."""
        outbox = self._shelves.outbox
        acts, blobs, refused = outbox.counts()
        contact = outbox.note("last_contact_at")
        failure = outbox.note("last_failure")
        return RoadState(
            configured=self._hub_configured,
            open=bool(contact) and not failure,
            last_contact_at=datetime.fromisoformat(contact) if contact else None,
            waiting_acts=acts,
            waiting_blobs=blobs,
            refused_acts=refused,
            why=failure,
            mismatch=outbox.note("mismatch"),
        )

    def keep_draft(self, inspector: str, key: ItemKey, fields: Mapping[str, str]) -> None:
        """Keep an unfinished form; with no fields, forget the one kept."""
        if fields:
            self._shelves.record.keep_draft(inspector, key, fields)
        else:
            self._shelves.record.drop_draft(inspector, key)

    def draft(self, inspector: str, key: ItemKey) -> Mapping[str, str] | None:
        return self._shelves.record.draft(inspector, key)
