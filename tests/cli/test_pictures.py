"""The commands on pictures: facts and renderings, codes and items, attachments as acts."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from tests.cli.record_cli import CODE, Run, new_home, runner
from tests.imaging.label_pictures import FORMATS, label_of, photographed, tall
from tests.imaging.pictures import packed_tiff, png
from triage_app.cli import main
from triage_app.imaging import labels_passes

RAMP = (np.arange(30 * 40, dtype=np.uint16) * 3).reshape(30, 40)
OTHER = "CP123456785DE"


@pytest.fixture
def ramp(tmp_path: Path) -> Path:
    path = tmp_path / "ramp.any"
    path.write_bytes(packed_tiff(RAMP, 12, photometric=0))
    return path


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_xray_says_what_is_stored(ramp: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["xray", str(ramp), "--json"]) == 0
    (said,) = lines(capsys.readouterr().out)
    assert said["file"] == str(ramp)
    assert (said["width"], said["height"], said["bits"], said["samples"]) == (40, 30, 12, 1)
    assert (said["photometric"], said["frames"], said["format"]) == ("MINISWHITE", 1, "tiff")
    assert said["sha256_u16"] == hashlib.sha256(RAMP.tobytes()).hexdigest()
    assert said["sha256_shown"] == hashlib.sha256((4095 - RAMP).tobytes()).hexdigest()
    assert said["error"] is None


def test_a_file_that_is_no_picture_is_said_and_the_next_one_read(
    ramp: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "text.png").write_text("no picture", "utf-8")
    names = [str(tmp_path / "text.png"), str(tmp_path / "gone.png"), str(ramp)]
    assert main(["xray", *names, "--json"]) == 1
    text, gone, read = lines(capsys.readouterr().out)
    assert "no picture" in str(text["error"])
    assert "cannot be read" in str(gone["error"])
    assert (read["error"], read["width"]) == (None, 40)
    assert main(["xray", names[0]]) == 1
    assert "no picture" in capsys.readouterr().out


def test_a_tally_counts_what_a_folder_shows_and_refuses(
    ramp: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "text.png").write_text("no picture", "utf-8")
    assert main(["xray", "--tally", str(tmp_path), "--json"]) == 0
    (said,) = lines(capsys.readouterr().out)
    assert (said["files"], said["shown"], said["refused"]) == (2, 1, 1)
    assert said["worst_file"] in {ramp.name, "text.png"}
    assert 0 < float(str(said["worst_s"])) < 2
    assert said["worst_bytes"] is None or int(str(said["worst_bytes"])) > 2**20
    assert said["within"] is True


def test_a_tally_of_nothing_found_wrong_is_no_pass(tmp_path: Path) -> None:
    assert main(["xray", "--tally", str(tmp_path)]) == 1


def test_robust_pictures_are_shown_or_refused_in_time_and_memory(
    shared_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["xray", "--tally", str(shared_data / "robust_images"), "--json"]) == 0
    (said,) = lines(capsys.readouterr().out)
    assert said["within"] is True
    assert int(str(said["files"])) > 50


def test_out_renders_through_the_window_asked_for(ramp: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.png"
    assert main(["xray", "--window", "2000", "100", str(ramp), "--out", str(out)]) == 0
    shown = np.asarray(Image.open(out).convert("L"))
    assert shown.shape == RAMP.shape
    assert np.all(shown[4095 - RAMP >= 2050] == 255)
    assert np.all(shown[4095 - RAMP <= 1950] == 0)
    inverted = tmp_path / "inverted.png"
    arguments = ["--window", "2000", "100", "--invert", "--out", str(inverted)]
    assert main(["xray", str(ramp), *arguments]) == 0
    assert np.array_equal(np.asarray(Image.open(inverted).convert("L")), 255 - shown)


def test_a_palette_colours_and_edges_sharpen(ramp: Path, tmp_path: Path) -> None:
    plain, edged = tmp_path / "plain.png", tmp_path / "edged.png"
    for out, more in ((plain, []), (edged, ["--edges"])):
        options = ["--palette", "organic", "--window", "full", *more]
        assert main(["xray", str(ramp), *options, "--out", str(out)]) == 0
    shown = np.asarray(Image.open(plain))
    assert np.any(shown[..., 0] > shown[..., 2] + 40)
    assert not np.array_equal(shown, np.asarray(Image.open(edged)))


@pytest.mark.slow
def test_materials_need_the_second_energy(
    ramp: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as usage:
        main(["xray", str(ramp), "--palette", "dual"])
    assert usage.value.code == 2
    assert "--low" in capsys.readouterr().err
    beam = np.full((40, 40), 4000, np.uint16)
    block = beam.copy()
    block[10:30, 10:30] = 2000
    denser = beam.copy()
    denser[10:30, 10:30] = 100
    high, low, out = (tmp_path / name for name in ("high.tif", "low.tif", "out.png"))
    high.write_bytes(packed_tiff(block, 12, 1))
    low.write_bytes(packed_tiff(denser, 12, 1))
    dual = ["--low", str(low), "--palette", "metal-only", "--out", str(out)]
    assert main(["xray", str(high), *dual]) == 0
    red, _, blue = (int(value) for value in np.asarray(Image.open(out))[20, 20])
    assert blue > red
    other = ["--low", str(ramp), "--palette", "dual", "--out", str(out)]
    assert main(["xray", str(high), *other]) == 1
    assert "not one scene" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--window", "9"],
        ["--window", "9", "0", "x"],
        ["a", "b", "--out", "c"],
        ["a", "--window", "nan", "1"],
    ],
)
def test_wrong_words_are_a_usage_error(words: list[str]) -> None:
    with pytest.raises(SystemExit) as usage:
        main(["xray", *words])
    assert usage.value.code == 2


def test_a_place_that_cannot_be_written_is_a_fault(
    ramp: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["xray", str(ramp), "--out", str(tmp_path / "no" / "out.png")]) == 3
    assert "another place" in capsys.readouterr().err


def label(path: Path, *texts: str, kind: object = None) -> Path:
    rows = []
    for text in texts:
        code = zxingcpp.create_barcode(text, kind or zxingcpp.BarcodeFormat.Code128)
        image = np.asarray(zxingcpp.write_barcode_to_image(code, 2))
        rows.append(np.pad(image, 30, constant_values=255))
    width = max(row.shape[1] for row in rows)
    whole = [np.pad(r, ((0, 0), (0, width - r.shape[1])), constant_values=255) for r in rows]
    path.write_bytes(png(np.concatenate(whole)))
    return path


def test_read_labels_names_the_item_and_its_codes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = label(tmp_path / "label.png", CODE)
    assert main(["read-labels", str(path), "--json"]) == 0
    (said,) = lines(capsys.readouterr().out)
    assert isinstance(said["item"], dict)
    assert (said["item"]["scheme"], said["item"]["code"]) == ("s10", CODE)
    assert isinstance(said["codes"], list)
    (code,) = said["codes"]
    assert (code["text"], code["aim"], code["reader"]) == (CODE, "]C0", "zxing")
    assert bytes.fromhex(code["bytes_hex"]).decode() == CODE
    assert len(code["polygon"]) == 4
    assert main(["read-labels", str(path)]) == 0
    assert CODE in capsys.readouterr().out


def test_goods_easily_read_do_not_hide_a_label_that_is_hard_to_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A retail box: its EAN is sharp, the label on it slanted and out of focus."""
    monkeypatch.setattr(labels_passes, "LIMIT_S", 60.0)  # however busy the machine is
    goods = label_of((FORMATS.EAN13, "5901234123457"), scale=4)
    blurred = photographed(tall(FORMATS.Code128, CODE, 90), 1, turn=11, size=0.67, blur=1.2)
    width = max(goods.shape[1], blurred.shape[1])
    rows = [
        np.pad(r, ((0, 0), (0, width - r.shape[1])), constant_values=255) for r in (goods, blurred)
    ]
    (tmp_path / "box.png").write_bytes(png(np.concatenate(rows)))
    assert main(["read-labels", str(tmp_path / "box.png"), "--json"]) == 0
    (said,) = lines(capsys.readouterr().out)
    assert isinstance(said["item"], dict)
    assert said["item"]["code"] == CODE


