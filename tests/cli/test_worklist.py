"""`triage worklist` and `triage reconcile`: as told by the manifest, the holds and the acts."""

import io
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.record_cli import Run, runner
from tests.working_home import BAG, CODES, TODAY, announce, hold, new_station
from triage_app.app import assemble
from triage_app.model.intake import ToldBag
from triage_app.settings import load_settings

PLENTY = "CP123456785DE"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    place = tmp_path / "home"
    new_station(place)
    announce(place, *CODES)
    return place


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(home, capsys)


def scanned(tmp_path: Path, *codes: str) -> str:
    path = tmp_path / "scanned.txt"
    path.write_text("\n".join(codes) + "\n", "utf-8")
    return str(path)


def test_unasked_it_lists_what_is_targeted_and_not_presented(run: Run, home: Path) -> None:
    hold(home, CODES[0])
    hold(home, CODES[1], cleared_only=True)
    run("record", CODES[2], "REL")

    code, lines, _ = run("worklist", "--json")

    assert (code, [line["code"] for line in lines]) == (0, [CODES[0], CODES[1]])
    assert {key: lines[0][key] for key in ("presence", "held", "hold", "bag", "flight")} == {
        "presence": "missing",
        "held": True,
        "hold": "",
        "bag": BAG,
        "flight": "CA981",
    }
    assert lines[1]["hold"] == "HOLD, set aside, call supervisor"


def test_a_bag_or_a_flight_lists_all_that_lies_in_it(run: Run, home: Path) -> None:
    announce(home, PLENTY, bag="JFK-0413")

    assert len(run("worklist", "--bag", "jfk0412", "--json")[1]) == 4
    assert len(run("worklist", "--flight", "ca981", "--limit", "3", "--json")[1]) == 3
    assert len(run("worklist", "--flight", "ca981", "--json")[1]) == 5
    later = str(TODAY + timedelta(days=1))
    assert run("worklist", "--flight", "CA981", "--since", later, "--json")[1] == []


def test_what_is_due_says_its_day(run: Run) -> None:
    due = str(TODAY + timedelta(days=3))
    fields = ("question=?", "contact=x", f"due={due}")
    run("record", CODES[0], "HLD-DOC", *(word for f in fields for word in ("--field", f)))

    _, (line,), _ = run("worklist", "--due", "--json")
    assert (line["code"], line["due_on"], line["outcome"]) == (CODES[0], due, "HLD-DOC")
    assert f"due {due}" in run("worklist", "--due")[1][0]


def test_for_people_it_says_how_many_there_are(run: Run, home: Path) -> None:
    _, lines, err = run("worklist")
    assert lines == []
    assert "nothing to do" in err

    hold(home, CODES[0])
    _, lines, err = run("worklist", "--bag", BAG, "--limit", "1")
    assert "4 items, 1 shown" in err
    assert (CODES[0] in lines[0], "missing" in lines[0], "HOLD" in lines[0]) == (True, True, True)


def test_a_bag_is_reconciled_with_what_was_scanned(run: Run, tmp_path: Path) -> None:
    run("record", CODES[0], "REL")
    code, (said,), _ = run(
        "reconcile", "jfk 0412", "--json", "--scanned", scanned(tmp_path, CODES[1], PLENTY)
    )

    counts = {key: said[key] for key in ("announced", "presented", "missing", "not_found", "told")}
    assert code == 1
    assert counts == {
        "announced": 4,
        "presented": 2,
        "missing": 2,
        "not_found": 0,
        "told": None,
    }
    assert [item["presence"] for item in said["items"]] == ["presented"] * 2 + ["missing"] * 2
    assert said["extra"] == [
        {"code": PLENTY, "number": PLENTY, "announced": False, "announced_bag": ""}
    ]
    assert (said["bag"], said["found"], said["recorded"]) == (BAG, True, [])


def test_not_found_is_written_once(run: Run, tmp_path: Path) -> None:
    there = scanned(tmp_path, *CODES[:2])
    words = ("reconcile", BAG, "--scanned", there, "--not-found", "--inspector", "li.w", "--json")
    code, (first,), _ = run(*words)
    again, (second,), _ = run(*words)
    _, acts, _ = run("log", "--json")

    assert (code, again) == (0, 0)
    assert (len(first["recorded"]), second["recorded"]) == (2, [])
    assert first["not_found"] == second["not_found"] == 2
    assert [(act["code"], act["outcome"], act["inspector"]) for act in acts] == [
        (CODES[2], "NTF", "li.w"),
        (CODES[3], "NTF", "li.w"),
    ]
    assert run("verify", "--json")[1][0]["chain"] == "whole"


def test_how_it_was_looked_for_stands_in_the_act(run: Run, home: Path) -> None:
    run("reconcile", BAG, "--not-found", "--search", "belt and cage searched twice")
    _, (shown,), _ = run("show", CODES[0], "--json")
    assert [act["outcome"] for act in shown["acts"]] == ["NTF"]


