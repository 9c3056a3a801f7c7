"""Amounts of months as values: money, or a quantity with the decimals that its own numbers have."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from wiseparts_nb.card import Months
from wiseparts_nb.text import Money, Number

__all__ = ["Shown", "shown_as"]

Shown = Callable[[Decimal], Money | Number]
"""From an amount to the value that a reader sees."""


def shown_as(part: Months) -> Shown:
    """Return how the amounts of some months are shown.

    Quantities have one decimal where a month was not a whole number, otherwise none: a projection of pieces is in pieces.
    """
    if part.unit == "money":
        return Money
    known = [amount for month in part.months for amount in (month.actual, month.earlier)]
    digits = int(any(amount is not None and amount % 1 for amount in known))
    return lambda amount: Number(amount, digits)
