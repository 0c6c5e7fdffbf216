"""What machines write is read as it was stored, and the rest is refused with a reason."""

import hashlib
import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
import tifffile

from tests.imaging.pictures import packed_tiff, png, png_header, saved
from triage_app.imaging.decode import decode, kind_of, media_type_of
from triage_app.imaging.picture import Picture, Unreadable, upright

RAMP = (np.arange(6 * 5, dtype=np.uint16) * 37 % 1021).reshape(6, 5)


def picture_of(data: bytes) -> Picture:
    picture = decode(data)
    assert isinstance(picture, Picture), picture
    return picture


def refusal_of(data: bytes, media_type: str = "") -> str:
    answer = decode(data, media_type)
    assert isinstance(answer, Unreadable), answer
    return str(answer.reason)


@pytest.mark.parametrize("bits", [10, 12, 14])
@pytest.mark.parametrize("order", ["<", ">"])
def test_packed_depths_come_back_as_written(bits: int, order: str) -> None:
    picture = picture_of(packed_tiff(RAMP, bits, photometric=1, order=order))
    assert np.array_equal(picture.samples, RAMP)
    assert (picture.bits, picture.photometric, picture.frames) == (bits, "MINISBLACK", 1)


def test_white_as_zero_is_turned_round_only_for_showing() -> None:
    picture = picture_of(packed_tiff(RAMP, 10, photometric=0))
    assert np.array_equal(picture.samples, RAMP)
    assert np.array_equal(picture.shown(), 1023 - RAMP)
    assert picture.sha256_u16() == hashlib.sha256(RAMP.astype("<u2").tobytes()).hexdigest()
    shown = (1023 - RAMP).astype("<u2").tobytes()
    assert picture.sha256_shown() == hashlib.sha256(shown).hexdigest()


@pytest.mark.parametrize("dtype", ["u1", "i1", "u2", "i2", "u4", "i4", "f4"])
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"tile": (16, 16)},
        {"bigtiff": True},
        {"byteorder": ">"},
        {"compression": "zstd"},
        {"compression": "lzw", "predictor": True},
    ],
    ids=str,
)
def test_every_kind_of_tiff_keeps_its_samples(
    tmp_path: Path, dtype: str, options: dict[str, object]
) -> None:
    samples = (np.arange(40 * 24).reshape(40, 24) % 120).astype(dtype)
    path = tmp_path / "picture.tif"
    tifffile.imwrite(path, samples, photometric="minisblack", **options)
    picture = picture_of(path.read_bytes())
    assert picture.samples.dtype == np.dtype(dtype)
    assert np.array_equal(picture.samples, samples)
    assert picture.sha256_u16() == hashlib.sha256(samples.tobytes()).hexdigest()


def test_planes_kept_apart_are_joined(tmp_path: Path) -> None:
    colours = np.arange(4 * 5 * 3, dtype=np.uint8).reshape(4, 5, 3)
    path = tmp_path / "picture.tif"
    tifffile.imwrite(path, np.moveaxis(colours, -1, 0), photometric="rgb", planarconfig="separate")
    assert np.array_equal(picture_of(path.read_bytes()).samples, colours)


def test_every_page_is_a_frame_and_hashed_in_order(tmp_path: Path) -> None:
    pages = np.arange(3 * 4 * 5, dtype=np.uint16).reshape(3, 4, 5)
    path = tmp_path / "pages.tif"
    tifffile.imwrite(path, pages, photometric="minisblack")
    picture = picture_of(path.read_bytes())
    assert picture.frames == 3
    assert np.array_equal(picture.shown(2), pages[2])
    assert picture.sha256_u16() == hashlib.sha256(pages.tobytes()).hexdigest()


def test_lossless_pictures_of_cameras_come_back_as_written() -> None:
    colours = np.random.default_rng(7).integers(0, 255, (20, 30, 3), dtype=np.uint8)
    for data in (png(colours), saved(colours, "BMP"), saved(colours, "WEBP", lossless=True)):
        picture = picture_of(data)
        assert np.array_equal(picture.shown(), colours)
        assert (picture.width, picture.height, picture.bits) == (30, 20, 8)


