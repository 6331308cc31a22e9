"""What papers say, and how they say dates, times, amounts: one catalogue and one locale for each language."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from agentdesk.papers.arabic import ARABIC
from agentdesk.papers.english import ENGLISH
from agentdesk.papers.french import FRENCH
from agentdesk.papers.german import GERMAN
from agentdesk.papers.sheet import CLOSES, OPENS
from agentdesk.papers.spanish import SPANISH
from agentdesk.papers.turkish import TURKISH
from agentdesk.travel.money import Money, minor_digits

MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Words:
    """A language a paper can be written in. `locale` is a CLDR name such as "en_GB"."""

    locale: str
    catalogue: Mapping[str, str]

    @property
    def language(self) -> str:
        """ISO 639 code, for the document's own declaration."""
        return self.locale.partition("_")[0]

    @property
    def region(self) -> str:
        """ISO 3166-1 code, "" when the locale names none."""
        return self.locale.partition("_")[2]

    def say(self, key: str, **values: str | int) -> str:
        """The sentence of that key, filled in. KeyError for a key the catalogue lacks."""
        if not self.runs_left:
            return self.catalogue[key].format(**values)
        plain = {name: unturned(value) if isinstance(value, str) else value for name, value in values.items()}
        said = self.catalogue[key].format(**plain)
        if not turns(said):  # nothing of the language in it: it keeps its own order as a whole
            return self.ltr(said)
        own = {name: self.ltr(value) if isinstance(value, str) else value for name, value in values.items()}
        return self.catalogue[key].format(**own)

    def known(self, key: str, otherwise: str) -> str:
        """The word of that key, or what the upstream said where we have no word for it."""
        return self.catalogue.get(key, otherwise)

    def count(self, key: str, number: int, **values: str | int) -> str:
        """A sentence with a number, in the plural form the number needs ("key.one", "key.other")."""
        form = Locale.parse(self.locale).plural_form(number)
        return self.say(f"{key}.{form}", n=number, **values)

    def count_known(self, key: str, number: int) -> str:
        """The same where the catalogue has the key; "" where it has not."""
        form = Locale.parse(self.locale).plural_form(number)
        return self.say(f"{key}.{form}", n=number) if f"{key}.{form}" in self.catalogue else ""

    def listed(self, parts: Iterable[str]) -> str:
        """All of them with the language's comma between."""
        before, *rest = [*parts] or [""]
        for last in rest:
            before = self.say("list", before=before, last=last)
        return before

    @property
    def runs_left(self) -> bool:
        """Whether the language is written from right to left."""
        return Locale.parse(self.locale).text_direction == "rtl"

    def ltr(self, text: str) -> str:
        """A reference, a time, an amount, a Latin name: kept in its own order inside what runs from right to left."""
        if not self.runs_left or turns(text) or OPENS in text or not any(one.isalnum() for one in text):
            return text
        return f"{OPENS}{text}{CLOSES}"

    def day(self, day: date) -> str:
        """Saturday 12 December 2026"""
        return format_date(day, self.catalogue["format.day"], locale=self.locale)

    def time(self, local: datetime) -> str:
        """09:55"""
        return f"{local:%H:%M}"

    def moment(self, instant: datetime, zone: str) -> str:
        """Monday 23 November 2026, 14:43 London"""
        return self._moment(self.local_day(instant, zone), instant, zone)

    def past_moment(self, instant: datetime, zone: str) -> str:
        """23 November 2026, 14:43 London; the day of the week no longer matters."""
        day = format_date(self.local(instant, zone).date(), self.catalogue["format.date"], locale=self.locale)
        return self._moment(day, instant, zone)

    def _moment(self, day: str, instant: datetime, zone: str) -> str:
        city = zone.rpartition("/")[2].replace("_", " ") or "UTC"
        return self.say("moment", day=day, time=self.time(self.local(instant, zone)), city=city)

    def local_day(self, instant: datetime, zone: str) -> str:
        """The day of an instant by the agency's calendar."""
        return self.day(self.local(instant, zone).date())

    @staticmethod
    def local(instant: datetime, zone: str) -> datetime:
        """An instant by the clocks of a tz database zone, UTC when it is ""."""
        return instant.astimezone(ZoneInfo(zone) if zone else UTC)

    def duration(self, duration: timedelta) -> str:
        """8 h 05, or 45 min under an hour."""
        hours, minutes = divmod(int(duration.total_seconds()) // 60, 60)
        return (
            self.say("duration.hours", h=hours, m=f"{minutes:02}") if hours else self.say("duration.minutes", m=minutes)
        )

    def money(self, money: Money) -> str:
        """£1,797.77; the sign before the symbol, never fewer digits than the amount has."""
        pattern = Locale.parse(self.locale).currency_formats["standard"].pattern
        exact = _with_digits(pattern, money)
        text = format_currency(
            abs(money.amount),
            money.currency,
            format=exact,
            locale=self.locale,
            currency_digits=False,
            decimal_quantization=False,
        )
        text = re.sub(r"(?<=[^\W\d_])(?=\d)", "\N{NO-BREAK SPACE}", text)  # a code, not a sign: KWD 1.500
        text = text.replace("\N{RIGHT-TO-LEFT MARK}", "")  # isolated as a whole where it stands in a sentence
        return MINUS + text if money.amount < 0 else text

    def amount(self, money: Money) -> str:
        """1,797.77; for tables that name the currency once."""
        pattern = Locale.parse(self.locale).decimal_formats[None].pattern
        exact = _with_digits(pattern, money)
        text = format_decimal(abs(money.amount), format=exact, locale=self.locale, decimal_quantization=False)
        return MINUS + text if money.amount < 0 else text

    def number(self, number: str) -> str:
        """A decimal text as the upstream gives it, with the language's separators; as it came when it is none."""
        try:
            return format_decimal(Decimal(number), locale=self.locale)
        except InvalidOperation:
            return number


def unturned(text: str) -> str:
    """The text without our isolates when all of it stands in one."""
    whole = text.startswith(OPENS) and text.endswith(CLOSES) and text.count(OPENS) == 1
    return text[1:-1] if whole else text


def turns(text: str) -> bool:
    """Whether any of it is written from right to left."""
    return any(unicodedata.bidirectional(one) in ("R", "AL") for one in text)


def _with_digits(pattern: str, money: Money) -> str:
    """A CLDR number pattern with as many decimals as the currency has, or the amount if it has more."""
    exponent = money.amount.as_tuple().exponent
    digits = max(minor_digits(money.currency), -exponent if isinstance(exponent, int) else 0)
    decimals = "." + "0" * digits if digits else ""
    return re.sub(r"(#,##0)(\.[0#]+)?", lambda found: found[1] + decimals, pattern)


BRITISH = Words("en_GB", ENGLISH)
LANGUAGES = {
    words.language: words
    for words in (
        BRITISH,
        Words("de_DE", GERMAN),
        Words("fr_FR", FRENCH),
        Words("es_ES", SPANISH),
        Words("tr_TR", TURKISH),
        Words("ar_AE", ARABIC),  # this one writes Latin digits, as tickets do
    )
}
"""By ISO 639 code."""
