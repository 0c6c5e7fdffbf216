"""Countries as codes write them: ISO 3166-1 alpha-2, numeric, name, and the post that issues S10
numbers there (UPU list of designated operators). One country a line; an empty post is not known."""

from functools import cache
from typing import NamedTuple


class Country(NamedTuple):
    code: str
    numeric: str
    name: str
    post: str


_LINES = """
AD 020 Andorra|La Poste / Correos Andorra
AE 784 United Arab Emirates|Emirates Post
AF 004 Afghanistan|Afghan Post
AG 028 Antigua and Barbuda|Antigua Post
AI 660 Anguilla|Anguilla Postal Service
AL 008 Albania|Posta Shqiptare
AM 051 Armenia|HayPost
AO 024 Angola|Correios de Angola
AQ 010 Antarctica|
AR 032 Argentina|Correo Argentino
AS 016 American Samoa|USPS
AT 040 Austria|Österreichische Post
AU 036 Australia|Australia Post
AW 533 Aruba|Post Aruba
AX 248 Åland Islands|Posti Åland
AZ 031 Azerbaijan|Azərpoçt
BA 070 Bosnia and Herzegovina|BH Pošta
BB 052 Barbados|Barbados Postal Service
BD 050 Bangladesh|Bangladesh Post Office
BE 056 Belgium|bpost
BF 854 Burkina Faso|La Poste Burkina Faso
BG 100 Bulgaria|Bulgarian Posts
BH 048 Bahrain|Bahrain Post
BI 108 Burundi|RNP Burundi
BJ 204 Benin|La Poste du Bénin
BL 652 Saint Barthélemy|La Poste
BM 060 Bermuda|Bermuda Post Office
BN 096 Brunei|Brunei Postal Services
BO 068 Bolivia|Correos de Bolivia
BQ 535 Bonaire, Sint Eustatius and Saba|Flamingo Express Dutch Caribbean
BR 076 Brazil|Correios
BS 044 Bahamas|Bahamas Postal Service
BT 064 Bhutan|Bhutan Post
BV 074 Bouvet Island|
BW 072 Botswana|BotswanaPost
BY 112 Belarus|Belpochta
BZ 084 Belize|Belize Postal Service
CA 124 Canada|Canada Post
CC 166 Cocos (Keeling) Islands|Australia Post
CD 180 Congo (Democratic Republic)|SCPT
CF 140 Central African Republic|ONPE
CG 178 Congo|SOPECO
CH 756 Switzerland|Swiss Post
CI 384 Côte d'Ivoire|La Poste de Côte d'Ivoire
CK 184 Cook Islands|Cook Islands Post
CL 152 Chile|CorreosChile
CM 120 Cameroon|CAMPOST
CN 156 China|China Post
CO 170 Colombia|4-72
CR 188 Costa Rica|Correos de Costa Rica
CU 192 Cuba|Correos de Cuba
CV 132 Cabo Verde|Correios de Cabo Verde
CW 531 Curaçao|Cpost International
CX 162 Christmas Island|Australia Post
CY 196 Cyprus|Cyprus Post
CZ 203 Czechia|Česká pošta
DE 276 Germany|Deutsche Post
DJ 262 Djibouti|La Poste de Djibouti
DK 208 Denmark|PostNord Danmark
DM 212 Dominica|Dominica Postal Service
DO 214 Dominican Republic|Inposdom
DZ 012 Algeria|Algérie Poste
EC 218 Ecuador|Servicios Postales del Ecuador
EE 233 Estonia|Omniva
EG 818 Egypt|Egypt Post
EH 732 Western Sahara|
ER 232 Eritrea|Eritrean Postal Service
ES 724 Spain|Correos
ET 231 Ethiopia|Ethiopian Postal Service
FI 246 Finland|Posti
FJ 242 Fiji|Post Fiji
FK 238 Falkland Islands|Falkland Islands Post Office
FM 583 Micronesia|USPS
FO 234 Faroe Islands|Posta
FR 250 France|La Poste
GA 266 Gabon|La Poste Gabon
GB 826 United Kingdom|Royal Mail
GD 308 Grenada|Grenada Postal Corporation
GE 268 Georgia|Georgian Post
GF 254 French Guiana|La Poste
GG 831 Guernsey|Guernsey Post
GH 288 Ghana|Ghana Post
GI 292 Gibraltar|Royal Gibraltar Post Office
GL 304 Greenland|Tusass
GM 270 Gambia|GAMPOST
GN 324 Guinea|Office de la Poste Guinéenne
GP 312 Guadeloupe|La Poste
GQ 226 Equatorial Guinea|GECOTEL
GR 300 Greece|ELTA
GS 239 South Georgia and the South Sandwich Islands|
GT 320 Guatemala|Correos de Guatemala
GU 316 Guam|USPS
GW 624 Guinea-Bissau|Correios da Guiné-Bissau
GY 328 Guyana|Guyana Post Office
HK 344 Hong Kong|Hongkong Post
HM 334 Heard Island and McDonald Islands|
HN 340 Honduras|Honducor
HR 191 Croatia|Hrvatska pošta
HT 332 Haiti|Office des Postes d'Haïti
HU 348 Hungary|Magyar Posta
ID 360 Indonesia|Pos Indonesia
IE 372 Ireland|An Post
IL 376 Israel|Israel Post
IM 833 Isle of Man|Isle of Man Post Office
IN 356 India|India Post
IO 086 British Indian Ocean Territory|
IQ 368 Iraq|Iraqi Post
IR 364 Iran|National Post Company of Iran
IS 352 Iceland|Íslandspóstur
IT 380 Italy|Poste Italiane
JE 832 Jersey|Jersey Post
JM 388 Jamaica|Jamaica Post
JO 400 Jordan|Jordan Post
JP 392 Japan|Japan Post
KE 404 Kenya|Posta Kenya
KG 417 Kyrgyzstan|Kyrgyz Pochtasy
KH 116 Cambodia|Cambodia Post
KI 296 Kiribati|Kiribati Post
KM 174 Comoros|SNPSF
KN 659 Saint Kitts and Nevis|SKN Postal Services
KP 408 Korea (Democratic People's Republic)|Korea Post (DPRK)
KR 410 Korea (Republic)|Korea Post
KW 414 Kuwait|Kuwait Post
KY 136 Cayman Islands|Cayman Islands Postal Service
KZ 398 Kazakhstan|Kazpost
LA 418 Laos|Lao Post
LB 422 Lebanon|LibanPost
LC 662 Saint Lucia|Saint Lucia Post
LI 438 Liechtenstein|Liechtensteinische Post
LK 144 Sri Lanka|Sri Lanka Post
LR 430 Liberia|Liberia Post
LS 426 Lesotho|Lesotho Post
LT 440 Lithuania|Lietuvos paštas
LU 442 Luxembourg|POST Luxembourg
LV 428 Latvia|Latvijas Pasts
LY 434 Libya|Libya Post
MA 504 Morocco|Barid Al-Maghrib
MC 492 Monaco|La Poste Monaco
MD 498 Moldova|Poșta Moldovei
ME 499 Montenegro|Pošta Crne Gore
MF 663 Saint Martin|La Poste
MG 450 Madagascar|Paositra Malagasy
MH 584 Marshall Islands|USPS
MK 807 North Macedonia|Pošta na Severna Makedonija
ML 466 Mali|La Poste du Mali
MM 104 Myanmar|Myanma Posts
MN 496 Mongolia|Mongol Post
MO 446 Macao|CTT Macao
MP 580 Northern Mariana Islands|USPS
MQ 474 Martinique|La Poste
MR 478 Mauritania|MAURIPOST
MS 500 Montserrat|Montserrat Postal Service
MT 470 Malta|MaltaPost
MU 480 Mauritius|Mauritius Post
MV 462 Maldives|Maldives Post
MW 454 Malawi|Malawi Posts Corporation
MX 484 Mexico|Correos de México
MY 458 Malaysia|Pos Malaysia
MZ 508 Mozambique|Correios de Moçambique
NA 516 Namibia|NamPost
NC 540 New Caledonia|OPT Nouvelle-Calédonie
NE 562 Niger|Niger Poste
NF 574 Norfolk Island|Norfolk Island Postal Service
NG 566 Nigeria|NIPOST
NI 558 Nicaragua|Correos de Nicaragua
NL 528 Netherlands|PostNL
NO 578 Norway|Posten Norge
NP 524 Nepal|Nepal Post
NR 520 Nauru|Republic of Nauru Post
NU 570 Niue|Post Office Niue
NZ 554 New Zealand|New Zealand Post
OM 512 Oman|Oman Post
PA 591 Panama|Correos de Panamá
PE 604 Peru|Serpost
PF 258 French Polynesia|Fare Rata
PG 598 Papua New Guinea|Post PNG
PH 608 Philippines|PHLPost
PK 586 Pakistan|Pakistan Post
PL 616 Poland|Poczta Polska
PM 666 Saint Pierre and Miquelon|La Poste
PN 612 Pitcairn|Pitcairn Post Office
PR 630 Puerto Rico|USPS
PS 275 Palestine|Palestine Post
PT 620 Portugal|CTT
PW 585 Palau|USPS
PY 600 Paraguay|Correo Paraguayo
QA 634 Qatar|Qatar Post
RE 638 Réunion|La Poste
RO 642 Romania|Poșta Română
RS 688 Serbia|Pošta Srbije
RU 643 Russia|Russian Post
RW 646 Rwanda|Iposita Rwanda
SA 682 Saudi Arabia|Saudi Post (SPL)
SB 090 Solomon Islands|Solomon Post
SC 690 Seychelles|Seychelles Postal Services
SD 729 Sudan|Sudapost
SE 752 Sweden|PostNord Sverige
SG 702 Singapore|SingPost
SH 654 Saint Helena, Ascension and Tristan da Cunha|Saint Helena Post
SI 705 Slovenia|Pošta Slovenije
SJ 744 Svalbard and Jan Mayen|Posten Norge
SK 703 Slovakia|Slovenská pošta
SL 694 Sierra Leone|SALPOST
SM 674 San Marino|Poste San Marino
SN 686 Senegal|La Poste Sénégal
SO 706 Somalia|Somali Postal Service
SR 740 Suriname|Surpost
SS 728 South Sudan|South Sudan Postal Service
ST 678 Sao Tome and Principe|Correios STP
SV 222 El Salvador|Correos de El Salvador
SX 534 Sint Maarten|Postal Services St. Maarten
SY 760 Syria|Syrian Post
SZ 748 Eswatini|Eswatini Posts
TC 796 Turks and Caicos Islands|TCI Postal Service
TD 148 Chad|SPTE Tchad
TF 260 French Southern Territories|La Poste
TG 768 Togo|La Poste du Togo
TH 764 Thailand|Thailand Post
TJ 762 Tajikistan|Pochtai Tojikiston
TK 772 Tokelau|
TL 626 Timor-Leste|Correios de Timor-Leste
TM 795 Turkmenistan|Türkmenpoçta
TN 788 Tunisia|La Poste Tunisienne
TO 776 Tonga|Tonga Post
TR 792 Türkiye|PTT
TT 780 Trinidad and Tobago|TTPost
TV 798 Tuvalu|Tuvalu Post
TW 158 Taiwan|Chunghwa Post
TZ 834 Tanzania|Tanzania Posts Corporation
UA 804 Ukraine|Ukrposhta
UG 800 Uganda|Posta Uganda
UM 581 United States Minor Outlying Islands|USPS
US 840 United States|USPS
UY 858 Uruguay|Correo Uruguayo
UZ 860 Uzbekistan|Uzbekiston Pochtasi
VA 336 Holy See|Poste Vaticane
VC 670 Saint Vincent and the Grenadines|SVG Postal Corporation
VE 862 Venezuela|Ipostel
VG 092 British Virgin Islands|BVI Post
VI 850 US Virgin Islands|USPS
VN 704 Viet Nam|Vietnam Post
VU 548 Vanuatu|Vanuatu Post
WF 876 Wallis and Futuna|SPT Wallis-et-Futuna
WS 882 Samoa|Samoa Post
YE 887 Yemen|Yemen Post
YT 175 Mayotte|La Poste
ZA 710 South Africa|South African Post Office
ZM 894 Zambia|Zampost
ZW 716 Zimbabwe|Zimpost
"""

