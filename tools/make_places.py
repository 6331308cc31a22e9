"""Makes resources/places/places.tsv from airportsdata (MIT): airports and cities, with how busy they are.

Run by hand when the data package is renewed: `python -m tools.make_places`.
"""

import unicodedata
from collections import defaultdict
from pathlib import Path

import airportsdata
from babel import Locale

from agentdesk.travel.place_index import fold

TARGET = Path(__file__).resolve().parent.parent / "resources" / "places" / "places.tsv"

# The airports most travelled through, busiest first: what a short text most likely means.
BUSIEST = """
LHR ATL DXB DFW DEN IST LAX ORD HND CDG JFK AMS FRA MAD SIN ICN BKK DEL HKG MIA LGW MCO BCN LAS SFO SEA EWR PVG PEK CAN CLT
PHX MUC FCO LIS DOH KUL SYD MEX YYZ ZRH VIE DUB CPH OSL ARN MAN BRU MXP ATH BOS IAH SZX CTU TPE NRT MNL CGK BOM SGN HAN GRU
BOG LIM SCL EZE JNB CPT ADD CAI NBO LOS CMN TUN ALG RUH JED AUH KWI BAH MCT AMM TLV BEY SAW AYT HEL WAW PRG BUD OTP SOF BEG
ZAG KEF EDI GLA BHX STN LTN LCY BRS NCL LPL LBA BFS ORY NCE LYS MRS TLS BOD NTE GVA BSL DUS HAM BER STR CGN LEJ NUE HAJ PMI
AGP ALC VLC SVQ BIO LPA TFS TFN ACE FUE IBZ OPO FAO FNC NAP VCE BLQ LIN BGY CTA PMO PSA FLR TRN GOT BLL BGO TRD SVG TLL RIX
VNO KRK GDN KTW WRO MLA LCA PFO HER RHO CFU SKG JTR JMK DBV SPU LJU SKP TIA TGD SJJ KIV KBP LED SVO DME TBS EVN GYD ALA TAS
YVR YUL YYC YEG YOW YHZ YWG SAN TPA BWI IAD DCA LGA PHL MSP DTW SLC PDX AUS BNA RDU STL MCI CLE PIT CVG IND CMH SAT SMF SJC
OAK BUR SNA ONT DAL HOU MDW FLL PBI RSW JAX MSY MEM OKC TUS ABQ ELP OMA BOI RNO HNL OGG KOA LIH ANC CUN GDL MTY TIJ PTY SJO
SJU PUJ HAV MBJ NAS BGI UIO GYE CCS VVI MVD ASU GIG CGH BSB CNF SSA REC POA FOR AEP COR MEL BNE PER ADL OOL CNS AKL CHC WLG
ZQN NAN PPT HKT CNX USM REP PNH RGN VTE DPS SUB KNO PEN BKI KCH CEB KIX ITM NGO FUK CTS OKA GMP CJU PUS XIY CKG KMG HGH NKG
WUH TSN TAO XMN DLC SHE MLE CMB KTM DAC KHI LHE ISB MAA BLR HYD CCU GOI COK PNQ AMD TRV MRU SEZ RUN DUR ACC ABJ DSS DAR EBB
ZNZ HRE LUN WDH LAD KIN PAP BZE GUA SAL TGU MGA
""".split()

