"""`triage pack sign | use | trust`: a trusted key signed what is judged by; changes are acts."""

import io
import json
from pathlib import Path

import pytest

from tests.builders import make_announcement, make_line
from tests.cli.record_cli import Run, new_home, runner
from tests.risk.packs import TINY, changed_text
from triage_app.app import assemble
from triage_app.assets import asset
from triage_app.flow.pack_editions import NOW
from triage_app.flow.rules_house import editing_of, packs_of
from triage_app.model.ruling import RuleEdit
from triage_app.risk.pack import SHIPPED
from triage_app.settings import load_settings


@pytest.fixture
def home(tmp_path: Path) -> Path:
    new_home(tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(home, capsys)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "packs"
    (made / "lexicons").mkdir(parents=True)
    (made / "lexicons" / "tiny.toml").write_text(TINY)
    return made


def write(folder: Path, name: str = "own.toml", *changed: tuple[str, str]) -> str:
    (folder / name).write_text(changed_text(*changed))
    return str(folder / name)


def in_use(home: Path) -> str:
    with assemble(load_settings(home)) as parts:
        return parts.pack.name


def test_a_pack_signed_by_the_station_is_used_and_the_old_one_comes_back(
    run: Run, home: Path, folder: Path
) -> None:
    shipped, pack = in_use(home), write(folder)
    assert run("pack", "sign", pack, "--station")[0] == 0
    code, (told,), _ = run("pack", "use", pack, "--why", "a trial", "--by", "Li", "--json")
    assert (code, told["pack"], told["before"]) == (0, "own 1", shipped)
    assert in_use(home) == "own 1"
    acts = run("log", "--json")[1]
    assert (acts[-1]["kind"], acts[-1]["inspector"]) == ("rules", "Li")
    assert run("pack", "list")[1][0] == "* own 1  by Li: a trial"
    assert run("pack", "use", "shipped")[0] == 0
    assert in_use(home) == shipped
    assert run("pack", "use", "previous")[0] == 0
    assert in_use(home) == "own 1"
    assert run("verify", "--json")[1][0]["chain"] == "whole"


def test_an_act_names_the_pack_its_digest_and_what_it_changes(
    run: Run, home: Path, folder: Path
) -> None:
    run("pack", "use", write(folder), "--sign")
    second = write(folder, "second.toml", ('"1"', '"2"'), ("points = 300", "points = 400"))
    run("pack", "use", second, "--sign", "--why", "more weight")
    with assemble(load_settings(home)) as parts:
        act = parts.record.record.latest(1)[0]
        told = act.body["rules"]
        assert isinstance(told, dict)
        assert told["digest"] == parts.pack.digest
        assert (told["before"], told["version"], told["why"]) == ("own 1", "2", "more weight")
        assert "rule words: points 300 -> 400" in told["changes"]


@pytest.mark.parametrize("flaw", ["unsigned", "foreign", "altered", "lexicon", "moved", "garbage"])
def test_what_no_trusted_key_signed_is_refused_and_the_old_one_stays(
    run: Run, home: Path, folder: Path, flaw: str
) -> None:
    shipped, pack = in_use(home), write(folder)
    if flaw == "foreign":
        run("pack", "new-key", str(folder / "key"))
        assert run("pack", "sign", pack, "--key", str(folder / "key"))[0] == 0
    elif flaw != "unsigned":
        assert run("pack", "sign", pack, "--station")[0] == 0
    if flaw == "altered":
        write(folder, "own.toml", ("points = 300", "points = 30"))
    elif flaw == "lexicon":
        (folder / "lexicons" / "tiny.toml").write_text(TINY.replace("bad", "good"))
    elif flaw == "moved":
        other = write(folder, "other.toml", ('"1"', '"2"'))
        (folder / "own.toml.sig").rename(folder / "other.toml.sig")
        pack = other
    elif flaw == "garbage":
        (folder / "own.toml.sig").write_bytes(b"\xff{" * 99)
    code, _, err = run("pack", "use", pack)
    assert code == 1
    assert ".toml.sig, line 1: " in err
    assert in_use(home) == shipped
    assert [act["kind"] for act in run("log", "--json")[1]] == []


def test_a_pack_with_an_error_is_refused_and_the_old_one_stays(
    run: Run, home: Path, folder: Path
) -> None:
    run("pack", "use", write(folder), "--sign")
    bad = write(folder, "bad.toml", ("points = 300", "points = -3"), ('"1"', '"2"'))
    code, _, err = run("pack", "use", bad, "--sign")
    assert code == 1
    assert "bad.toml, line 20: 'points' must lie between 0 and 1000" in err
    assert in_use(home) == "own 1"


def test_a_key_trusted_by_hand_is_believed_until_it_is_removed(
    run: Run, home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = folder / "hq"
    told = run("pack", "new-key", str(key), "--json")[1][0]
    assert oct(key.stat().st_mode)[-3:] == "600"
    monkeypatch.setattr("sys.stdin", io.StringIO(key.read_text()))
    pack = write(folder)
    assert run("pack", "sign", pack, "--key", "-", "--by", "HQ")[0] == 0
    assert "not trusted here" in run("pack", "check", pack)[1][-1]
    assert run("pack", "trust", f"{key}.pub", "--name", "headquarters")[0] == 0
    assert "signed by headquarters" in run("pack", "check", pack)[1][-1]
    assert run("pack", "use", pack)[0] == 0
    assert [act["kind"] for act in run("log", "--json")[1]] == ["keys", "rules"]
    assert run("pack", "trust", "--remove", told["key"])[0] == 0
    assert run("pack", "trust", "--remove", told["key"])[0] == 1
    write(folder, "own.toml", ('"1"', '"2"'))
    run("pack", "sign", pack, "--key", str(key))
    assert run("pack", "use", pack)[0] == 1
    assert in_use(home) == "own 1"


def test_the_hub_the_station_was_enrolled_with_is_believed(home: Path, run: Run) -> None:
    with assemble(load_settings(home)) as parts:
        parts.record.outbox.keep_note("hub_public_key", "ab" * 32)
        assert [one.whose for one in packs_of(parts).trusted()] == ["this station", "the hub"]


def test_an_older_version_comes_back_only_when_that_is_meant(
    run: Run, home: Path, folder: Path
) -> None:
    newer = write(folder, "newer.toml", ('version = "1"', 'version = "2026.11.10"'))
    older = write(folder, "older.toml", ('version = "1"', 'version = "2026.11.9"'))
    assert run("pack", "use", newer, "--sign")[0] == 0
    code, _, err = run("pack", "use", older, "--sign")
    assert code == 1
    assert "older.toml, line 2: version 2026.11.9 is older than 2026.11.10" in err
    assert in_use(home) == "own 2026.11.10"
    assert run("pack", "use", older, "--sign", "--older")[0] == 0


def test_one_name_has_one_content(run: Run, home: Path, folder: Path) -> None:
    assert run("pack", "use", write(folder), "--sign")[0] == 0
    other = write(folder, "other.toml", ("points = 300", "points = 301"))
    code, _, err = run("pack", "use", other, "--sign")
    assert code == 1
    assert "was in use here with another content" in err


def test_the_pack_outlives_the_cache(run: Run, home: Path, folder: Path) -> None:
    run("pack", "use", write(folder), "--sign")
    for path in home.glob("cache*"):
        path.unlink()
    assert in_use(home) == "own 1"


def test_a_kept_pack_this_program_cannot_read_gives_way_and_is_said(run: Run, home: Path) -> None:
    with assemble(load_settings(home)) as parts:
        shipped = parts.pack.name
        edition = {"pack": "own", "version": "9", "name": "own.toml", "text": "id = 3"}
        parts.record.outbox.keep_note(NOW, json.dumps(edition))
    with assemble(load_settings(home)) as parts:
        assert parts.pack.name == shipped
        assert any("own 9 cannot be read" in str(notice) for notice in parts.notices)
    with assemble(load_settings(home)) as parts:
        parts.record.outbox.keep_note(NOW, "{")
    assert "cannot be read by this program" in run("pack", "list")[2]


@pytest.mark.parametrize("secret", ["", "zz", "ab" * 31, "-----BEGIN PRIVATE KEY-----\nx"])
def test_what_is_no_key_is_named_without_being_shown(run: Run, folder: Path, secret: str) -> None:
    (folder / "key").write_text(secret)
    code, _, err = run("pack", "sign", write(folder), "--key", str(folder / "key"))
    assert code == 3
    assert "Ed25519 key" in err
    assert not secret or secret not in err


def test_a_key_is_never_overwritten(run: Run, folder: Path) -> None:
    assert run("pack", "new-key", str(folder / "key"))[0] == 0
    before = (folder / "key").read_text()
    assert run("pack", "new-key", str(folder / "key"))[0] == 1
    assert (folder / "key").read_text() == before


def test_a_key_is_trusted_once_and_listed(run: Run, folder: Path) -> None:
    key = folder / "hq"
    run("pack", "new-key", str(key))
    told = run("pack", "trust", f"{key}.pub", "--by", "Li", "--json")[1][0]
    assert told["act"]
    assert run("pack", "trust", f"{key}.pub")[1] == [f"{told['key']} is trusted here already."]
    listed = run("pack", "trust", "--json")[1]
    assert [one["whose"] for one in listed] == ["this station", "hq"]
    assert run("pack", "trust")[1][1] == f"{told['key']}  hq, by Li"
    assert run("pack", "trust", str(key.with_suffix(".none")))[0] == 3
    (folder / "none.pub").write_text("no key")
    assert run("pack", "trust", str(folder / "none.pub"))[0] == 1
    assert run("pack", "trust", "--remove", told["key"], "--json")[1][0]["key"] == told["key"]


def test_the_shipped_pack_s_name_is_its_own(run: Run, home: Path, folder: Path) -> None:
    text = asset("rules", SHIPPED).read_text("utf-8")
    (folder / "like.toml").write_text(text.replace("hold_at = 900", "hold_at = 901"))
    code, _, err = run("pack", "use", str(folder / "like.toml"), "--sign")
    assert code == 1
    assert "is the shipped pack's name" in err
    assert run("pack", "use", "shipped")[0] == 1
    assert run("pack", "use", "previous")[0] == 1


def test_a_pack_no_program_can_read_any_more_gives_way_to_another(
    run: Run, home: Path, folder: Path
) -> None:
    with assemble(load_settings(home)) as parts:
        edition = {"pack": "own", "version": "0", "name": "own.toml", "text": "id = 3"}
        parts.record.outbox.keep_note(NOW, json.dumps(edition))
        parts.record.outbox.keep_note("rule_packs_before", '[{"other": "program"}]')
        assert packs_of(parts).before() == ()
    assert run("pack", "use", write(folder), "--sign")[0] == 0
    assert in_use(home) == "own 1"


def test_what_another_pack_would_do_is_counted(run: Run, home: Path, folder: Path) -> None:
    with assemble(load_settings(home)) as parts:
        made = [
            make_announcement(
                id="",
                digest="",
                number=f"N{n:09}",
                lines=(make_line(description=words, value_minor=99_999),),
            )
            for n, words in enumerate(["bad stuff", "candles", "worse stuff"])
        ]
        parts.cache.writer.store(made, parts.clock.now())
    run("pack", "use", write(folder), "--sign", "--later")
    off = write(folder, "off.toml", ('family = "drugs"', 'family = "drugs"\non = false'))
    code, (told,), _ = run("pack", "preview", off, "--json")
    assert (code, told["judged"], told["items"]) == (0, 3, 3)
    assert (told["verdicts"]["look"], told["rules"]["words"]) == ([2, 0], [2, 0])
    assert told["no_longer"][0]["rules"] == ["words"]
    lines = run("pack", "preview", off, "--sample", "2")[1]
    assert lines[0] == "2 of 3 items judged by own 1 and by own 1"
    with assemble(load_settings(home)) as parts:
        editing_of(parts).keep_draft([RuleEdit("words", "on", "off")])
    told = run("pack", "preview", "draft", "--json")[1][0]
    assert (told["after"], told["no_longer_count"]) == ("own 2", 2)
