"""Codes in pictures: all of them, where they are, and nothing that is not there."""

import numpy as np
import pytest
from PIL import Image

from tests.imaging.label_pictures import FORMATS, jpeg, label_of
from tests.imaging.pictures import png
from triage_app.imaging import labels_zbar
from triage_app.imaging.decode import decode
from triage_app.imaging.labels import LabelRead, read_labels
from triage_app.imaging.labels_zbar import zbar, zbar_codes
from triage_app.imaging.picture import Picture, upright

CODE, OTHER = "RR473124829US", "CP123456785DE"


def picture_of(data: bytes) -> Picture:
    picture = decode(data)
    assert isinstance(picture, Picture)
    return picture


def read(samples: np.ndarray) -> LabelRead:
    return read_labels(picture_of(png(samples)))


def box(polygon: tuple[tuple[int, int], ...]) -> np.ndarray:
    """left, top, right, bottom"""
    return np.concatenate([np.min(polygon, axis=0), np.max(polygon, axis=0)])


def test_every_code_is_read_from_top_to_bottom_with_its_aim_identifier() -> None:
    found = read(
        label_of(
            (FORMATS.Code128, CODE),
            (FORMATS.QRCode, f"https://example.org/{CODE}"),
            (FORMATS.DataMatrix, CODE),
        )
    )
    assert [code.symbology for code in found.codes] == ["Code 128", "QR Code", "Data Matrix"]
    assert [code.aim for code in found.codes] == ["]C0", "]Q1", "]d1"]
    assert found.codes[0].data == CODE.encode()
    assert found.candidates[0] == f"]C0{CODE}"
    assert {code.reader for code in found.codes} == {"zxing"}


def test_a_polygon_lies_round_its_code() -> None:
    samples = label_of((FORMATS.QRCode, CODE))
    (code,) = read(samples).codes
    dark_rows, dark_columns = np.nonzero(samples < 128)
    around = (dark_columns.min(), dark_rows.min(), dark_columns.max(), dark_rows.max())
    assert np.abs(box(code.polygon) - around).max() < 8


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_photograph_is_read_and_its_polygon_is_of_the_stored_pixels(
    orientation: int,
) -> None:
    """A QR code in a corner: its place tells every turn and mirroring apart."""
    seen = np.pad(label_of((FORMATS.QRCode, CODE)), ((0, 300), (0, 120)), constant_values=255)
    stored = next(
        turned
        for k in range(4)
        for turned in (np.rot90(seen, k), np.rot90(seen[:, ::-1], k))
        if np.array_equal(upright(turned, orientation), seen)
    )
    found = read_labels(picture_of(jpeg(np.ascontiguousarray(stored), orientation)))
    (code,) = found.codes
    dark_rows, dark_columns = np.nonzero(stored < 128)
    around = (dark_columns.min(), dark_rows.min(), dark_columns.max(), dark_rows.max())
    assert found.orientation == orientation
    assert np.abs(box(code.polygon) - around).max() < 8


def test_a_code_in_sixteen_bits_or_in_colour_is_read() -> None:
    grey = label_of((FORMATS.Code128, CODE))
    for samples in (grey.astype(np.uint16) * 200, np.stack([grey, grey // 2, grey], axis=-1)):
        assert [code.text for code in read(samples).codes] == [CODE]


def test_a_slanted_label_is_read_and_its_place_found() -> None:
    straight = label_of((FORMATS.Code128, CODE))
    turned = np.asarray(Image.fromarray(straight).rotate(33, expand=True, fillcolor=255))
    (code,) = read(turned).codes
    assert code.text == CODE
    middle = np.mean(code.polygon, axis=0)
    assert np.abs(middle - np.array(turned.shape[::-1]) / 2).max() < 40


def test_a_larger_photograph_than_any_camera_s_is_read_in_its_own_pixels() -> None:
    label = np.kron(label_of((FORMATS.Code128, CODE)), np.ones((3, 3), np.uint8))
    large = np.full((4_000, 4_500), 255, np.uint8)
    large[2_000 : 2_000 + label.shape[0], 300 : 300 + label.shape[1]] = label
    (code,) = read(large).codes
    left, top, right, bottom = box(code.polygon)
    assert 300 < left < right < 300 + label.shape[1]
    assert 1_990 < top < bottom < 2_010 + label.shape[0]


def test_a_blank_picture_holds_no_code() -> None:
    assert read(np.full((300, 300), 255, np.uint8)).codes == ()
    assert read(np.zeros((1, 1), np.uint8)).codes == ()


def test_looking_goes_on_until_it_is_enough() -> None:
    picture = picture_of(png(label_of((FORMATS.QRCode, "https://example.org"))))
    asked: list[int] = []

    def never(found: LabelRead) -> bool:
        asked.append(len(found.codes))
        return False

    assert len(read_labels(picture, never).codes) == 1
    assert asked == [1]


def test_no_second_reader_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labels_zbar, "zbar", lambda: None)
    assert read(label_of((FORMATS.Code128, CODE))).codes
    assert read(np.full((90, 90), 255, np.uint8)).codes == ()


def test_the_second_reader_says_what_a_scanner_would_say() -> None:
    if zbar() is None:
        pytest.skip("libzbar is not installed")
    (code,) = zbar_codes(label_of((FORMATS.Code128, CODE)))
    assert (code.scanned, code.reader, code.symbology) == (f"]C0{CODE}", "zbar", "Code 128")
