"""Countries and the other issuers of passports: ISO 3166-1, and the codes that ICAO 9303 part 3 adds."""

from collections.abc import Mapping
from dataclasses import dataclass

_COUNTRIES = """
AF AFG Afghanistan
AX ALA Åland Islands
AL ALB Albania
DZ DZA Algeria
AS ASM American Samoa
AD AND Andorra
AO AGO Angola
AI AIA Anguilla
AQ ATA Antarctica
AG ATG Antigua and Barbuda
AR ARG Argentina
AM ARM Armenia
AW ABW Aruba
AU AUS Australia
AT AUT Austria
AZ AZE Azerbaijan
BS BHS Bahamas
BH BHR Bahrain
BD BGD Bangladesh
BB BRB Barbados
BY BLR Belarus
BE BEL Belgium
BZ BLZ Belize
BJ BEN Benin
BM BMU Bermuda
BT BTN Bhutan
BO BOL Bolivia
BA BIH Bosnia and Herzegovina
BW BWA Botswana
BV BVT Bouvet Island
BR BRA Brazil
IO IOT British Indian Ocean Territory
VG VGB British Virgin Islands
BN BRN Brunei
BG BGR Bulgaria
BF BFA Burkina Faso
BI BDI Burundi
KH KHM Cambodia
CM CMR Cameroon
CA CAN Canada
CV CPV Cape Verde
BQ BES Caribbean Netherlands
KY CYM Cayman Islands
CF CAF Central African Republic
TD TCD Chad
CL CHL Chile
CN CHN China
CX CXR Christmas Island
CC CCK Cocos
CO COL Colombia
KM COM Comoros
CG COG Congo
CD COD Congo, Democratic Republic
CK COK Cook Islands
CR CRI Costa Rica
HR HRV Croatia
CU CUB Cuba
CW CUW Curaçao
CY CYP Cyprus
CZ CZE Czechia
CI CIV Côte d'Ivoire
DK DNK Denmark
DJ DJI Djibouti
DM DMA Dominica
DO DOM Dominican Republic
EC ECU Ecuador
EG EGY Egypt
SV SLV El Salvador
GQ GNQ Equatorial Guinea
ER ERI Eritrea
EE EST Estonia
SZ SWZ Eswatini
ET ETH Ethiopia
FK FLK Falkland Islands
FO FRO Faroe Islands
FJ FJI Fiji
FI FIN Finland
FR FRA France
GF GUF French Guiana
PF PYF French Polynesia
TF ATF French Southern Territories
GA GAB Gabon
GM GMB Gambia
GE GEO Georgia
DE DEU Germany
GH GHA Ghana
GI GIB Gibraltar
GR GRC Greece
GL GRL Greenland
GD GRD Grenada
GP GLP Guadeloupe
GU GUM Guam
GT GTM Guatemala
GG GGY Guernsey
GN GIN Guinea
GW GNB Guinea-Bissau
GY GUY Guyana
HT HTI Haiti
HM HMD Heard and McDonald Islands
HN HND Honduras
HK HKG Hong Kong
HU HUN Hungary
IS ISL Iceland
IN IND India
ID IDN Indonesia
IR IRN Iran
IQ IRQ Iraq
IE IRL Ireland
IM IMN Isle of Man
IL ISR Israel
IT ITA Italy
JM JAM Jamaica
JP JPN Japan
JE JEY Jersey
JO JOR Jordan
KZ KAZ Kazakhstan
KE KEN Kenya
KI KIR Kiribati
XK RKS Kosovo
KW KWT Kuwait
KG KGZ Kyrgyzstan
LA LAO Laos
LV LVA Latvia
LB LBN Lebanon
LS LSO Lesotho
LR LBR Liberia
LY LBY Libya
LI LIE Liechtenstein
LT LTU Lithuania
LU LUX Luxembourg
MO MAC Macao
MG MDG Madagascar
MW MWI Malawi
MY MYS Malaysia
MV MDV Maldives
ML MLI Mali
MT MLT Malta
MH MHL Marshall Islands
MQ MTQ Martinique
MR MRT Mauritania
MU MUS Mauritius
YT MYT Mayotte
MX MEX Mexico
FM FSM Micronesia
MD MDA Moldova
MC MCO Monaco
MN MNG Mongolia
ME MNE Montenegro
MS MSR Montserrat
MA MAR Morocco
MZ MOZ Mozambique
MM MMR Myanmar
NA NAM Namibia
NR NRU Nauru
NP NPL Nepal
NL NLD Netherlands
NC NCL New Caledonia
NZ NZL New Zealand
NI NIC Nicaragua
NE NER Niger
NG NGA Nigeria
NU NIU Niue
NF NFK Norfolk Island
KP PRK North Korea
MK MKD North Macedonia
MP MNP Northern Mariana Islands
NO NOR Norway
OM OMN Oman
PK PAK Pakistan
PW PLW Palau
PS PSE Palestine
PA PAN Panama
PG PNG Papua New Guinea
PY PRY Paraguay
PE PER Peru
PH PHL Philippines
PN PCN Pitcairn Islands
PL POL Poland
PT PRT Portugal
PR PRI Puerto Rico
QA QAT Qatar
RO ROU Romania
RU RUS Russia
RW RWA Rwanda
RE REU Réunion
WS WSM Samoa
SM SMR San Marino
SA SAU Saudi Arabia
SN SEN Senegal
RS SRB Serbia
SC SYC Seychelles
SL SLE Sierra Leone
SG SGP Singapore
SX SXM Sint Maarten
SK SVK Slovakia
SI SVN Slovenia
SB SLB Solomon Islands
SO SOM Somalia
ZA ZAF South Africa
GS SGS South Georgia and South Sandwich Islands
KR KOR South Korea
SS SSD South Sudan
ES ESP Spain
LK LKA Sri Lanka
BL BLM St Barthélemy
SH SHN St Helena
KN KNA St Kitts and Nevis
LC LCA St Lucia
MF MAF St Martin
PM SPM St Pierre and Miquelon
VC VCT St Vincent and the Grenadines
SD SDN Sudan
SR SUR Suriname
SJ SJM Svalbard and Jan Mayen
SE SWE Sweden
CH CHE Switzerland
SY SYR Syria
ST STP São Tomé and Príncipe
TW TWN Taiwan
TJ TJK Tajikistan
TZ TZA Tanzania
TH THA Thailand
TL TLS Timor-Leste
TG TGO Togo
TK TKL Tokelau
TO TON Tonga
TT TTO Trinidad and Tobago
TN TUN Tunisia
TR TUR Turkey
TM TKM Turkmenistan
TC TCA Turks and Caicos Islands
TV TUV Tuvalu
UM UMI US Outlying Islands
VI VIR US Virgin Islands
UG UGA Uganda
UA UKR Ukraine
AE ARE United Arab Emirates
GB GBR United Kingdom
US USA United States
UY URY Uruguay
UZ UZB Uzbekistan
VU VUT Vanuatu
VA VAT Vatican City
VE VEN Venezuela
VN VNM Vietnam
WF WLF Wallis and Futuna
EH ESH Western Sahara
YE YEM Yemen
ZM ZMB Zambia
ZW ZWE Zimbabwe
"""

