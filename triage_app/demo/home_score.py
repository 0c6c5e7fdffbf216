"""A demonstration home -> the score of its station's own rules against its planted truth."""

from pathlib import Path

from triage_app.app import assemble
from triage_app.demo.score import Score, score
from triage_app.demo.truth import read_truth
from triage_app.flow.announced import announced_item
from triage_app.flow.assess import assess
from triage_app.model.item import Announcement
from triage_app.model.risk import Assessment
from triage_app.risk.names import person_key
from triage_app.settings import load_settings


def score_home(home: Path) -> Score:
    """Judge all the home's cache holds. Raises FileUnreadable when there is no truth to score
    against, KeyMissing when there is no home."""
    with assemble(load_settings(home)) as parts:
        today = parts.clock.today()

        def judge(announced: Announcement) -> Assessment:
            item = announced_item(announced, parts.cache.reader, parts.record.record, person_key)
            return assess(item, parts.pack, parts.lists, parts.sample, today)

        truth = read_truth(home / "demo" / "truth.jsonl")
        return score(parts.cache.announcements(), judge, truth)
