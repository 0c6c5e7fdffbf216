"""An X-ray of 12 megapixels and 16 bit: file to painted, the second look, a window step."""

import io
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count, cycle

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QPointF, QRect
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication

from triage_app.bench.figure import Budget, Figure, NotMeasured, Spread
from triage_app.bench.screen import with_some_screen
from triage_app.bench.timing import by_turns
from triage_app.bench.workshop import Workshop
from triage_app.imaging.picture import Picture
from triage_app.imaging.worker import DecodePool
from triage_app.ui.picture_view import PictureCanvas

Pixels = NDArray[np.uint16]

HEIGHT, WIDTH = 3_000, 4_000
VIEW = (900, 700)
ROUNDS = 7
STEPS = 60


def figures(workshop: Workshop) -> Iterator[Figure | NotMeasured]:
    """Budgets: 1.3 x the bare decoder + 25 ms; 60 ms the second time; 4 ms a window step, 8 a pan
    step; no slower than pyqtgraph's ImageView where it is installed."""
    with_some_screen()
    application = QApplication.instance() or QApplication(["bench"])
    application.setApplicationName("Triage")
    pixels = radiograph()
    view = WatchedCanvas()
    with DecodePool() as pool:
        for name, data, bare in _formats(pixels):
            yield _first_look(name, data, bare, pool, view)
        picture = pool.decode(_tiff(pixels, None))
        assert isinstance(picture, Picture)
        yield _second_look(picture, pixels, view)
        yield _window_step(picture, pixels, view)
        yield _pan_step(picture, pixels, view)
        yield from _beside_image_view(picture, pixels, view)
    view.close()


class WatchedCanvas(PictureCanvas):
    """The X-ray on the bench, which tells when it has been painted."""

    def __init__(self) -> None:
        super().__init__()
        self._painted = False
        self.resize(*VIEW)
        self.show()
        self.until_painted(self.update)

    def until_painted(self, work: Callable[[], object]) -> None:
        """Do it, and return when the widget has been painted after it."""
        self._painted = False
        work()
        while not self._painted:
            QCoreApplication.processEvents()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        self._painted = True


def radiograph() -> Pixels:
    """Smooth shadows with the grain of a detector: what a codec meets in practice."""
    noise = np.random.default_rng(7)
    rows = np.linspace(0, 9, HEIGHT, dtype=np.float32)[:, None]
    columns = np.linspace(0, 12, WIDTH, dtype=np.float32)[None, :]
    shadow = 30_000 + 12_000 * np.sin(rows) * np.cos(columns)
    grain = noise.normal(0, 120, (HEIGHT, WIDTH)).astype(np.float32)
    pixels: Pixels = np.clip(shadow + grain, 0, 65_535).astype(np.uint16)
    return pixels


def _first_look(
    name: str, data: bytes, bare: Callable[[], object], pool: DecodePool, view: WatchedCanvas
) -> Figure:
    def look() -> None:
        picture = pool.decode(data)
        assert isinstance(picture, Picture)
        view.until_painted(lambda: view.show_picture(picture, None))

    ours, floor = by_turns(look, bare, ROUNDS, warm_up=1)
    return Figure(
        "xray",
        f"first look, 12 MP 16 bit, {name}",
        "ms",
        ours,
        floor,
        "the decoder alone",
        Budget(times=1.3, plus=25),
    )


def _second_look(picture: Picture, pixels: Pixels, view: WatchedCanvas) -> Figure:
    ours, floor = by_turns(
        lambda: view.until_painted(lambda: view.show_picture(picture, None)),
        lambda: _drawn(pixels),
        ROUNDS,
    )
    return Figure(
        *("xray", "second look, from memory", "ms", ours, floor),
        "QImage scaled and drawn by Qt",
        Budget(plus=60),
    )


def _window_step(picture: Picture, pixels: Pixels, view: WatchedCanvas) -> Figure:
    view.until_painted(lambda: view.show_picture(picture, None))
    centers = count(20_000, 37)
    ours, floor = by_turns(
        lambda: view.until_painted(lambda: view.set_window(next(centers), 20_000)),
        lambda: _drawn(pixels),
        STEPS,
    )
    return Figure(
        *("xray", "one step of window and level", "ms", ours, floor),
        "QImage scaled and drawn by Qt",
        Budget(plus=4),
        goal=Budget(plus=2),
    )


