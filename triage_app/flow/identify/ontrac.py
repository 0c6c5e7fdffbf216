"""OnTrac: C or D, thirteen digits, a check digit reckoned as UPS does, the letter (C as 4, D as 5)
included. Where the thirteen begin with that 4 or 5 already, it is reckoned without the letter too.
"""

from triage_app.flow.identify import checks
from triage_app.flow.identify.form import Check, Form

_WITH_LETTER = Check(checks.ups, slice(0, 14), 14)
_WITHOUT = Check(checks.ups, slice(1, 14), 14)

FORMS = (
    Form("ontrac", "OnTrac", "C[012356789]#{13}", "", (_WITH_LETTER,)),
    Form("ontrac", "OnTrac", "C4#{13}", "", (_WITH_LETTER, _WITHOUT), -4),
    Form("ontrac", "OnTrac", "D[012346789]#{13}", "", (_WITH_LETTER,)),
    Form("ontrac", "OnTrac", "D5#{13}", "", (_WITH_LETTER, _WITHOUT), -4),
)
