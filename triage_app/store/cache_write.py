"""Announcements -> cache.db: new, changed (the earlier version is kept) or unchanged."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from triage_app.model.intake import StoredCounts
from triage_app.model.item import Announcement, Hold, ImageRef, ImageRole, Line
from triage_app.risk.names import address_key, person_key, phone_key
from triage_app.store.blobs import BlobFolder
from triage_app.store.packed import Packing, announcement_id, numbered
from triage_app.store.sealed import Connection, translated, writing

ASKED_AT_ONCE = 500

_INSERT = "INSERT INTO announcement VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"
_REPLACE = """UPDATE announcement SET number=?, posted_on=?, arrived_on=?, version=?, digest=?,
    imported_at=?, recipient_person=?, recipient_address=?, recipient_phone=?, sender_person=?,
    data=? WHERE key=?"""


@dataclass(slots=True)
class Kept:
    """What stands in the cache for an id."""

    key: int
    version: int
    digest: str
    imported_at: int
    data: bytes


class CacheWriter:
    """Fits ports.ManifestWriter. One import hands every batch the same `imported_at`, by which
    lines of one item that stand apart in its file are known to belong together."""

    def __init__(self, connection: Connection, images: BlobFolder) -> None:
        self._connection = connection
        self._images = images
        self._packing = Packing()
        with translated():
            connection.execute(
                "CREATE TEMP TABLE IF NOT EXISTS partial"
                " (id TEXT PRIMARY KEY, imported_at INTEGER NOT NULL, lines BLOB NOT NULL)"
            )

    def store(self, announcements: Sequence[Announcement], imported_at: datetime) -> StoredCounts:
        """One batch, one transaction. Same content: unchanged; other content: a new version."""
        run = _milliseconds(imported_at)
        ready = [self._ready(announcement) for announcement in announcements]
        with writing(self._connection):
            kept = self._kept([announcement.id for announcement in ready])
            (last,) = self._connection.execute(
                "SELECT coalesce(max(key), 0) FROM announcement"
            ).fetchone()
            counts = Counter[str]()
            fresh: dict[str, Announcement] = {}
            for announcement in ready:
                if announcement.id in kept:
                    counts[self._store_again(announcement, kept[announcement.id], run)] += 1
                elif announcement.id in fresh:
                    fresh[announcement.id] = _joined(fresh[announcement.id], announcement)
                else:
                    fresh[announcement.id] = announcement
                    counts["new"] += 1
            self._insert(list(fresh.values()), last, run)
        return StoredCounts(counts["new"], counts["changed"], counts["unchanged"])

    def finish(self, imported_at: datetime) -> StoredCounts:
        """The end of an import: an item of which only some lines came back has changed."""
        run = _milliseconds(imported_at)
        changed = 0
        with writing(self._connection):
            rows = self._connection.execute(
                "SELECT id, lines FROM partial WHERE imported_at = ?", (run,)
            ).fetchall()
            for id_, lines in rows:
                kept = self._kept([id_])[id_]
                stored = self._packing.unpack(kept.data)
                seen = self._packing.unpack_lines(lines)
                if Counter(map(_content, seen)) != Counter(map(_content, stored.lines)):
                    fewer = tuple(replace(line, index=0) for line in seen)
                    self._replace(replace(stored, lines=fewer), kept, run)
                    changed += 1
            self._connection.execute("DELETE FROM partial")
        return StoredCounts(0, changed, -changed)

    def place_hold(self, number: str, hold: Hold) -> None:
        """Keep an open hold; the same id again changes nothing."""
        with writing(self._connection):
            self._connection.execute(
                "INSERT INTO hold (id, number, placed_by, why, placed_at, until, cleared_only)"
                " VALUES (?,?,?,?,?,?,?) ON CONFLICT (id) DO NOTHING",
                (
                    hold.id,
                    number,
                    hold.placed_by,
                    hold.why,
                    hold.placed_at.isoformat(),
                    hold.until.isoformat() if hold.until else "",
                    hold.cleared_only,
                ),
            )

    def lift_hold(self, hold_id: str, lifted_by: str, at: datetime) -> bool:
        """Lift an open hold; its row stays with who and when. False when none is open so."""
        with writing(self._connection):
            done = self._connection.execute(
                "UPDATE hold SET lifted_by = ?, lifted_at = ? WHERE id = ? AND lifted_at = ''",
                (lifted_by, at.isoformat(), hold_id),
            )
        return bool(done.rowcount)

    def add_image(
        self,
        announcement_id: str,
        data: bytes,
        role: ImageRole,
        media_type: str,
        view: str = "",
    ) -> ImageRef:
        """Keep a picture of the announcement, sealed, by its content."""
        sha256 = self._images.put(data)
        with writing(self._connection):
            self._connection.execute(
                "INSERT INTO image VALUES (?,?,?,?,?,?) ON CONFLICT DO NOTHING",
                (announcement_id, sha256, role.value, media_type, len(data), view),
            )
        return ImageRef(sha256, role, media_type, len(data), "images", view)

    def _ready(self, announcement: Announcement) -> Announcement:
        if announcement.id:
            return announcement
        return replace(announcement, id=announcement_id(announcement))

    def _kept(self, ids: Sequence[str]) -> dict[str, Kept]:
        found: dict[str, Kept] = {}
        for start in range(0, len(ids), ASKED_AT_ONCE):
            some = ids[start : start + ASKED_AT_ONCE]
            marks = ",".join("?" * len(some))
            rows = self._connection.execute(
                "SELECT id, key, version, digest, imported_at, data FROM announcement"
                f" WHERE id IN ({marks})",
                tuple(some),
            )
            found.update((row[0], Kept(*row[1:])) for row in rows)
        return found

    def _store_again(self, announcement: Announcement, kept: Kept, run: int) -> str:
        """An id that is here already: "changed", "unchanged", or "" for more of the same item."""
        if kept.imported_at == run:
            stored = self._packing.unpack(kept.data)
            self._overwrite(_joined(stored, announcement), kept, run)
            return ""
        whole = replace(announcement, lines=numbered(announcement.lines))
        if self._packing.digest(whole) == kept.digest:
            return "unchanged"
        stored = self._packing.unpack(kept.data)
        if self._is_part(announcement, stored):
            return self._note_part(announcement, run)
        self._replace(announcement, kept, run)
        return "changed"

    def _is_part(self, announcement: Announcement, stored: Announcement) -> bool:
        """Whether this is some of the stored lines and nothing else is different."""
        if len(announcement.lines) >= len(stored.lines):
            return False
        bare = replace(stored, lines=(), version=1, digest="", id="")
        if replace(announcement, lines=(), version=1, digest="", id="") != bare:
            return False
        here = Counter(map(_content, stored.lines))
        return not Counter(map(_content, announcement.lines)) - here

    def _note_part(self, announcement: Announcement, run: int) -> str:
        row = self._connection.execute(
            "SELECT lines FROM partial WHERE id = ? AND imported_at = ?", (announcement.id, run)
        ).fetchone()
        seen = self._packing.unpack_lines(row[0]) if row else ()
        self._connection.execute(
            "INSERT OR REPLACE INTO partial VALUES (?,?,?)",
            (announcement.id, run, self._packing.pack_lines((*seen, *announcement.lines))),
        )
        return "" if row else "unchanged"

    def _replace(self, announcement: Announcement, kept: Kept, run: int) -> None:
        """Keep the earlier version, then put the new one in its place."""
        self._connection.execute(
            "INSERT INTO announcement_version VALUES (?,?,?,?,?)",
            (kept.key, kept.version, kept.digest, run, kept.data),
        )
        kept.version += 1
        self._overwrite(announcement, kept, run)

    def _overwrite(self, announcement: Announcement, kept: Kept, run: int) -> None:
        row, stored = self._row(kept.key, announcement, kept.version, run)
        self._connection.execute(_REPLACE, (*row[2:], kept.key))
        self._connection.execute("DELETE FROM alias WHERE announcement = ?", (kept.key,))
        self._connection.executemany("INSERT INTO alias VALUES (?,?,?)", _aliases(stored, kept.key))
        kept.digest, kept.imported_at, kept.data = row[6], run, row[12]

    def _insert(self, announcements: Sequence[Announcement], last: int, run: int) -> None:
        rows, aliases = [], []
        for key, announcement in enumerate(announcements, start=last + 1):
            row, stored = self._row(key, announcement, 1, run)
            rows.append(row)
            aliases += _aliases(stored, key)
        self._connection.executemany(_INSERT, rows)
        self._connection.executemany("INSERT INTO alias VALUES (?,?,?)", aliases)

    def _row(
        self, key: int, announcement: Announcement, version: int, run: int
    ) -> tuple[tuple[Any, ...], Announcement]:
        whole = replace(announcement, lines=numbered(announcement.lines))
        digest = self._packing.digest(whole)
        stored = replace(whole, version=version, digest=digest)
        recipient = stored.recipient
        row = (
            key,
            stored.id,
            stored.number,
            stored.posted_on,
            stored.arrived_on.isoformat() if stored.arrived_on else "",
            version,
            digest,
            run,
            person_key(recipient),
            address_key(recipient),
            phone_key(recipient),
            person_key(stored.sender),
            self._packing.pack(stored),
        )
        return row, stored


def _joined(first: Announcement, more: Announcement) -> Announcement:
    """Two parts of one item from one file: the lines follow each other."""
    return replace(first, lines=(*first.lines, *more.lines))


def _content(line: Line) -> Line:
    return replace(line, index=0)


def _aliases(announcement: Announcement, key: int) -> list[tuple[str, int, str]]:
    named = {announcement.number: "number"}
    for kind, number in announcement.aliases:
        named.setdefault(number, kind)
    return [(number, key, kind) for number, kind in named.items() if number]


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
