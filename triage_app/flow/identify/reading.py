"""One reading of a code: what a scheme makes of it, before the readings are ranked."""

from collections.abc import Iterator

from triage_app.flow.identify.form import Form
from triage_app.model.identity import Element, Identity
from triage_app.model.noun import noun
from triage_app.model.sentence import NOTHING, Sentence


@noun(frozen=True, slots=True)
class Reading:
    """`bits`: how strongly the text speaks for this reading; only differences mean anything."""

    scheme: str
    number: str
    bits: float
    reason: Sentence = NOTHING
    carrier: str = ""
    country: str = ""
    service: str = ""
    elements: tuple[Element, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()

    @property
    def valid(self) -> bool:
        return not self.reason

    def identity(self, text: str, symbology: str, others: tuple[Identity, ...] = ()) -> Identity:
        """The reading as the noun the flow goes on with."""
        return Identity(
            scheme=self.scheme,
            number=self.number,
            text=text,
            valid=self.valid,
            reason=self.reason,
            carrier=self.carrier,
            country=self.country,
            service=self.service,
            symbology=symbology,
            elements=self.elements,
            aliases=self.aliases,
            candidates=others,
        )


def read_form(form: Form, code: str) -> Reading:
    """The code, which fits the form, as that form reads it."""
    detail = form.detail(code)
    number = detail.number or code
    aliases = detail.aliases if number == code else (*detail.aliases, (form.scheme, code))
    return Reading(
        scheme=form.scheme,
        number=number,
        bits=form.bits + detail.bits,
        reason=form.problem(code) or detail.problem,
        carrier=detail.carrier or form.carrier,
        country=detail.country,
        service=detail.service or form.service,
        elements=detail.elements,
        aliases=aliases,
    )


def read_forms(forms: tuple[Form, ...], code: str) -> Iterator[Reading]:
    """Readings by those of the forms the code fits."""
    return (read_form(form, code) for form in forms if form.fits(code))
