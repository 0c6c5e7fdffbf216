"""`triage enroll`, `triage sync` and `triage hub import`, as they are typed."""

import io
import json
from pathlib import Path

import pytest

from tests.builders import make_announcement
from tests.edifact_messages import Writer, announcement_parts
from tests.risk.packs import TINY, WHOLE
from tests.running_hub import running_hub
from triage_app.app import assemble, make_home
from triage_app.cli import main
from triage_app.cli.road import write_hub_url
from triage_app.settings import load_settings
from triage_app.store.home_lock import HomeLock

MANIFEST = """HAWB,GoodsDescription,ManufCtry,Quantity,TotalValue,Currency
RR473124829US,paraffin candles,CN,6,48.00,USD
RR473124832US,cotton shirt,VN,1,9.00,USD
RR473124829US,glass holder,CN,1,5.00,USD
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.toml").write_text(
        '[station]\nname = "bench-1"\nfacility = "JFK"\n\n[store]\nkey = "file"\n', "utf-8"
    )
    make_home(load_settings(home))
    return home


def test_a_manifest_at_the_hub_is_in_the_cache_after_a_sync(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = tmp_path / "day.csv"
    manifest.write_text(MANIFEST, "utf-8")
    with running_hub(tmp_path / "hub-home" / "hub") as hub:
        monkeypatch.setattr("sys.stdin", io.StringIO(hub.code() + "\n"))
        place = ["--home", str(tmp_path / "hub-home")]
        words = ["hub", "import", "--facility", "JFK", "--json", str(manifest)]
        assert main([*place, *words]) == 0
        made = json.loads(capsys.readouterr().out)
        assert main(["--home", str(home), "enroll", hub.address]) == 0
        capsys.readouterr()
        assert main(["--home", str(home), "sync", "--json"]) == 0
        synced = json.loads(capsys.readouterr().out)

    assert (made["items"], made["segments"], made["rejected"]) == (2, 1, 0)
    assert synced["segments"] == 1
    with assemble(load_settings(home)) as parts:
        (candles,) = parts.cache.reader.find([("", "RR473124829US")])
        assert [line.description for line in candles.lines] == ["paraffin candles", "glass holder"]
    assert load_settings(home).station.name == "bench-1"


def test_native_lines_carry_holds_and_bad_ones_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hold = {"id": "h1", "placed_by": "unit", "why": "lot", "placed_at": "2026-03-02T12:00:00Z"}
    lines = [json.dumps({"hold": hold, "number": "RR473124829US"}), '{"hold": 3}', ""]
    manifest = tmp_path / "holds.jsonl"
    manifest.write_text("\n".join(lines), "utf-8")

    code = main(["--home", str(tmp_path), "hub", "import", "--json", str(manifest)])

    said = capsys.readouterr()
    assert code == 1
    assert json.loads(said.out)["rejected"] == 1
    assert json.loads(said.out)["items"] == 1
    assert "line 2" in said.err


def test_without_a_hub_the_next_step_is_said(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--home", str(home), "sync"]) == 3
    assert "triage enroll" in capsys.readouterr().err


def test_a_hub_that_is_away_is_a_fault_with_a_sentence(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("AAAAA\n"))

    assert main(["--home", str(home), "enroll", "http://127.0.0.1:9"]) == 3
    assert "No answer from the hub" in capsys.readouterr().err
    assert load_settings(home).hub.url == ""


def test_no_code_is_wrong_use(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))

    assert main(["--home", str(home), "enroll", "http://127.0.0.1:9"]) == 2
    assert "standard input" in capsys.readouterr().err


def test_a_second_sync_names_the_holder(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_hub_url(home / "settings.toml", "http://127.0.0.1:9")

    with HomeLock(home, "sync"):
        assert main(["--home", str(home), "sync"]) == 1

    assert "Process" in capsys.readouterr().err


@pytest.mark.parametrize(
    "before",
    [
        "",
        '[ui]\ntheme = "dark"\n',
        '[hub]\nca_file = "x"\n\n[ui]\nsound = true\n',
        '[hub]\nurl = "http://old"\nproxy = ""\n',
    ],
)
def test_the_hubs_address_is_set_and_all_else_stays(tmp_path: Path, before: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(before, "utf-8")
    earlier = load_settings(tmp_path)

    write_hub_url(path, 'https://hub.example/"quoted"\\')

    now = load_settings(tmp_path)
    assert now.hub.url == 'https://hub.example/"quoted"\\'
    assert (now.ui, now.hub.ca_file) == (earlier.ui, earlier.hub.ca_file)


@pytest.mark.parametrize("kind", ["edifact", "jsonl"])
def test_the_hub_takes_the_files_a_station_takes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    manifest = tmp_path / "day.txt"
    if kind == "jsonl":
        item = {"number": "RR473124829US", "lines": [{"description": "paraffin candles"}]}
        manifest.write_text(json.dumps(item) + "\n", "utf-8")
    else:
        writer = Writer()
        told = writer.message("ITMATT", "1", announcement_parts(make_announcement()))
        manifest.write_text(writer.interchange(told), "utf-8")

    code = main(["--home", str(tmp_path), "hub", "import", "--json", str(manifest)])

    made = json.loads(capsys.readouterr().out)
    assert (code, made["rejected"], made["segments"]) == (0, 0, 1)
    assert made["items"] == 1


def test_a_pack_signed_by_the_hub_is_taken_by_its_stations_alone(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "packs"
    (folder / "lexicons").mkdir(parents=True)
    (folder / "lexicons" / "tiny.toml").write_text(TINY)
    (folder / "own.toml").write_text(WHOLE)
    place = ["--home", str(tmp_path / "hub-home"), "hub", "sign-pack"]
    (folder / "bad.toml").write_text(WHOLE.replace("points = 300", "points = -1"))
    assert main([*place, str(folder / "bad.toml")]) == 1
    assert "bad.toml, line 20" in capsys.readouterr().err
    with running_hub(tmp_path / "hub-home" / "hub") as hub:
        assert main([*place, "--json", str(folder / "own.toml")]) == 0
        use = ["--home", str(home), "pack", "use", str(folder / "own.toml")]
        assert main(use) == 1
        monkeypatch.setattr("sys.stdin", io.StringIO(hub.code() + "\n"))
        assert main(["--home", str(home), "enroll", hub.address]) == 0
        assert main(use) == 0
    with assemble(load_settings(home)) as parts:
        assert parts.pack.name == "own 1"
