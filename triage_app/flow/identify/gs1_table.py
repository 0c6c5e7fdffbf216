"""The GS1 application identifiers: format, title, place in a Digital Link (data, no rules).

Source: GS1 General Specifications, section 3, and GS1 Digital Link URI syntax 1.3+. One line an AI
or a run of AIs (`3100-3105`): the AI, its components, its title. A component is a type (n digits, x
character set 82, y character set 39, z base64url) with a length (`n6`, `x..20`), contents to check
after colons, and `?` when it may be left out. `-` before the AI: never a Digital Link attribute.
"""

from functools import cache
from typing import NamedTuple


class Component(NamedTuple):
    kind: str
    least: int
    most: int
    contents: tuple[str, ...]
    optional: bool


class Application(NamedTuple):
    """One AI. `fixed`: of predefined length, so that no separator follows it."""

    ai: str
    components: tuple[Component, ...]
    title: str
    attribute: bool
    fixed: bool

    @property
    def longest(self) -> int:
        return sum(component.most for component in self.components)


# General Specifications, figure 7.8.5-2: AIs that begin so have a predefined length.
_PREDEFINED = {
    *("00", "01", "02", "03", "04", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20"),
    *("31", "32", "33", "34", "35", "36", "41"),
}

_LINES = """
00 n18:csum SSCC
01 n14:csum GTIN
02 n14:csum CONTENT
-03 n14:csum MTO GTIN
10 x..20 BATCH/LOT
11 n6:yymmd0 PROD DATE
12 n6:yymmd0 DUE DATE
13 n6:yymmd0 PACK DATE
15 n6:yymmd0 BEST BEFORE or BEST BY
16 n6:yymmd0 SELL BY
17 n6:yymmd0 USE BY or EXPIRY
20 n2 VARIANT
-21 x..20 SERIAL
-22 x..20 CPV
-235 x..28 TPX
240 x..30 ADDITIONAL ID
241 x..30 CUST. PART No.
242 n..6 MTO VARIANT
243 x..20 PCN
250 x..30 SECONDARY SERIAL
251 x..30 REF. TO SOURCE
253 n13:csum x..17? GDTI
-254 x..20 GLN EXTENSION COMPONENT
255 n13:csum n..12? GCN
30 n..8 VAR. COUNT
3100-3105 n6 NET WEIGHT (kg)
3110-3115 n6 LENGTH (m)
3120-3125 n6 WIDTH (m)
3130-3135 n6 HEIGHT (m)
3140-3145 n6 AREA (m²)
3150-3155 n6 NET VOLUME (l)
3160-3165 n6 NET VOLUME (m³)
3200-3205 n6 NET WEIGHT (lb)
3210-3215 n6 LENGTH (in)
3220-3225 n6 LENGTH (ft)
3230-3235 n6 LENGTH (yd)
3240-3245 n6 WIDTH (in)
3250-3255 n6 WIDTH (ft)
3260-3265 n6 WIDTH (yd)
3270-3275 n6 HEIGHT (in)
3280-3285 n6 HEIGHT (ft)
3290-3295 n6 HEIGHT (yd)
3300-3305 n6 GROSS WEIGHT (kg)
3310-3315 n6 LENGTH (m), log
3320-3325 n6 WIDTH (m), log
3330-3335 n6 HEIGHT (m), log
3340-3345 n6 AREA (m²), log
3350-3355 n6 VOLUME (l), log
3360-3365 n6 VOLUME (m³), log
3370-3375 n6 KG PER m²
3400-3405 n6 GROSS WEIGHT (lb)
3410-3415 n6 LENGTH (in), log
3420-3425 n6 LENGTH (ft), log
3430-3435 n6 LENGTH (yd), log
3440-3445 n6 WIDTH (in), log
3450-3455 n6 WIDTH (ft), log
3460-3465 n6 WIDTH (yd), log
3470-3475 n6 HEIGHT (in), log
3480-3485 n6 HEIGHT (ft), log
3490-3495 n6 HEIGHT (yd), log
3500-3505 n6 AREA (in²)
3510-3515 n6 AREA (ft²)
3520-3525 n6 AREA (yd²)
3530-3535 n6 AREA (in²), log
3540-3545 n6 AREA (ft²), log
3550-3555 n6 AREA (yd²), log
3560-3565 n6 NET WEIGHT (tr oz)
3570-3575 n6 NET VOLUME (oz)
3600-3605 n6 NET VOLUME (qt (US))
3610-3615 n6 NET VOLUME (gal.)
3620-3625 n6 VOLUME (qt (US)), log
3630-3635 n6 VOLUME (gal (US)), log
3640-3645 n6 NET VOLUME (in³)
3650-3655 n6 NET VOLUME (ft³)
3660-3665 n6 NET VOLUME (yd³)
3670-3675 n6 VOLUME (in³), log
3680-3685 n6 VOLUME (ft³), log
3690-3695 n6 VOLUME (yd³), log
37 n..8 COUNT
3900-3909 n..15 AMOUNT
3910-3919 n3:iso4217 n..15 AMOUNT
3920-3929 n..15 PRICE
3930-3939 n3:iso4217 n..15 PRICE
3940-3943 n4 PRCNT OFF
3950-3955 n6 PRICE/UoM
400 x..30 ORDER NUMBER
401 x..30:gcp GINC
402 n17:csum GSIN
403 x..30 ROUTE
410 n13:csum SHIP TO LOC
411 n13:csum BILL TO
412 n13:csum PURCHASE FROM
413 n13:csum SHIP FOR LOC
414 n13:csum LOC No.
415 n13:csum PAY TO
416 n13:csum PROD/SERV LOC
417 n13:csum PARTY
420 x..20 SHIP TO POST
421 n3:iso3166 x..9 SHIP TO POST
422 n3:iso3166 ORIGIN
423 n3:iso3166 n3:iso3166? n3:iso3166? n3:iso3166? n3:iso3166? COUNTRY - INITIAL PROCESS
424 n3:iso3166 COUNTRY - PROCESS
425 n3:iso3166 n3:iso3166? n3:iso3166? n3:iso3166? n3:iso3166? COUNTRY - DISASSEMBLY
426 n3:iso3166 COUNTRY - FULL PROCESS
427 x..3 ORIGIN SUBDIVISION
4300 x..35:pcenc SHIP TO COMP
4301 x..35:pcenc SHIP TO NAME
4302 x..70:pcenc SHIP TO ADD1
4303 x..70:pcenc SHIP TO ADD2
4304 x..70:pcenc SHIP TO SUB
4305 x..70:pcenc SHIP TO LOC
4306 x..70:pcenc SHIP TO REG
4307 x2:iso3166alpha2 SHIP TO COUNTRY
4308 x..30 SHIP TO PHONE
4309 n10:latitude n10:longitude SHIP TO GEO
4310 x..35:pcenc RTN TO COMP
4311 x..35:pcenc RTN TO NAME
4312 x..70:pcenc RTN TO ADD1
4313 x..70:pcenc RTN TO ADD2
4314 x..70:pcenc RTN TO SUB
4315 x..70:pcenc RTN TO LOC
4316 x..70:pcenc RTN TO REG
4317 x2:iso3166alpha2 RTN TO COUNTRY
4318 x..20 RTN TO POST
4319 x..30 RTN TO PHONE
4320 x..35:pcenc SRV DESCRIPTION
4321 n1:yesno DANGEROUS GOODS
4322 n1:yesno AUTH TO LEAVE
4323 n1:yesno SIG REQUIRED
4324 n6:yymmd0 n4:hhmi NOT BEF DEL DT
4325 n6:yymmd0 n4:hhmi NOT AFT DEL DT
4326 n6:yymmdd REL DATE
4330 n6 x1:hyphen? MAX TEMP F.
4331 n6 x1:hyphen? MAX TEMP C.
4332 n6 x1:hyphen? MIN TEMP F.
4333 n6 x1:hyphen? MIN TEMP C.
7001 n13 NSN
7002 x..30 MEAT CUT
7003 n6:yymmdd n4:hhmi EXPIRY TIME
7004 n..4 ACTIVE POTENCY
7005 x..12 CATCH AREA
7006 n6:yymmdd FIRST FREEZE DATE
7007 n6:yymmdd n6:yymmdd? HARVEST DATE
7008 x..3 AQUATIC SPECIES
7009 x..10 FISHING GEAR TYPE
7010 x..2 PROD METHOD
7011 n6:yymmdd n4:hhmi? TEST BY DATE
7020 x..20 REFURB LOT
7021 x..20 FUNC STAT
7022 x..20 REV STAT
7023 x..30:gcp GIAI - ASSEMBLY
7030 n3:iso3166999 x..27 PROCESSOR # 0
7031 n3:iso3166999 x..27 PROCESSOR # 1
7032 n3:iso3166999 x..27 PROCESSOR # 2
7033 n3:iso3166999 x..27 PROCESSOR # 3
7034 n3:iso3166999 x..27 PROCESSOR # 4
7035 n3:iso3166999 x..27 PROCESSOR # 5
7036 n3:iso3166999 x..27 PROCESSOR # 6
7037 n3:iso3166999 x..27 PROCESSOR # 7
7038 n3:iso3166999 x..27 PROCESSOR # 8
7039 n3:iso3166999 x..27 PROCESSOR # 9
-7040 n1 x1 x1 x1:importeridx UIC+EXT
-7041 x..4:packagetype UFRGT UNIT TYPE
710 x..20 NHRN PZN
711 x..20 NHRN CIP
712 x..20 NHRN CN
713 x..20 NHRN DRN
714 x..20 NHRN AIM
715 x..20 NHRN NDC
716 x..20 NHRN AIC
717 x..20 NHRN SRN
7230 x2 x..28 CERT # 1
7231 x2 x..28 CERT # 2
7232 x2 x..28 CERT # 3
7233 x2 x..28 CERT # 4
7234 x2 x..28 CERT # 5
7235 x2 x..28 CERT # 6
7236 x2 x..28 CERT # 7
7237 x2 x..28 CERT # 8
7238 x2 x..28 CERT # 9
7239 x2 x..28 CERT # 10
7240 x..20 PROTOCOL
7241 n2:mediatype AIDC MEDIA TYPE
7242 x..25 VCN
7250 n8:yyyymmdd DOB
7251 n8:yyyymmdd n4:hhmi DOB TIME
7252 n1:iso5218 BIO SEX
7253 x..40:pcenc FAMILY NAME
7254 x..40:pcenc GIVEN NAME
7255 x..10 SUFFIX
7256 x..90:pcenc FULL NAME
7257 x..70:pcenc PERSON ADDR
7258 x3:posinseqslash BIRTH SEQUENCE
7259 x..40:pcenc BABY
8001 n4:nonzero n5:nonzero n3:nonzero n1:winding n1 DIMENSIONS
8002 x..20 CMT No.
8003 n1:zero n13:csum x..16? GRAI
8004 x..30:gcp GIAI
8005 n6 PRICE PER UNIT
8006 n14:csum n4:pieceoftotal ITIP
8007 x..34:iban IBAN
8008 n6:yymmdd n2:hh n2:mi? n2:ss? PROD TIME
8009 x..50 OPTSEN
8010 y..30:gcp CPID
-8011 n..12:nozeroprefix CPID SERIAL
8012 x..20 VERSION
8013 x..25:csumalpha:gcp GMN
-8014 x..25:csumalpha:gcp:hasnondigit MUDI
8017 n18:csum GSRN - PROVIDER
8018 n18:csum GSRN - RECIPIENT
-8019 n..10 SRIN
-8020 x..25 REF No.
8026 n14:csum n4:pieceoftotal ITIP CONTENT
8030 z..90 DIGSIG
-8040 n15 IMEI
-8041 n15 IMEI2
-8042 n32 ESIM
-8043 n18 n..2? PSIM
8110 x..70 COUPON CODE
8111 n4 POINTS
8112 x..70 COUPON CODE (POSITIVE OFFER)
-8200 x..70 PRODUCT URL
90 x..30 INTERNAL
91-99 x..90 INTERNAL
"""

LINK_KEYS: dict[str, tuple[tuple[str, ...], ...]] = {
    "00": ((),),
    "01": (("22", "10", "21"), ("235",)),
    "253": ((),),
    "255": ((),),
    "401": ((),),
    "402": ((),),
    "414": (("254",), ("7040",)),
    "415": (("8020",),),
    "417": (("7040",),),
    "8003": ((),),
    "8004": (("7040",),),
    "8006": (("22", "10", "21"),),
    "8010": (("8011",),),
    "8013": ((),),
    "8017": (("8019",),),
    "8018": (("8019",),),
}
"""Primary keys of a Digital Link and the qualifiers that may follow, in order, by alternatives."""

LINK_NAMES = {"gtin": "01", "sscc": "00", "itip": "8006", "giai": "8004", "grai": "8003"}
"""Names an older edition of the syntax allowed for keys (1.0, since withdrawn)."""


@cache
def applications() -> dict[str, Application]:
    """All AIs by number."""
    return {a.ai: a for line in _LINES.strip().splitlines() for a in _applications(line)}


def _applications(line: str) -> list[Application]:
    which, *words = line.split(" ")
    components = []
    while words and (component := _component(words[0])):
        components.append(component)
        words.pop(0)
    first, _, last = which.lstrip("-").partition("-")
    numbers = range(int(first), int(last or first) + 1)
    return [
        Application(
            str(number).zfill(len(first)),
            tuple(components),
            " ".join(words),
            not which.startswith("-"),
            first[:2] in _PREDEFINED,
        )
        for number in numbers
    ]


def _component(word: str) -> Component | None:
    spec, *contents = word.rstrip("?").split(":")
    most = spec[1:].removeprefix("..")
    if spec[:1] not in {"n", "x", "y", "z"} or not most.isdecimal():
        return None
    least = 1 if ".." in spec else int(most)
    return Component(spec[0], least, int(most), tuple(contents), word.endswith("?"))
