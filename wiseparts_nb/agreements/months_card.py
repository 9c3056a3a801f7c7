"""An agreement month by month: what counted, beside the year before, and the distance from the expected path by then."""

from __future__ import annotations

from collections.abc import Sequence

from wiseparts_nb.agreements.performance import Month, Performance
from wiseparts_nb.agreements.terms import Metric
from wiseparts_nb.agreements.wording import amount, metric_words
from wiseparts_nb.card import Card, Column, Difference, Portion, Row, Table, Thumb
from wiseparts_nb.text import Day, Text

__all__ = ["months_card"]

_COLUMNS = ("month", "counted", "on_year_before", "cumulative", "expected", "gap")
_RIGHT = ("cumulative", "expected")


def months_card(found: Performance) -> Card | None:
    """Return a row a month, the newest first, which opens the lines behind it; None before the first."""
    if not found.months:
        return None
    columns = tuple(
        Column(Text(f"months_card.{name}"), "right" if name in _RIGHT else "left")
        for name in _COLUMNS
    )
    metric = found.terms.metric
    rows = tuple(_row(month, metric) for month in reversed(found.months))
    return Card(
        "agreement_months",
        Text("months_card.title"),
        (Table(columns, rows, _total(found.months, found)),),
        meta=metric_words(metric),
    )


def _row(month: Month, metric: Metric) -> Row:
    change = month.actual - month.year_before
    gap = None if month.expected is None else month.cumulative - month.expected
    cells = (
        Day(month.month, "month_year"),
        Portion(float(month.actual), amount(month.actual, metric)),
        Difference(
            float(change), amount(change, metric, signed=True), None if not change else change > 0
        ),
        amount(month.cumulative, metric),
        None if month.expected is None else amount(month.expected, metric),
        None if gap is None else Thumb(amount(gap, metric, signed=True), gap >= 0),
    )
    return Row(cells, key=f"month:{month.month:%Y-%m}")


def _total(months: Sequence[Month], found: Performance) -> Row:
    metric = found.terms.metric
    change = sum((one.actual - one.year_before for one in months), start=found.total.actual * 0)
    return Row(
        (
            Text("months_card.together"),
            amount(found.total.actual, metric),
            amount(change, metric, signed=True),
            None,
            None,
            None,
        )
    )
