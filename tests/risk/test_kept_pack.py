from dataclasses import replace

import msgspec
import pytest

from tests.risk.cases import pack
from triage_app.assets import asset
from triage_app.risk.kept_pack import kept_pack, pack_text
from triage_app.risk.pack import load_pack
from triage_app.risk.rules import EVERYWHERE, RulePack

SOURCE = asset("rules", "us-2026.toml").read_text("utf-8")


def again(text: str, source: str = SOURCE) -> RulePack:
    kept = kept_pack(text, source)
    assert kept is not None
    return kept


def test_a_kept_pack_is_the_pack_that_was_read() -> None:
    kept = again(pack_text(pack()))

    assert replace(kept, lexicons=pack().lexicons) == pack()
    assert kept.lexicons.by_id == pack().lexicons.by_id
    assert kept.lexicons.forms == pack().lexicons.forms


@pytest.mark.parametrize(
    "text", ["fentanyl pills", "f e n t a n y l", "锂电池 battery", "cotton t-shirt", "g1ock"]
)
def test_a_kept_pack_finds_what_the_pack_finds(text: str) -> None:
    assert again(pack_text(pack())).lexicons.hits(text) == pack().lexicons.hits(text)


def test_the_scope_of_most_rules_is_known_by_its_identity() -> None:
    kept = again(pack_text(pack()))

    everywhere = [rule.scope is EVERYWHERE for rule in (*pack().rules, *pack().law)]
    assert [rule.scope is EVERYWHERE for rule in (*kept.rules, *kept.law)] == everywhere
    assert any(everywhere)


def test_a_pack_made_of_another_text_is_not_taken() -> None:
    changed = SOURCE.replace("hold_at = 900", "hold_at = 901")

    assert changed != SOURCE
    assert kept_pack(pack_text(pack()), changed) is None


def test_a_pack_made_of_another_lexicon_is_not_taken() -> None:
    drugs = asset("rules", "lexicons", "drugs.toml").read_text("utf-8")
    other = load_pack(SOURCE, "us-2026.toml", {"drugs": drugs + "\n# another edition\n"})

    assert kept_pack(pack_text(other), SOURCE) is None


def test_a_pack_kept_by_another_program_is_not_taken() -> None:
    kept = msgspec.json.decode(pack_text(pack()))
    kept["edition"] = "0 " + kept["edition"]

    assert kept_pack(msgspec.json.encode(kept).decode(), SOURCE) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"edition": 1}', '{"edition": "", "pack": {}}'])
def test_what_is_no_kept_pack_is_not_taken(text: str) -> None:
    assert kept_pack(text, SOURCE) is None
