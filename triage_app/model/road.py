"""What one sync did, and how the road to the hub stands."""

from datetime import datetime

from triage_app.model.noun import noun


@noun(frozen=True, slots=True)
class SyncReport:
    """Counts of one sync run; `conflict` acts were taken and are marked. `mismatch` says where
    the hub's signed head differs from ours; empty: it does not."""

    sent: int = 0
    accepted: int = 0
    duplicate: int = 0
    conflict: int = 0
    refused: int = 0
    waiting: int = 0
    segments: int = 0
    blobs_sent: int = 0
    seconds_ms: int = 0
    hub_clock_offset_ms: int = 0
    mismatch: str = ""


@noun(frozen=True, slots=True)
class RoadState:
    """What the screen says of the road. `why`: what stopped the last sync, "" while it is open;
    `mismatch`: where the hub's signed head differs from ours, "" where it does not."""

    configured: bool = False
    open: bool = False
    last_contact_at: datetime | None = None
    waiting_acts: int = 0
    waiting_blobs: int = 0
    refused_acts: int = 0
    why: str = ""
    mismatch: str = ""


@noun(frozen=True, slots=True)
class CacheAge:
    """How much of what is announced lies here, and how old it is."""

    items: int = 0
    newest_at: datetime | None = None
    demonstration: bool = False
