"""Amounts on a chart: in which unit, at which marks of the axis, and how a name that is too long is shortened."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from wiseparts_nb.locale import Locale
from wiseparts_nb.text import Number, Text

__all__ = ["PIECES", "THOUSANDS", "Unit", "ticks", "unit_of"]


@dataclass(frozen=True)
class Unit:
    """Euro or pieces, thousands or millions; ``message`` is the id of its letter or word, empty for the plain unit."""

    divisor: int
    digits: int
    message: str
    money: bool = True

    def show(self, amount: Decimal | float, locale: Locale, *, digits: int | None = None) -> str:
        """The bare number; zero is "0", and from a thousand of the unit on there are no decimals."""
        scaled = float(amount) / self.divisor
        places = self.digits if digits is None else digits
        if abs(scaled) >= 999.95 or not round(scaled, places):  # noqa: PLR2004
            places = 0
        return locale.show(Number(round(scaled, places) or 0, places))

    def name(self, locale: Locale) -> str:
        """The unit as a chart's caption says it: "k€", or "thousands" of pieces."""
        word = locale.text(Text(self.message)) if self.message else ""
        return word + locale.currency_symbol if self.money else word


THOUSANDS = Unit(1000, 1, "unit.thousands")
PIECES = Unit(1, 0, "", money=False)


def unit_of(amounts: Iterable[Decimal], *, money: bool = True) -> Unit:
    """Return thousands, unless the largest amount asks for less or for more than its digits can show."""
    largest = max((abs(amount) for amount in amounts), default=Decimal(0))
    if not money:
        return _quantities(largest)
    if largest >= 999_950:  # noqa: PLR2004  # rounds to 1,000.0 thousand
        return Unit(10**6, 1, "unit.millions")
    return THOUSANDS if largest >= 1000 or not largest else Unit(1, 0, "")  # noqa: PLR2004


def _quantities(largest: Decimal) -> Unit:
    if largest >= 999_950:  # noqa: PLR2004
        return Unit(10**6, 1, "charts.millions", money=False)
    return PIECES if largest < 1000 else Unit(1000, 1, "charts.thousands", money=False)  # noqa: PLR2004


def ticks(low: float, high: float, *, about: int = 3) -> list[float]:
    """Return round, evenly spaced numbers from at or below ``low`` to at or above ``high``, both sides of zero included.

    Steps are 1, 2, 2.5 or 5 times a power of ten.
    """
    low, high = min(low, 0), max(high, 0)
    rough = (high - low) / about or 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(
        power * round_one for round_one in (1, 2, 2.5, 5, 10) if power * round_one >= rough * 0.999
    )
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [step * count for count in range(first, max(last, first + 1) + 1)]
