"""MailItem -> Assessment, on the law of the day it arrived."""

from datetime import date

from triage_app.model.item import MailItem
from triage_app.model.risk import Assessment
from triage_app.risk.judge import judge
from triage_app.risk.lists import ScreeningLists
from triage_app.risk.rules import RulePack
from triage_app.risk.sampling import RandomSlice


def assess(
    item: MailItem, pack: RulePack, lists: ScreeningLists, sample: RandomSlice, today: date
) -> Assessment:
    """The station's judgement of an item. An item with no known arrival is judged as of today."""
    announced = item.announcement
    arrived = announced.arrived_on if announced is not None else None
    return judge(item, pack, lists, sample, arrived or today)
