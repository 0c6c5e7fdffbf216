"""OnTrac: C or D, thirteen digits, a check digit reckoned as UPS does, the letter included."""

from triage_app.flow.identify import checks
from triage_app.flow.identify.form import Check, Form

FORMS = (Form("ontrac", "OnTrac", "[CD]#{14}", "", (Check(checks.ups, slice(0, 14), 14),)),)