def test_a_photograph_is_read_near_enough() -> None:
    flat = np.full((16, 16, 3), (200, 100, 50), np.uint8)
    shown = picture_of(saved(flat, "JPEG", quality=95)).shown()
    assert np.abs(shown.astype(int) - flat).max() < 6


def test_sixteen_bit_png_keeps_sixteen_bits() -> None:
    grey = RAMP * 60
    assert np.array_equal(picture_of(png(grey)).samples, grey)
    assert picture_of(png(grey)).bits == 16


def test_transparent_parts_are_shown_over_white() -> None:
    see_through = np.zeros((2, 2, 4), np.uint8)
    see_through[0, 0] = (10, 20, 30, 255)
    shown = picture_of(png(see_through)).shown()
    assert shown[0, 0].tolist() == [10, 20, 30]
    assert shown[1, 1].tolist() == [255, 255, 255]


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [
        (1, (0, 0)),
        (2, (0, 2)),
        (3, (1, 2)),
        (4, (1, 0)),
        (5, (0, 0)),
        (6, (0, 1)),
        (7, (2, 1)),
        (8, (2, 0)),
    ],
)
def test_orientation_puts_the_first_pixel_where_exif_says(
    orientation: int, corner: tuple[int, int]
) -> None:
    page = np.zeros((2, 3), np.uint8)
    page[0, 0] = 9
    assert upright(page, orientation)[corner] == 9


def test_content_decides_not_the_media_type() -> None:
    assert picture_of(png(RAMP)).format == "png"
    assert decode(png(RAMP), "image/tiff") is not None
    assert kind_of(b"BM is how some letters begin, which is no bitmap") == ""


def test_a_preamble_that_poses_as_a_tiff_is_still_dicom(shared_data: Path) -> None:
    data = (shared_data / "dicom/pydicom/CT_small.dcm").read_bytes()
    assert data.startswith(b"II*\0")
    assert picture_of(data).format == "dicom"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"hello", "no picture"),
        (b"\x00\x00\x00\x20ftypisom", "video"),
        (png_header(65_535, 65_535), "too large"),
        (png_header(0, 7), "0 pixels"),
        (packed_tiff(RAMP, 12, 1)[:30], "no picture"),
        (png(np.random.default_rng(1).integers(0, 255, (60, 60), np.uint8))[:900], "damaged"),
        (b"\xff\xd8\xff\xe0", "cut off"),
        (b"\0" * 128 + b"DICM" + b"rubbish", "no picture"),
    ],
    ids=["empty", "text", "mp4", "huge", "flat", "cut-tiff", "cut-png", "cut-jpeg", "dicom"],
)
def test_a_refusal_says_why(data: bytes, words: str) -> None:
    assert words in refusal_of(data)


def test_a_tiff_header_that_promises_too_much_costs_nothing() -> None:
    header = packed_tiff(RAMP, 16, 1)
    huge = header.replace(
        b"\x00\x01\x03\x00\x01\x00\x00\x00\x05\x00", b"\x00\x01\x03\x00\x01\x00\x00\x00\xff\xff"
    )
    huge = huge.replace(
        b"\x01\x01\x03\x00\x01\x00\x00\x00\x06\x00", b"\x01\x01\x03\x00\x01\x00\x00\x00\xff\xff"
    )
    assert "too large" in refusal_of(huge)


def test_an_unknown_kind_is_named() -> None:
    assert "video/mp4" in refusal_of(b"????", "video/mp4")
    assert "Photoshop" in refusal_of(b"8BPS....")


def test_dicos_samples_have_the_published_hashes(shared_data: Path) -> None:
    expected = json.loads((shared_data / "dicos/pixels.json").read_text("utf-8"))
    assert expected
    for entry in expected:
        picture = picture_of((shared_data / "dicos" / entry["file"]).read_bytes())
        assert picture.sha256_u16() == entry["sha256_pixels_le_u16"], entry["file"]
        assert picture.format == "dicos"
        assert (picture.height, picture.width) == (entry["rows"], entry["cols"])


