"""Whatever a picture does to its decoder, the caller gets an answer, and the next picture too."""

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import tifffile

from tests.imaging.pictures import png, png_header
from triage_app.imaging.picture import Picture, Unreadable
from triage_app.imaging.shared import FOLDER
from triage_app.imaging.worker import TIME_LIMIT_S, DecodePool

SMALL = np.arange(20, dtype=np.uint8).reshape(4, 5)


@pytest.fixture(scope="module")
def pool() -> Iterator[DecodePool]:
    with DecodePool() as opened:
        yield opened


def peak_kib(pool: DecodePool) -> int:
    """The most memory the decoder has held so far."""
    child = pool._idle.get()
    status = Path(f"/proc/{child._process.pid}/status")
    pool._idle.put(child)
    if not status.exists():
        pytest.skip("no /proc on this system")
    line = next(line for line in status.read_text("ascii").splitlines() if "VmHWM" in line)
    return int(line.split()[1])


def tiff_of(folder: Path, samples: np.ndarray, **options: object) -> bytes:
    path = folder / "picture.tif"
    tifffile.imwrite(path, samples, **options)
    return path.read_bytes()


def test_small_and_large_pictures_arrive_whole(pool: DecodePool, tmp_path: Path) -> None:
    large = np.random.default_rng(3).integers(0, 65_535, (900, 700), dtype=np.uint16)
    two = np.stack([large, large[::-1]])
    for samples, data in (
        (SMALL, png(SMALL)),
        (large, tiff_of(tmp_path, large)),
        (two, tiff_of(tmp_path, two, photometric="minisblack")),
        (SMALL, png(SMALL)),
    ):
        picture = pool.decode(data)
        assert isinstance(picture, Picture)
        pages = samples if samples.ndim == 3 else samples[None]
        assert picture.frames == len(pages)
        for frame, page in enumerate(pages):
            assert np.array_equal(picture.shown(frame), page)


def test_an_answer_is_no_view_of_the_next_picture(pool: DecodePool, tmp_path: Path) -> None:
    first = pool.decode(tiff_of(tmp_path, np.full((500, 500), 7, np.uint16)))
    pool.decode(tiff_of(tmp_path, np.full((500, 500), 9, np.uint16)))
    assert isinstance(first, Picture)
    assert np.unique(first.samples).tolist() == [7]


def test_a_refusal_comes_back_as_its_reason(pool: DecodePool) -> None:
    answer = pool.decode(png_header(65_535, 65_535))
    assert isinstance(answer, Unreadable)
    assert "65535 x 65535" in str(answer.reason)


def test_damaged_pictures_are_shown_or_refused_in_time_and_memory(
    pool: DecodePool, shared_data: Path
) -> None:
    paths = sorted((shared_data / "robust_images").glob("*/*"))
    assert len(paths) > 50
    assert TIME_LIMIT_S < 2
    answers = {path.name: pool.decode(path.read_bytes()) for path in paths}
    shown = [name for name, answer in answers.items() if isinstance(answer, Picture)]
    refused = [name for name, answer in answers.items() if isinstance(answer, Unreadable)]
    assert len(shown) + len(refused) == len(paths)
    assert shown
    assert all(str(answers[name].reason) for name in refused)
    assert peak_kib(pool) < 2**20


def test_a_killed_decoder_is_replaced() -> None:
    with DecodePool() as pool:
        assert isinstance(pool.decode(png(SMALL)), Picture)
        child = pool._idle.get()
        child._process.kill()
        child._process.join()
        pool._idle.put(child)
        answer = pool.decode(png(SMALL))
        assert isinstance(answer, Unreadable)
        assert "ended its decoder" in str(answer.reason)
        assert isinstance(pool.decode(png(SMALL)), Picture)


def test_a_picture_that_takes_too_long_is_refused_and_the_next_is_shown(tmp_path: Path) -> None:
    with DecodePool(time_limit_s=0.0) as pool:
        answer = pool.decode(tiff_of(tmp_path, np.zeros((2000, 2000), np.uint16)))
        assert isinstance(answer, Unreadable)
        assert "longer" in str(answer.reason)
        pool._time_limit_s = 5.0
        assert isinstance(pool.decode(png(SMALL)), Picture)


@pytest.mark.slow
def test_a_picture_that_needs_too_much_memory_is_refused(tmp_path: Path) -> None:
    data = tiff_of(tmp_path, np.zeros((9000, 9000), np.uint16), compression="zlib")
    with DecodePool(memory_limit=400 * 2**20, time_limit_s=10) as pool:
        answer = pool.decode(data)
        assert isinstance(answer, Unreadable)
        assert "memory" in str(answer.reason)
        assert isinstance(pool.decode(png(SMALL)), Picture)


def test_two_workers_serve_two_threads() -> None:
    answers: list[Picture | Unreadable] = []
    with DecodePool(2) as pool:
        threads = [
            threading.Thread(target=lambda: answers.append(pool.decode(png(SMALL))))
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [isinstance(answer, Picture) for answer in answers] == [True] * 4


def test_nothing_stays_in_shared_memory(tmp_path: Path) -> None:
    if not FOLDER.is_dir():
        pytest.skip("shared memory is no folder on this system")
    with DecodePool() as pool:
        assert isinstance(pool.decode(tiff_of(tmp_path, np.zeros((999, 999), "u2"))), Picture)
        child = pool._idle.get()
        name = child._answers.removesuffix("a")
        pool._idle.put(child)
        assert len(list(FOLDER.glob(f"{name}*"))) == 2
    assert not list(FOLDER.glob(f"{name}*"))
