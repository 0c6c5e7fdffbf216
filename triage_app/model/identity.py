"""What a scanned text names."""

from triage_app.model.noun import noun
from triage_app.model.sentence import NOTHING, Sentence


@noun(frozen=True, slots=True)
class Element:
    """One GS1 element (or named part) of a code."""

    ai: str
    title: str
    value: str


@noun(frozen=True, slots=True)
class Identity:
    """A text read as a number of `scheme`.

    `number` is normalised: upper case, no spaces, no hyphens, no routing prefix; it is the key.
    `valid` is false with a `reason` when a check digit or a length fails: the number may still be
    what the label says. `country` is ISO 3166 alpha-2 or "". `aliases` are other numbers the same
    label names (the IMpb inside a 420 routing code, the SSCC inside an element string) as
    (scheme, number). `candidates` are other readings, best first, without candidates of their own.
    `typed` is what stood there letter by letter when look-alikes (O for 0) had to be read as what
    the scheme demands; "" when nothing had to: a mended number is never taken for the label's.
    """

    scheme: str
    number: str
    text: str
    valid: bool = True
    reason: Sentence = NOTHING
    carrier: str = ""
    country: str = ""
    service: str = ""
    symbology: str = ""
    elements: tuple[Element, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    candidates: tuple["Identity", ...] = ()
    typed: str = ""


@noun(frozen=True, slots=True)
class Unidentified:
    """No scheme fits. `number` is the text cleaned of spaces, for recording it anyway."""

    text: str
    number: str
    reason: Sentence
    symbology: str = ""
