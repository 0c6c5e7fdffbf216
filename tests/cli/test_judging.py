"""`triage assess`, `lists` and `names`: what the window judges, said on the command line."""

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.builders import NUMBER, make_announcement, make_line, make_party
from tests.cli.record_cli import new_home, runner
from tests.risk.packs import TINY, changed_text
from triage_app.app import make_home
from triage_app.cli import main
from triage_app.settings import load_settings
from triage_app.store.cache import open_cache

BAD = "CP999999998CN"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return two_items(tmp_path_factory.mktemp("home"))


@pytest.fixture
def own_home(tmp_path: Path) -> Path:
    (tmp_path / "own").mkdir()
    return two_items(tmp_path / "own")


def two_items(place: Path) -> Path:
    """A home with a harmless item and a bad one."""
    (place / "settings.toml").write_text('[store]\nkey = "file"\n[random]\nshare = 0.0\n')
    settings = load_settings(place)
    made = make_home(settings)
    cache = open_cache(place, made.keys)
    good = make_announcement(origin="US")
    bad = make_announcement(
        id="b" * 32,
        number=BAD,
        digest="e" * 32,
        sender=make_party(name="Zarqi Abdul Rahman"),
        lines=(make_line(description="fent4nyl"),),
    )
    cache.writer.store((good, bad), datetime(2026, 3, 1, tzinfo=UTC))
    cache.close()
    return place


