"""The addresses of uploads: tus core with creation (see protocol.uploads)."""

from litestar import Response, head, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from triage_app.hub.answers import HubRequest, HubSays
from triage_app.hub.parts import HubParts
from triage_app.hub.routes import SMALL_BODY_BYTES
from triage_app.hub.stations import Station
from triage_app.hub.uploads import Upload, WrongContent
from triage_app.protocol.uploads import (
    CHECKSUM_MISMATCH,
    MAX_BLOB_BYTES,
    MAX_CHUNK_BYTES,
    OFFSET_MEDIA_TYPE,
    TUS_VERSION,
    is_sha256,
    metadata_sha256,
)


@post(
    "/v1/uploads",
    summary="Begin or resume an upload (tus creation)",
    request_max_body_size=SMALL_BODY_BYTES,
)
async def begin_upload(
    request: HubRequest, parts: NamedDependency[HubParts], station: NamedDependency[Station]
) -> Response[None]:
    sha256 = metadata_sha256(request.headers.get("Upload-Metadata", ""))
    size = _number(request.headers.get("Upload-Length", ""))
    if not sha256 or size is None:
        words = "Upload-Length and the sha256 in Upload-Metadata are needed."
        raise HubSays(400, "unreadable", words)
    if not 0 < size <= MAX_BLOB_BYTES:
        raise HubSays(413, "too_large", f"A blob has 1 to {MAX_BLOB_BYTES} bytes.")
    upload = await parts.uploads.begin(station, sha256, size, parts.now())
    headers = _headers(upload) | {"Location": f"/v1/uploads/{sha256}"}
    return Response(None, status_code=201, headers=headers)


@head("/v1/uploads/{sha256:str}", summary="How much of an upload is held")
async def upload_offset(
    parts: NamedDependency[HubParts], station: NamedDependency[Station], sha256: FromPath[str]
) -> Response[None]:
    upload = await _found(parts, station, sha256)
    return Response(None, headers=_headers(upload) | {"Cache-Control": "no-store"})


@patch(
    "/v1/uploads/{sha256:str}",
    summary="The next bytes of an upload",
    status_code=204,
    request_max_body_size=MAX_CHUNK_BYTES,
)
async def continue_upload(
    request: HubRequest,
    parts: NamedDependency[HubParts],
    station: NamedDependency[Station],
    sha256: FromPath[str],
) -> Response[None]:
    if request.headers.get("Content-Type", "") != OFFSET_MEDIA_TYPE:
        raise HubSays(415, "unreadable", f"The bytes come as {OFFSET_MEDIA_TYPE}.")
    upload = await _found(parts, station, sha256)
    if _number(request.headers.get("Upload-Offset", "")) != upload.held:
        words = f"The upload stands at {upload.held}."
        raise HubSays(409, "wrong_offset", words, headers=_headers(upload))
    data = await request.body()
    if upload.held + len(data) > upload.size:
        raise HubSays(413, "too_large", "These are more bytes than the upload has.")
    held = upload.held
    if data:
        try:
            held = await parts.uploads.append(upload, data, parts.now())
        except WrongContent as error:
            words = "The bytes are not the blob named; the upload begins anew."
            raise HubSays(CHECKSUM_MISMATCH, "wrong_hash", words) from error
    after = Upload(station, sha256, upload.size, held)
    return Response(None, status_code=204, headers=_headers(after))


async def _found(parts: HubParts, station: Station, sha256: str) -> Upload:
    upload = await parts.uploads.find(station, sha256) if is_sha256(sha256) else None
    if upload is None:
        raise HubSays(404, "not_found", "There is no such upload.")
    return upload


def _headers(upload: Upload) -> dict[str, str]:
    return {
        "Tus-Resumable": TUS_VERSION,
        "Upload-Offset": str(upload.held),
        "Upload-Length": str(upload.size),
    }


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else None


UPLOAD_ROUTES = (begin_upload, upload_offset, continue_upload)
