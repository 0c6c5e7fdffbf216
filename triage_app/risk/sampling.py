"""Item key + secret -> whether it is one of the random slice. Nobody can steer or foresee it."""

import hashlib
import hmac
from dataclasses import field

from triage_app.model.item import ItemKey
from triage_app.model.noun import noun

_RANGE = 1 << 64
MICRO = 1_000_000


@noun(frozen=True, slots=True)
class RandomSlice:
    """A share of all items, drawn by HMAC-SHA256 of the item's key: the same item, the same answer,
    on every station that holds the secret. `share` is 0 to 1, kept in millionths."""

    secret_id: str
    secret: bytes = field(repr=False)
    share: float
    share_micro: int = field(init=False)

    def __post_init__(self) -> None:
        micro = round(min(max(self.share, 0.0), 1.0) * MICRO)
        object.__setattr__(self, "share_micro", micro)

    def picks(self, key: ItemKey) -> bool:
        """Whether the item of this key is to be looked at, whatever the rules say. The number and
        its posting date decide; its announcement does not: a new version changes nothing."""
        text = "\x1f".join((key.scheme, key.number, key.posted_on)).encode("utf-8", "surrogatepass")
        drawn = int.from_bytes(hmac.digest(self.secret, text, hashlib.sha256)[:8], "big")
        return drawn * MICRO < self.share_micro * _RANGE