def run(home: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["--home", str(home), *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def objects(out: str) -> Iterator[dict[str, object]]:
    return map(json.loads, out.splitlines())


def test_codes_are_judged_one_object_a_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(home, capsys, "assess", NUMBER, BAD, "RR000000005XX", "--json")
    good, bad, unknown = objects(out)
    assert code == 0
    assert (good["code"], good["verdict"], good["score"], good["flags"]) == (NUMBER, "clear", 0, [])
    assert bad["verdict"] == "hold"
    (flag,) = (one for one in bad["flags"] if one["rule"] == "drug-words")  # type: ignore[attr-defined]
    assert set(flag) >= {
        "rule", "family", "severity", "text", "evidence", "citation", "pack"
    }  # fmt: skip
    assert flag["evidence"]["words"] == ["fentanyl"]
    assert (unknown["found"], unknown["verdict"]) == (False, "look")
    assert "not_flagged" not in good


def test_why_not_says_why_the_other_rules_did_not_fire(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(home, capsys, "assess", NUMBER, "--json", "--why-not")
    (item,) = objects(out)
    assert {"rule": "open-hold", "why": "no hold is open"} in item["not_flagged"]  # type: ignore[operator]
    _, out, _ = run(home, capsys, "assess", BAD, "--why-not")
    assert "HOLD" in out
    assert "no hold is open" in out


def test_another_day_has_another_law(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(home, capsys, "assess", NUMBER, "--json", "--as-of", "2025-05-06")
    (item,) = objects(out)
    assert item["as_of"] == "2025-05-06"
    assert "cn-hk-post-120" in {note["id"] for note in item["law"]}  # type: ignore[attr-defined]


def test_all_judges_everything_and_keeps_the_verdicts(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(home, capsys, "assess", "--all", "--json")
    assert code == 0
    assert {item["code"]: item["verdict"] for item in objects(out)} == {
        NUMBER: "clear",
        BAD: "hold",
    }


def test_a_wrong_pack_is_refused_with_file_and_line(
    home: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    pack = tmp_path / "mine.toml"
    pack.write_text('id = "x"\nversion = 3\n')
    code, out, err = run(home, capsys, "assess", NUMBER, "--pack", str(pack))
    assert (code, out) == (3, "")
    assert "mine.toml, line 2: 'version' must be a text" in err
    code, _, err = run(home, capsys, "assess", NUMBER, "--pack", str(tmp_path / "gone.toml"))
    assert code == 3
    assert "gone.toml cannot be read" in err


@pytest.mark.parametrize(
    "words",
    [
        ("assess",),
        ("assess", "--all", NUMBER),
        ("assess", "--all", "--stale"),
        ("assess", "--stale", "--as-of", "2026-01-01"),
    ],
)
def test_nothing_or_too_much_named_is_a_usage_error(
    home: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert run(home, capsys, *words)[0] == 2


def test_a_list_taken_in_is_kept_matched_and_judged_by(
    home: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "own.csv"
    path.write_text("name,type\nAbdul Rahman Zarqi,person\n,person\n")
    code, out, err = run(home, capsys, "lists", "import", "own", str(path), "--json")
    (taken,) = objects(out)
    assert code == 1
    assert (taken["entries"], taken["new"], taken["rejected"]) == (1, 1, 1)
    assert "line 3: no name" in err
    path.write_text("name,type\nAbdul Rahman Zarqi,entity\nNew Name,person\n")
    code, out, _ = run(home, capsys, "lists", "import", "own", str(path))
    assert code == 0
    assert "2 entries of csv; 1 new, 0 removed, 1 changed" in out
    _, out, _ = run(home, capsys, "lists", "--json")
    (kept,) = objects(out)
    assert (kept["list"], kept["entries"]) == ("own", 2)
    _, out, _ = run(home, capsys, "lists", "match", "Zarqi", "Abdul", "Rahman", "--json")
    (match,) = objects(out)
    assert (match["matched"], match["score"]) == ("Abdul Rahman Zarqi", 1.0)
    _, out, _ = run(home, capsys, "lists", "match", "Someone Else")
    assert "2 entries, none is like it" in out
    _, out, _ = run(home, capsys, "assess", BAD, "--json")
    (item,) = objects(out)
    assert "list-name" in {flag["rule"] for flag in item["flags"]}  # type: ignore[attr-defined]
    assert set(item["lists"]) == {"own"}  # type: ignore[call-overload]


def test_an_edition_says_what_it_changed_and_judges_anew(
    own_home: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "own.csv"
    path.write_text("id,name,type\n1,Nobody Here,person\n2,Gone Soon,person\n")
    run(own_home, capsys, "lists", "import", "watch", str(path))
    run(own_home, capsys, "assess", "--all", "--json")
    path.write_text("id,name,type,citation\n1,Nobody Here,person,90 FR 1\n3,Jane Doe,person,\n")
    code, out, _ = run(own_home, capsys, "lists", "import", "watch", str(path))
    assert code == 0
    assert "1 new, 1 removed, 1 changed" in out
    assert "changed  1            Nobody Here (citation)" in out
    assert "2 judged items were judged anew: 1 are flagged now, 0 are no more" in out
    _, out, _ = run(own_home, capsys, "lists", "changes", "watch", "--json")
    assert {(one["uid"], one["change"]) for one in objects(out)} == {
        ("3", "new"),
        ("2", "removed"),
        ("1", "changed"),
    }
    _, out, _ = run(own_home, capsys, "lists", "changes", "watch")
    assert "watch of" in out
    _, out, _ = run(own_home, capsys, "lists", "--json")
    (kept,) = (one for one in objects(out) if one["list"] == "watch")
    assert len(kept["sha256"]) == 64  # type: ignore[arg-type]
    path.write_text("id,name,type\n1,Nobody Here,person\n")
    _, out, _ = run(own_home, capsys, "lists", "import", "watch", str(path), "--later")
    assert "triage assess --stale" in out
    _, out, _ = run(own_home, capsys, "assess", "--stale", "--json")
    (again,) = objects(out)
    assert again == {"judged": 2, "changed": 1, "now_flagged": 0, "now_clear": 1}
    _, out, _ = run(own_home, capsys, "assess", "--stale")
    assert "0 items were judged anew" in out
    assert run(own_home, capsys, "lists", "changes", "nothing")[0] == 1


def test_a_match_says_what_it_rests_on(
    own_home: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "own.csv"
    path.write_text(
        "name,type,aka,citation\nDormidontov Yevgraf,person,Евграф Белозубкин,90 FR 7\n"
    )
    run(own_home, capsys, "lists", "import", "why", str(path))
    _, out, _ = run(own_home, capsys, "lists", "match", "Evgraf Belozubkin", "--json")
    (match,) = objects(out)
    assert (match["tier"], match["script"], match["citation"]) == ("alias", "Cyrillic", "90 FR 7")
    assert [word["one"] for word in match["words"]] == ["evgraf", "belozubkin"]  # type: ignore[attr-defined]
    assert match["list_version"]
    _, out, _ = run(own_home, capsys, "lists", "match", "Yevgraf Dormidontof", "--kind", "Person")
    assert "by the name of the entry; Person, Latin" in out
    assert "dormidontof = dormidontov" in out
    assert "90 FR 7" in out
    _, out, _ = run(own_home, capsys, "lists", "match", "Yevgraf Dormidontov", "--kind", "Vessel")
    assert "none is like it" in out


def test_what_is_no_list_is_a_fault(
    home: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "x").write_text("hello")
    code, _, err = run(home, capsys, "lists", "import", "own", str(tmp_path / "x"))
    assert code == 3
    assert "cannot be read as a screening list" in err


PAIRS = (
    "name1,name2,schema,is_match\nAnna Nowak,NOWAK Anna,Person,true\nAnna Nowak,Jan Kot,,false\n"
)


def test_pairs_of_names_are_compared(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text(PAIRS)
    assert main(["names", "compare", str(path), "--json"]) == 0
    one, other = objects(capsys.readouterr().out)
    assert one == {"name1": "Anna Nowak", "name2": "NOWAK Anna", "score": 1.0, "match": True}
    assert other["match"] is False
    assert main(["names", "compare", str(path), "--why"]) == 0
    assert "anna = anna (the same)" in capsys.readouterr().out
    assert main(["names", "compare", str(path), "--why", "--json"]) == 0
    explained, apart = objects(capsys.readouterr().out)
    assert {word["how"] for word in explained["words"]} == {"the same"}  # type: ignore[attr-defined]
    assert apart["only_one"] == ["anna", "nowak"]
    monkeypatch.setattr("sys.stdin", io.StringIO(PAIRS))
    assert main(["names", "compare", "--json"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_pairs_are_scored_beside_plain_likeness(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text(PAIRS)
    assert main(["names", "score", str(path), "--json"]) == 0
    whole, _ = objects(capsys.readouterr().out)
    assert (whole["group"], whole["pairs"]) == ("all", 2)
    assert whole["ours"]["f1"] == 1.0  # type: ignore[index]
    assert main(["names", "score", str(path)]) == 0
    assert "1.000     1.000  1.000" in capsys.readouterr().out
    path.write_text("name1,name2\nx,y\n")
    assert main(["names", "score", str(path)]) == 2


def test_pairs_without_their_columns_are_a_usage_error(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text("a,b\n1,2\n")
    assert main(["names", "compare", str(path)]) == 2
    assert main(["names", "compare", str(tmp_path / "gone.csv")]) == 3
    path.write_bytes(b"name1,name2\n\xff,x\n")
    assert main(["names", "compare", str(path)]) == 3
    assert "cannot be read" in capsys.readouterr().err


def test_a_wrong_check_digit_is_said_with_the_numbers_near_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new_home(tmp_path / "home")
    run = runner(tmp_path / "home", capsys)
    (tmp_path / "m.csv").write_text("HAWB,contents\nRR473124829US,soap\n", "utf-8")
    run("import", str(tmp_path / "m.csv"))

    code, lines, _ = run("show", "RR473124828US")

    assert code == 1
    assert "reason            check digit is 8, by the number it should be 9" in lines
    assert "near              RR473124829US" in lines


def test_another_pack_and_another_day_judge_without_being_kept(
    home: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "lexicons" / "tiny.toml").write_text(TINY)
    pack = tmp_path / "own.toml"
    pack.write_text(changed_text())
    _, out, _ = run(home, capsys, "assess", NUMBER, "--pack", str(pack), "--json")
    (item,) = objects(out)
    assert (item["pack"], item["as_of"]) == ("own 1", "2026-03-02")
    _, out, _ = run(
        home, capsys, "assess", NUMBER, "--pack", str(pack), "--as-of", "2025-08-28", "--json"
    )
    (item,) = objects(out)
    (note,) = item["law"]  # type: ignore[misc]
    assert (note["effect"], note["owed"]) == ("exempt-up-to", "48.00: not above it")  # type: ignore[index]
    _, out, _ = run(home, capsys, "show", NUMBER, "--json")
    (item,) = objects(out)
    assert item["law"]
