"""Master air waybills: three digits of the airline, seven of a serial, one check digit.

Source: IATA Resolution 600a (check digit: the serial modulus 7), IATA airline prefix list. House
waybills follow no common rule; they are found by what the manifest announced.
"""

from triage_app.flow.identify import checks
from triage_app.flow.identify.form import Check, Detail, Form
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


FORMS = (
    Form(
        "awb",
        "",
        "#{11}",
        "master air waybill",
        (Check(checks.mod7, slice(3, 10), 10, 7),),
        -2,
        _detail,
    ),
)
