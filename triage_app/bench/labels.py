"""Labels in pictures: how often we read them beside zxing-cpp and libzbar alone, and what a look
costs. Real photographs lie in a folder that is named; the truth is a file beside each."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import perf_counter

import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image

from triage_app.bench.figure import Budget, Figure, NotMeasured
from triage_app.bench.tally import Reader, Tally, whole
from triage_app.bench.timing import by_turns
from triage_app.bench.workshop import Workshop
from triage_app.imaging.decode import decode
from triage_app.imaging.labels import read_labels
from triage_app.imaging.labels_zbar import zbar
from triage_app.imaging.picture import Picture

Grey = NDArray[np.uint8]
Texts = list[bytes]

NAME = "labels"
KINDS = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp"})
NOTHING_THERE = "falsepositives"  # begins the name of a folder in which nothing may be found
ROUNDS = 15
CODE = "RR473124829US"
CAMERA = (3_000, 4_000)
VIDEO = (960, 1_280)


def figures(workshop: Workshop) -> Iterator[Figure | NotMeasured | Tally]:
    """Budgets: 1.2 x zxing-cpp alone where the first look reads; 1 s where there is nothing to
    read; as often right as the better peer in every folder, nothing read where nothing is."""
    yield from _paces()
    if workshop.pictures is None:
        why = "name a folder of photographs with their truth beside them: --pictures DIR"
        yield NotMeasured(NAME, "labels read", why)
        return
    yield from tallies(workshop.pictures)


def tallies(pictures: Path) -> Iterator[Tally | NotMeasured]:
    """One line a folder, then all together."""
    lines = []
    for folder in sorted({path.parent for path in pictures.rglob("*") if _is_picture(path)}):
        line = _tally(str(folder.relative_to(pictures)), folder)
        if line:
            lines.append(line)
            yield line
    if lines:
        yield whole("all folders", lines)
    else:
        yield NotMeasured(NAME, "labels read", f"no pictures with their truth in {pictures}")


def _paces() -> Iterator[Figure]:
    page = _label(VIDEO)
    picture = Picture((page,), 8, "GREY", "png")
    ours, floor = by_turns(partial(read_labels, picture), partial(_zxing, page), ROUNDS)
    alone = "zxing-cpp alone, every format"
    yield Figure(NAME, "a label the first look reads", "ms", ours, floor, alone, Budget(times=1.2))
    empty = _cardboard(CAMERA)
    picture = Picture((np.stack([empty] * 3, axis=-1),), 8, "RGB", "jpeg")
    ours, floor = by_turns(partial(read_labels, picture), partial(_zxing, empty), 3, warm_up=1)
    yield Figure(
        NAME,
        "12 megapixels without a code",
        "ms",
        ours,
        floor,
        alone,
        Budget(plus=1_000),
        judged="p99",
    )


def _tally(what: str, folder: Path) -> Tally | None:
    nothing = folder.name.startswith(NOTHING_THERE)
    names = ("ours", "zxing-cpp", *(("pyzbar",) if zbar() else ()))
    readers = [Reader(name) for name in names]
    count = 0
    for path in sorted(filter(_is_picture, folder.iterdir())):
        truth = None if nothing else _truth(path)
        picture = decode(path.read_bytes())
        if not isinstance(picture, Picture) or (truth is None and not nothing):
            continue
        count += 1
        for place, read in enumerate(_readers(picture)[: len(readers)]):
            readers[place] = readers[place].plus(_judged(names[place], read, truth))
    if not count:
        return None
    return Tally(NAME, what, count, 0 if nothing else count, readers[0], tuple(readers[1:]))


def _readers(picture: Picture) -> tuple[Callable[[], Texts], ...]:
    grey = np.ascontiguousarray(_grey(picture))
    return partial(_ours, picture), partial(_zxing, grey), partial(_zbar, grey)


def _judged(name: str, read: Callable[[], Texts], truth: bytes | None) -> Reader:
    started = perf_counter()
    texts = read()
    spent = (perf_counter() - started) * 1e3
    if truth is None:
        return Reader(name, 0, len(texts), spent)
    return Reader(name, int(truth in map(_plain, texts)), 0, spent)


def _ours(picture: Picture) -> Texts:
    return list(_either((code.text, code.data) for code in read_labels(picture).codes))


def _zxing(page: Grey) -> Texts:
    found = zxingcpp.read_barcodes(page, text_mode=zxingcpp.TextMode.Plain)
    return list(_either((code.text, bytes(code.bytes)) for code in found))


def _zbar(page: Grey) -> Texts:
    height, width = page.shape
    with _quiet():
        return [bytes(code.data) for code in zbar().decode((page.tobytes(), width, height))]


def _either(read: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """A truth is kept as text or as bytes: either counts."""
    for text, data in read:
        encoded = text.encode("utf-8", "surrogateescape")
        yield encoded
        if encoded != data:
            yield data


def _truth(path: Path) -> bytes | None:
    for kind in (".bin", ".txt"):
        beside = path.with_suffix(kind)
        if beside.is_file():
            return _plain(beside.read_bytes())
    return None


def _plain(data: bytes) -> bytes:
    """Without what files of truth write in one way or another: separators, ends of lines."""
    for mark in (b"\x1d", "␝".encode(), b"\r"):
        data = data.replace(mark, b"")
    return data.strip()


def _grey(picture: Picture) -> Grey:
    shown = picture.shown()
    return np.asarray(Image.fromarray(shown.astype(np.uint8, copy=False)).convert("L"))


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in KINDS


def _label(shape: tuple[int, int]) -> Grey:
    """A printed label on cardboard, straight and sharp."""
    code = zxingcpp.create_barcode(CODE, zxingcpp.BarcodeFormat.Code128)
    bars = np.asarray(zxingcpp.write_barcode_to_image(code, 3))
    page = _cardboard(shape)
    top, left = (shape[0] - bars.shape[0]) // 2, (shape[1] - bars.shape[1]) // 2
    page[top - 60 : top + bars.shape[0] + 60, left - 60 : left + bars.shape[1] + 60] = 235
    page[top : top + bars.shape[0], left : left + bars.shape[1]] = np.clip(bars, 25, 235)
    return page


def _cardboard(shape: tuple[int, int]) -> Grey:
    """Its fibres and the grain of a camera: what finders of codes stumble over."""
    rng = np.random.default_rng(7)
    coarse = (rng.random((shape[0] // 16 + 1, shape[1] // 16 + 1)) * 60).astype(np.uint8)
    fibre = Image.fromarray(coarse).resize((shape[1], shape[0]), Image.Resampling.BICUBIC)
    grain = rng.normal(110, 6, shape).astype(np.float32)
    page = np.clip(np.asarray(fibre, np.float32) + grain, 0, 255)
    return np.asarray(page, np.uint8)


@contextmanager
def _quiet() -> Iterator[None]:
    """libzbar prints its failed assertions to the process's own standard error."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
