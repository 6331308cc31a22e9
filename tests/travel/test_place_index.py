"""Places are found by whatever an agent types."""

import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentdesk import resources
from agentdesk.travel.place_index import Group, PlaceIndex, fold

# What is typed, and the code in the first row.
FIRST_ROWS = """
lon LON; LON LON; london LON; LHR LHR; lhr LHR; heathr LHR; heathrow LHR; londno LON; lodnon LON; london heathrow LHR
heathrow london LHR; gatwick LGW; gatwik LGW; london city LCY; stansted STN; san SAN; san f SFO; san francisco SFO
san fransico SFO; sanfrancisco SFO; san jose SJC; par PAR; paris PAR; cdg CDG; charles de gaulle CDG; orly ORY; mil MIL
milan MIL; milano MIL; malpensa MXP; nyc NYC; new york NYC; newyork NYC; new yrok NYC; kennedy JFK; jfk JFK; newark EWR
munich MUC; münchen MUC; muenchen MUC; MUNCHEN MUC; köln CGN; koln CGN; cologne CGN; wien VIE; vienna VIE; praha PRG
prague PRG; roma ROM; rome ROM; fiumicino FCO; moskva MOW; lisboa LIS; lisbon LIS; københavn CPH; kobenhavn CPH
copenhagen CPH; genève GVA; genf GVA; zürich ZRH; zuerich ZRH; zurich airport ZRH; warszawa WAW; warsaw WAW; firenze FLR
florence FLR; venice VCE; napoli NAP; naples NAP; seville SVQ; göteborg GOT; düsseldorf DUS; duesseldorf DUS
frankfrt FRA; amsterdm AMS; brussles BRU; barselona BCN; barc BCN; johanesburg JNB; sidney SYD; dubln DUB; istanbul IST
haneda HND; narita NRT; tokyo TYO; o'hare ORD; ohare ORD; washington WAS; dulles IAD; st petersburg LED
saint petersburg LED; kiev KBP; kraków KRK; cracow KRK; bali DPS; saigon SGN; bombay BOM; peking BJS; sao paulo SAO
são paulo SAO; montréal YUL; corfu CFU; majorca PMI; capetown CPT; delhi DEL; nice NCE; manchester MAN; birmingham BHX
portland PDX; newcastle NCL; santiago SCL; malta MLA; palma PMI; york NYC; la LAX; vegas LAS; tenerife TCI; xian XIY
"""


def _rows() -> list[tuple[str, str]]:
    entries = [entry.strip() for entry in FIRST_ROWS.replace("\n", ";").split(";") if entry.strip()]
    return [(entry[:-4], entry[-3:]) for entry in entries]


@pytest.mark.parametrize(("typed", "code"), _rows())
def test_what_is_meant_stands_in_the_first_row(places: PlaceIndex, typed: str, code: str) -> None:
    assert places.find(typed)[0].place.iata == code


def test_the_table_has_at_least_eighty_queries() -> None:
    assert len(_rows()) >= 80


def test_a_city_brings_its_airports_right_behind_it(places: PlaceIndex) -> None:
    rows = [found.place for found in places.find("lon")]
    assert [row.iata for row in rows] == ["LON", "LHR", "LGW", "STN", "LTN", "LCY"]
    assert rows[0].is_city
    assert not rows[1].is_city
    assert rows[0].airports[:2] == ("LHR", "LGW")


def test_the_typed_part_of_a_name_is_marked(places: PlaceIndex) -> None:
    heathrow = places.find("heathr")[0]
    assert heathrow.place.name[heathrow.start : heathrow.end] == "Heathr"
    krakow = places.find("krakow")[0]
    assert krakow.place.name[krakow.start : krakow.end] == "Kraków"


def test_another_spelling_marks_nothing(places: PlaceIndex) -> None:
    munich = places.find("münchen")[0]
    assert (munich.start, munich.end) == (0, 0)


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ("lon", ["LON -", "LHR 23 W", "LGW 40 S", "STN 49 NE", "LTN 44 N", "LCY 13 E"]),
        ("heathrow", ["LHR 23 W", "LCY 36 E", "LGW 41 SE", "LTN 45 N", "STN 67 NE", "SEN 81 E"]),
    ],
)
def test_airports_tell_their_way_from_the_city_and_neighbours_from_the_first(
    places: PlaceIndex, typed: str, rows: list[str]
) -> None:
    said = [f"{one.place.iata} {f'{one.km} {one.wind}' if one.wind else '-'}" for one in places.find(typed)]
    assert said == rows


