"""Text for people, kept with its values so that the window can say it in the reader's language.

`str(sentence)` is the English text; the window translates `text` by `context` first and puts the
values in afterwards. A value of this kind is made by `tr(context, text, **values)` only.
"""

from collections.abc import Mapping
from dataclasses import field

from triage_app.model.noun import noun


@noun(frozen=True, slots=True)
class Sentence:
    """`text` is a `str.format` template in English; `values` are what it is filled with."""

    context: str
    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.values) if self.values else self.text

    def __bool__(self) -> bool:
        return bool(self.text)

    def __hash__(self) -> int:
        return hash((self.context, str(self)))


NOTHING = Sentence("", "")


def tr(context: str, text: str, **values: object) -> Sentence:
    """A sentence for people. `context` names the room that says it; `text` stays a literal."""
    return Sentence(context, text, values)