def test_codes_may_come_on_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\r\n".join(CODES)))
    code, lines, _ = run("reconcile", BAG, "--scanned", "-")

    assert code == 0
    assert "4 announced: 4 presented, 0 missing, 0 not found, 0 extra" in lines


def test_for_people_each_missing_and_extra_item_is_a_line(
    run: Run, home: Path, tmp_path: Path
) -> None:
    last_week = TODAY - timedelta(days=7)
    announce(home, PLENTY, arrived_on=last_week)
    announce(home, "RB123456785DE", bag="JFK-1")
    there = scanned(tmp_path, *CODES[:3], "RB123456785DE", "TBA000000000004")
    _, lines, _ = run("reconcile", BAG, "--scanned", there)
    said = "\n".join(lines)

    assert f"missing    {CODES[3]}" in said
    assert "announced in JFK-1" in said
    assert "TBA000000000004" in said
    assert f"--day {last_week}" in said
    assert "--not-found" in said
    _, older, _ = run("reconcile", BAG, "--day", str(last_week), "--json")
    assert [item["code"] for item in older[0]["items"]] == [PLENTY]


def test_what_cannot_be_said_to_be_missing_is_named(run: Run, home: Path) -> None:
    with assemble(load_settings(home)) as parts:  # so many that the one in the bag is not found
        (one,) = parts.cache.reader.find([("", CODES[0])])
        later = (TODAY + timedelta(days=n) for n in range(60))
        made = [replace(one, id=f"{day}", posted_on=f"{day}", bag="JFK-1") for day in later]
        parts.cache.writer.store(made, parts.clock.now())
    code, lines, err = run("reconcile", BAG, "--not-found")

    assert code == 1
    assert "3 recorded as not found" in lines
    assert f"{CODES[0]} not written" in err


def test_a_bag_nobody_announced_is_a_sentence(run: Run) -> None:
    code, _, err = run("reconcile", "JFK-9", "--day", "2026-01-01")
    assert code == 1
    assert "no manifest here announces a bag JFK-9 of 2026-01-01" in err
    assert run("reconcile", "JFK-9", "--json")[:2] == (1, [{"bag": "JFK-9", "found": False}])


def test_a_file_of_codes_that_is_not_there_is_a_fault(run: Run, tmp_path: Path) -> None:
    code, _, err = run("reconcile", BAG, "--scanned", str(tmp_path / "gone.txt"))

    assert code == 3
    assert "cannot be read" in err


def test_the_sheet_of_a_bag_is_a_pdf(run: Run, tmp_path: Path, qapp: object) -> None:
    out = tmp_path / "bag.pdf"
    _, (said,), _ = run("reconcile", BAG, "--out", str(out), "--json")

    assert out.read_bytes().startswith(b"%PDF-")
    assert json.loads(json.dumps(said))["file"] == str(out)
    assert f"{out}: the sheet of the bag" in run("reconcile", BAG, "--out", str(out))[1]


def test_a_bag_says_what_its_dispatch_said_it_holds(run: Run, home: Path) -> None:
    with assemble(load_settings(home)) as parts:
        told = [ToldBag(BAG, "CA981", TODAY, 42)]
        parts.cache.writer.tell_bags(told, TODAY, parts.clock.now())

    _, lines, _ = run("reconcile", BAG, "--json")
    assert (lines[0]["announced"], lines[0]["told"]) == (len(CODES), 42)


def test_what_is_over_is_said_by_word_and_sign(run: Run, home: Path) -> None:
    fields = ("question=?", "contact=x", f"due={TODAY - timedelta(days=30)}")
    run("record", CODES[0], "HLD-DOC", *(word for f in fields for word in ("--field", f)))

    _, (line,), _ = run("worklist", "--due", "--json")
    assert (line["due_for"], line["overdue"]) == ("Answer due", True)
    said = run("worklist", "--due")[1][0]
    assert f"! OVERDUE due {TODAY - timedelta(days=30)} Answer due" in said


def test_a_detention_says_by_when_its_notice_is_to_be_sent(run: Run) -> None:
    fields = ("reason=x", "expected_days=40", "authority=x")
    run("record", CODES[0], "DET", *(word for f in fields for word in ("--field", f)))

    _, (line,), _ = run("worklist", "--due", "--json")
    assert (line["due_for"], line["overdue"]) == ("notice of detention", False)


def test_a_number_used_again_is_told_apart(run: Run, home: Path) -> None:
    announce(home, CODES[0], posted_on="2026-09-01")

    _, (shown,), _ = run("show", CODES[0], "--json")
    assert [use["posted_on"] for use in shown["other_uses"]] == ["2026-02-20"]
    assert "number also" in "\n".join(run("show", CODES[0])[1])
    _, (found,), _ = run("reconcile", BAG, "--json")
    both = [item for item in found["items"] if item["code"] == CODES[0]]
    assert [(item["posted_on"], item["other_posted"]) for item in both] == [
        ("2026-02-20", ["2026-09-01"]),
        ("2026-09-01", ["2026-02-20"]),
    ]
    said = "\n".join(run("reconcile", BAG)[1])
    assert "posted 2026-02-20 (the number also: 2026-09-01)" in said