_OTHERS: Mapping[str, tuple[str, str]] = {
    "D": ("DE", "Germany"),
    "GBD": ("GB", "United Kingdom (overseas territories)"),
    "GBN": ("GB", "United Kingdom (overseas)"),
    "GBO": ("GB", "United Kingdom (overseas citizen)"),
    "GBP": ("GB", "United Kingdom (protected person)"),
    "GBS": ("GB", "United Kingdom (subject)"),
    "RKS": ("XK", "Kosovo"),
    "EUE": ("", "European Union"),
    "UNO": ("", "United Nations"),
    "UNA": ("", "United Nations agency"),
    "UNK": ("", "United Nations in Kosovo"),
    "XBA": ("", "African Development Bank"),
    "XCC": ("", "Caribbean Community"),
    "XCE": ("", "Council of Europe"),
    "XCO": ("", "Common Market for Eastern and Southern Africa"),
    "XEC": ("", "Economic Community of West African States"),
    "XIM": ("", "African Export-Import Bank"),
    "XMP": ("", "Parliamentary Assembly of the Mediterranean"),
    "XOM": ("", "Sovereign Military Order of Malta"),
    "XPO": ("", "Interpol"),
    "XXA": ("", "Stateless person"),
    "XXB": ("", "Refugee"),
    "XXC": ("", "Refugee, other"),
    "XXX": ("", "Nationality not stated"),
    "UTO": ("", "Utopia (specimen)"),
}


@dataclass(frozen=True, slots=True)
class Country:
    """`alpha2` is what the upstream takes; "" where an issuer is no country. `code` stands in passports."""

    alpha2: str
    code: str
    name: str  # in English


_SPOKEN: Mapping[str, str] = {
    "uk": "gb",
    "great britain": "gb",
    "britain": "gb",
    "england": "gb",
    "america": "us",
    "holland": "nl",
    "uae": "ae",
    "ivory coast": "ci",
    "türkiye": "tr",
    "korea": "kr",
    "burma": "mm",
    "czech republic": "cz",
}

COUNTRIES: tuple[Country, ...] = tuple(
    Country(*row.split(" ", 2)) for row in _COUNTRIES.strip().splitlines()
)  # by name
_BY_ALPHA2 = {one.alpha2: one for one in COUNTRIES}
_BY_CODE = {one.code: one for one in COUNTRIES}


def by_alpha2(code: str) -> Country | None:
    return _BY_ALPHA2.get(code.strip().upper())


def by_passport_code(code: str) -> Country | None:
    """The issuer behind the three letters of a passport (9303-3, section 5); None when nobody has that code."""
    if code in _OTHERS:
        return Country(_OTHERS[code][0], code, _OTHERS[code][1])
    return _BY_CODE.get(code)


def read_country(text: str) -> Country | None:
    """'gb', 'GBR', 'D', 'united kingdom', 'United Kingdom (GBR)', 'germ': the one country that is meant."""
    wanted = " ".join(text.split()).casefold()
    wanted = _SPOKEN.get(wanted, wanted)
    if not wanted:
        return None
    exact = [one for one in COUNTRIES if wanted in (one.alpha2.casefold(), one.code.casefold(), _shown(one))]
    if exact:
        return exact[0]
    if (other := by_passport_code(wanted.upper())) is not None and other.alpha2:
        return by_alpha2(other.alpha2)
    found = candidates(text)
    return found[0] if len(found) == 1 else None


def candidates(text: str) -> tuple[Country, ...]:
    """The countries whose names are, begin with or hold what was typed, the first of these that finds any."""
    wanted = " ".join(text.split()).casefold()
    if len(wanted) < 3:
        return ()
    for fits in (
        lambda name: name == wanted,
        lambda name: name.startswith(wanted),
        lambda name: any(part.startswith(wanted) for part in name.split()) or f" {wanted}" in name,
    ):
        if found := tuple(one for one in COUNTRIES if fits(one.name.casefold())):
            return found
    return ()


def shown(country: Country) -> str:
    """'United Kingdom (GBR)'."""
    return f"{country.name} ({country.code})"


def _shown(country: Country) -> str:
    return shown(country).casefold()
