"""A folder or a bucket for what is too large for rows: blobs, parts of uploads, segments."""

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import obstore
import obstore.store
from obstore.exceptions import BaseError

from triage_app.model.errors import DiskFault
from triage_app.model.sentence import tr

if TYPE_CHECKING:
    from obstore.store import ObjectStore

BASE_ERRORS = (BaseError, FileNotFoundError, OSError)


class BlobStore:
    """Blobs by name. Every method raises DiskFault when the folder or bucket fails."""

    def __init__(self, url: str) -> None:
        try:
            self._store = _opened(url)
        except (*BASE_ERRORS, ValueError) as error:
            raise _fault(error) from error

    async def put(self, name: str, data: bytes) -> None:
        """Keep the bytes under the name, whole or not at all."""
        try:
            await obstore.put_async(self._store, name, data)
        except BASE_ERRORS as error:
            raise _fault(error) from error

    async def get(self, name: str, start: int = 0) -> bytes:
        """The bytes from `start` on; DiskFault when there are none under the name."""
        try:
            found = await obstore.get_async(self._store, name)
            data = bytes(await found.bytes_async())
        except BASE_ERRORS as error:
            raise _fault(error) from error
        return data[start:]

    async def drop(self, name: str) -> None:
        """Remove what is under the name, if anything is."""
        try:
            await obstore.delete_async(self._store, name)
        except FileNotFoundError:
            return
        except BASE_ERRORS as error:
            raise _fault(error) from error

    def read(self, name: str) -> bytes:
        """`get` for a thread of its own."""
        try:
            return bytes(obstore.get(self._store, name).bytes())
        except BASE_ERRORS as error:
            raise _fault(error) from error

    def write_parts(self, name: str, parts: list[str]) -> None:
        """Join the parts under the name, one in memory at a time; for a thread of its own."""
        try:
            with obstore.open_writer(self._store, name) as writer:
                for part in parts:
                    writer.write(self.read(part))
        except BASE_ERRORS as error:
            raise _fault(error) from error


def _opened(url: str) -> "ObjectStore":
    if urlsplit(url).scheme in ("", "file") or url[1:3] in (":\\", ":/"):
        folder = Path(url.removeprefix("file://"))
        folder.mkdir(parents=True, exist_ok=True)
        return obstore.store.LocalStore(prefix=folder)
    return obstore.store.from_url(url)


def _fault(error: Exception) -> DiskFault:
    return DiskFault(
        tr("hub", "The hub's blobs cannot be reached: {error}.", error=type(error).__name__),
        tr("hub", "Check the folder or bucket, its rights and free space."),
    )
