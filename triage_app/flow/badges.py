"""Inspector -> the text of a badge, and back: `TRB.<id>.<mac>`, read by shape in identify/desk.

Anyone can print such a code, so it carries a check keyed by the station (HMAC-SHA256, RFC 2104, cut
to 80 bits) over the id and which of the inspector's badges it is: a lost one is refused once there
is another.
"""

from base64 import b32encode

from triage_app.flow.identify import identify
from triage_app.model.inspector import Inspector

MAC_BYTES = 10


def badge_text(inspector: Inspector, key: bytes) -> str:
    """What the badge's code says; `key` is the station's, 32 bytes."""
    from hmac import digest

    said = f"triage badge\0{inspector.badge}\0{inspector.id}".encode()
    mac = b32encode(digest(key, said, "sha256")[:MAC_BYTES]).decode("ascii")
    return f"TRB.{inspector.id}.{mac}"


def named_on(text: str) -> str:
    """The id a text names if it has a badge's shape; "" where it has not."""
    found = identify(text)
    if found.number and getattr(found, "scheme", "") == "badge":
        return found.number.removeprefix("TRB.").rpartition(".")[0]
    return ""


def is_badge_of(text: str, inspector: Inspector, key: bytes) -> bool:
    """Whether it is the newest badge of that inspector, printed for this station."""
    from hmac import compare_digest

    return compare_digest(identify(text).number, badge_text(inspector, key))
