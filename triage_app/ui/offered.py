"""What is dropped on the window or pasted into it: files, or a picture itself."""

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from triage_app.model.noun import noun

# As the other program gave them, byte for byte, best first; evidence is not written anew.
AS_GIVEN = ("application/dicom", "image/tiff", "image/png", "image/jpeg", "image/webp", "image/bmp")


@noun(frozen=True, slots=True)
class Offered:
    """`paths` of files that are there; or a picture without a file, as bytes or as `image`."""

    paths: tuple[str, ...] = ()
    data: bytes = b""
    image: QImage | None = None

    def picture(self) -> bytes:
        """The bytes of a picture without a file; one that is pixels alone becomes PNG. May take a
        moment for large ones: not for the GUI thread."""
        if self.image is None or self.data:
            return self.data
        from PySide6.QtCore import QBuffer, QByteArray, QIODevice  # no start needs them
        from PySide6.QtGui import QImageWriter

        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(self.image)
        return bytes(buffer.data().data())


def may_be_offered(held: QMimeData) -> bool:
    """Whether there are files or a picture in it, before they are looked at."""
    return held.hasUrls() or held.hasImage() or any(map(held.hasFormat, AS_GIVEN))


def offered_in(held: QMimeData) -> Offered | None:
    """Files first, then a picture; None for text and whatever else."""
    local = [url.toLocalFile() for url in held.urls() if url.isLocalFile()]
    paths = tuple(path for path in local if Path(path).is_file())
    if paths:
        return Offered(paths)
    for kind in AS_GIVEN:
        if held.hasFormat(kind) and (data := bytes(held.data(kind).data())):
            return Offered(data=data)
    image = held.imageData() if held.hasImage() else None
    return Offered(image=image) if isinstance(image, QImage) and not image.isNull() else None
