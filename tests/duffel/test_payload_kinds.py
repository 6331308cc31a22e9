from tests.duffel import recorded

READ_HERE = {
    "airline": "test_reading_places",
    "airline_list": "test_reading_places",
    "airport": "test_reading_places",
    "airport_list": "test_reading_places",
    "place_suggestions": "test_reading_places",
    "batch_offer_request": "test_reading_offers, test_envelopes",
    "offer": "test_reading_offers",
    "offer_list": "test_reading_offers",
    "offer_priced": "test_reading_offers",
    "offer_request": "test_reading_offers",
    "partial_offer_request_fares": "test_reading_offers",
    "order": "test_reading_orders",
    "order_list": "test_reading_orders, test_envelopes",
    "airline_initiated_change": "test_reading_after_sale",
    "order_cancellation": "test_reading_after_sale",
    "order_cancellation_list": "test_reading_after_sale",
    "payment": "test_reading_after_sale",
    "request_create_payment": "test_writing",
    "seat_maps": "test_reading_seats",
    "error": "test_refusals",
    "non_json_error": "test_refusals",
    "request_create_offer_request": "test_writing",
    "request_create_order": "test_writing",
}

FOR_LATER = {
    "aircraft",
    "aircraft_list",
    "offer_passenger",
    "offer_request_itineraries_view",
    "offer_request_list",
    "order_available_services",
    "order_change",
    "order_change_offer",
    "order_change_offer_list",
    "order_change_request",
    "partial_offer_request",
    "payment_intent",
    "refund",
    "request_add_services",
    "request_create_order_change_request",
    "webhook",
    "webhook_event",
    "webhook_list",
}


def test_every_recorded_kind_is_read_or_left_for_later_on_purpose() -> None:
    assert set(recorded.kinds().values()) == READ_HERE.keys() | FOR_LATER
    assert not READ_HERE.keys() & FOR_LATER


def test_the_manifest_names_every_file() -> None:
    assert set(recorded.kinds()) == recorded.on_disk()
