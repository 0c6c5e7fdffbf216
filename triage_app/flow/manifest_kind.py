"""The first bytes of a file -> may it be a manifest? The import itself says what is wrong in it."""

import codecs

_PACKED = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd")  # gzip (RFC 1952), Zstandard (RFC 8878)
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BEGINNINGS = ("{", "UNA", "UNB")  # JSON lines, UN/EDIFACT
_SEPARATORS = frozenset(",;\t|")


def may_be_manifest(head: bytes) -> bool:
    """Whether a file that begins so is a table of text, packed or not: a first line of several
    cells, JSON, or EDIFACT."""
    if head.startswith(_PACKED):
        return True
    wide = head.startswith(_WIDE)
    if b"\0" in head and not wide:
        return False
    text = head[: len(head) // 2 * 2].decode("utf-16" if wide else "utf-8-sig", "replace")
    first = text.lstrip().partition("\n")[0]
    return first.startswith(_BEGINNINGS) or (
        not first.startswith(("<", "%PDF")) and bool(_SEPARATORS & set(first))
    )
