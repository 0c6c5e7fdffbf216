"""Posts and carriers by how the data they announced were filled in."""

from dataclasses import replace

import pytest

from tests.builders import make_announcement, make_item, make_line
from tests.risk.cases import fired, pack, said, why_not
from triage_app.model.item import Context, DataHistory, MailItem
from triage_app.risk.signals.history import lacking


def item(source: str, items: int, lacking: int) -> MailItem:
    context = Context(data_history=DataHistory(source, items, lacking))
    return replace(make_item(), context=context)


def test_a_post_whose_data_are_mostly_incomplete_is_named_with_its_share() -> None:
    answer = fired("poor-data-history", item("post CN", 400, 200))
    assert said("poor-data-history", answer).startswith("50 % of the 400 latest items of post CN")
    assert answer.evidence == {"source": "post CN", "items": 400, "lacking": 200}


@pytest.mark.parametrize(
    ("source", "items", "missing", "why"),
    [
        ("", 0, 0, "does not tell"),
        ("carrier UPS", 99, 99, "too few items"),
        ("carrier UPS", 1_000, 399, "39 % of the items of this carrier"),
    ],
)
def test_few_items_and_a_small_share_say_nothing(
    source: str, items: int, missing: int, why: str
) -> None:
    assert why in why_not("poor-data-history", item(source, items, missing))


def test_what_counts_as_lacking_stands_in_the_rule() -> None:
    lacks = lacking(pack())
    assert not lacks(make_announcement())
    assert lacks(make_announcement(lines=(make_line(hs=""),)))
    assert lacks(make_announcement(lines=(make_line(), make_line(index=2, description=""))))
    other = [rule for rule in pack().rules if rule.id != "poor-data-history"]
    assert not lacking(replace(pack(), rules=tuple(other)))(make_announcement(lines=()))