def test_two_items_on_one_label_are_no_item(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = label(tmp_path / "label.png", CODE, OTHER)
    assert main(["read-labels", str(path), "--json"]) == 0
    (said,) = lines(capsys.readouterr().out)
    assert said["item"] is None
    assert isinstance(said["codes"], list)
    assert {code["text"] for code in said["codes"]} == {CODE, OTHER}
    assert isinstance(said["candidates"], list)
    assert {one["code"] for one in said["candidates"]} == {CODE, OTHER}
    assert main(["read-labels", str(path)]) == 0
    assert "several items" in capsys.readouterr().out


def test_a_label_that_cannot_be_opened_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "label.png").write_bytes(b"")
    assert main(["read-labels", str(tmp_path / "label.png"), "--json"]) == 1
    (said,) = lines(capsys.readouterr().out)
    assert (said["item"], said["codes"]) == (None, [])
    assert "empty" in str(said["error"])


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    new_home(tmp_path / "home")
    return runner(tmp_path / "home", capsys)


def test_a_picture_is_attached_by_an_act_and_kept_as_it_is(
    run: Run, ramp: Path, tmp_path: Path
) -> None:
    (tmp_path / "text.png").write_text("no picture", "utf-8")
    code, (said, refused), _ = run("attach", CODE, str(ramp), str(tmp_path / "text.png"), "--json")
    assert code == 1
    assert said["sha256"] == hashlib.sha256(ramp.read_bytes()).hexdigest()
    assert (refused["act"], refused["sha256"]) == (None, None)
    _, (line,), _ = run("log", CODE, "--json")
    assert (line["act"], line["kind"]) == (said["act"], "attachment")
    _, (item,), _ = run("show", CODE, "--json")
    (image,) = item["images"]
    assert (image["sha256"], image["role"]) == (said["sha256"], "xray")
    assert (image["media_type"], image["where"]) == ("image/tiff", "evidence")


def test_the_role_is_told_from_the_picture_or_given(run: Run, tmp_path: Path) -> None:
    photo = tmp_path / "photo.png"
    photo.write_bytes(png(np.zeros((3, 4, 3), np.uint8)))
    assert run("attach", CODE, str(photo))[0] == 0
    assert run("attach", CODE, str(photo), "--role", "product")[0] == 0
    _, (item,), _ = run("show", CODE, "--json")
    assert {image["role"] for image in item["images"]} == {"photo", "product"}
