"""Master air waybills: three digits of the airline, seven of a serial, one check digit.

Source: IATA Resolution 600a (check digit: the serial modulus 7), Resolution 606 (the label's bar
code adds a piece number of five digits), IATA airline prefix list. House waybills follow no common
rule: they are read where the label says HAWB or HWB, else found by what the manifest announced.
"""

import re
from collections.abc import Iterator

from triage_app.flow.identify import checks
from triage_app.flow.identify.code import Code
from triage_app.flow.identify.form import Check, Detail, Form
from triage_app.flow.identify.reading import Reading, read_forms
from triage_app.model.identity import Element

AIRLINES = {
    "001": "American Airlines",
    "006": "Delta Air Lines",
    "014": "Air Canada",
    "016": "United Airlines",
    "020": "Lufthansa Cargo",
    "023": "FedEx",
    "027": "Alaska Airlines",
    "043": "Cathay Dragon",
    "047": "TAP Air Portugal",
    "053": "Aer Lingus",
    "055": "ITA Airways",
    "057": "Air France",
    "065": "Saudia",
    "071": "Ethiopian Airlines",
    "074": "KLM",
    "075": "Iberia",
    "077": "EgyptAir",
    "079": "Philippine Airlines",
    "081": "Qantas",
    "083": "South African Airways",
    "086": "Air New Zealand",
    "098": "Air India",
    "105": "Finnair",
    "112": "China Cargo Airlines",
    "114": "El Al",
    "117": "SAS",
    "125": "British Airways",
    "131": "Japan Airlines",
    "139": "Aeromexico",
    "145": "LATAM Cargo Chile",
    "157": "Qatar Airways",
    "160": "Cathay Pacific",
    "172": "Cargolux",
    "176": "Emirates",
    "180": "Korean Air",
    "188": "Cambodia Airways",
    "205": "ANA",
    "217": "Thai Airways",
    "229": "Kuwait Airways",
    "230": "Copa Airlines",
    "232": "Malaysia Airlines",
    "235": "Turkish Airlines",
    "265": "EVA Air",
    "297": "China Airlines",
    "369": "Atlas Air",
    "403": "Polar Air Cargo",
    "406": "UPS Airlines",
    "423": "DHL Air",
    "479": "Shenzhen Airlines",
    "580": "AirBridgeCargo",
    "607": "Etihad Airways",
    "615": "European Air Transport (DHL)",
    "618": "Singapore Airlines",
    "695": "EVA Air Cargo",
    "724": "Swiss",
    "729": "Avianca Cargo",
    "731": "Xiamen Airlines",
    "738": "Vietnam Airlines",
    "774": "Shanghai Airlines",
    "781": "China Eastern",
    "784": "China Southern",
    "803": "Mandarin Airlines",
    "828": "Hong Kong Air Cargo",
    "843": "AirAsia X",
    "851": "Hong Kong Airlines",
    "871": "Yangtze River Express",
    "876": "Sichuan Airlines",
    "880": "Hainan Airlines",
    "921": "YTO Cargo Airlines",
    "923": "SF Airlines",
    "932": "Virgin Atlantic",
    "933": "Nippon Cargo Airlines",
    "988": "Asiana Airlines",
    "989": "Polar Air Cargo",
    "996": "Air Europa",
    "999": "Air China",
}


def _detail(code: str) -> Detail:
    airline = AIRLINES.get(code[:3], "")
    return Detail(
        carrier=airline,
        elements=(Element("", "airline", code[:3]), Element("", "serial", code[3:])),
        bits=3 if airline else -5,
    )


def _label(code: str) -> Detail:
    within = _detail(code[:11])
    piece = Element("", "piece", str(int(code[11:])))
    return within._replace(number=code[:11], elements=(*within.elements, piece))


_CHECK = (Check(checks.mod7, slice(3, 10), 10, 7),)
FORMS = (
    Form("awb", "", "#{11}", "master air waybill", _CHECK, -2, _detail),
    Form("awb", "", "#{11}0#{4}", "master air waybill, label", _CHECK, -6, _label),
)
_SAID = r"(?P<kind>M?AWB|HA?WB)(?:NO\.?)?[:#.]?(?P<number>[0-9A-Z]{4,20})"
_BITS = 30.0


def read_waybill(code: Code) -> Iterator[Reading]:
    """Waybills that say they are one: AWB, MAWB, HAWB, HWB and the number."""
    if "AWB" not in code.compact[:4] and code.compact[:3] != "HWB":
        return
    found = re.fullmatch(_SAID, code.compact)
    if found and found["kind"][0] != "H":
        yield from read_forms(FORMS, found["number"])
    elif found and any(c.isdigit() for c in found["number"]):
        yield Reading("hawb", found["number"], _BITS, service="house air waybill")
