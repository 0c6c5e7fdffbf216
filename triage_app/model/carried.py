"""What bundles carry, and what taking one in did."""

from triage_app.model.delivery import Receipt
from triage_app.model.noun import noun


@noun(frozen=True, slots=True)
class CarriedWord:
    """The hub's word to this station. `refused`: (act id, the hub's words); `blobs`: SHA-256 of
    those it holds of ours; `revocation`: its signed word, verified, "" for none."""

    receipts: tuple[Receipt, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    blobs: tuple[str, ...] = ()
    revocation: bytes = b""


@noun(frozen=True, slots=True)
class BundledOut:
    """What a bundle for the hub holds; `missing` are blobs that could not be read here."""

    acts: int = 0
    blobs: int = 0
    missing: tuple[str, ...] = ()


@noun(frozen=True, slots=True)
class BundledIn:
    """What a bundle of the hub's brought: acts and blobs it answers for, segments taken in."""

    answered: int = 0
    refused: int = 0
    blobs: int = 0
    segments: int = 0
    waiting: int = 0
