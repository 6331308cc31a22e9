"""Who sees nothing sells a trip: names, texts and presses go through the accessibility bus."""

from pathlib import Path

from tests.journeys.real_desk import real_desk
from tests.practice_airline import Practice

AMELIA = {
    "Given name": "Amelia",
    "Family name": "Earhart",
    "Born": "24jul87",
    "E-mail": "amelia@example.com",
    "Phone": "020 8016 0508",
}


def test_a_trip_is_sold_through_the_screen_reader_alone(practice: Practice, tmp_path: Path) -> None:
    with real_desk(tmp_path / "data", practice.url) as desk:
        desk.press("This session only")
        desk.wait("From")
        for field, text in (("From", "LHR"), ("To", "JFK"), ("Depart", "+20"), ("Return date", "+27")):
            desk.write(field, text)
        assert "Heathrow" in desk.read("From")
        desk.press("Search")
        desk.wait("All sources answered*")
        first = desk.wait("Duffel Airways, out*")
        assert ", £" in first, "a row says its price"
        desk.hear("First *")
        desk.hear("* offers. * sources answered.")
        desk.take(first)
        desk.press("Choose this fare")
        desk.wait("Who travels")
        desk.choose("Title", "ms", beside="Given name", key="shift+Tab")
        desk.choose("Gender", "f", beside="Born", key="Tab")
        for field, text in AMELIA.items():
            desk.write(field, text)
        desk.press("Continue to seats")
        desk.press("Continue without seats")
        total = desk.wait("Pay £*")
        desk.wait("Priced again at *")
        practice.scenario("price_rise")
        desk.press(total)
        desk.hear("The price rose by £12.40.*Nothing has been booked or paid.")
        total = desk.wait("Accept, pay £*").removeprefix("Accept, ").capitalize()
        desk.press("Accept, pay £*")
        desk.wait("Booking reference")
        desk.hear("The order is made. Booking reference *")
        desk.hear("1 ticket issued.")
        orders = practice.books()["orders"]
        assert len(orders) == 1
        assert orders[0]["booking_reference"] in desk.names()
        assert total.startswith(f"Pay £{orders[0]['total_amount']}")
