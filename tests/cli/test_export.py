"""`triage export` on a real home: what it writes is what `triage import` reads."""

import csv
import gzip
import io
import json
from pathlib import Path

import pytest
import zstandard

from tests.edifact_messages import Writer, dispatch_parts
from triage_app.app import make_home
from triage_app.cli import main
from triage_app.settings import load_settings

MANIFEST = (
    "HAWB,ConsigneeName,GoodsDescription,Quantity,Colour\n"
    "RR473124829US,=cmd|'/C calc'!A0,candles,6,@red\nRR473124829US,,-soap,2,\nX1,Jane,+hats,1,\n"
)
BAG = "USJFKACNBJSAAUN60123001000123"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return made(tmp_path / "home")


def made(home: Path) -> Path:
    home.mkdir()
    (home / "settings.toml").write_text('[store]\nkey = "file"\n', "utf-8")
    make_home(load_settings(home))
    return home


def ran(home: Path, *words: str | Path) -> int:
    return main(["--home", str(home), *map(str, words)])


@pytest.fixture
def filled(home: Path, tmp_path: Path) -> Path:
    (tmp_path / "m.csv").write_text(MANIFEST, "utf-8")
    assert ran(home, "import", tmp_path / "m.csv") == 0
    return home


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("name", ["all.jsonl", "all.jsonl.gz", "all.jsonl.zst", "all"])
def test_an_export_taken_in_elsewhere_exports_the_same_bytes(
    filled: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out, again = tmp_path / name, tmp_path / f"again-{name}"
    capsys.readouterr()
    assert ran(filled, "export", "--out", out, "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"file": str(out), "format": "jsonl", "rows": 2}

    other = made(tmp_path / "other")
    assert ran(other, "import", out, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["format"], said["read"], said["new"], said["rejected"]) == ("jsonl", 2, 2, 0)
    assert ran(other, "export", "--out", again) == 0
    assert again.read_bytes() == out.read_bytes()
    assert ran(filled, "import", out, "--json") == 0
    assert json.loads(capsys.readouterr().out)["unchanged"] == 2


def test_a_file_s_name_says_how_it_is_packed(filled: Path, tmp_path: Path) -> None:
    for name in ("a", "a.gz", "a.zst"):
        assert ran(filled, "export", "--out", tmp_path / name) == 0
    plain = (tmp_path / "a").read_bytes()

    assert gzip.decompress((tmp_path / "a.gz").read_bytes()) == plain
    packed = zstandard.ZstdDecompressor().stream_reader((tmp_path / "a.zst").read_bytes())
    assert packed.read() == plain
    assert plain.count(b"\n") == 2
    assert (tmp_path / "a").stat().st_mode & 0o77 == 0
    assert sorted(path.name for path in tmp_path.glob(".*")) == []


def test_a_spreadsheet_reads_no_formula_from_an_export(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert ran(filled, "export", "--format", "csv") == 0
    found = rows(capsys.readouterr().out)

    assert [row["description"] for row in found] == ["candles", "'-soap", "'+hats"]
    assert found[0]["recipient_name"] == "'=cmd|'/C calc'!A0"
    for row in found:
        assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_a_file_named_csv_is_one(filled: Path, tmp_path: Path) -> None:
    assert ran(filled, "export", "--out", tmp_path / "x.csv.gz") == 0

    text = gzip.decompress((tmp_path / "x.csv.gz").read_bytes()).decode()
    assert [row["number"] for row in rows(text)] == ["RR473124829US", "RR473124829US", "X1"]


def test_hostile_cells_of_all_kinds_are_harmless(
    home: Path, tmp_path: Path, shared_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile = json.loads((shared_data / "text" / "csv_injection.json").read_text("utf-8"))
    strings = [one for one in hostile if isinstance(one, str)]
    lines = [
        json.dumps({"number": f"X{n}", "sender": {"name": text}}) for n, text in enumerate(strings)
    ]
    (tmp_path / "m.jsonl").write_text("\n".join(lines), "utf-8")
    assert ran(home, "import", tmp_path / "m.jsonl") == 0
    capsys.readouterr()
    assert ran(home, "export", "--format", "csv") == 0

    names = [row["sender_name"] for row in rows(capsys.readouterr().out)]
    assert len(names) == len(strings) > 5
    assert not [name for name in names if name.startswith(("=", "+", "-", "@"))]


def test_only_one_feed_is_written_where_one_is_named(
    filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "n.jsonl").write_text('{"number":"Z9"}\n', "utf-8")
    assert ran(filled, "import", tmp_path / "n.jsonl", "--feed", "post") == 0
    capsys.readouterr()
    assert ran(filled, "export", "--feed", "post") == 0

    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["number"] == "Z9"


def test_data_and_what_is_said_of_them_do_not_share_an_output(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert ran(filled, "export", "--json") == 2
    assert "--out FILE" in capsys.readouterr().err


def test_where_nothing_can_be_written_the_earlier_file_stays(
    filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ran(filled, "export", "--out", tmp_path / "no" / "where.jsonl") == 3
    assert "cannot be written" in capsys.readouterr().err
    (tmp_path / "there").mkdir()
    assert ran(filled, "export", "--out", tmp_path / "there") == 3
    assert sorted(path.name for path in tmp_path.glob(".*")) == []


def test_the_posts_messages_are_taken_in_by_their_content(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    writer = Writer()
    text = writer.interchange(
        writer.message(
            "ITMATT", "1", [("CNI", "1", "RR473124829US"), ("MEA", "A", "G", ("x", "1"))]
        ),
        writer.message("PREDES", "2", dispatch_parts([(BAG, ["RR473124829US"])])),
    ).replace("UNT+4+1'", "UNT+5+1'")
    (tmp_path / "post.txt").write_bytes(gzip.compress(text.encode()))
    capsys.readouterr()

    assert ran(home, "import", tmp_path / "post.txt", "--json") == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["format"], said["new"], said["rejected"]) == ("edifact", 1, 2)
    assert Path(said["rejects"]).read_text("utf-8").splitlines() == [
        "line,column,reason,raw",
        "1,segment 5 UNT 1.1,\"'5' segments in the message are said, 4 were read\",UNT+5+1",
        "1,segment 4 MEA 3.2,'x' is no unit of weight,MEA+A+G+x:1",
    ]
    ran(home, "show", "RR473124829US", "--json")
    found = json.loads(capsys.readouterr().out)["announcement"]
    assert (found["bag"], found["flight"]) == (BAG, "CA981")


def test_a_post_s_own_maps_are_named_on_the_command_line(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rule = '{ in = "message", segment = "ITM", opens = "item", take = { number = "1.1" } }'
    (tmp_path / "maps.toml").write_text(
        f'[ITMATT]\nchannel = "post"\nfunction = "3.1"\nwhole = [""]\nrules = [{rule}]\n', "utf-8"
    )
    writer = Writer()
    message = writer.message("ITMATT", "1", [("ITM", "X1")])
    (tmp_path / "m.edi").write_text(writer.interchange(message), "utf-8")

    assert ran(home, "import", tmp_path / "m.edi") == 1  # the maps that come along know no ITM
    assert ran(home, "import", "--edifact-maps", tmp_path / "maps.toml", tmp_path / "m.edi") == 0
    assert ran(home, "import", "--edifact-maps", tmp_path / "none", tmp_path / "m.edi") == 3
    assert "no table of message maps" in capsys.readouterr().err
