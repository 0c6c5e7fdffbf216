"""Codes in pictures: read on clean and bad labels, and nothing believed that is not there."""

from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from tests.imaging.pictures import png
from triage_app.imaging import labels
from triage_app.imaging.decode import decode
from triage_app.imaging.labels import LabelCode, has_itf14_check, read_labels
from triage_app.imaging.picture import Picture

FORMATS = zxingcpp.BarcodeFormat
PICTURES = {".png", ".jpg", ".webp", ".gif"}


def label_of(*codes: tuple[object, str], scale: int = 3) -> np.ndarray:
    """Codes drawn one under the other on white."""
    images = [
        np.asarray(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, kind), scale))
        for kind, text in codes
    ]
    width = max(image.shape[1] for image in images) + 80
    rows = []
    for image in images:
        row = np.full((image.shape[0] + 80, width), 255, np.uint8)
        row[40 : 40 + image.shape[0], 40 : 40 + image.shape[1]] = image
        rows.append(row)
    return np.concatenate(rows)


def read(samples: np.ndarray) -> labels.LabelRead:
    picture = decode(png(samples))
    assert isinstance(picture, Picture)
    return read_labels(picture)


def test_every_code_is_read_from_top_to_bottom_with_its_aim_identifier() -> None:
    found = read(
        label_of(
            (FORMATS.Code128, "RR473124829US"),
            (FORMATS.QRCode, "https://example.org/RR473124829US"),
            (FORMATS.DataMatrix, "RR473124829US"),
        )
    )
    assert [code.symbology for code in found.codes] == ["Code 128", "QR Code", "Data Matrix"]
    assert [code.aim for code in found.codes] == ["]C0", "]Q1", "]d1"]
    assert found.codes[0].data == b"RR473124829US"
    assert found.candidates[0] == "]C0RR473124829US"
    assert {code.reader for code in found.codes} == {"zxing"}


def test_a_polygon_lies_round_its_code() -> None:
    samples = label_of((FORMATS.QRCode, "RR473124829US"))
    (code,) = read(samples).codes
    dark_rows, dark_columns = np.nonzero(samples < 128)
    left, top = (min(point[axis] for point in code.polygon) for axis in (0, 1))
    right, bottom = (max(point[axis] for point in code.polygon) for axis in (0, 1))
    assert abs(left - dark_columns.min()) < 8
    assert abs(top - dark_rows.min()) < 8
    assert abs(right - dark_columns.max()) < 8
    assert abs(bottom - dark_rows.max()) < 8


def test_a_code_in_sixteen_bits_or_in_colour_is_read() -> None:
    grey = label_of((FORMATS.Code128, "RR473124829US"))
    for samples in (grey.astype(np.uint16) * 200, np.stack([grey, grey // 2, grey], axis=-1)):
        assert [code.text for code in read(samples).codes] == ["RR473124829US"]


def test_a_slanted_label_is_read_and_its_place_found() -> None:
    upright = label_of((FORMATS.Code128, "RR473124829US"))
    turned = np.asarray(Image.fromarray(upright).rotate(33, expand=True, fillcolor=255))
    (code,) = read(turned).codes
    assert code.text == "RR473124829US"
    middle = np.mean(code.polygon, axis=0)
    assert np.abs(middle - np.array(turned.shape[::-1]) / 2).max() < 40


def test_a_blank_picture_holds_no_code() -> None:
    assert read(np.full((300, 300), 255, np.uint8)).codes == ()
    assert read(np.zeros((1, 1), np.uint8)).codes == ()


@pytest.mark.parametrize(
    ("text", "whole"),
    [("30712345000010", True), ("30712345000011", False), ("3071234500001", False), ("", False)],
)
def test_the_check_digit_of_fourteen_digits(text: str, whole: bool) -> None:
    assert has_itf14_check(text) is whole


def code_of(text: str, symbology: str, top: int = 0) -> LabelCode:
    box = ((0, top), (90, top), (90, top + 40), (0, top + 40))
    return LabelCode(text, text.encode(), "]I0", symbology, box, "zxing")


def test_an_unchecked_code_is_believed_only_when_another_look_agrees(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = np.full((10, 10), 255, np.uint8)
    seen = code_of("123456", "ITF")
    monkeypatch.setattr(labels, "_other_look", lambda page, reader: iter(()))
    assert labels._believed(page, [seen]) == []
    monkeypatch.setattr(labels, "_other_look", lambda page, reader: iter([seen]))
    assert labels._believed(page, [seen]) == [seen]
    assert labels._believed(page, [code_of("30712345000010", "ITF")]) != []


def test_part_of_a_longer_code_is_not_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    page = np.full((10, 10), 255, np.uint8)
    part, entire = code_of("123456", "ITF"), code_of("1234567890", "ITF", top=300)
    monkeypatch.setattr(labels, "_other_look", lambda page, reader: iter([part, entire]))
    assert labels._believed(page, [part, entire]) == [entire]


def test_no_second_reader_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labels, "_zbar_decoder", lambda: None)
    assert read(label_of((FORMATS.Code128, "RR473124829US"))).codes
    assert read(np.full((90, 90), 255, np.uint8)).codes == ()


def test_the_second_reader_says_what_a_scanner_would_say() -> None:
    if labels._zbar_decoder() is None:
        pytest.skip("libzbar is not installed")
    page = label_of((FORMATS.Code128, "RR473124829US"))
    (code,) = labels._zbar(page)
    assert (code.scanned, code.reader, code.symbology) == ("]C0RR473124829US", "zbar", "Code 128")


def pictures_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in PICTURES)


@pytest.mark.slow
def test_nothing_is_read_where_nothing_is(shared_data: Path) -> None:
    folder = shared_data / "barcodes/zxing-cpp/falsepositives-1"
    assert len(pictures_in(folder)) > 15
    for path in pictures_in(folder):
        picture = decode(path.read_bytes())
        assert isinstance(picture, Picture), path.name
        assert read_labels(picture).codes == (), path.name


def test_photographed_bars_are_read_as_their_truth_says(shared_data: Path) -> None:
    """Linear codes only: their truth is plain text."""
    folder = shared_data / "barcodes/zxing-cpp"
    expected = missed = 0
    for kind in ("code128-1", "code39-1", "code93-1", "codabar-1", "itf-1", "itf-2", "ean13-1"):
        for path in pictures_in(folder / kind):
            picture = decode(path.read_bytes())
            assert isinstance(picture, Picture), path.name
            truth = path.with_suffix(".txt").read_text("utf-8").strip()
            texts = {code.text.strip() for code in read_labels(picture).codes}
            assert texts <= {truth}, f"{kind}/{path.name} reads what is not there"
            expected += 1
            missed += truth not in texts
    assert expected > 50
    assert missed <= 1
