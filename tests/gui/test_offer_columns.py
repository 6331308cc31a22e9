"""The columns of an offer's row follow each other at every width, and what is compared keeps its place."""

from agentdesk.ui.lists.offer_columns import ARRIVE, DEPART, GAP, PAD, columns


def test_columns_follow_each_other_without_touching_at_every_width() -> None:
    for width in range(460, 1501):
        at = columns(width)
        assert at.check == PAD
        assert at.line_width >= 60
        assert at.airline + at.airline_width < at.depart
        assert at.depart + DEPART + GAP == at.line
        assert at.line + at.line_width + GAP == at.arrive
        assert at.arrive + ARRIVE + GAP == at.time
        assert at.time + at.time_width < at.fare
        assert at.fare + at.fare_width <= at.price, width
        assert not at.is_wide or at.fare + at.fare_width < at.side
        assert not at.is_wide or at.side + at.side_width <= at.price
        assert at.price + at.price_width + PAD == width


def test_at_1280_the_measures_are_those_of_the_design() -> None:
    at = columns(728)
    assert (at.check, at.airline, at.depart, at.line, at.line_width) == (12, 38, 124, 180, 140)
    assert not at.is_wide


def test_aircraft_and_cabin_come_with_a_window_of_1600() -> None:
    assert columns(956).is_wide
    assert not columns(916).is_wide


def test_a_line_has_a_length_even_in_a_list_that_is_not_laid_out_yet() -> None:
    assert min(columns(width).line_width for width in range(460)) > 0