def test_where_one_fits_its_neighbours_fill_the_list(places: PlaceIndex) -> None:
    first, *others = places.find("manchester airport")
    assert (first.place.iata, first.group) == ("MAN", Group.MATCH)
    assert "LPL" in [one.place.iata for one in others]
    near = [one for one in others if one.group is Group.NEARBY]
    assert [one.km for one in near] == sorted(one.km for one in near)
    assert all(0 < one.km <= 150 for one in near)


def test_airports_of_a_city_say_so(places: PlaceIndex) -> None:
    groups = [one.group for one in places.find("lon")]
    assert groups == [Group.MATCH] + [Group.OF_CITY] * 5


def test_what_was_used_before_comes_first_among_equals(places: PlaceIndex) -> None:
    assert places.find("manchester")[0].place.iata == "MAN"
    assert places.find("manchester", used={"MHT"})[0].place.iata == "MHT"
    assert places.find("san", used={"SFO"})[0].place.iata == "SAN"
    assert places.find("heathr", used={"JFK", "nowhere"})[0].place.iata == "LHR"


def test_rows_say_the_country_in_english(places: PlaceIndex) -> None:
    assert places.find("münchen")[0].country == "Germany"
    heathrow = places.by_code("LHR")
    assert heathrow is not None
    assert places.country_of(heathrow) == "United Kingdom"


@pytest.mark.parametrize("text", ["", "   ", "-", "''", "qqqqq", "???"])
def test_nothing_is_found_for_nothing(places: PlaceIndex, text: str) -> None:
    assert places.find(text) == ()


def test_no_more_rows_than_asked(places: PlaceIndex) -> None:
    assert len(places.find("san", 3)) == 3
    assert len(places.find("lon", 1)) == 1


def test_codes_are_read_in_any_case(places: PlaceIndex) -> None:
    place = places.by_code(" lhr ")
    assert place is not None
    assert (place.iata, place.name, place.city, place.country) == ("LHR", "London Heathrow", "London", "GB")
    assert places.by_code("QQQ") is None


def test_an_airport_knows_its_city_and_zone(places: PlaceIndex) -> None:
    heathrow = places.airport("LHR")
    assert heathrow is not None
    assert (heathrow.time_zone, heathrow.city_iata) == ("Europe/London", "LON")
    zurich = places.airport("zrh")
    assert zurich is not None
    assert zurich.city_iata == ""


def test_a_city_is_no_airport(places: PlaceIndex) -> None:
    assert places.airport("LON") is None
    assert places.airport("") is None


def test_distance_is_along_the_great_circle(places: PlaceIndex) -> None:
    london, york = places.by_code("LHR"), places.by_code("JFK")
    assert london is not None
    assert york is not None
    assert 5530 <= places.distance_km(london, york) <= 5560
    assert places.distance_km(london, london) == 0


def test_every_time_zone_is_known(places: PlaceIndex) -> None:
    zones = {line.split("\t")[7] for line in _lines()}
    assert len(zones) > 250
    for zone in zones:
        ZoneInfo(zone)


def test_every_airport_of_a_city_exists(places: PlaceIndex) -> None:
    cities = [line.split("\t") for line in _lines() if line.split("\t")[1] == "C"]
    assert len(cities) > 15
    for fields in cities:
        for code in fields[8].split():
            airport = places.airport(code)
            assert airport is not None
            assert airport.city_iata == fields[2]


def test_no_code_stands_for_two_places() -> None:
    codes = [line.split("\t")[2] for line in _lines()]
    assert len(codes) == len(set(codes)) > 7800


def _lines() -> list[str]:
    return resources.read("places/places.tsv").decode().partition("\n\n")[0].splitlines()


@given(st.text(max_size=30))
def test_no_text_breaks_the_search(places: PlaceIndex, text: str) -> None:
    found = places.find(text)
    assert len(found) <= 6
    assert len({one.place.iata for one in found}) == len(found)
    for one in found:
        assert 0 <= one.start <= one.end <= len(one.place.name)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_loading_and_finding_stay_within_a_frame() -> None:
    """Medians of several runs with room for a busy machine: 60 ms to load, 5 ms a query are the aims."""
    data = resources.read("places/places.tsv")
    loads, queries = [], []
    for _ in range(3):
        start = time.process_time()
        index = PlaceIndex(data)
        loads.append(time.process_time() - start)
        for typed, _code in _rows():
            start = time.process_time()
            index.find(typed)
            queries.append(time.process_time() - start)
    assert sorted(loads)[1] < 0.18
    assert sorted(queries)[len(queries) // 2] < 0.005
    assert sorted(queries)[int(len(queries) * 0.95)] < 0.015
