"""`triage import`, `triage show`, `triage hold` on a real home."""

import json
import os
import re
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from triage_app.app import assemble, make_home
from triage_app.cli import main
from triage_app.cli.progress import Bar, bar_text
from triage_app.cli.stopping import Stopping
from triage_app.flow.clock import SystemClock
from triage_app.flow.intake import GENTLE_BATCH
from triage_app.settings import load_settings
from triage_app.store.home_lock import HomeLock

GOOD = "HAWB,ConsigneeName,GoodsDescription,Quantity\nRR473124829US,Jane Doe,candles,6\n"
ROWS = 60_000


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.toml").write_text('[store]\nkey = "file"\n', "utf-8")
    make_home(load_settings(home))
    return home


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    path = tmp_path / "manifest.csv"
    path.write_text(GOOD, "utf-8")
    return path


def ran(home: Path, *words: str | Path) -> int:
    return main(["--home", str(home), *map(str, words)])


def shown(home: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    capsys.readouterr()
    ran(home, "show", "RR473124829US", "--json")
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_import_says_what_became_of_a_file(
    home: Path, manifest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ran(home, "import", manifest, "--json") == 0

    said = json.loads(capsys.readouterr().out)
    assert said.keys() == {
        *("file", "format", "read", "new", "changed", "unchanged", "rejected"),
        *("rejects", "first_reject", "seconds", "rows_per_s", "rows", "stopped", "encoding"),
    }
    assert said["rejects"] is None
    assert (said["rows"], said["first_reject"], said["stopped"]) == (1, None, False)
    assert (said["format"], said["read"], said["new"], said["rejected"]) == ("csv", 1, 1, 0)


def test_refused_rows_are_an_exit_code_and_a_file(
    home: Path, manifest: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest.write_text(GOOD + "X,Bo,soap,many\n", "utf-8")

    assert ran(home, "import", manifest, "--rejects", tmp_path / "r.csv") == 1
    assert "1 rows rejected" in capsys.readouterr().out
    assert "3,Quantity,'many' is no number" in (tmp_path / "r.csv").read_text("utf-8")


def test_refused_rows_are_kept_beside_the_file_until_it_is_mended(
    home: Path, manifest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest.write_text(GOOD + "X,Bo,soap,many\n", "utf-8")
    rejects = manifest.with_name("manifest.csv.rejects.csv")

    assert ran(home, "import", manifest, "--json") == 1
    said = json.loads(capsys.readouterr().out)
    assert said["rejects"] == str(rejects)
    assert said["first_reject"] == {
        "line": 3,
        "column": "Quantity",
        "reason": "'many' is no number",
    }
    assert "3,Quantity,'many' is no number" in rejects.read_text("utf-8")
    assert ran(home, "import", manifest) == 1
    assert f"(line 3: 'many' is no number), each with its reason in {rejects}" in (
        capsys.readouterr().out
    )

    manifest.write_text(GOOD + "X,Bo,soap,2\n", "utf-8")
    assert ran(home, "import", manifest) == 0
    assert not rejects.exists()


def test_where_no_rejects_can_lie_the_rows_are_taken_in_and_the_next_step_is_said(
    home: Path,
    manifest: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    manifest.write_text(GOOD + "X,Bo,soap,many\n", "utf-8")
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)

    assert ran(home, "import", manifest) == 1
    said = capsys.readouterr().out
    assert "1 new" in said
    assert "--rejects FILE" in said


def test_an_unreadable_file_is_a_fault_and_the_next_file_is_taken_in(
    home: Path, manifest: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ran(home, "import", tmp_path / "missing.csv", manifest, "--json") == 3

    said = capsys.readouterr()
    assert json.loads(said.out)["new"] == 1
    assert "missing.csv cannot be read" in said.err


def test_an_imported_item_is_shown(
    home: Path, manifest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ran(home, "show", "RR473124829US") == 1  # not announced yet
    ran(home, "import", manifest)

    item = shown(home, capsys)

    assert item["found"] is True
    announcement = item["announcement"]
    assert isinstance(announcement, dict)
    assert announcement["recipient"]["name"] == "Jane Doe"


def test_people_are_shown_a_line_a_fact_and_no_data_structure(
    home: Path, manifest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest.write_text(
        "HAWB,ConsigneeName,GoodsDescription,Quantity,Value,Currency\n"
        "RR473124829US,Jane Doe,candles,6,1234.5,USD\n",
        "utf-8",
    )
    ran(home, "import", manifest)
    capsys.readouterr()
    assert ran(home, "show", "RR473124829US") == 0

    said = capsys.readouterr().out
    lines = {line[:17].strip(): line[18:] for line in said.splitlines()}
    assert lines["recipient"].startswith("name Jane Doe")
    assert lines["lines"].startswith("index 1 · description candles · quantity 6")
    assert lines["lines"].endswith("value 1,234.50 USD")
    assert lines["recipient known"].startswith("today 1")
    assert not set("{}[]'") & set(said)


def test_a_number_no_scheme_fits_is_found_as_it_was_typed(
    home: Path, manifest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest.write_text("HAWB,contents\nHB0000000001,soap\n", "utf-8")
    ran(home, "import", manifest)

    assert ran(home, "show", "HB0000000001") == 0


def test_a_hold_is_placed_shown_and_lifted(
    home: Path, manifest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran(home, "import", manifest)
    assert ran(home, "hold", "add", "RR473124829US", "--why", "tip") == 0

    holds = shown(home, capsys)["holds"]
    assert isinstance(holds, list)
    assert [hold["why"] for hold in holds] == ["tip"]
    assert ran(home, "hold", "lift", holds[0]["id"]) == 0
    assert ran(home, "hold", "lift", holds[0]["id"]) == 1
    assert shown(home, capsys)["holds"] == []


def test_a_controlled_delivery_is_only_set_aside(
    home: Path, manifest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran(home, "import", manifest)
    ran(home, "hold", "add", "RR473124829US", "--why", "agent Kim", "--cleared-only")

    item = shown(home, capsys)

    assert item["holds"] == [{"why": "HOLD, set aside, call supervisor"}]
    assert "agent Kim" not in json.dumps(item)


def test_the_bar_says_how_far_how_fast_and_how_long_yet() -> None:
    assert bar_text(250_000, 1_000_000, 5.0, "rows") == (
        "[########......................]  25%  250,000 of 1,000,000 rows, 50,000/s, 15 s left"
    )
    assert "0 of 0 rows" in bar_text(0, 0, 0.0, "rows")


def test_the_bar_keeps_quiet_within_the_first_second(capsys: pytest.CaptureFixture[str]) -> None:
    now = [0.0]
    bar = Bar("rows", clock=lambda: now[0])
    bar.show(1, 10)
    bar.clear()
    assert capsys.readouterr().err == ""

    now[0] = 1.5
    bar.show(5, 10)
    bar.show(6, 10)
    bar.clear()
    assert capsys.readouterr().err.count("of 10 rows") == 1


def test_a_hostile_cell_in_a_reason_cannot_turn_the_terminal(
    home: Path, manifest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest.write_text(GOOD + "X,Bo,soap,\x1b[31m\u202e\n", "utf-8")

    assert ran(home, "import", manifest) == 1
    assert capsys.readouterr().out.replace("\n", "").isprintable()


@pytest.fixture
def long_file(tmp_path: Path) -> Path:
    path = tmp_path / "long.csv"
    path.write_text("HAWB,contents\n" + "".join(f"X{n},soap {n}\n" for n in range(ROWS)), "utf-8")
    return path


def begun(home: Path, file: Path, *words: str) -> "subprocess.Popen[str]":
    """A child that takes the file in, in small batches: somebody works at the window."""
    command = [sys.executable, "-m", "triage_app", "--home", str(home), "import"]
    return subprocess.Popen(
        [*command, "--json", *words, str(file)],
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def whole_batches(home: Path, report: dict[str, object]) -> bool:
    with assemble(load_settings(home)) as parts:
        kept = {one.number for one in parts.cache.announcements()}
    assert report["new"] == report["read"] == len(kept)
    assert kept == {f"X{n}" for n in range(len(kept))}
    return 0 < len(kept) < ROWS


def test_an_import_says_how_far_it_is_and_stops_when_its_starter_lets_go(
    home: Path, long_file: Path
) -> None:
    with HomeLock(home, "window"), begun(home, long_file, "--progress") as child:
        assert child.stdout
        assert child.stdin
        first = json.loads(child.stdout.readline())["progress"]
        child.stdin.close()
        lines = [json.loads(line) for line in child.stdout]
    assert (first["file"], first["rows"]) == (str(long_file), ROWS)
    assert first["read"] == GENTLE_BATCH
    report = lines[-1]
    assert child.returncode == 1
    assert (report["stopped"], report["rows"]) == (True, ROWS)
    assert whole_batches(home, report)


@pytest.mark.skipif(os.name != "posix", reason="other systems send no such signal")
def test_the_first_ctrl_c_keeps_whole_batches_and_says_so(home: Path, long_file: Path) -> None:
    with HomeLock(home, "window"), begun(home, long_file, "--progress") as child:
        assert child.stdout
        assert child.stderr
        child.stdout.readline()
        child.send_signal(signal.SIGINT)
        lines = [json.loads(line) for line in child.stdout]
        said = child.stderr.read()
    assert child.returncode == 1
    assert "stopping when this batch is stored" in said
    assert whole_batches(home, lines[-1])


def test_a_stopped_import_is_finished_by_another(
    home: Path, long_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with HomeLock(home, "window"), begun(home, long_file, "--progress") as child:
        assert child.stdout
        assert child.stdin
        child.stdout.readline()
        child.stdin.close()
        stored = json.loads(child.stdout.read().splitlines()[-1])["new"]

    assert ran(home, "import", long_file, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["unchanged"], said["new"]) == (stored, ROWS - stored)


def test_people_are_told_where_it_stopped_and_what_was_not_begun(
    home: Path,
    long_file: Path,
    manifest: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(Stopping, "asked", partial(next, iter([False]), True))

    assert ran(home, "import", long_file, manifest) == 1
    said = capsys.readouterr()
    assert re.search(r"Stopped after (19|20),\d\d\d of 60,000 rows\. .* whole batches", said.out)
    assert f"{manifest} was not begun" in said.err


LATER = "number,aliases,contents\nLP00123456789012,{kind}:RR473124829US,soap\n"


def test_what_was_held_and_decided_before_the_manifest_came_still_counts(
    home: Path, manifest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran(home, "record", "RR473124829US", "RTS", "--field", "reason=x")
    ran(home, "hold", "add", "RR473124829US", "--why", "tip")
    manifest.write_text(LATER.format(kind="other"), "utf-8")
    ran(home, "import", manifest)

    item = shown(home, capsys)

    assert item["code"] == "LP00123456789012"
    assert [act["outcome"] for act in item["acts"]] == ["RTS"]  # type: ignore[attr-defined]
    assert [hold["why"] for hold in item["holds"]] == ["tip"]  # type: ignore[attr-defined]
    for code in ("RR473124829US", "LP00123456789012"):
        assert ran(home, "record", code, "REL") == 1
        assert "Not released: held by" in capsys.readouterr().err
    ran(home, "assess", "--all", "--json")
    assert json.loads(capsys.readouterr().out)["verdict"] == "hold"


def test_a_hold_on_a_number_that_many_share_is_not_on_each_of_them(
    home: Path, manifest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran(home, "hold", "add", "RR473124829US", "--why", "tip")
    manifest.write_text(LATER.format(kind="master"), "utf-8")
    ran(home, "import", manifest)

    assert ran(home, "record", "LP00123456789012", "REL") == 0


def test_a_hold_until_a_day_is_open_to_its_end_at_the_facility(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = SystemClock(load_settings(home).station.time_zone)
    today = here.today()
    assert ran(home, "hold", "add", "RR473124829US", "--why", "tip", "--until", f"{today}") == 0
    capsys.readouterr()

    (hold,) = shown(home, capsys)["holds"]  # type: ignore[misc]
    ends = here.local(datetime.fromisoformat(hold["until"]))
    assert (ends.date() - today, ends.hour, ends.minute) == (timedelta(days=1), 0, 0)


@pytest.mark.parametrize("until", ["2020-01-31", "2020-01-31T12:00", "2020-01-31T12:00+02:00"])
def test_a_hold_whose_time_is_over_is_not_placed(
    home: Path, capsys: pytest.CaptureFixture[str], until: str
) -> None:
    assert ran(home, "hold", "add", "RR473124829US", "--why", "tip", "--until", until) == 2
    assert "is over" in capsys.readouterr().err


def test_what_was_asked_before_loading_is_shown_with_who_and_when(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "asked.csv"
    columns = "number,description,referral,referred by,referral date,referral answer\n"
    file.write_text(f"{columns}RR473124829US,soap,RFI 7H,CBP,2026-02-21,\n", "utf-8")
    ran(home, "import", str(file))
    answers = tmp_path / "answers.csv"
    answers.write_text("number,referral,referral answer\nRR473124829US,RFI 7H,7I\n", "utf-8")
    ran(home, "import", str(answers))
    capsys.readouterr()

    ran(home, "show", "RR473124829US")
    out = capsys.readouterr().out
    assert "code RFI 7H · asked by CBP · asked at 2026-02-21T00:00:00Z · answer 7I" in out
    assert "soap" in out


def test_a_file_in_doubt_is_refused_and_read_when_its_encoding_is_said(
    home: Path, manifest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest.write_bytes(GOOD.replace("Jane Doe", "Łukasz").encode("cp1250"))
    assert ran(home, "import", manifest) == 3
    said = capsys.readouterr().err
    assert "cp1250: RR473124829US,Łukasz" in said
    assert "--encoding" in said
    assert "Nothing was imported" in said

    assert ran(home, "import", manifest, "--encoding", "windows-1250", "--json") == 0
    assert json.loads(capsys.readouterr().out)["encoding"] == "cp1250"
    found = shown(home, capsys)
    assert "Łukasz" in json.dumps(found, ensure_ascii=False)


def test_a_page_that_is_told_is_said_and_plain_text_is_not_worth_a_word(
    home: Path, manifest: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ran(home, "import", manifest) == 0
    assert "read as" not in capsys.readouterr().out

    names = ["Иван Петров", "Мария Сидорова", "Ольга Кузнецова", "Сергей Смирнов"]
    rows = "".join(f"B{n},{name},мыло,1\n" for n, name in enumerate(names))
    manifest.write_bytes((GOOD.splitlines()[0] + "\n" + rows).encode("cp1251"))
    assert ran(home, "import", manifest) == 0
    assert "its text was read as cp1251" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["gbk2", "base64", "cp037", ""])
def test_an_encoding_nobody_reads_is_refused_by_name(
    home: Path, manifest: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    asked = ran(home, "import", manifest, "--encoding", name, "--json")

    said = capsys.readouterr()
    assert asked == (2 if name else 0)  # nothing said is nothing asked
    assert f"'{name}' is no encoding" in said.err or not name


def test_with_utf8_lines_in_another_page_are_refused_by_column_and_the_others_read(
    home: Path, manifest: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest.write_bytes(GOOD.encode() + "X1,Łukasz,soap,1\n".encode("cp1250"))
    assert (
        ran(home, "import", manifest, "--encoding", "utf-8", "--rejects", tmp_path / "r.csv") == 1
    )

    assert "1 new" in capsys.readouterr().out
    refused = (tmp_path / "r.csv").read_text("utf-8").splitlines()[1]
    assert refused.startswith('3,ConsigneeName,"bytes that are no utf-8, from byte 4 of the line')
