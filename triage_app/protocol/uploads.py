"""Uploads of blobs: the core of tus 1.0.0 (tus.io/protocols/resumable-upload) with creation.

POST /v1/uploads (Upload-Length, Upload-Metadata "sha256 <base64>") answers 201 with a Location that
is the same for the same blob; HEAD there says Upload-Offset; PATCH there takes the next bytes
(application/offset+octet-stream). The last one is answered only when the SHA-256 is right; with
other content it is 460 (Checksum Mismatch) and the upload begins anew. Every answer carries the
hub's id and the request's in headers (see envelope), since tus answers have no body.
"""

import base64
import binascii
import re

TUS_VERSION = "1.0.0"
OFFSET_MEDIA_TYPE = "application/offset+octet-stream"
CHECKSUM_MISMATCH = 460
MAX_BLOB_BYTES = 2 * 1024 * 1024 * 1024
MAX_CHUNK_BYTES = 4 * 1024 * 1024

_SHA256 = re.compile(r"[0-9a-f]{64}")


def is_sha256(text: str) -> bool:
    """Whether the text is a SHA-256 in lower-case hex, and so a safe name for a blob."""
    return _SHA256.fullmatch(text) is not None


def upload_metadata(sha256: str) -> str:
    """The Upload-Metadata header naming the blob."""
    return "sha256 " + base64.b64encode(sha256.encode("ascii")).decode("ascii")


def metadata_sha256(header: str) -> str:
    """The blob's name out of an Upload-Metadata header; "" when there is none."""
    for pair in header.split(","):
        key, _, value = pair.strip().partition(" ")
        if key == "sha256":
            try:
                name = base64.b64decode(value, validate=True).decode("ascii")
            except (binascii.Error, UnicodeDecodeError, ValueError):
                return ""
            return name if is_sha256(name) else ""
    return ""
