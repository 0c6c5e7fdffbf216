"""A demonstration home -> the score of the rules on what was planted in it."""

from pathlib import Path

from triage_app.app import Parts, assemble
from triage_app.demo.score import Judge, Score, score
from triage_app.demo.truth import read_truth
from triage_app.flow.assess import assess
from triage_app.flow.identify import identify
from triage_app.model.item import Announcement, ItemKey, MailItem
from triage_app.model.risk import Assessment
from triage_app.settings import load_settings


def score_home(home: Path) -> Score:
    """Judge every announcement of the home without its holds, which are no rule's merit. Raises
    FileUnreadable when the home is no demonstration."""
    truth = list(read_truth(home / "demo" / "truth.jsonl"))
    with assemble(load_settings(home)) as parts:
        return score(parts.cache.announcements(), _judge(parts), truth)


def _judge(parts: Parts) -> Judge:
    today = parts.clock.today()

    def judge(announced: Announcement) -> Assessment:
        item = MailItem(
            key=ItemKey(announced.scheme, announced.number, announced.posted_on, announced.id),
            identity=identify(announced.number),
            announcement=announced,
            context=parts.cache.reader.context(announced),
        )
        return assess(item, parts.pack, parts.lists, parts.sample, today)

    return judge
