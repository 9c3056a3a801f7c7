"""How a goal is spoken of everywhere: amounts in its measure, whose it is, its period and its sub-periods."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from wiseparts_nb.agreements.terms import Terms as Agreed
from wiseparts_nb.agreements.wording import Form, metric_words, period_words
from wiseparts_nb.agreements.wording import amount as amount_in
from wiseparts_nb.goals.terms import COUNTS, SALES, GoalTerms, Measure, Step
from wiseparts_nb.text import Day, Listing, Money, Number, Text, Value

__all__ = [
    "amount",
    "as_money",
    "counted_words",
    "measure_name",
    "measure_words",
    "part_words",
    "span_words",
    "whose_words",
]

_NAMED = 2
"""Names that are written out; the others are counted."""


def as_money(measure: Measure) -> bool:
    """Whether a measure is money."""
    return measure not in (*COUNTS, "quantity")


def amount(
    value: Decimal, measure: Measure, *, form: Form = "whole", signed: bool = False
) -> Money | Number:
    """Return an amount in a measure: money, pieces, or how many."""
    if measure in COUNTS:
        return Number(value, signed=signed)
    metric = measure if measure in SALES else "net"
    return amount_in(value, metric, form=form, signed=signed)


def measure_words(terms: GoalTerms) -> Value:
    """Return what counts: Net sales, Orders, or the kinds of activities."""
    if terms.measure == "activities" and terms.kinds:
        return Listing(tuple(Text(f"activity.{one}") for one in terms.kinds))
    return measure_name(terms.measure)


def measure_name(measure: Measure) -> Text:
    """Return the name of a measure."""
    if measure in SALES:
        return metric_words(measure)
    return Text(f"goals.measure.{measure}")


def counted_words(terms: GoalTerms) -> Text:
    """Return which sales, orders or activities count, in a sentence."""
    if terms.measure in SALES:
        return Text(f"goals.counted.{terms.serving}")
    return Text(f"goals.counted.{'activities' if terms.measure == 'activities' else 'orders'}")


def whose_words(names: tuple[str, ...]) -> Value:
    """Return whose goal it is: two names, then how many others."""
    if len(names) <= _NAMED:
        return Listing(names) if names else Text("goals.nobody")
    rest = {"names": Listing(names[:_NAMED]), "n": Number(len(names) - _NAMED)}
    return Text("goals.and_others", rest)


def span_words(terms: GoalTerms) -> Value:
    """Return the period: 1 Jan – 31 Dec 2026."""
    return period_words(Agreed(starts_on=terms.starts_on, ends_on=terms.ends_on))


def part_words(start: date, end: date, step: Step) -> Value:
    """Return a sub-period: November 2026, Q4 2026, or its days where there are none."""
    if step == "month":
        return Day(start, "month_year")
    if step == "quarter":
        named = {"quarter": Number((start.month - 1) // 3 + 1), "year": f"{start.year}"}
        return Text("goals.quarter", named)
    return period_words(Agreed(starts_on=start, ends_on=end))
