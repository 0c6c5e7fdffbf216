from pathlib import Path

import pytest

from tests.cli.record_cli import CODE, Run, new_home, runner
from triage_app.settings import inspector_here


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    new_home(tmp_path / "home")
    return runner(tmp_path / "home", capsys)


def test_an_outcome_is_recorded_and_said_with_its_place(run: Run) -> None:
    code, (said,), _ = run("record", CODE, "REL", "--json")
    assert code == 0
    assert (said["seq"], len(said["hash"])) == (1, 64)
    _, (line,), _ = run("log", "--json")
    assert (line["act"], line["code"], line["outcome"]) == (said["act"], CODE, "REL")
    assert line["inspector"] == inspector_here()


def test_fields_and_inspector_are_given_by_name(run: Run) -> None:
    code, _, _ = run("record", CODE, "RTS", "--field", "reason=a=b", "--inspector", "li.w")
    assert code == 0
    _, (line,), _ = run("log", "--json")
    assert line["inspector"] == "li.w"


def test_a_refused_outcome_names_the_field_and_exits_1(run: Run) -> None:
    code, (said,), _ = run("record", CODE, "RTS", "--json")
    assert (code, said["act"], said["field"]) == (1, None, "reason")
    code, _, err = run("record", CODE, "RTS")
    assert code == 1
    assert "Reason is missing" in err
    assert run("log", "--json")[1] == []


def test_a_refusal_says_what_to_type_instead(run: Run) -> None:
    assert "Give it as --field reason=VALUE." in run("record", CODE, "RTS")[2]
    unknown = run("record", CODE, "release")[2]
    assert "There is no outcome release. It is one of REL, REL-DUT," in unknown
    assert "--field" not in run("record", CODE, "REL", "--why-selected", "luck")[2]


@pytest.mark.parametrize("code", ["", " ", "\x1d", "]C1", "\u202e"])
def test_nothing_is_written_about_a_code_that_names_nothing(run: Run, code: str) -> None:
    for words in (("record", code, "REL"), ("hold", "add", code, "--why", "tip")):
        exit_code, _, err = run(*words)
        assert exit_code == 2
        assert "names no item" in err
    assert run("log", "--json")[1] == []


def test_an_empty_log_says_so(run: Run) -> None:
    assert run("log")[1] == ["nothing is recorded here yet"]
    assert run("log", CODE)[1] == ["no act on this item"]


def test_a_field_without_a_value_is_a_usage_error(run: Run) -> None:
    assert run("record", CODE, "RTS", "--field", "reason")[0] == 2


def test_an_act_is_undone_by_another_once(run: Run) -> None:
    _, (first,), _ = run("record", CODE, "REL", "--json")
    code, (undo,), _ = run("undo", first["act"], "--why", "wrong key", "--json")
    assert (code, undo["seq"]) == (0, 2)
    code, _, err = run("undo", first["act"], "--why", "again")
    assert code == 1
    assert "undone already" in err
    _, lines, _ = run("log", "--json")
    assert [line["undone_by"] for line in lines] == [undo["act"], ""]


def test_the_log_of_an_item_holds_only_its_acts_in_order(run: Run) -> None:
    for number in (CODE, "CP123456785DE", CODE):
        run("record", number, "REL")
    _, lines, _ = run("log", CODE, "--json")
    assert [line["seq"] for line in lines] == [1, 3]


def test_the_log_shows_outside_text_as_plain_text(run: Run) -> None:
    run("record", CODE, "REL", "--inspector", "evil\x1b[2J\u202e")
    _, (line,), _ = run("log")
    assert "\x1b" not in line
    assert "⟨U+202E⟩" in line


def test_verify_says_whole_or_where_it_breaks(run: Run, tmp_path: Path) -> None:
    run("record", CODE, "REL")
    run("record", CODE, "REL")
    code, (said,), _ = run("verify", "--json")
    assert (code, said["acts"], said["chain"], said["first_bad_seq"]) == (0, 2, "whole", None)

    from tests.store.record_home import Home
    from triage_app.store.keys import open_keys

    with Home(tmp_path / "home", open_keys(tmp_path / "home", "file")).behind_its_back() as store:
        store.execute("UPDATE act SET inspector = 'x' WHERE seq = 2")
    code, (said,), _ = run("verify", "--json")
    assert (code, said["chain"], said["first_bad_seq"]) == (1, "broken", 2)
    code, (text,), _ = run("verify")
    assert code == 1
    assert "broken at act 2: its column inspector" in text


def test_verify_and_the_log_need_no_cache(run: Run, tmp_path: Path) -> None:
    run("record", CODE, "REL")
    (tmp_path / "home" / "cache.db").write_bytes(b"damaged" * 1_000)
    assert run("verify")[0] == 0
    code, lines, _ = run("log")
    assert (code, len(lines)) == (0, 1)


def test_a_weight_is_kept_and_judged_by(run: Run) -> None:
    code, (said,), _ = run("weigh", CODE, "1.31", "kg", "--scale", "bench 2", "--json")
    _, (refused,), _ = run("weigh", CODE, "heavy", "--json")
    _, acts, _ = run("log", CODE, "--json")

    assert (code, said["seq"]) == (0, 1)
    assert (refused["act"], refused["field"]) == (None, "weight")
    assert [act["kind"] for act in acts] == ["weighing"]
