"""A cut in words: its measure, days, comparison and filters, for every card, breadcrumb and export."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wiseparts_nb.analytics.cut import Cut, Measure
from wiseparts_nb.analytics.dimensions import Dimension, names
from wiseparts_nb.analytics.selection import Days, joined
from wiseparts_nb.analytics.spans import SPANS, Against, Span
from wiseparts_nb.period import month_end
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Listing, Money, Number, Text, Value

__all__ = [
    "Crumb",
    "against_name",
    "amount",
    "compared_words",
    "crumbs",
    "cut_words",
    "dimension_name",
    "measure_name",
    "span_name",
    "span_words",
    "value_name",
]


@dataclass(frozen=True)
class Crumb:
    """One filter of a cut: what it is narrowed to, and the cut ``without`` it."""

    dimension: Dimension
    label: Text
    values: Value
    without: Cut


def crumbs(source: Source, cut: Cut) -> tuple[Crumb, ...]:
    """Return the filters of a cut in the order of its dimensions."""
    return tuple(_crumbs(source, cut))


def _crumbs(source: Source, cut: Cut) -> Iterator[Crumb]:
    for dimension, ids in cut.filters.items():
        known = names(source, dimension, [one for one in ids if one])
        values = [value_name(dimension, one, known.get(one)) for one in ids]
        shown = values[0] if len(values) == 1 else Listing(tuple(values))
        yield Crumb(dimension, dimension_name(dimension), shown, cut.without(dimension))


def measure_name(measure: Measure) -> Text:
    """Return a measure's label."""
    return Text(f"analytics.measure.{measure}")


def dimension_name(dimension: Dimension) -> Text:
    """Return a dimension's label."""
    return Text(f"analytics.by.{dimension}")


def span_name(span: Span) -> Value:
    """Return what a reader calls the choice of a span: its name, or its days where it has none."""
    known = span.name in SPANS
    return Text(f"analytics.span.{span.name}") if known else _days(span.first, span.last)


def against_name(against: Against) -> Text:
    """Return what a reader calls a comparison."""
    return Text(f"analytics.against.{against}")


def value_name(dimension: Dimension, key: str, name: str | None) -> Value:
    """Return what a reader calls one value of a dimension: a month by its date, the empty key "no brand"."""
    if dimension == "month":
        return Day(date.fromisoformat(f"{key}-01"), "month_year")
    return (name or key) if key else Text(f"analytics.none.{dimension}")


def cut_words(cut: Cut) -> Text:
    """Return measure and days: "Net sales, 1 Dec 2025-23 Nov 2026"."""
    return Text("analytics.cut", {"measure": measure_name(cut.measure), "span": span_words(cut)})


def span_words(cut: Cut) -> Value:
    """Return the days that count."""
    return _stretches([(one.first, one.last) for one in cut.pieces])


def compared_words(cut: Cut) -> Text | None:
    """Return what a cut is compared with, and whether a part month is compared on equal working days; None where nothing is."""
    if cut.compared is None:
        return None
    earlier = [one.before for one in cut.pieces if one.before and one.before[0] <= one.before[1]]
    if not earlier:
        return Text("analytics.compared_empty")
    cuts_short = cut.compared.working_days and cut.pieces[-1].last == cut.span.last
    words = {"span": _stretches(earlier)}
    return (
        Text("analytics.compared_days", words) if cuts_short else Text("analytics.compared", words)
    )


def _stretches(days: Sequence[Days]) -> Value:
    stretches = [_days(first, last) for first, last in joined(days)]
    return stretches[0] if len(stretches) == 1 else Listing(tuple(stretches))


def _days(first: date, last: date) -> Value:
    if first == last:
        return Day(first)
    if first.day != 1 or last != month_end(last):
        return Text("analytics.days", {"first": Day(first), "last": Day(last)})
    if (first.year, first.month) == (last.year, last.month):
        return Day(first, "month_year")
    months = {"first": Day(first, "axis_year"), "last": Day(last, "axis_year")}
    return Text("analytics.days", months)


def amount(value: Decimal, measure: Measure, *, signed: bool = False) -> Value:
    """Return an amount of a measure: money, or pieces for a quantity."""
    return Number(value, signed=signed) if measure == "quantity" else Money(value, signed=signed)
