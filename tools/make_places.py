"""Makes resources/places/places.tsv from airportsdata (MIT): airports and cities, with how busy they are.

Run by hand when the data package is renewed: `python -m tools.make_places`.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import airportsdata
from babel import Locale

from agentdesk.travel.place_index import fold

Row = Mapping[str, Any]
QUIET = 1000  # the rank of an airport outside the table below
GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "å": "aa", "ø": "oe"})

TARGET = Path(__file__).resolve().parent.parent / "resources" / "places" / "places.tsv"

# The airports most travelled through, busiest first: what a short text most likely means.
BUSIEST = """
LHR ATL DXB DFW DEN IST LAX ORD HND CDG JFK AMS FRA MAD SIN ICN BKK DEL HKG MIA LGW MCO BCN LAS SFO SEA EWR PVG PEK
CAN CLT PHX MUC FCO LIS DOH KUL SYD MEX YYZ ZRH VIE DUB CPH OSL ARN MAN BRU MXP ATH BOS IAH SZX CTU TPE NRT MNL CGK
BOM SGN HAN GRU BOG LIM SCL EZE JNB CPT ADD CAI NBO LOS CMN TUN ALG RUH JED AUH KWI BAH MCT AMM TLV BEY SAW AYT HEL
WAW PRG BUD OTP SOF BEG ZAG KEF EDI GLA BHX STN LTN LCY BRS NCL LPL LBA BFS ORY NCE LYS MRS TLS BOD NTE GVA BSL DUS
HAM BER STR CGN LEJ NUE HAJ PMI AGP ALC VLC SVQ BIO LPA TFS TFN ACE FUE IBZ OPO FAO FNC NAP VCE BLQ LIN BGY CIA CRL
WMI BVA POZ LUX SZG INN GRZ BRE ORK SNN ABZ INV SOU EMA JER GCI SEN DWC SHJ SXB EIN RTM AAL BMA PSR ESB ADB DLM BJV
MSQ CFU CTA PMO PSA FLR TRN GOT BLL BGO TRD SVG TLL RIX VNO KRK GDN KTW WRO MLA LCA PFO HER RHO CFU SKG JTR JMK DBV
SPU LJU SKP TIA TGD SJJ RMO CHQ ZTH KGS BRI CAG OLB VRN GOA KBP IEV LED SVO DME TBS EVN GYD ALA TAS YVR YUL YYC YEG
YOW YHZ YWG SAN TPA IAD DCA BWI LGA PHL MSP DTW SLC PDX AUS BNA RDU STL MCI CLE PIT CVG IND CMH SAT SMF SJC OAK BUR
SNA ONT DAL HOU MDW FLL PBI RSW JAX MSY MEM OKC TUS ABQ ELP OMA BOI RNO HNL OGG KOA LIH ANC CUN GDL MTY TIJ PTY SJO
SJU PUJ HAV MBJ NAS BGI UIO GYE CCS VVI MVD ASU GIG CGH BSB CNF SSA REC POA FOR AEP COR MEL BNE PER ADL OOL CNS AKL
CHC WLG ZQN NAN PPT HKT CNX USM SAI KTI RGN VTE DPS SUB KNO PEN BKI KCH CEB KIX ITM NGO FUK CTS OKA GMP CJU PUS XIY
CKG KMG HGH NKG WUH TSN TAO XMN DLC SHE MLE CMB KTM DAC KHI LHE ISB MAA BLR HYD CCU GOI COK PNQ AMD TRV MRU SEZ RUN
DUR ACC ABJ DSS DAR EBB ZNZ ABV HRE LUN WDH LAD KIN PAP BZE GUA SAL TGU MGA
""".split()

# Names and cities as agents say them, where the data has long, official or local ones.
NAMES = """
ATL Hartsfield-Jackson|Atlanta; HND Haneda|Tokyo; NRT Narita|Tokyo; IST Istanbul|Istanbul
SAW Sabiha Gökçen|Istanbul; DEL Indira Gandhi|Delhi; JFK John F. Kennedy|New York; LGA LaGuardia|New York
EWR Newark Liberty|New York; FRA Frankfurt|Frankfurt; HKG Hong Kong|Hong Kong; BCN Barcelona El Prat|Barcelona
MEX Benito Juárez|Mexico City; BOM Chhatrapati Shivaji|Mumbai; FCO Fiumicino|Rome; CIA Ciampino|Rome
XIY Xi'an Xianyang|Xi'an; TFU Chengdu Tianfu|Chengdu; IAH George Bush|Houston; HOU William P. Hobby|Houston
YYZ Toronto Pearson|Toronto; YVR Vancouver|Vancouver; BOS Logan|Boston; GRU Guarulhos|São Paulo
CGH Congonhas|São Paulo; MSP Minneapolis-St Paul|Minneapolis; DTW Detroit Metropolitan|Detroit; ORY Paris Orly|Paris
CDG Charles de Gaulle|Paris; PMI Palma de Mallorca|Palma de Mallorca; BWI Baltimore/Washington|Baltimore
DCA Ronald Reagan|Washington; BLR Kempegowda|Bangalore; MXP Malpensa|Milan; LIN Linate|Milan
BGY Orio al Serio|Bergamo; TLS Blagnac|Toulouse; BEG Nikola Tesla|Belgrade; BOD Mérignac|Bordeaux
NAP Capodichino|Naples; VCE Marco Polo|Venice; TSF Sant'Angelo|Treviso; BLQ Guglielmo Marconi|Bologna
CTA Fontanarossa|Catania; PMO Falcone Borsellino|Palermo; PSA Galileo Galilei|Pisa; TRN Caselle|Turin
FLR Peretola|Florence; GOA Cristoforo Colombo|Genoa; BRI Karol Wojtyła|Bari; CAG Elmas|Cagliari
OLB Costa Smeralda|Olbia; VRN Villafranca|Verona; SVQ Seville|Seville; TFS Tenerife South|Tenerife
TFN Tenerife North|Tenerife; LPA Gran Canaria|Las Palmas; ACE Lanzarote|Lanzarote; FUE Fuerteventura|Fuerteventura
CTS New Chitose|Sapporo; OKA Naha|Okinawa; NGO Chubu Centrair|Nagoya; CJU Jeju|Jeju; DPS Ngurah Rai|Bali
USM Samui|Koh Samui; CEB Mactan|Cebu; CMB Bandaranaike|Colombo; DWC Al Maktoum|Dubai; KRK Kraków-Balice|Kraków
OTP Henri Coandă|Bucharest; BSL EuroAirport|Basel; MLH EuroAirport|Mulhouse; MLA Malta|Valletta
CFU Ioannis Kapodistrias|Corfu; RHO Diagoras|Rhodes; HER Nikos Kazantzakis|Heraklion; CHQ Chania|Chania; KGS Kos|Kos
JTR Santorini|Santorini; JMK Mykonos|Mykonos; ZTH Dionysios Solomos|Zakynthos; YUL Pierre Elliott Trudeau|Montréal
OGG Kahului|Maui; KOA Kona|Kona; LIH Lihue|Kauai; HNL Daniel K. Inouye|Honolulu; SNA John Wayne|Orange County
PBI Palm Beach|West Palm Beach; CVG Cincinnati/Northern Kentucky|Cincinnati; BDL Bradley|Hartford
MEM Memphis|Memphis; OKC Will Rogers|Oklahoma City; BOI Boise|Boise; CLT Charlotte Douglas|Charlotte
DFW Dallas Fort Worth|Dallas; EZE Ezeiza|Buenos Aires; AEP Aeroparque Jorge Newbery|Buenos Aires
CNF Confins|Belo Horizonte; SCL Arturo Merino Benítez|Santiago; MVD Carrasco|Montevideo; LPB El Alto|La Paz
UIO Mariscal Sucre|Quito; MDE José María Córdova|Medellín; PTY Tocumen|Panama City
SAL San Óscar Romero|San Salvador; SJD Los Cabos|San José del Cabo; GIG Galeão|Rio de Janeiro
CCS Simón Bolívar|Caracas; EMA East Midlands|Nottingham; SEN London Southend|London; JER Jersey|Jersey
GCI Guernsey|Guernsey; PIK Prestwick|Glasgow; HHN Frankfurt-Hahn|Hahn; NYO Skavsta|Stockholm; ARN Arlanda|Stockholm
BMA Bromma|Stockholm; TRF Torp|Sandefjord; OSL Gardermoen|Oslo; CPH Kastrup|Copenhagen; HEL Helsinki-Vantaa|Helsinki
BGO Flesland|Bergen; SVG Sola|Stavanger; TRD Værnes|Trondheim; GOT Landvetter|Gothenburg; GVA Cointrin|Geneva
LIS Humberto Delgado|Lisbon; VIE Vienna|Vienna; GDN Lech Wałęsa|Gdańsk; WRO Wrocław|Wrocław; POZ Ławica|Poznań
PRG Václav Havel|Prague; PRN Pristina|Pristina; DSS Blaise Diagne|Dakar; ZNZ Abeid Amani Karume|Zanzibar
RUN Roland Garros|Réunion; MRU Seewoosagur Ramgoolam|Mauritius; SEZ Seychelles|Mahé; NAN Nadi|Nadi; GOI Dabolim|Goa
GOX Manohar|Goa; TRV Thiruvananthapuram|Thiruvananthapuram; COK Cochin|Kochi; KHH Kaohsiung|Kaohsiung
TSA Songshan|Taipei; TPE Taoyuan|Taipei; MFM Macau|Macau; KWL Guilin|Guilin; KTI Techo|Phnom Penh
SAI Siem Reap Angkor|Siem Reap; RMO Chișinău|Chișinău; AUS Austin-Bergstrom|Austin; STL Lambert|St Louis
BNA Nashville|Nashville; CMH John Glenn|Columbus; RSW Southwest Florida|Fort Myers; LED Pulkovo|St Petersburg
LAS Harry Reid|Las Vegas; BVA Paris Beauvais|Beauvais; LPQ Luang Prabang|Luang Prabang; KNO Kualanamu|Medan
FNC Madeira|Funchal; HYD Rajiv Gandhi|Hyderabad; DMM King Fahd|Dammam; LUX Findel|Luxembourg
MSY Louis Armstrong|New Orleans; OAK Oakland|Oakland; ABV Nnamdi Azikiwe|Abuja; PPT Faa'a|Tahiti
CRL Charleroi|Brussels; WMI Modlin|Warsaw; WAW Warsaw Chopin|Warsaw; LCA Larnaca|Larnaca; BJV Bodrum|Bodrum
""".replace("\n", ";")

# How cities and airports are also called; the airport data has one spelling.
ALSO_CALLED = """
MUC München, Monaco di Baviera; CGN Köln, Bonn; VIE Wien; PRG Praha, Prag; ROM Roma; FCO Roma, Leonardo da Vinci
CIA Roma; MIL Milano, Mailand; MXP Milano; LIN Milano; BGY Milan Bergamo, Milano Bergamo; MOW Moskva, Moskau
SVO Moskva; DME Moskva; VKO Moskva; LIS Lisboa, Lissabon, Portela; CPH København, Kopenhagen
GVA Genève, Genf, Ginevra; ZRH Zürich; WAW Warszawa, Warschau; WMI Warszawa; FLR Firenze, Florenz
VCE Venezia, Venedig; NAP Napoli, Neapel; TRN Torino; GOA Genova; ATH Athina, Eleftherios Venizelos
BRU Bruxelles, Brussel, Zaventem; CRL Bruxelles; ANR Antwerpen; NUE Nürnberg; DUS Düsseldorf; HAJ Hannover, Hanover
OTP Bucuresti, Otopeni; BUH Bucuresti; BEG Beograd; KRK Cracow, Krakau, John Paul II; GDN Danzig; WRO Breslau
GOT Göteborg; SVQ Sevilla; BKK Krung Thep; PEK Peking; BJS Peking; PKX Peking; CAN Canton; SGN Saigon, Ho Chi Minh
BOM Bombay; MAA Madras; CCU Calcutta; BLR Bengaluru; RGN Rangoon; MEX Ciudad de México; DEL New Delhi
NYC New York City, Big Apple; EWR Newark; SAO São Paulo; LUX Luxemburg; SXB Straßburg
BSL Bâle, Mulhouse, Freiburg, Basle; KEF Reykjavík; SFO Frisco; LAX LA; WAS Washington DC; IAD Washington DC
DCA Washington DC, National; BWI Washington DC; LED Saint Petersburg, Sankt Peterburg; KBP Kiev; IEV Kiev
PMI Majorca, Mallorca; MLA Malta, Luqa; CFU Kerkyra; RHO Rodos; HER Iraklion, Crete, Kreta; CHQ Crete, Kreta
ZTH Zante; DPS Denpasar; USM Ko Samui; OGG Hawaii; HNL Hawaii, Oahu; KOA Hawaii, Big Island; LIH Hawaii; FNC Madeira
LPA Las Palmas, Gran Canaria; NCE Nizza; MRS Marseilles; LYS Lyons; HKT Phuket Island; TAS Toshkent; ORY Orly
STO Stockholm; TFS Reina Sofia; OKA Naha; CTS Sapporo; RUN St Denis; PPT Papeete; NQZ Nursultan; LHE Lahore
PNH Phnom Penh; JED Jiddah, Mecca; TLV Jaffa, Tel Aviv-Yafo; CAI Al Qahirah; ALG Alger; TUN Tunisia
SEZ Victoria, Seychelles; IAH Intercontinental; ZNZ Zanzibar City; DEN Denver; DSS Dakar; KTM Katmandu; MED Madinah
RUH Riad; GUA Guatemala; AKL Aotearoa; SYD Kingsford Smith, Sidney; BER Brandenburg, Schönefeld; NYO Stockholm
KHI Karatschi; KOS Sihanoukville; HEL Helsingfors; TLL Reval; HAG Den Haag; RTM The Hague, Den Haag; BHX Brum
NTE Nantes; CUN Cancún; YQB Québec; MTY Monterrey; BOG Bogotá; ASU Asunción; MLE Maldives, Malé; MRU Port Louis
RAK Marrakesh; AGA Agadir; CMN Casa
""".replace("\n", ";")


def table(text: str) -> dict[str, list[str]]:
    """Lines of "CODE one, other" to lists by code."""
    entries = (part.strip() for part in text.split(";"))
    return {part[:3]: [name.strip() for name in re.split(r"[,|]", part[4:])] for part in entries if part}


ALSO = table(ALSO_CALLED)
CALLED = table(NAMES)

# Where the middle of each such city is: its airports are shown with their way from there.
CENTRES = {
    "LON": (51.507, -0.128),
    "CHI": (41.882, -87.628),
    "TYO": (35.681, 139.767),
    "PAR": (48.857, 2.352),
    "NYC": (40.758, -73.986),
    "SEL": (37.567, 126.978),
    "BJS": (39.904, 116.407),
    "ROM": (41.896, 12.482),
    "YTO": (43.653, -79.383),
    "STO": (59.329, 18.069),
    "MIL": (45.464, 9.190),
    "JKT": (-6.175, 106.827),
    "SAO": (-23.550, -46.633),
    "BUE": (-34.604, -58.382),
    "REK": (64.147, -21.943),
    "TCI": (28.291, -16.629),
    "MOW": (55.752, 37.618),
    "WAS": (38.895, -77.036),
    "RIO": (-22.907, -43.173),
    "BHZ": (-19.917, -43.934),
    "OSA": (34.694, 135.502),
    "SPK": (43.062, 141.354),
}

# Airports that the trade sells under a city, and the data does not.
MORE = {"NYC": ("EWR",), "LON": ("SEN",), "CHI": (), "WAS": ("BWI",), "STO": ("NYO", "VST"), "PAR": ("BVA",)}


def main() -> None:
    airports = airportsdata.load("IATA")
    rank = {code: place for place, code in enumerate(dict.fromkeys(BUSIEST))}
    groups = metropolitan(airports, rank)
    lines = [city_line(code, name, inside, airports, rank) for code, (name, inside) in groups.items()]
    city_of = {airport: code for code, (_, inside) in groups.items() for airport in inside}
    lines += [airport_line(code, one, city_of.get(code, ""), rank) for code, one in airports.items()]
    lines.sort(key=lambda pair: pair[0])
    rows = [line for _, line in lines]
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text("\n".join(rows) + "\n\n" + "\n".join(index_of(rows)) + "\n", encoding="utf-8")


def metropolitan(airports: Mapping[str, Row], rank: Mapping[str, int]) -> dict[str, tuple[str, list[str]]]:
    """Cities with several airports and a code of their own; where both share a code, the airport stands for both."""
    found: dict[str, tuple[str, list[str]]] = {}
    for code, group in airportsdata.load_iata_macs().items():
        inside = [one for one in [*group["airports"], *MORE.get(code, ())] if one in airports]
        if len(inside) > 1 and code not in airports:
            found[code] = (group["name"], sorted(inside, key=lambda one: rank.get(one, QUIET)))
    return found


def city_line(
    code: str, name: str, inside: list[str], airports: Mapping[str, Row], rank: Mapping[str, int]
) -> tuple[int, str]:
    """A city stands right before the busiest of its airports; its place is its middle, not an airport."""
    first = dict(airports[inside[0]])
    first["lat"], first["lon"] = CENTRES[code]
    importance = min(rank.get(one, QUIET) for one in inside) * 2
    names = haystack(name, *ALSO.get(code, ()))
    return importance, line_of("C", code, name, name, first, " ".join(inside), names, importance)


def airport_line(code: str, one: Row, city_code: str, rank: Mapping[str, int]) -> tuple[int, str]:
    raw_name, raw_city = short(plain(one["name"])), plain(one["city"] or one["name"])
    said, city = CALLED.get(code, [raw_name, short(raw_city)])
    name = with_city(said, city) if code in rank else said
    importance = rank.get(code, QUIET) * 2 + 1
    names = haystack(city, said, name, raw_city, raw_name, *ALSO.get(code, ()))
    return importance, line_of("A", code, name, city, one, city_code, names, importance)


def line_of(kind: str, code: str, name: str, city: str, one: Row, group: str, names: str, importance: int) -> str:
    country = Locale("en").territories.get(one["country"], one["country"])
    zone = "Europe/Gibraltar" if one["country"] == "GI" else one["tz"]
    fields = [str(importance), kind, code, name, city, one["country"], country, zone, group]
    return "\t".join([*fields, f"{one['lat']:.3f}", f"{one['lon']:.3f}", names])


def index_of(rows: Sequence[str]) -> list[str]:
    """Each word of any name, sorted, and the numbers of the lines that have it."""
    places: dict[str, set[int]] = defaultdict(set)
    for number, row in enumerate(rows):
        for name in row.split("\t")[-1].strip("| ").split("| "):
            words = name.split()
            for word in (*words, "".join(words)) if len(words) <= 3 else words:
                places[word].add(number)
    return [f"{word}\t{' '.join(map(str, sorted(places[word])))}" for word in sorted(places)]


def haystack(*names: str) -> str:
    """All names folded, each after "| ", the last before "|": what `PlaceIndex` looks into."""
    spelled = [spelling for name in names if name for spelling in (fold(name), fold(name.translate(GERMAN)))]
    return "".join(f"| {part}" for part in dict.fromkeys(spelled)) + "|"


def short(name: str) -> str:
    """Without the words that nobody says: 'Zurich Airport' is Zurich."""
    said = re.sub(r"( International| Intl| Regional| Municipal| County)? (Airport|Airfield|Apt)$", "", name)
    return said or name


def with_city(name: str, city: str) -> str:
    """'Copenhagen Kastrup'; 'New York, John F. Kennedy'; 'London Heathrow' as it is."""
    if fold(city) in fold(name):
        return name
    return f"{city}, {name}" if " " in name else f"{city} {name}"


def plain(text: str) -> str:
    """On one line, composed."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


if __name__ == "__main__":
    main()