# Not in ISO 3166-1, yet UPU S10 numbers carry them: Kosovo (user-assigned XK), the former
# Netherlands Antilles and Serbia and Montenegro on old stock.
_POSTAL_LINES = """
XK 000 Kosovo|Posta e Kosovës
AN 530 Netherlands Antilles|Cpost International
"""

# ISO 4217 numeric codes.
_CURRENCIES = """
008 012 032 036 044 048 050 051 052 060 064 068 072 084 090 096 104 108 116 124 132 136
144 152 156 170 174 188 191 192 203 208 214 222 230 232 238 242 262 270 292 320 324 328
332 340 344 348 352 356 360 364 368 376 388 392 396 398 400 404 408 410 414 417 418 422
426 430 434 446 454 458 462 480 484 496 498 504 512 516 524 532 533 548 554 558 566 578
586 590 598 600 604 608 634 643 646 654 682 690 702 704 706 710 728 748 752 756 760 764
776 780 784 788 800 807 818 826 834 840 858 860 882 886 901 924 925 926 927 928 929 930
931 932 933 934 936 938 940 941 943 944 946 947 948 949 950 951 952 953 955 956 957 958
959 960 961 962 963 964 965 967 968 969 970 971 972 973 975 976 977 978 979 980 981 984
985 986 990 994 997 999
"""


@cache
def countries() -> dict[str, Country]:
    """ISO 3166-1 countries by alpha-2 code."""
    return dict(map(_country, _LINES.strip().splitlines()))


@cache
def postal_countries() -> dict[str, Country]:
    """The countries an S10 number may end with."""
    return countries() | dict(map(_country, _POSTAL_LINES.strip().splitlines()))


@cache
def numeric_countries() -> frozenset[str]:
    """ISO 3166-1 numeric codes."""
    return frozenset(country.numeric for country in countries().values())


@cache
def currencies() -> frozenset[str]:
    """ISO 4217 numeric codes."""
    return frozenset(_CURRENCIES.split())


def _country(line: str) -> tuple[str, Country]:
    rest, _, post = line.partition("|")
    code, numeric, name = rest.split(" ", 2)
    return code, Country(code, numeric, name, post)