def _pan_step(picture: Picture, pixels: Pixels, view: WatchedCanvas) -> Figure:
    view.until_painted(lambda: view.show_picture(picture, None))
    view.until_painted(lambda: view.use("nearer"))
    ways = cycle((QPointF(7, 3), QPointF(-7, -3)))
    ours, floor = by_turns(
        lambda: view.until_painted(lambda: view.pan_by(next(ways))), lambda: _drawn(pixels), STEPS
    )
    return Figure(
        *("xray", "one step of pan", "ms", ours, floor),
        "QImage scaled and drawn by Qt",
        Budget(plus=8),
    )


def _beside_image_view(
    picture: Picture, pixels: Pixels, view: WatchedCanvas
) -> Iterator[Figure | NotMeasured]:
    """The same steps in the viewer that Python has for such pictures."""
    from triage_app.bench.image_view import WHY_NOT, ImageViewPeer

    try:
        peer = ImageViewPeer(pixels, VIEW)
    except ImportError:
        yield NotMeasured("xray", "beside pyqtgraph's ImageView", WHY_NOT)
        return
    show = partial(view.show_picture, picture, None)
    ours, theirs = by_turns(lambda: view.until_painted(show), peer.show, ROUNDS)
    yield _faster("a picture in memory shown", ours, theirs)
    centers, levels = count(20_000, 37), count(20_000, 37)
    ours, theirs = by_turns(
        lambda: view.until_painted(lambda: view.set_window(next(centers), 20_000)),
        lambda: peer.set_levels((low := next(levels)) - 10_000, low + 10_000),
        STEPS,
    )
    yield _faster("one step of window and level", ours, theirs)
    peer.close()


def _faster(what: str, ours: Spread, theirs: Spread) -> Figure:
    peer = "pyqtgraph's ImageView"
    return Figure("xray", f"{what}, beside {peer}", "ms", ours, theirs, peer, Budget(times=1))


def _drawn(pixels: Pixels) -> QPixmap:
    image = QImage(pixels.data, WIDTH, HEIGHT, pixels.strides[0], QImage.Format.Format_Grayscale16)
    target = QPixmap(*VIEW)
    with QPainter(target) as painter:
        painter.drawImage(QRect(0, 0, *VIEW), image)
    return target


def _formats(pixels: Pixels) -> Iterator[tuple[str, bytes, Callable[[], object]]]:
    """(name, file, the fastest bare decoder of it)."""
    import imagecodecs
    import pydicom

    for name, codec in (("TIFF", None), ("TIFF zstd", "zstd")):
        data = _tiff(pixels, codec)
        yield name, data, partial(_read_tiff, data)
    png = bytes(imagecodecs.png_encode(pixels, level=6))
    yield "PNG", png, lambda: imagecodecs.png_decode(png)
    dicom = _dicom(pixels)
    yield "DICOM raw", dicom, lambda: pydicom.dcmread(io.BytesIO(dicom)).pixel_array


def _read_tiff(data: bytes) -> object:
    import tifffile

    return tifffile.imread(io.BytesIO(data))


def _tiff(pixels: Pixels, codec: str | None) -> bytes:
    import tifffile

    out = io.BytesIO()
    tifffile.imwrite(out, pixels, compression=codec, photometric="minisblack")
    return out.getvalue()


def _dicom(pixels: Pixels) -> bytes:
    from pydicom.dataset import FileDataset, FileMetaDataset
    from pydicom.uid import (
        DigitalXRayImageStorageForPresentation,
        ExplicitVRLittleEndian,
        generate_uid,
    )

    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = DigitalXRayImageStorageForPresentation
    meta.MediaStorageSOPInstanceUID = generate_uid()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    out = io.BytesIO()
    data_set = FileDataset(out, {}, file_meta=meta, preamble=b"\0" * 128)
    data_set.SOPClassUID = meta.MediaStorageSOPClassUID
    data_set.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    data_set.Rows, data_set.Columns = pixels.shape
    data_set.SamplesPerPixel, data_set.PhotometricInterpretation = 1, "MONOCHROME2"
    data_set.BitsAllocated = data_set.BitsStored = 16
    data_set.HighBit, data_set.PixelRepresentation = 15, 0
    data_set.PixelData = pixels.tobytes()
    data_set.save_as(out, enforce_file_format=True)
    return out.getvalue()
