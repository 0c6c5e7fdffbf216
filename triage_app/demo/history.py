"""A demonstration home -> weeks of recorded outcomes, so that there is something to measure.

Who decides here is made up: flagged items are mostly examined, items of the random slice nearly
always, others seldom; where something was planted it is found more often than not. Which item, day
and outcome come of the seed; ids, signatures and the random slice are the home's own.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

from triage_app import __version__
from triage_app.app import Parts, outcome_table
from triage_app.demo.shift import shift_codes
from triage_app.demo.truth import read_truth
from triage_app.flow.announced import announced_item
from triage_app.flow.assess import assess
from triage_app.flow.clock import SystemClock
from triage_app.flow.record import Recorder
from triage_app.model.act import Act, uuid7
from triage_app.model.examination import Examination
from triage_app.model.item import Announcement
from triage_app.model.risk import Assessment, Verdict
from triage_app.model.scan import Scan
from triage_app.risk.names import person_key

DAYS: Final = 56
INSPECTORS: Final = ("li.w", "okafor.n", "ruiz.m")
LOOKED_AT: Final = {"random": 0.9, "flagged": 0.75, "other": 0.04}
FOUND_PLANTED, FOUND_ELSE = 0.8, 0.015
"""Share of examined items in which something is found."""
CORRECTED: Final = frozenset({"vague-text", "missing-data", "weight-mismatch", "undervalued"})
"""What is planted and is put right rather than seized."""


def plant_history(parts: Parts, home: Path, seed: int, outcomes: int, until: datetime) -> int:
    """Record up to `outcomes` outcomes over the DAYS before `until`; how many were: a held
    item is not released. Items of the demonstration shift are left alone."""
    chance = Random(f"history {seed}")
    planted = {(one.number, one.posted_on): one.rule for one in read_truth(_truth(home))}
    chosen = _chosen(parts, home, chance, outcomes)
    hand = _Hand(parts, until - timedelta(days=DAYS))
    step = timedelta(days=DAYS) / max(1, len(chosen))
    for place, announced in enumerate(chosen):
        hand.at = until - timedelta(days=DAYS) + step * place
        rule = planted.get((announced.number, announced.posted_on))
        hand.decide(announced, rule, chance)
    return hand.written


def _truth(home: Path) -> Path:
    return home / "demo" / "truth.jsonl"


def _chosen(parts: Parts, home: Path, chance: Random, count: int) -> list[Announcement]:
    """Some of the items that the shift does not bring, drawn alike from all that is announced."""
    codes = set(shift_codes(home))
    left = [one for one in parts.cache.announcements() if one.number not in codes]
    return chance.sample(left, min(count, len(left)))


class _Hand:
    """Decides and writes at a moment of its own."""

    def __init__(self, parts: Parts, at: datetime) -> None:
        self.at = at
        self.written = 0
        self._parts = parts
        self._recorder = Recorder(
            record=parts.record.record,
            outcomes=outcome_table(),
            clock=SystemClock(parts.settings.station.time_zone, lambda: self.at),
            new_id=self._new_id,
            app_version=__version__,
            party_key=person_key,
        )

    def decide(self, announced: Announcement, rule: str | None, chance: Random) -> None:
        """Look at an item and record what comes of it."""
        parts = self._parts
        item = announced_item(announced, parts.cache.reader, parts.record.record, person_key)
        seen = assess(item, parts.pack, parts.lists, parts.sample, self.at.date())
        look = Examination(Scan(announced.number, self.at), item, seen, self.at)
        code, fields = _outcome(announced, seen, rule, chance)
        written = self._recorder.outcome(look, code, fields, chance.choice(INSPECTORS))
        self.written += isinstance(written, Act)

    def _new_id(self) -> str:
        milliseconds = int(self.at.astimezone(UTC).timestamp() * 1000)
        return uuid7(milliseconds, Random(f"id {self.at.isoformat()}").randbytes(10))


def _outcome(
    announced: Announcement, seen: Assessment, rule: str | None, chance: Random
) -> tuple[str, dict[str, str]]:
    """What the inspector records, and its fields."""
    why = "random" if seen.selected_at_random else "other"
    if why == "other" and seen.verdict is not Verdict.CLEAR:
        why = "flagged"
    draws = chance.random(), chance.random()
    how = chance.choice(("X-ray", "X-ray", "opened", "canine"))
    if draws[0] >= LOOKED_AT[why]:
        return "REL", {"examined": "not examined"}
    if draws[1] >= (FOUND_ELSE if rule is None else FOUND_PLANTED):
        return "REL", {"examined": how}
    if rule in CORRECTED:
        hs = next((line.hs for line in announced.lines if line.hs), "") or "630790"
        return "REL-AMD", {"description": "as found on opening", "hs": hs}
    return "SZ", {
        "commodity": "as found on opening",
        "quantity": "1",
        "gross_weight": "500 g",
        "statute": "19 USC 1595a",
        "seal": f"S{chance.randrange(10**6):06}",
        "storage": "V1",
    }
