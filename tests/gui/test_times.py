"""Deadlines and countdowns: what they say, when they warn, and that they tick no oftener than needed."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QTimer

from agentdesk.ui.widgets.countdown import Countdown, time_left, until_change
from agentdesk.ui.widgets.deadline import Deadline, urgency
from tests.gui.dressed import on_screen, themed, told_name

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Clock:
    """A clock that stands until it is put on."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (4 * DAY + 9 * HOUR, "4 d 9 h"),
        (DAY + MINUTE, "1 d 0 h"),
        (DAY, "24 h 00 min"),
        (5 * HOUR + 28 * MINUTE, "5 h 28 min"),
        (59 * MINUTE, "59 min"),
        (2 * MINUTE, "2 min 00 s"),
        (timedelta(seconds=65), "1 min 05 s"),
        (timedelta(0), "0 min 00 s"),
        (-HOUR, "0 min 00 s"),
    ],
)
def test_time_left_is_said_in_the_units_that_matter(left: timedelta, words: str) -> None:
    assert time_left(left) == words


@pytest.mark.parametrize(
    ("left", "role", "icon", "filled"),
    [
        (DAY, "text2", "clock", False),
        (DAY - timedelta(seconds=1), "warn", "alarm-clock", False),
        (HOUR, "warn", "alarm-clock", False),
        (HOUR - timedelta(seconds=1), "bad", "alarm-clock", False),
        (timedelta(0), "onBad", "alarm-clock-off", True),
        (-DAY, "onBad", "alarm-clock-off", True),
    ],
)
def test_a_deadline_warns_under_a_day_and_alarms_under_an_hour(
    left: timedelta, role: str, icon: str, filled: bool
) -> None:
    shown = urgency(left, "passed 16:00")
    assert (shown.role, shown.icon, shown.filled) == (role, icon, filled)
    assert (shown.words == "passed 16:00") is filled


def test_it_ticks_when_the_words_change_and_not_before() -> None:
    assert until_change(5 * MINUTE + timedelta(seconds=20)) == pytest.approx(20_000, abs=100)
    assert until_change(5 * MINUTE) <= 60_000
    assert until_change(timedelta(seconds=90, milliseconds=400)) == pytest.approx(400, abs=100)


def test_a_deadline_is_spoken_and_says_once_that_it_has_passed() -> None:
    clock, passed = Clock(), []
    deadline = Deadline(themed(), clock)
    deadline.passed.connect(lambda: passed.append(clock.now))
    with on_screen(deadline):
        deadline.count_to(NOON + 23 * MINUTE, passed="passed 12:23")
        assert told_name(deadline) == "23 min"
        clock.now = NOON + 24 * MINUTE
        deadline.tick()
        deadline.tick()
        assert told_name(deadline) == "passed 12:23"
        assert passed == [clock.now]
        deadline.count_to(NOON + HOUR, passed="passed 13:00")
        clock.now = NOON + HOUR
        deadline.tick()
        assert len(passed) == 2


def test_without_a_deadline_nothing_shows() -> None:
    deadline = Deadline(themed(), Clock())
    with on_screen(deadline):
        deadline.count_to(None, passed="")
        assert deadline.isHidden()


@pytest.mark.parametrize("kind", [Deadline, Countdown])
def test_nothing_ticks_while_it_cannot_be_seen(kind: type[Deadline] | type[Countdown]) -> None:
    counting = kind(themed(), Clock())
    with on_screen(counting):
        if isinstance(counting, Countdown):
            counting.count_to(NOON + HOUR, before="Price holds", passed="Price ended")
        else:
            counting.count_to(NOON + HOUR, passed="passed")
        assert any(timer.isActive() for timer in counting.findChildren(QTimer))
        counting.hide()
        assert not any(timer.isActive() for timer in counting.findChildren(QTimer))


def test_a_countdown_turns_from_plain_to_warning_to_red_to_over() -> None:
    clock, passed = Clock(), []
    countdown = Countdown(themed(), clock)
    countdown.passed.connect(lambda: passed.append("over"))
    with on_screen(countdown):
        said = []
        countdown.count_to(NOON + 20 * MINUTE, before="Price holds", passed="Price ended")
        for minutes in (0, 11, 19, 20, 21):
            clock.now = NOON + minutes * MINUTE
            countdown.tick()
            said.append((countdown.text(), countdown.property("role")))
    assert said == [
        ("Price holds 20 min", "text2"),
        ("Price holds 9 min", "warn"),
        ("Price holds 1 min 00 s", "bad"),
        ("Price ended", "bad"),
        ("Price ended", "bad"),
    ]
    assert passed == ["over"]