def test_dicom_samples_have_the_published_hashes(shared_data: Path) -> None:
    folder = shared_data / "dicom/wg04"
    expected = json.loads((folder / "pixels.json").read_text("utf-8"))
    assert expected
    for name, entry in expected.items():
        picture = picture_of((folder / name).read_bytes())
        assert picture.sha256_u16().startswith(entry["sha"]), name
        assert (picture.bits, picture.photometric) == (entry["bits"], entry["photometric"]), name
        assert (picture.samples.min(), picture.samples.max()) == (entry["min"], entry["max"])


# What no decoder can show, and why; every other sample is shown.
NO_PIXELS = {
    "rtplan.dcm": "no picture",  # a treatment plan
    "meta_missing_tsyntax.dcm": "no picture",  # two bytes of pixels and no dimensions
    "no_meta.dcm": "no picture",  # its first bytes are no DICOM element
    "MR_truncated.dcm": "damaged",  # 62 bytes short
    "badVR.dcm": "damaged",  # "1A" frames
    "SimpleBaggageTDR.dcs": "threat detection report",
    "SimpleBaggageNoThreatTDR.dcs": "threat detection report",
}


def test_every_dicom_sample_is_shown_but_those_without_pixels(shared_data: Path) -> None:
    paths = [*shared_data.glob("dicom/*/*.dcm"), *shared_data.glob("dicos/*.dcs")]
    assert len(paths) > 25
    for path in paths:
        answer = decode(path.read_bytes())
        if path.name in NO_PIXELS:
            assert NO_PIXELS[path.name] in str(getattr(answer, "reason", "")), path.name
        else:
            assert isinstance(answer, Picture), path.name


def test_samples_of_equal_name_hash_are_shown_equal(shared_data: Path) -> None:
    groups: dict[str, set[str]] = defaultdict(set)
    for path in sorted((shared_data / "tiff_depths").glob("*.tif*")):
        picture = picture_of(path.read_bytes())
        if path.stem.startswith("seq-"):
            groups[path.stem.rsplit("-", 1)[1]].add(picture.sha256_shown())
    assert len(groups) > 3
    assert all(len(hashes) == 1 for hashes in groups.values()), groups


def test_one_radiograph_is_the_same_in_two_formats(shared_data: Path) -> None:
    folder = shared_data / "xray16"
    hashes = {picture_of(path.read_bytes()).sha256_u16() for path in folder.glob("RG3_u16.*")}
    assert len(hashes) == 1


def test_spacing_is_known_where_the_machine_says_it(shared_data: Path) -> None:
    folder = shared_data / "dicom/pydicom"
    assert picture_of((folder / "CT_small.dcm").read_bytes()).spacing_mm == (0.661468, 0.661468)
    assert picture_of((folder / "image_dfl.dcm").read_bytes()).spacing_mm is None


def test_a_damaged_picture_is_said_plainly_and_the_decoders_words_are_kept_apart() -> None:
    answer = decode(b"\x89PNG\r\n\x1a\nhalf a picture")

    assert isinstance(answer, Unreadable)
    assert "Take it again" in str(answer.reason)
    assert "PNG" in str(answer.reason)
    assert answer.detail
    assert answer.detail not in str(answer.reason)


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (png(np.zeros((4, 4), np.uint16)), "image/png"),
        (saved(np.zeros((4, 4, 3), np.uint8), "JPEG"), "image/jpeg"),
        (saved(np.zeros((4, 4, 3), np.uint8), "WEBP"), "image/webp"),
        (saved(np.zeros((4, 4, 3), np.uint8), "BMP"), "image/bmp"),
        (saved(np.zeros((4, 4), np.uint8), "TIFF"), "image/tiff"),
        (b"\0" * 128 + b"DICM\x02\0", "application/dicom"),
        (b"II*\0" + b"\0" * 124 + b"DICM", "application/dicom"),
        (b"GIF89a", ""),
        (b"BMW,1,2", ""),
        (b"number,weight", ""),
        (b"", ""),
    ],
)
def test_the_media_type_is_told_by_the_first_bytes(data: bytes, media_type: str) -> None:
    assert media_type_of(data) == media_type
