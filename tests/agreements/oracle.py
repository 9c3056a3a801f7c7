"""How an agreement stands, slowly and obviously: line by line in plain Python, against which the SQL is held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from wiseparts_nb.agreements.terms import Narrowing, Terms

__all__ = ["Expected", "Line", "bonus_of", "counting_lines", "expected"]

Line = Mapping[str, Any]
"""A sales line by column name; one that is left out is NULL."""
_COLUMNS = {"brands": "brand_id", "families": "brand_family_id", "branches": "branch_id"}


@dataclass(frozen=True)
class Expected:
    """What a performance must say, each amount by customer."""

    actual: Mapping[str, Decimal]
    year_before: Mapping[str, Decimal]
    orders: Mapping[str, int]
    months: Mapping[date, Decimal]
    path: tuple[tuple[date, Decimal], ...]
    lines: int
    unvalued: int


def expected(terms: Terms, lines: Sequence[Line], as_of: date) -> Expected:
    """Walk through the lines once for each question."""
    assert terms.starts_on is not None
    assert terms.ends_on is not None
    own = counting_lines(terms, lines)
    known = [one for one in own if one["sold_on"] <= as_of]
    last = min(terms.ends_on, as_of)
    inside = [one for one in known if terms.starts_on <= one["sold_on"] <= last]
    from_before, to_before = _a_year_before(terms.starts_on), _a_year_before(last)
    before = [one for one in known if from_before <= one["sold_on"] <= to_before]
    return Expected(
        actual={one: _amount(terms, inside, one) for one in terms.customers},
        year_before={one: _amount(terms, before, one) for one in terms.customers},
        orders={one: _orders(inside, one) for one in terms.customers},
        months=_months(terms, inside, last),
        path=tuple(_path(terms, inside)),
        lines=len(inside),
        unvalued=sum(one.get(terms.metric) is None for one in inside),
    )


def counting_lines(terms: Terms, lines: Iterable[Line]) -> list[Line]:
    """Return the lines that count, whenever they were sold."""
    return [
        one
        for one in lines
        if one["customer_id"] in terms.customers
        and all(_passes(getattr(terms, name), one.get(column)) for name, column in _COLUMNS.items())
    ]


def bonus_of(terms: Terms, amount: Decimal) -> Decimal:
    """Earn by walking up the tiers, a cent rounded half up at the end."""
    earned = Decimal(0)
    for at, tier in enumerate(terms.tiers):
        if amount <= 0 or amount < tier.threshold:
            break
        if terms.tier_basis == "retrospective":
            earned = amount * tier.bonus_rate
            continue
        above = [one.threshold for one in terms.tiers[at + 1 :]]
        top = min(amount, above[0]) if above else amount
        earned += (top - tier.threshold) * tier.bonus_rate
    return earned.quantize(Decimal("0.01"), "ROUND_HALF_UP")


def _passes(narrowing: Narrowing, value: str | None) -> bool:
    if value is None:
        return not narrowing.include
    if value in narrowing.exclude:
        return False
    return not narrowing.include or value in narrowing.include


def _a_year_before(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return date(day.year - 1, day.month, day.day)


def _amount(terms: Terms, lines: Iterable[Line], customer: str) -> Decimal:
    return sum(
        (one.get(terms.metric) or Decimal(0) for one in lines if one["customer_id"] == customer),
        Decimal(0),
    )


def _orders(lines: Iterable[Line], customer: str) -> int:
    invoices: dict[str, Decimal] = {}
    for one in lines:
        if one["customer_id"] == customer:
            number = one["invoice_id"]
            invoices[number] = invoices.get(number, Decimal(0)) + one["net"]
    return sum(net > 0 for net in invoices.values())


def _months(terms: Terms, lines: Iterable[Line], last: date) -> Mapping[date, Decimal]:
    assert terms.starts_on is not None
    found: dict[date, Decimal] = {}
    day = terms.starts_on
    while day <= last:
        found[day.replace(day=1)] = Decimal(0)
        day += timedelta(days=1)
    for one in lines:
        found[one["sold_on"].replace(day=1)] += one.get(terms.metric) or Decimal(0)
    return found


def _path(terms: Terms, lines: Sequence[Line]) -> Iterable[tuple[date, Decimal]]:
    so_far = Decimal(0)
    for day in sorted({one["sold_on"] for one in lines}):
        added = sum(
            (one.get(terms.metric) or Decimal(0) for one in lines if one["sold_on"] == day),
            Decimal(0),
        )
        so_far += added
        if added:
            yield day, so_far
