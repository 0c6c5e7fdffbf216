"""Waiting acts -> answered acts: in order, in batches that fit the road, none holding up the next.

A batch that fails as a whole is halved until the act at fault stands alone; that one is put off
with the reason, and the others go on.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from triage_app.flow.ports import Clock, Outbox, Road
from triage_app.model.act import Act
from triage_app.model.delivery import ActAnswer, ActVerdict, NotPushed, Pushed
from triage_app.model.errors import HubUnreachable
from triage_app.model.sentence import Sentence, tr

MOST_ACTS = 500
MOST_BYTES = 4 * 1024 * 1024
FIRST_ACTS = 64
FAST_S = 2.0
PUT_OFF_S = 300
BUSY = (429, 503)
CUTS_A_RUN = 3
SINGLES_A_RUN = 3
SIZE_NOTE = "batch_acts"


class SendingActs:
    """The acts of one run. `revocation`: the hub's signed word, if it said it."""

    def __init__(self, outbox: Outbox, road: Road, clock: Clock) -> None:
        self._outbox = outbox
        self._road = road
        self._clock = clock
        self._size = _kept_size(outbox.note(SIZE_NOTE))
        self._put_off: set[str] = set()
        self._cuts = 0
        self._singles = 0
        self._last: Pushed | None = None
        self.counts: Counter[str] = Counter()
        self.revocation = b""

    def drain(self) -> None:
        """Send what waits. Raises HubUnreachable when the road fails, HubRefusedStation."""
        size = self._size
        try:
            while batch := self._next():
                self._send(batch)
        finally:
            if self._size != size:
                self._outbox.keep_note(SIZE_NOTE, str(self._size))

    def compare(self) -> str:
        """Where the hub's signed head differs from ours, in words; "" when it does not."""
        if self._last is None:
            answer = self._road.push((), self._outbox.head())
            if isinstance(answer, NotPushed):
                return ""
            self._keep_answers((), answer)
        return _difference(self._outbox, self._last)

    def _next(self) -> Sequence[Act]:
        waiting = self._outbox.waiting(self._size + len(self._put_off))
        batch: list[Act] = []
        room = MOST_BYTES
        for act in waiting:
            if act.id in self._put_off:
                continue
            room -= len(act.data)
            if batch and (room < 0 or len(batch) == self._size):
                break
            batch.append(act)
        return batch

    def _send(self, batch: Sequence[Act]) -> None:
        begun_ns = self._clock.monotonic_ns()
        try:
            answer = self._road.push(batch, self._outbox.head())
        except HubUnreachable as fault:
            self._cut(batch, fault)
            return
        if isinstance(answer, NotPushed):
            self._turned_away(batch, answer)
            return
        self._cuts = self._singles = 0
        self._keep_answers(batch, answer)
        if (self._clock.monotonic_ns() - begun_ns) / 1e9 < FAST_S:
            self._size = min(self._size * 2, MOST_ACTS)

    def _cut(self, batch: Sequence[Act], fault: HubUnreachable) -> None:
        """The road failed under this batch: a smaller one may pass, or the act is at fault."""
        self._cuts += 1
        if len(batch) > 1:
            self._size = len(batch) // 2
            if self._cuts >= CUTS_A_RUN:
                raise fault
            return
        self._road.hello()  # raises when it is the road
        self._alone_at_fault(batch[0], fault.what, PUT_OFF_S)

    def _turned_away(self, batch: Sequence[Act], answer: NotPushed) -> None:
        if len(batch) == 1:
            self._alone_at_fault(batch[0], answer.words, max(answer.retry_after_s, PUT_OFF_S))
            return
        self._size = len(batch) // 2
        if answer.status in BUSY:
            raise _stopped(answer.words)

    def _alone_at_fault(self, act: Act, words: Sentence, wait_s: int) -> None:
        self._defer((act.id,), str(words), wait_s)
        self._singles += 1
        if self._singles >= SINGLES_A_RUN:
            raise _stopped(words)

    def _keep_answers(self, batch: Sequence[Act], pushed: Pushed) -> None:
        now = self._clock.now()
        sent = {act.id for act in batch}
        answers = [answer for answer in pushed.answers if answer.act_id in sent]
        accepted = _ids(answers, ActVerdict.ACCEPTED, ActVerdict.DUPLICATE)
        conflicting = _ids(answers, ActVerdict.CONFLICT)
        if accepted:
            self._outbox.accepted(accepted, now)
        if conflicting:
            self._outbox.conflicting(conflicting, now)
        for answer in answers:
            if answer.verdict is ActVerdict.REFUSED:
                self._outbox.refused(answer.act_id, answer.words, now)
            elif answer.verdict is ActVerdict.RETRY:
                self._defer((answer.act_id,), answer.words, answer.retry_after_s)
        unanswered = sent - {answer.act_id for answer in answers}
        if unanswered:
            words = tr("sync", "The hub gave no answer for this act.")
            self._defer(sorted(unanswered), str(words), PUT_OFF_S)
        self.counts.update(str(answer.verdict) for answer in answers)
        self._keep_receipt(pushed)

    def _keep_receipt(self, pushed: Pushed) -> None:
        self._last = pushed
        self.revocation = pushed.revocation or self.revocation
        if pushed.receipt is not None and pushed.receipt.seq:
            receipt = pushed.receipt
            self._outbox.keep_receipt(receipt.data, receipt.epoch, receipt.seq, receipt.hash)

    def _defer(self, act_ids: Sequence[str], words: str, wait_s: int) -> None:
        self._put_off.update(act_ids)
        until = self._clock.now() + timedelta(seconds=max(wait_s, 1))
        self._outbox.put_off(act_ids, words, until)


def _ids(answers: Sequence[ActAnswer], *verdicts: ActVerdict) -> list[str]:
    return [answer.act_id for answer in answers if answer.verdict in verdicts]


def _kept_size(note: str) -> int:
    return min(max(int(note), 1), MOST_ACTS) if note.isascii() and note.isdigit() else FIRST_ACTS


def _difference(outbox: Outbox, pushed: Pushed | None) -> str:
    """Receipts that fit our chain anchor it: one that anchors nothing fits another chain."""
    if pushed is None or pushed.receipt is None:
        return ""
    receipt, head = pushed.receipt, outbox.head()
    if receipt.epoch != head.epoch:
        return ""
    anchored = outbox.anchored_seq()
    if anchored < receipt.seq:
        words = tr("sync", "At act {seq} the hub holds another act than we do.", seq=receipt.seq)
    elif anchored > receipt.seq:
        words = tr(
            "sync",
            "The hub holds acts up to {seq} only, though it signed for {anchored}.",
            seq=receipt.seq,
            anchored=anchored,
        )
    elif pushed.missing and outbox.counts()[0] == 0:
        _, first, last = pushed.missing[0]
        words = tr("sync", "The hub never got acts {first} to {last}.", first=first, last=last)
    else:
        return ""
    return str(words)


def _stopped(words: Sentence) -> HubUnreachable:
    return HubUnreachable(words, tr("sync", "Everything recorded waits here and is sent later."))
