"""Money: an exact decimal amount and the currency it is in."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

# ISO 4217 currencies whose minor unit is not a hundredth.
_NO_MINOR_UNIT = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"
_MINOR_DIGITS = dict.fromkeys(_NO_MINOR_UNIT.split(), 0) | dict.fromkeys(_THOUSANDTHS.split(), 3)


def minor_digits(currency: str) -> int:
    """How many digits stand after the decimal point in this currency (ISO 4217)."""
    return _MINOR_DIGITS.get(currency, 2)


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in a currency (ISO 4217 code). Compared by value, so 45.0 equals 45.00."""

    amount: Decimal
    currency: str

    @classmethod
    def of(cls, amount: str, currency: str) -> "Money":
        """Read a decimal text as the wire gives it ("45.00"); ValueError when it is none."""
        try:
            value = Decimal(amount)
        except InvalidOperation:
            raise ValueError(f"not an amount: {amount!r}") from None
        if not value.is_finite():
            raise ValueError(f"not an amount: {amount!r}")
        return cls(value, currency)

    @classmethod
    def zero(cls, currency: str) -> "Money":
        return cls(Decimal(0), currency)

    @property
    def minor_units(self) -> int:
        """Whole minor units (pence, yen), rounded half to even: for sorting and indexes only."""
        return int((self.amount.scaleb(minor_digits(self.currency))).to_integral_value())

    @property
    def text(self) -> str:
        """The amount with at least the currency's own digits, never fewer than it has: "20.00" for 20."""
        digits = minor_digits(self.currency)
        exponent = self.amount.as_tuple().exponent
        have = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        return f"{self.amount:.{max(digits, have)}f}"

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.amount * times, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.amount < other.amount

    def __le__(self, other: "Money") -> bool:
        self._same(other)
        return self.amount <= other.amount

    @property
    def is_zero(self) -> bool:
        return self.amount == 0

    def _same(self, other: "Money") -> None:
        if other.currency != self.currency:
            raise ValueError(f"cannot put {other.currency} and {self.currency} together")


def total(parts: Iterable[Money], currency: str) -> Money:
    """The sum of the parts; zero in `currency` when there are none. ValueError on mixed currencies."""
    result = Money.zero(currency)
    for part in parts:
        result = result + part
    return result
