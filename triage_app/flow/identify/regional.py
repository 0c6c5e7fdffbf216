"""Regional carriers of North America. Check digits where the carrier publishes one."""

from triage_app.flow.identify import checks
from triage_app.flow.identify.form import Check, Form

_LUHN_11 = (Check(checks.luhn, slice(0, 10), 10),)
_LUHN_12 = (Check(checks.luhn, slice(0, 11), 11),)

FORMS = (
    Form("canpar", "Canpar", "[CDKLSUXZ]#{21}"),
    Form("purolator", "Purolator", "[012345]#{11}", "", _LUHN_12),
    Form("purolator", "Purolator", "@@@#{9}", prior=-4),
    Form("old_dominion", "Old Dominion", "77[78]#{8}", "freight", _LUHN_11, -3),
    Form("old_dominion", "Old Dominion", "072#{8}", "freight", _LUHN_11, -3),
    Form("old_dominion", "Old Dominion", "780#{8}", "freight", _LUHN_11, -3),
    Form("old_dominion", "Old Dominion", "80#{9}", "guaranteed freight", _LUHN_11, -3),
    Form("speedee", "Spee-Dee", "SP#{18}"),
    Form("landmark", "Landmark Global", "LTN#{8}N1"),
    Form("gofo", "GOFO Express", "GFUS#{14}"),
)
