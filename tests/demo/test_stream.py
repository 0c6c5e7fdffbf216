import hashlib
import os
import subprocess
import sys
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import islice

import pytest

from triage_app.demo.planting import Planted
from triage_app.demo.plants import PLANTS
from triage_app.demo.stream import FEW_ITEMS, FEWEST_ITEMS, FacilityPlan, facility
from triage_app.demo.truth import FUZZY, RULES, UNPLANTED
from triage_app.flow.identify import identify
from triage_app.model.identity import Identity
from triage_app.risk.pack import shipped_pack

DIGEST = """
import hashlib
from triage_app.demo.stream import FacilityPlan, facility
print(hashlib.sha256("".join(map(repr, facility(FacilityPlan(items=500)))).encode()).hexdigest())
"""


@pytest.fixture(scope="module")
def items() -> list[Planted]:
    return list(facility(FacilityPlan(items=3_000)))


@pytest.mark.parametrize("count", [FEWEST_ITEMS, FEW_ITEMS, 1_234])
def test_there_are_exactly_as_many_as_asked_for(count: int) -> None:
    assert sum(1 for _ in facility(FacilityPlan(items=count))) == count


def test_same_seed_same_items_in_any_process() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed in ("0", "4242")
    }
    assert len(digests) == 1


def test_another_seed_gives_other_items() -> None:
    assert _digest(facility(FacilityPlan(1, 200))) != _digest(facility(FacilityPlan(2, 200)))


def test_every_number_is_valid_and_of_its_scheme(items: list[Planted]) -> None:
    for planted in items:
        announced = planted.announcement
        read = identify(announced.number)
        assert isinstance(read, Identity)
        assert (read.scheme, read.valid, read.number) == (announced.scheme, True, announced.number)


def test_each_rule_has_at_least_three_cases(items: list[Planted]) -> None:
    few = facility(FacilityPlan(items=500))
    for planted in (items, list(few)):
        cases = {(p.case.rule, p.case.case) for p in planted if p.case}
        per_rule = Counter(rule for rule, _ in cases)
        assert min(per_rule[rule] for rule in RULES) >= 3


def test_plants_and_truth_name_the_same_rules() -> None:
    assert tuple(plant.rule for plant in PLANTS) == RULES


def test_every_rule_of_the_pack_is_planted_or_says_why_not() -> None:
    rules = {rule.id for rule in shipped_pack().rules}
    assert set(RULES) | set(UNPLANTED) == rules
    assert set(RULES).isdisjoint(UNPLANTED)
    assert set(RULES) > FUZZY


def test_cases_come_in_many_forms(items: list[Planted]) -> None:
    written: dict[str, set[str]] = {}
    for planted in items:
        if planted.case:
            said = " ".join(line.description for line in planted.announcement.lines)
            written.setdefault(planted.case.rule, set()).add(said)
    for rule in ("drug-words", "pill-press", "precursor", "hazmat-no-un", "vague-text"):
        assert len(written[rule]) > 4, rule
    assert sum(planted.decoy is not None for planted in items) > 60


def test_only_reused_numbers_come_twice(items: list[Planted]) -> None:
    uses = Counter(p.announcement.number for p in items)
    reused = {p.announcement.number for p in items if p.case and p.case.rule == "number-reused"}
    assert {number for number, count in uses.items() if count > 1} == reused


def test_no_clean_item_is_worth_a_split_lot(items: list[Planted]) -> None:
    lots: dict[tuple[str, date | None], int] = {}
    count: Counter[tuple[str, date | None]] = Counter()
    for planted in items:
        if planted.case is None and planted.decoy is None:
            announced = planted.announcement
            person = announced.recipient
            key = (f"{person.address_lines} {person.post_code}", announced.arrived_on)
            count[key] += 1
            lots[key] = lots.get(key, 0) + (announced.value_minor or 0)
    together = [lots[key] for key, number in count.items() if number > 1]
    assert together
    assert max(together) < 80_000


def test_split_lots_pass_the_limit_of_their_day_together_and_not_alone(
    items: list[Planted],
) -> None:
    lots: dict[str, list[Planted]] = {}
    for planted in items:
        if planted.case and planted.case.rule == "split-lot":
            lots.setdefault(planted.case.case, []).append(planted)
    assert any(p.case and p.case.arrived_on < "2025-08-29" for lot in lots.values() for p in lot)
    for lot in lots.values():
        truth = lot[0].case
        assert truth is not None
        limit = int(str(truth.detail["limit_usd"])) * 100
        assert int(str(truth.detail["total_usd_minor"])) > limit
        assert len({p.announcement.arrived_on for p in lot}) == 1
        assert len({p.announcement.recipient.name for p in lot}) > 1
        for planted in lot:
            value = planted.announcement.value_minor or 0
            assert planted.announcement.currency != "USD" or value <= limit


def test_clean_weights_and_fields_are_whole(items: list[Planted]) -> None:
    for planted in items:
        if planted.case is None:
            announced = planted.announcement
            net = sum(line.net_weight_g or 0 for line in announced.lines)
            assert 0 < net < (announced.gross_weight_g or 0)
            assert announced.recipient.name
            assert announced.recipient.address_lines
            assert all(line.description and line.value_minor for line in announced.lines)


def test_most_goods_come_from_china_and_some_names_are_in_other_scripts(
    items: list[Planted],
) -> None:
    share = sum(p.announcement.origin == "CN" for p in items) / len(items)
    assert 0.5 < share < 0.72
    foreign = sum(not p.announcement.recipient.name.isascii() for p in items)
    assert foreign > len(items) // 10


def test_a_million_items_would_stream_in_bounded_memory() -> None:
    stream = facility(FacilityPlan(items=1_000_000))
    _digest(islice(stream, 2_000))
    tracemalloc.start()
    _digest(islice(stream, 2_000))
    before, _ = tracemalloc.get_traced_memory()
    _digest(islice(stream, 6_000))
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert after - before < 1_000_000


def _digest(planted: Iterator[Planted]) -> str:
    digest = hashlib.sha256()
    for one in planted:
        digest.update(repr(one).encode())
    return digest.hexdigest()


def test_the_table_of_indicators_is_the_pack_s(request: pytest.FixtureRequest) -> None:
    """resources/docs/indicators.md: indicator, rule, signal, tests, planted."""
    root = request.config.rootpath
    table = (root / "resources" / "docs" / "indicators.md").read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table if "| test" in line]
    assert [(row[1], row[2]) for row in rows[1:]] == [
        (rule.id, rule.signal) for rule in shipped_pack().rules
    ]
    for _, rule, _, tests, planted in rows[1:]:
        assert f'"{rule}"' in (root / tests).read_text("utf-8"), rule
        assert planted == ("yes" if rule in RULES else f"no: {UNPLANTED[rule]}")
