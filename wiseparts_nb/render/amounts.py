"""Amounts as values: money, or a quantity with the decimals that its own numbers have."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal

from wiseparts_nb.card import Course, Months
from wiseparts_nb.text import Money, Number, Value

__all__ = ["Shown", "alike", "shown_as"]

Shown = Callable[[Decimal], Money | Number]
"""From an amount to the value that a reader sees."""


def shown_as(part: Months | Course, *, signed: bool = False) -> Shown:
    """Return how the amounts of some months or of a course are shown.

    Quantities have one decimal where an actual one was not a whole number, otherwise none: a projection of pieces is in pieces. ``signed`` always shows + or -.
    """
    if part.unit == "money":
        return lambda amount: Money(amount, signed=signed)
    digits = int(any(amount is not None and amount % 1 for amount in _known(part)))
    return lambda amount: Number(amount, digits, signed)


def _known(part: Months | Course) -> Iterable[Decimal | None]:
    if isinstance(part, Course):
        return [point.amount for point in part.actual]
    return [amount for month in part.months for amount in (month.actual, month.earlier)]


def alike(value: Value, amount: Decimal) -> Money | Number:
    """Return an amount as the same sort of thing as a value: money, or a number with its decimals."""
    match value:
        case Money() | Number():
            own: Money | Number = (
                replace(value, amount=amount, signed=False)
                if isinstance(value, Money)
                else replace(value, value=amount, signed=False)
            )
            return own
        case _:
            return Number(amount)
