"""`triage bundle` and `triage hub bundle`, as they are typed: no road at any time but enrolment."""

import io
import json
from pathlib import Path

import pytest

from tests.running_hub import running_hub
from triage_app.app import make_home
from triage_app.cli import main
from triage_app.settings import load_settings

MANIFEST = "HAWB,GoodsDescription,ManufCtry,Quantity\nRR473124829US,paraffin candles,CN,6\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.toml").write_text(
        '[station]\nname = "bench-1"\nfacility = "JFK"\n\n[store]\nkey = "file"\n', "utf-8"
    )
    make_home(load_settings(home))
    return home


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    return dict(json.loads(capsys.readouterr().out.splitlines()[-1]))


def test_acts_go_out_and_announcements_come_in_by_file(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "day.csv").write_text(MANIFEST, "utf-8")
    out, back, whole = (str(tmp_path / name) for name in ("out", "back", "whole"))
    there = ["--home", str(tmp_path / "there")]
    here = ["--home", str(home)]
    with running_hub(tmp_path / "there" / "hub") as hub:
        monkeypatch.setattr("sys.stdin", io.StringIO(hub.code() + "\n"))
        assert main([*here, "enroll", hub.address]) == 0
    assert main([*there, "hub", "import", "--facility", "JFK", str(tmp_path / "day.csv")]) == 0
    assert main([*here, "record", "RR473124829US", "REL"]) in (0, 1)
    capsys.readouterr()

    assert main([*here, "bundle", "export", out, "--json"]) == 0
    made = said(capsys)
    assert main([*there, "hub", "bundle", "import", out, "--answer", back, "--json"]) == 0
    taken = said(capsys)
    assert main([*here, "bundle", "import", back, "--json"]) == 0
    brought = said(capsys)
    assert main([*there, "hub", "bundle", "export", whole, "--station", "bench-1", "--json"]) == 0
    exported = said(capsys)
    assert main([*here, "bundle", "import", whole, "--json"]) == 0
    again = said(capsys)

    assert (made["acts"], taken["accepted"], taken["station"]) == (1, 1, "bench-1")
    assert (brought["answered"], brought["segments"], brought["waiting"]) == (1, 2, 0)
    assert exported["segments"] == 2  # what was announced, and what was decided
    assert (again["answered"], again["segments"]) == (0, 0)


def test_a_file_that_is_no_bundle_is_said_with_the_next_step(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x").write_bytes(b"no bundle")

    assert main(["--home", str(home), "bundle", "import", str(tmp_path / "x")]) == 3
    assert "triage enroll" in capsys.readouterr().err
    assert (
        main(["--home", str(tmp_path / "t"), "hub", "bundle", "import", str(tmp_path / "x")]) == 3
    )
    assert "Nothing was changed" in capsys.readouterr().err


def test_a_station_nobody_knows_gets_no_bundle(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["hub", "bundle", "export", str(tmp_path / "x"), "--station", "bench-9"]

    assert main(["--home", str(tmp_path / "there"), *words]) == 2
    assert "0 stations fit" in capsys.readouterr().err