# How cities are also written; the airport data has one spelling.
ALSO = {
    "MUC": "München",
    "CGN": "Köln",
    "VIE": "Wien",
    "PRG": "Praha",
    "ROM": "Roma",
    "FCO": "Roma",
    "MIL": "Milano",
    "MXP": "Milano",
    "LIN": "Milano",
    "MOW": "Moskva",
    "LIS": "Lisboa",
    "CPH": "København",
    "GVA": "Genève Genf",
    "ZRH": "Zürich",
    "WAW": "Warszawa",
    "FLR": "Firenze",
    "VCE": "Venezia",
    "NAP": "Napoli",
    "TRN": "Torino",
    "ATH": "Athina",
    "BRU": "Bruxelles Brussel",
    "ANR": "Antwerpen",
    "NUE": "Nürnberg",
    "DUS": "Düsseldorf",
    "HAJ": "Hannover",
    "OTP": "Bucuresti",
    "BUH": "Bucuresti",
    "BEG": "Beograd",
    "KRK": "Kraków",
    "GDN": "Gdańsk",
    "WRO": "Wrocław",
    "GOT": "Göteborg",
    "SVQ": "Sevilla",
    "IST": "Constantinople",
    "BKK": "Krung Thep",
    "PEK": "Peking",
    "BJS": "Peking",
    "CAN": "Canton",
    "SGN": "Saigon",
    "BOM": "Bombay",
    "MAA": "Madras",
    "CCU": "Calcutta",
    "BLR": "Bengaluru",
    "RGN": "Rangoon",
    "MEX": "Ciudad de México",
    "CAI": "Al Qahirah",
    "NYC": "New York City Big Apple",
    "JFK": "New York Kennedy",
    "LGA": "New York",
    "EWR": "New York Newark",
    "SAO": "São Paulo",
    "GRU": "São Paulo",
    "LUX": "Luxemburg",
    "TLV": "Jaffa",
    "SXB": "Straßburg",
    "BSL": "Bâle",
    "HAG": "Den Haag",
    "KEF": "Reykjavík",
    "REK": "Reykjavík",
    "SFO": "San Francisco Frisco",
    "LAX": "LA",
    "WAS": "Washington DC",
    "IAD": "Washington DC",
    "DCA": "Washington DC",
}

# Airports that the trade sells under a city, and the data does not.
MORE = {"NYC": ("EWR",), "LON": ("SEN",), "CHI": (), "WAS": ("BWI",)}


def main() -> None:
    airports = airportsdata.load("IATA")
    groups = airportsdata.load_iata_macs()
    countries = Locale("en").territories
    rank = {code: place for place, code in enumerate(BUSIEST)}
    city_of: dict[str, str] = {}
    lines: list[tuple[int, str]] = []
    members: dict[str, list[str]] = defaultdict(list)
    for code, group in groups.items():
        inside_of = [one for one in [*group["airports"], *MORE.get(code, ())] if one in airports]
        if len(inside_of) > 1 and code not in airports:  # where both share a code, the airport stands for both
            members[code] = inside_of
            for one in members[code]:
                city_of.setdefault(one, code)
    for code, inside in members.items():
        best = min((rank.get(one, 900) for one in inside), default=900)
        first = airports[min(inside, key=lambda one: rank.get(one, 900))]
        name = groups[code]["name"]
        row = ["C", code, name, name, first["country"], countries.get(first["country"], first["country"]), first["tz"]]
        ordered = " ".join(sorted(inside, key=lambda one: rank.get(one, 900)))
        where = [f"{first['lat']:.3f}", f"{first['lon']:.3f}"]
        lines.append((best * 2, "\t".join([*row, ordered, *where, haystack(name, ALSO.get(code, ""))])))
    for code, one in airports.items():
        name, city = plain(one["name"]), plain(one["city"] or one["name"])
        row = ["A", code, name, city, one["country"], countries.get(one["country"], one["country"]), one["tz"]]
        where = [f"{one['lat']:.3f}", f"{one['lon']:.3f}"]
        hay = haystack(city, name, ALSO.get(code, ""))
        lines.append((rank.get(code, 900) * 2 + 1, "\t".join([*row, city_of.get(code, ""), *where, hay])))
    lines.sort(key=lambda pair: pair[0])
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text("".join(f"{importance}\t{line}\n" for importance, line in lines), encoding="utf-8")


def haystack(*names: str) -> str:
    """All names folded, each after "| ", the last before "|": what `PlaceIndex` looks into."""
    return "".join(f"| {part}" for part in dict.fromkeys(fold(name) for name in names if name)) + "|"


def plain(text: str) -> str:
    """On one line, composed."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


if __name__ == "__main__":
    main()
